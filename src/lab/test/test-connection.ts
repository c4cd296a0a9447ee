import type { Socket } from "node:net";
import { Acceptance } from "../../proxy/frontend/acceptance.ts";
import type { Frontend } from "../../proxy/frontend/frontend.ts";
import type { Listener } from "../../proxy/frontend/listener.ts";
import type { ConnectionAddress, Session } from "../../proxy/stream/session.ts";
import type { Stream } from "../../proxy/stream/stream.ts";
import { settle } from "../virtual-time.ts";
import { ScriptedSocket } from "./scripted-socket.ts";

/** The port of clients that name none. */
const clientPort = 40_000;

/** A client's connection to a frontend, as if it had been accepted: all but the network is at work. */
export class TestConnection {
  readonly session: Session;
  readonly #frontend: Frontend;
  readonly #acceptance: Acceptance;
  readonly #socket: ScriptedSocket;
  #stream: Stream | undefined;
  #bytes: Buffer[] = [];
  #changed: () => void = () => undefined;

  /** `came` is told when the proxy has sent something. */
  constructor(
    frontend: Frontend,
    listener: Listener,
    source: ConnectionAddress,
    came: (bytes: Buffer) => void = () => undefined,
  ) {
    this.#frontend = frontend;
    this.#socket = new ScriptedSocket(source, localAddress(listener), (bytes) => {
      this.#look();
      this.#bytes.push(bytes);
      came(bytes);
      this.#changed();
    });
    for (const event of ["close", "finish"]) this.#socket.on(event, () => this.#changed());
    this.#socket.on("error", () => undefined);
    this.#acceptance = new Acceptance(frontend, listener, this.#socket as unknown as Socket, undefined);
    this.session = this.#acceptance.session;
  }

  /** Connects: the rules on connections have their say. */
  open(): void {
    this.#acceptance.begin();
    this.#look();
    // Behind what reads for the proxy: the stream that these bytes begin is there now.
    this.#socket.on("data", () => {
      this.#look();
      queueMicrotask(() => this.#look());
    });
  }

  /** The stream that was seen last; undefined while there is none, and where rules on connections allow none. */
  get stream(): Stream | undefined {
    return this.#stream;
  }

  /** All that the proxy has sent. */
  get received(): Buffer {
    this.#bytes = [Buffer.concat(this.#bytes)];
    return this.#bytes[0] ?? Buffer.alloc(0);
  }

  /** The proxy has broken the connection off. */
  get wasReset(): boolean {
    return this.#socket.wasReset || this.#stream?.aborted === true;
  }

  /** A connection has one stream at a time, or none. */
  #look(): void {
    for (const { session, streams } of this.#frontend.clients) {
      if (session !== this.session) continue;
      for (const stream of streams) this.#stream = stream;
    }
  }

  /** Sends a byte string, and lets what follows from it happen. */
  async send(text: string): Promise<void> {
    if (!this.#socket.destroyed) this.#socket.push(Buffer.from(text, "latin1"));
    await settle();
  }

  /** Ends the client's direction. */
  endInput(): void {
    if (!this.#socket.destroyed) this.#socket.push(null);
  }

  /** The proxy has closed the connection, or its own direction of it. */
  get isClosed(): boolean {
    return this.#socket.destroyed || this.#socket.writableFinished;
  }

  /** Resolves when the proxy has sent something, or closed. */
  async changed(): Promise<void> {
    await new Promise<void>((resolve) => (this.#changed = resolve));
  }

  /** Resolves when the present stream has ended. */
  async streamOver(): Promise<void> {
    const stream = this.#stream;
    if (!stream || stream.ended) return;
    await new Promise<void>((resolve) => {
      stream.onEnd(resolve);
    });
  }
}

/** Where the listener would have been reached. */
export function localAddress({ target }: Listener): ConnectionAddress {
  if (!("host" in target)) return { family: 4, host: "127.0.0.1", port: 80 };
  const isIpv6 = target.host.includes(":");
  const any = isIpv6 ? "::1" : "127.0.0.1";
  const isAny = target.host === "::" || target.host === "0.0.0.0" || target.host === "";
  return { family: isIpv6 ? 6 : 4, host: isAny ? any : target.host, port: target.port };
}

/** A client's address as a test writes it: `192.0.2.1`, `192.0.2.1:4000`, `[2001:db8::1]:4000`. */
export function clientAddress(text: string): ConnectionAddress {
  const [, ipv6, host = text, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  const address = ipv6 ?? host;
  return {
    family: address.includes(":") ? 6 : 4,
    host: address,
    port: port === undefined ? clientPort : Number(port),
  };
}
