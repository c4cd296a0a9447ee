import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { Headers } from "../http/headers.ts";
import type { Framing, RequestHead, ResponseHead } from "../http/message.ts";
import type { Client } from "../stream/client.ts";
import { endStream } from "../stream/end-stream.ts";
import { requestBytes } from "../stream/message-bytes.ts";
import { Stream } from "../stream/stream.ts";
import { timingFrom } from "../stream/timing.ts";
import { Transaction } from "../stream/transaction.ts";
import { lead } from "./leading.ts";
import { countRequest } from "./request-count.ts";
import type { ConnectionParts } from "./tcp-connection.ts";

/** What only HTTP/1 has, and HTTP/2 forbids. */
const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** One request of an HTTP/2 connection. */
export class Http2Stream implements Client {
  readonly protocol = "h2";
  readonly stream: Stream;
  readonly #http2: ServerHttp2Stream;
  readonly #parts: ConnectionParts;
  readonly #onEnd: () => void;
  #headSent = false;
  #over = false;

  constructor(
    http2: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    raw: readonly string[],
    parts: ConnectionParts,
    onEnd: () => void,
  ) {
    const { frontend, session } = parts;
    const { time, config } = frontend.proxy.environment;
    const now = time.monotonicMs();
    const head = requestHead(headers, raw);
    this.#http2 = http2;
    this.#parts = parts;
    this.#onEnd = onEnd;
    this.stream = new Stream({
      id: frontend.process.gauges.nextId(),
      session,
      client: this,
      timing: timingFrom(now, time.wallMs(), now),
      bufsize: config.global.tune.bufsize,
      transaction: new Transaction(head, framingOf(head, http2.endAfterHeaders)),
    });
    if (this.stream.http) this.stream.http.keepsLine = frontend.proxy.keepsRequestLine;
    this.stream.bytes.clientIn = requestBytes(head);
  }

  get gone(): boolean {
    return this.#http2.destroyed;
  }

  get resetCode(): number | undefined {
    return this.#http2.aborted ? this.#http2.rstCode : undefined;
  }

  get streamId(): number | undefined {
    return this.#http2.id;
  }

  begin(): void {
    const { stream } = this;
    const http2 = this.#http2;
    const { frontend, session } = this.#parts;
    countRequest(frontend, session, "h2");
    stream.request.onRoom = () => http2.resume();
    stream.response.onOutput = () => this.#send();
    http2.on("data", (data: Buffer) => {
      stream.bytes.clientIn += data.length;
      if (!stream.request.push(data)) http2.pause();
    });
    http2.on("trailers", (_headers: IncomingHttpHeaders, _flags: number, raw: string[]) => {
      if (stream.http) stream.http.requestTrailers = [...fields(raw)];
    });
    http2.once("end", () => stream.request.completeMessage());
    http2.on("drain", () => this.#send());
    http2.on("error", () => undefined);
    http2.once("close", () => {
      if (!stream.delivered) stream.abort("C", stream.timing.responseAt === undefined ? "H" : "D");
    });
    if (http2.endAfterHeaders) stream.request.completeMessage();
    stream.frontend.log.streamBegun(stream);
    // Payload may have come along with the head: it is to be seen before the end.
    void Promise.resolve(lead(stream)).then(() => this.#finish());
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    endStream(this.stream);
    this.#parts.frontend.process.gauges.streams--;
    this.#parts.frontend.process.gauges.bytesOut += this.stream.bytes.clientOut;
    const { aborted, request } = this.stream;
    if (aborted) this.#breakOff(constants.NGHTTP2_CANCEL);
    // It has been answered early: what else it brings is not wanted.
    else if (!request.complete) this.#http2.close(constants.NGHTTP2_NO_ERROR);
    this.#onEnd();
  }

  sendInterim(head: ResponseHead): void {
    if (this.#http2.destroyed || this.#headSent) return;
    this.#http2.additionalHeaders({ ":status": head.status, ...outgoing(head.headers) });
  }

  sendHead(head: ResponseHead): void {
    const http2 = this.#http2;
    if (http2.destroyed) return;
    const { response, http } = this.stream;
    this.#headSent = true;
    const isEmpty =
      http?.responseFraming.kind === "none" ||
      (response.complete && response.outputLength === 0 && response.inputLength === 0);
    const options = {
      endStream: isEmpty,
      waitForTrailers: !isEmpty && http?.responseFraming.kind === "chunked",
      // Node would add a `date`, which HAProxy does not.
      sendDate: false,
    };
    http2.respond({ ":status": head.status, ...outgoing(head.headers) }, options);
    http2.on("wantTrailers", () => {
      http2.sendTrailers(outgoing(Headers.from(http?.responseTrailers ?? [])));
    });
    if (isEmpty) this.stream.deliver();
  }

  #send(): void {
    const http2 = this.#http2;
    const { stream } = this;
    if (!this.#headSent || stream.delivered) return;
    const { response, bytes } = stream;
    while (!http2.writableNeedDrain) {
      const output = response.take();
      if (!output) break;
      for (const piece of output) {
        bytes.clientOut += piece.length;
        http2.write(piece);
      }
    }
    if (!response.isDrained) return;
    if (response.complete) http2.end();
    else {
      this.#breakOff(constants.NGHTTP2_CANCEL);
      stream.endsBecause("S", "D");
    }
    stream.deliver();
  }

  abort(rejected = false): void {
    const { session } = this.#http2;
    this.stream.abort("K", "D");
    if (!rejected) this.#breakOff(constants.NGHTTP2_INTERNAL_ERROR);
    else if (session && !session.destroyed) {
      session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      session.destroy();
    }
  }

  /** Ends it in the middle: the client must not take what it has for whole. */
  #breakOff(code: number): void {
    const http2 = this.#http2;
    // Closing ends the payload first, as if it were whole. What is destroyed is reset at once.
    if (this.#headSent && !http2.writableFinished) http2.destroy(new Error("broken off"));
    else http2.close(code);
  }
}

/** The request as HAProxy's HTTP/2 has it: an absolute URI, and the authority as `host`. */
function requestHead(pseudo: IncomingHttpHeaders, raw: readonly string[]): RequestHead {
  const method = pseudo[":method"] ?? "GET";
  const path = pseudo[":path"] ?? "";
  const headers = new Headers();
  const cookies: string[] = [];
  const own = [...fields(raw)];
  const authority = pseudo[":authority"] ?? own.find(([name]) => name === "host")?.[1];
  if (authority !== undefined) headers.add("host", authority);
  for (const [name, value] of own) {
    if (name === "cookie") cookies.push(value);
    else if (name !== "host") headers.add(name, value);
  }
  // HTTP/2 may cut the cookies in pieces.
  if (cookies.length > 0) headers.add("cookie", cookies.join("; "));
  const isPlain = authority === undefined || path === "*" || method === "CONNECT";
  const uri = isPlain
    ? method === "CONNECT"
      ? (authority ?? "")
      : path
    : `${pseudo[":scheme"] ?? "https"}://${authority}${path}`;
  return { method, uri, version: "HTTP/2.0", headers, ...(!isPlain && { normalizedUri: true }) };
}

function* fields(raw: readonly string[]): Generator<readonly [name: string, value: string]> {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = "", value = ""] = [raw[i], raw[i + 1]];
    if (!name.startsWith(":")) yield [name.toLowerCase(), value];
  }
}

function framingOf({ headers }: RequestHead, isEmpty: boolean): Framing {
  if (isEmpty) return { kind: "none" };
  const length = headers.get("content-length");
  return length !== undefined && /^\d+$/.test(length)
    ? { kind: "length", length: Number(length) }
    : { kind: "chunked", implied: true };
}

function outgoing(headers: Headers): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const [name, value] of headers) if (!hopByHop.has(name)) (result[name] ??= []).push(value);
  return result;
}
