import type { Frontend } from "../../proxy/frontend/frontend.ts";
import type { Listener } from "../../proxy/frontend/listener.ts";
import { countRequest } from "../../proxy/frontend/request-count.ts";
import { Headers } from "../../proxy/http/headers.ts";
import type { Framing, RequestHead, ResponseHead } from "../../proxy/http/message.ts";
import type { Client } from "../../proxy/stream/client.ts";
import { endStream } from "../../proxy/stream/end-stream.ts";
import { HttpLead } from "../../proxy/stream/lead-http.ts";
import { requestBytes } from "../../proxy/stream/message-bytes.ts";
import { Session, type ConnectionAddress } from "../../proxy/stream/session.ts";
import { Stream } from "../../proxy/stream/stream.ts";
import { timingFrom } from "../../proxy/stream/timing.ts";
import { Transaction } from "../../proxy/stream/transaction.ts";

/** A request as a test writes it. */
export interface TestRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A byte string. */
  readonly body: string;
  /** The client's address. */
  readonly source: ConnectionAddress;
}

/** What the client has got. */
export interface TestResponse {
  /** Undefined where the connection was broken off before. */
  readonly head: ResponseHead | undefined;
  readonly interim: readonly ResponseHead[];
  readonly body: string;
  /** The answer is not whole. */
  readonly aborted: boolean;
}

/** The port of clients that name none. */
const clientPort = 40_000;

/** One request of a client that is not there: a stream of the frontend, without a socket. */
export class TestClient implements Client {
  readonly protocol = "h1";
  readonly stream: Stream;
  readonly session: Session;
  readonly #frontend: Frontend;
  readonly #interim: ResponseHead[] = [];
  readonly #received: Buffer[] = [];
  readonly #body: string;
  #head: ResponseHead | undefined;
  #aborted = false;

  constructor(frontend: Frontend, listener: Listener, request: TestRequest) {
    const { environment } = frontend.proxy;
    const { time } = environment;
    const now = time.monotonicMs();
    const { gauges } = frontend.process;
    this.#frontend = frontend;
    this.#body = request.body;
    this.session = new Session({
      id: gauges.nextId(),
      frontend: frontend.proxy,
      listener: listener.model,
      bind: listener.bind,
      acceptedAt: now,
      acceptedWallMs: time.wallMs(),
      peer: request.source,
      local: localAddress(listener),
    });
    const head = requestHead(request);
    const framing: Framing =
      request.body === "" ? { kind: "none" } : { kind: "length", length: request.body.length };
    this.stream = new Stream({
      id: gauges.nextId(),
      session: this.session,
      client: this,
      timing: timingFrom(now, time.wallMs(), now),
      bufsize: environment.config.global.tune.bufsize,
      transaction: new Transaction(head, framing),
    });
    this.stream.bytes.clientIn = requestBytes(head);
  }

  get gone(): boolean {
    return this.#aborted;
  }

  /** Leads the request through its life. */
  async run(): Promise<TestResponse> {
    const { stream } = this;
    const { gauges } = this.#frontend.process;
    countRequest(this.#frontend, this.session, "h1");
    stream.response.onOutput = () => this.#take();
    const body = Buffer.from(this.#body, "latin1");
    stream.bytes.clientIn += body.length;
    stream.request.push(body);
    stream.request.completeMessage();
    try {
      stream.frontend.log.streamBegun(stream);
      await new HttpLead(stream).run();
    } finally {
      this.end();
      gauges.streams--;
    }
    return {
      head: this.#head,
      interim: this.#interim,
      body: Buffer.concat(this.#received).toString("latin1"),
      aborted: this.#aborted,
    };
  }

  /** The client leaves, whatever is under way. */
  end(): void {
    if (this.stream.ended) return;
    if (!this.stream.delivered) this.stream.abort("C", "D");
    endStream(this.stream);
    this.session.end();
  }

  #take(): void {
    const { stream } = this;
    const { response } = stream;
    if (!this.#head || stream.delivered) return;
    for (let output = response.take(); output; output = response.take()) {
      this.#received.push(...output);
      for (const { length } of output) stream.bytes.clientOut += length;
    }
    if (!response.isDrained) return;
    if (response.inputEnd === "aborted") this.#aborted = true;
    stream.deliver();
  }

  sendInterim(head: ResponseHead): void {
    this.#interim.push(head);
  }

  sendHead(head: ResponseHead): void {
    this.#head = head;
    if (this.stream.http?.responseFraming.kind === "none") this.stream.deliver();
    else this.#take();
  }

  abort(): void {
    this.#aborted = true;
    this.stream.abort("K", "D");
  }
}

function requestHead({ method, path, headers, body }: TestRequest): RequestHead {
  const all = Headers.from(headers);
  if (!all.has("host")) all.add("host", "localhost");
  if (body !== "" && !all.has("content-length") && !all.has("transfer-encoding"))
    all.add("content-length", String(body.length));
  return { method, uri: path, version: "HTTP/1.1", headers: all };
}

/** Where the listener would have been reached. */
function localAddress({ target }: Listener): ConnectionAddress {
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
