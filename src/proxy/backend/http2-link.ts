import { http2Preface, type H1Error, type H1Event } from "../http/h1-parser.ts";
import type { RequestHead, ResponseHead } from "../http/message.ts";
import { errorCodes } from "../http2/frames.ts";
import { H2Connection } from "../http2/h2-connection.ts";
import type { H2Owner } from "../http2/h2-owner.ts";
import { readTrailers } from "../http2/h2-fields.ts";
import { protocolAskedFor, requestFields } from "../http2/h2-request.ts";
import { readResponse } from "../http2/h2-response.ts";
import type { H2Stream, H2User } from "../http2/h2-stream.ts";
import type { Field } from "../http2/hpack-table.ts";
import { Headers } from "../http/headers.ts";
import type { SocketWriter } from "../frontend/socket-writer.ts";
import type { ResponseReader } from "./response-reader.ts";

/** How many streams a server may open towards us: none, but HAProxy says so many. */
const maxConcurrentStreams = 100;

const more = { type: "more" } as const;

/** What is sent as soon as the server's settings are known. */
interface Waiting {
  readonly head: RequestHead;
  readonly isWhole: boolean;
  readonly protocol: string;
}

/**
 * HTTP/2 towards a server, one stream at a time: sends a request, and makes
 * events of the response as {@link H1Parser} does.
 */
export class Http2Link implements ResponseReader, H2Owner, H2User {
  readonly #writer: SocketWriter;
  readonly #maxHeaders: number;
  readonly #http2: H2Connection;
  readonly #onDrained: () => void;
  #stream: H2Stream | undefined;
  #method = "";
  #protocol: string | undefined;
  #waiting: Waiting | undefined;
  #headSeen = false;
  #isTunnel = false;
  #events: H1Event<ResponseHead>[] = [];
  #over = false;

  /** `onDrained` is told when there is room for more of a request. */
  constructor(writer: SocketWriter, maxHeaders: number, onDrained: () => void) {
    this.#writer = writer;
    this.#maxHeaders = maxHeaders;
    this.#onDrained = onDrained;
    this.#http2 = new H2Connection(this, { role: "client", maxConcurrentStreams });
    writer.write(http2Preface);
    this.#http2.start();
  }

  /** Another request may be sent. */
  get usable(): boolean {
    return !this.#over && this.#http2.mayOpen;
  }

  // The request

  /** Begins a request; `isWhole`: it has no payload. */
  begin(head: RequestHead, isWhole: boolean): void {
    this.#events = [];
    this.#headSeen = this.#isTunnel = false;
    this.#method = head.method;
    this.#protocol = protocolAskedFor(head);
    this.#stream = this.#http2.open(this);
    if (this.#protocol === undefined) this.#send(head, isWhole);
    else this.#waiting = { head, isWhole, protocol: this.#protocol };
    this.#sendWaiting();
  }

  #send(head: RequestHead, isWhole: boolean): void {
    const staysOpen = this.#protocol !== undefined || head.method === "CONNECT";
    this.#stream?.sendFields(requestFields(head, this.#protocol), isWhole && !staysOpen);
  }

  /** A request for another protocol is only for servers that take it, and without payload. */
  #sendWaiting(): void {
    const waiting = this.#waiting;
    if (!waiting || !this.#http2.settingsSeen) return;
    this.#waiting = undefined;
    if (waiting.isWhole && this.#http2.takesConnect) this.#send(waiting.head, true);
    else this.#giveUp();
  }

  #giveUp(): void {
    this.#stream?.reset(errorCodes.internal);
    this.broken();
  }

  /** Sends a piece of the payload, or of what a tunnel carries. */
  payload(piece: Buffer): void {
    this.#stream?.write(piece);
  }

  /** Ends the request, with its trailers. */
  end(trailers: readonly Field[] = []): void {
    this.#stream?.end(trailers);
  }

  /** Gives the request up. The connection stays. */
  cancel(): void {
    this.#waiting = undefined;
    this.#stream?.reset(errorCodes.cancel);
    this.#stream = undefined;
  }

  get isBlocked(): boolean {
    if (this.#waiting) return true;
    return this.#stream?.blocked ?? this.#writer.blocked;
  }

  // The response

  push(bytes: Buffer): void {
    this.#http2.push(bytes);
    this.#sendWaiting();
  }

  finish(): void {
    this.#over = true;
    this.#http2.end();
    if (this.#isTunnel) this.#events.push({ type: "end", trailers: undefined });
  }

  next(): H1Event<ResponseHead> {
    const event = this.#events.shift();
    if (event?.type === "data") this.#stream?.consume(event.data.length);
    return event ?? more;
  }

  get pending(): number {
    return this.#events.length;
  }

  fields(fields: readonly Field[], isEnd: boolean): void {
    if (this.#headSeen) {
      this.#trailers(fields);
      return;
    }
    const question = { method: this.#method, protocol: this.#protocol };
    const response = readResponse(fields, isEnd, question, this.#maxHeaders);
    if (!response) {
      this.#unreadable("head");
      return;
    }
    const { head, framing } = response;
    const isFinal = head.status >= 200 || head.status === 101;
    this.#headSeen = isFinal;
    this.#isTunnel = framing.kind === "tunnel";
    if (framing.kind === "length" && this.#stream) this.#stream.expected = isEnd ? undefined : framing.length;
    const connection = { close: false, keepAlive: false, upgrade: head.status === 101 };
    this.#events.push({ type: "head", head, framing, connection });
    if (isEnd && framing.kind === "length" && framing.length > 0) this.broken();
    else if (isEnd) this.#end(undefined);
  }

  #trailers(fields: readonly Field[]): void {
    const trailers = readTrailers(fields);
    if (trailers) this.#end(Headers.from(trailers));
    else this.#unreadable("trailers");
  }

  data(piece: Buffer, isEnd: boolean): void {
    if (piece.length > 0) this.#events.push({ type: "data", data: piece });
    if (isEnd) this.#end(undefined);
  }

  #end(trailers: Headers | undefined): void {
    this.#events.push({ type: "end", trailers });
  }

  #unreadable(part: H1Error["part"]): void {
    this.#stream?.reset(errorCodes.protocol);
    this.#events.push({ type: "error", status: 502, reason: "malformed", part, truncated: false });
  }

  broken(): void {
    if (this.#isTunnel) this.#end(undefined);
    else this.#events.push({ type: "error", status: 502, reason: "reset", part: "payload", truncated: true });
  }

  drained(): void {
    this.#onDrained();
  }

  // What the protocol says

  get blocked(): boolean {
    return this.#writer.blocked;
  }

  write(piece: string | Buffer): void {
    this.#writer.write(piece);
  }

  /** The socket takes more. */
  socketDrained(): void {
    this.#http2.drained();
  }

  streamClosed(): void {
    // The stream's user has been told.
  }

  glitch(): void {
    // Servers are trusted more than clients.
  }

  failed(): void {
    this.#over = true;
  }

  goingAway(): void {
    // `usable` says so.
  }
}
