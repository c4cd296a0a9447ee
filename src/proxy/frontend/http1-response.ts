import type { ConnectionMode, HttpMode } from "../http/connection.ts";
import { chunkHead, lastChunk, writeResponseHead } from "../http/h1-writer.ts";
import { isInterim, type Framing, type ResponseHead } from "../http/message.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";
import type { SocketWriter } from "./socket-writer.ts";

/** How far a response is: it waits for more of it, for a slow client, or all of it has been handed over. */
export type SendState = "waits" | "slow" | "over";

/** The response to one request of an HTTP/1 connection, on its way to the client. */
export class Http1Response {
  /** What becomes of the connection behind it. */
  mode: ConnectionMode;
  readonly #stream: Stream;
  readonly #http: Transaction;
  readonly #writer: SocketWriter;
  readonly #httpMode: HttpMode;
  /** Of a WebSocket handshake, as it came. */
  readonly #websocketKey: string | undefined;
  #framing: Framing | undefined;
  #over = false;

  /** `mode` is what the request asks of the connection. */
  constructor(
    stream: Stream,
    http: Transaction,
    writer: SocketWriter,
    mode: ConnectionMode,
    httpMode: HttpMode,
  ) {
    this.#stream = stream;
    this.#http = http;
    this.#writer = writer;
    this.#httpMode = httpMode;
    this.mode = mode;
    if (http.connectionWords.upgrade) this.#websocketKey = http.request.headers.get("sec-websocket-key");
  }

  sendInterim(head: ResponseHead): void {
    const written = writeResponseHead(head, { kind: "none" }, this.#options());
    if (!written) return;
    this.#writer.write(written.text);
    this.#writer.flush();
  }

  /** Writes the head; false when its fields contradict its framing. */
  begin(head: ResponseHead): boolean {
    const written = writeResponseHead(head, this.#http.responseFraming, this.#options());
    if (!written) return false;
    this.mode = written.mode;
    this.#framing = written.framing;
    this.#writer.write(written.text);
    return true;
  }

  #options(): Parameters<typeof writeResponseHead>[2] {
    const { method, version } = this.#http.requestLine;
    return {
      method,
      requestVersion: version,
      mode: this.mode,
      frontend: this.#httpMode,
      websocketKey: this.#websocketKey,
    };
  }

  /** Sends what the response channel lets pass, as the framing asks. */
  send(): SendState {
    const framing = this.#framing;
    if (!framing) return "waits";
    if (this.#over) return "over";
    const { response, bytes } = this.#stream;
    while (!this.#writer.blocked) {
      const output = response.take();
      if (!output) break;
      for (const piece of output) {
        bytes.clientOut += piece.length;
        this.#sendPiece(piece, framing);
      }
    }
    if (response.outputLength > 0) return "slow";
    if (!response.isDrained) return "waits";
    this.#finish(framing);
    return "over";
  }

  #sendPiece(piece: Buffer, framing: Framing): void {
    if (framing.kind === "none") return;
    if (framing.kind !== "chunked") {
      this.#writer.write(piece);
      return;
    }
    this.#writer.write(chunkHead(piece.length));
    this.#writer.write(piece);
    this.#writer.write("\r\n");
  }

  #finish(framing: Framing): void {
    this.#over = true;
    const { response } = this.#stream;
    const brokeOff = response.inputEnd === "aborted" || response.inputEnd === "invalid";
    if (isInterim(this.#http.response?.status ?? 0)) this.mode = "close";
    if (brokeOff || (!response.complete && framing.kind === "chunked")) {
      // The client must not take it for whole.
      this.mode = "close";
      this.#stream.endsBecause("S", "D");
    } else {
      if (framing.kind === "chunked") this.#writer.write(lastChunk(this.#http.responseTrailers));
      if (framing.kind === "close" || !response.complete) this.mode = "close";
    }
    this.#writer.complete();
    this.#stream.deliver();
  }
}
