import { Duplex } from "node:stream";
import {
  NetworkError,
  type Connection,
  type ConnectRequest,
  type Destination,
  type HttpRequest,
  type HttpResponse,
  type Network,
} from "../../runtime/index.ts";

/** Answers for the rest of the world. Undefined: nobody does. */
export interface Answerers {
  http(url: string, request: HttpRequest): Promise<HttpResponse> | undefined;
  /** Told of a connection that is open; `address` as scripts write it. */
  socket(address: string, peer: Peer): boolean;
  /** Says what was asked for in vain. */
  unmatched(what: string): void;
}

/** A network without wires: what a script asks for, functions of its test answer. */
export class StubNetwork implements Network {
  readonly #answerers: Answerers;
  readonly #open = new Set<Peer>();

  constructor(answerers: Answerers) {
    this.#answerers = answerers;
  }

  async connect({ to }: ConnectRequest): Promise<Connection> {
    const address = addressText(to);
    const peer = new Peer(() => this.#open.delete(peer));
    if (!this.#answerers.socket(address, peer)) {
      this.#answerers.unmatched(`a connection to '${address}', for which there is no host:stub_socket`);
      throw new NetworkError("hopeless", `no stub for ${address}`);
    }
    this.#open.add(peer);
    const names = { local: "127.0.0.1:40001", peer: address };
    return Promise.resolve({ stream: peer.stream, names: () => names });
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    const url = urlText(request);
    const answer = this.#answerers.http(url, request);
    if (answer) return answer;
    this.#answerers.unmatched(
      `an HTTP request, ${request.method} ${url}, for which there is no host:stub_http`,
    );
    throw new NetworkError("hopeless", `no stub for ${url}`);
  }

  async resolve(name: string): Promise<string[]> {
    this.#answerers.unmatched(`a look-up of the name '${name}', which tests have not: use addresses`);
    return Promise.reject(new NetworkError("unresolved", `no address for ${name}`));
  }

  close(): void {
    for (const peer of this.#open) peer.close();
  }
}

function addressText(to: Destination): string {
  if (to.family === "unix") return to.path;
  return to.family === "ipv6" ? `[${to.host}]:${to.port}` : `${to.host}:${to.port}`;
}

function urlText({ tls, host, port, path }: HttpRequest): string {
  const usual = tls ? 443 : 80;
  return `${tls ? "https" : "http"}://${host}${port === usual ? "" : `:${port}`}${path}`;
}

/** The far end of a script's connection, in the hands of a test. */
export class Peer {
  readonly stream: Duplex;
  #received = "";
  #ended = false;
  #changed: () => void = () => undefined;

  constructor(closed: () => void) {
    this.stream = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        this.#received += chunk.toString("latin1");
        this.#changed();
        done();
      },
      final: (done) => {
        this.#end();
        done();
      },
      destroy: (error, done) => {
        this.#end();
        closed();
        done(error);
      },
    });
  }

  #end(): void {
    this.#ended = true;
    this.#changed();
  }

  /** A line without its end, or so many bytes; undefined once the script has closed its side and there is no more. */
  async receive(wanted: "line" | "all" | number): Promise<string | undefined> {
    for (;;) {
      const taken = this.#take(wanted);
      if (taken !== undefined) return taken;
      if (this.#ended) {
        const rest = this.#received;
        this.#received = "";
        return rest === "" ? undefined : rest;
      }
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  #take(wanted: "line" | "all" | number): string | undefined {
    if (wanted === "all") return undefined;
    const end = wanted === "line" ? this.#received.indexOf("\n") : wanted;
    if (end < 0 || this.#received.length < end) return undefined;
    const taken = this.#received.slice(0, end);
    this.#received = this.#received.slice(wanted === "line" ? end + 1 : end);
    return wanted === "line" ? taken.replace(/\r$/, "") : taken;
  }

  send(text: string): void {
    if (!this.stream.destroyed) this.stream.push(Buffer.from(text, "latin1"));
  }

  close(): void {
    if (!this.stream.destroyed && !this.stream.readableEnded) this.stream.push(null);
  }
}
