import type { ConnectionMode } from "../http/connection.ts";
import { chunkHead, lastChunk, writeRequestHead, type WrittenHead } from "../http/h1-writer.ts";
import type { ResponseHead } from "../http/message.ts";
import { websocketAccept } from "../http/websocket.ts";
import { requestBytes } from "../stream/message-bytes.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";
import type { BackendTraffic } from "./backend-traffic.ts";
import type { ServerLink } from "./server-link.ts";

/**
 * A request on its way to servers: written as its framing wants, counted once
 * however often it is sent, and kept as long as it may have to be sent again.
 */
export class OutgoingRequest {
  /** It is all sent; bytes that follow are a tunnel's. */
  sent = false;
  readonly #backend: BackendTraffic;
  readonly #stream: Stream;
  readonly #http: Transaction;
  #written: WrittenHead | undefined;
  /** The head is among the bytes counted. */
  #counted = false;
  /** And so are the trailers. */
  #trailersCounted = false;
  /** What was sent of a payload, in case it must be sent again; undefined when it cannot be. */
  #kept: Buffer[] | undefined;

  constructor(backend: BackendTraffic, stream: Stream, http: Transaction) {
    this.#backend = backend;
    this.#stream = stream;
    this.#http = http;
    this.#kept = backend.retriesAnswers && !http.noRetry ? [] : undefined;
  }

  /** All that was sent is still at hand. */
  get isRepeatable(): boolean {
    return this.#kept !== undefined;
  }

  /** What the request lets become of the connection. */
  get mode(): ConnectionMode {
    return this.#written?.mode ?? "close";
  }

  /** Whether the server has understood a WebSocket handshake whose key was made up here. */
  isAcceptedBy({ headers }: ResponseHead): boolean {
    const key = this.#written?.websocketKey;
    return key === undefined || headers.get("sec-websocket-accept") === websocketAccept(key);
  }

  /** It will not be sent again. */
  forget(): void {
    this.#kept = undefined;
  }

  /** Makes the head for a connection's server. @returns whether there can be one */
  prepare(link: ServerLink): boolean {
    const backend = this.#backend;
    const { request, requestFraming } = this.#http;
    if (!this.#counted) this.#stream.bytes.serverOut += requestBytes(request);
    this.#counted = true;
    backend.nameServer(request, link.server);
    this.sent = false;
    if (link.http2) {
      this.#written = { text: "", framing: requestFraming, mode: "keep-alive" };
      return true;
    }
    this.#written = writeRequestHead(request, requestFraming, {
      frontend: backend.httpModeOf(this.#stream.frontend),
      backend: backend.httpModeOf(backend),
      pretendsKeepAlive: backend.options.has("http-pretend-keepalive"),
    });
    return this.#written !== undefined;
  }

  /** There is no payload. */
  get #isWhole(): boolean {
    const { requestFraming: framing } = this.#http;
    return framing.kind === "none" || (framing.kind === "length" && framing.length === 0);
  }

  /** Sends the head, and what was sent of the payload before. */
  begin(link: ServerLink): void {
    if (link.http2) link.http2.begin(this.#http.request, this.#isWhole);
    else link.writer.write(this.#written?.text ?? "");
    for (const piece of this.#kept ?? []) this.#write(piece, link);
  }

  /** Sends what there is of the payload, as far as the connection takes it. */
  pump(link: ServerLink): void {
    const { request, bytes } = this.#stream;
    while (!link.blocked) {
      const pieces = request.take();
      if (!pieces) break;
      for (const piece of pieces) {
        bytes.serverOut += piece.length;
        this.#keep(piece);
        this.#write(piece, link);
      }
    }
  }

  /** Sends what stands behind the payload. */
  end(link: ServerLink): void {
    this.sent = true;
    const { requestTrailers = [] } = this.#http;
    const isChunked = this.#written?.framing.kind === "chunked";
    if (isChunked && !this.#trailersCounted) this.#stream.bytes.serverOut += trailerBytes(requestTrailers);
    this.#trailersCounted = true;
    if (link.http2) {
      // The head of one without payload has said that it is all.
      if (!this.#isWhole) link.http2.end(requestTrailers);
    } else if (isChunked) link.writer.write(lastChunk(requestTrailers));
    link.writer.flush();
  }

  #write(piece: Buffer, link: ServerLink): void {
    const kind = this.#written?.framing.kind;
    if (link.http2) {
      link.http2.payload(piece);
      return;
    }
    if (kind === "chunked" && !this.sent) {
      link.writer.write(chunkHead(piece.length));
      link.writer.write(piece);
      link.writer.write("\r\n");
    } else if (kind !== "none" || this.sent) link.writer.write(piece);
  }

  /** Keeps what is sent, as long as it is little enough to be kept. */
  #keep(piece: Buffer): void {
    if (!this.#kept) return;
    this.#kept.push(piece);
    const size = this.#kept.reduce((sum, { length }) => sum + length, 0);
    if (size > this.#stream.request.capacity) this.#kept = undefined;
  }
}

/** How HAProxy counts trailers: names and values, and one for the end. */
export function trailerBytes(trailers: Iterable<readonly [name: string, value: string]>): number {
  let bytes = 1;
  for (const [name, value] of trailers) bytes += name.length + value.length;
  return bytes;
}
