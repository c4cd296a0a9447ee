import { Headers } from "../http/headers.ts";
import type { Field } from "../http2/hpack-table.ts";
import { errorCodes } from "../http2/frames.ts";
import { readTrailers } from "../http2/h2-fields.ts";
import { readRequest, type H2Request } from "../http2/h2-request.ts";
import { responseFields } from "../http2/h2-response.ts";
import type { H2Stream, H2User } from "../http2/h2-stream.ts";
import { opensTunnel, type ResponseHead } from "../http/message.ts";
import type { Client } from "../stream/client.ts";
import { phaseOf } from "../stream/client-leaving.ts";
import { endStream } from "../stream/end-stream.ts";
import { fieldBytes, requestBytes } from "../stream/message-bytes.ts";
import { Stream } from "../stream/stream.ts";
import { timingFrom } from "../stream/timing.ts";
import { Transaction } from "../stream/transaction.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import { Deadline } from "./deadline.ts";
import { lead } from "./leading.ts";
import { countRequest } from "./request-count.ts";

/** Who is told of a stream's life. */
export interface Http2StreamWatcher {
  began(): void;
  ended(): void;
  /** What it brought is no request. */
  malformed(): void;
  /** A rule does not want this client at all. */
  rejected(): void;
}

/** One request of an HTTP/2 connection. */
export class Http2Stream implements Client, H2User {
  readonly protocol = "h2";
  readonly #http2: H2Stream;
  readonly #parts: ConnectionParts;
  readonly #watcher: Http2StreamWatcher;
  readonly #deadline: Deadline;
  #stream: Stream | undefined;
  #headSent = false;
  #over = false;
  /** Bytes of payload whose room the client gets back when they have been used. */
  #owed = 0;
  /** HTTP is over: what comes now is another protocol's. */
  #isTunnel = false;

  constructor(http2: H2Stream, parts: ConnectionParts, watcher: Http2StreamWatcher) {
    this.#http2 = http2;
    this.#parts = parts;
    this.#watcher = watcher;
    this.#deadline = new Deadline(parts.frontend.proxy.environment.time, () => this.#expired());
  }

  get stream(): Stream {
    if (!this.#stream) throw new Error("the stream has not begun");
    return this.#stream;
  }

  get gone(): boolean {
    return this.#http2.isReset;
  }

  get resetCode(): number | undefined {
    return this.#http2.resetCode;
  }

  get streamId(): number | undefined {
    return this.#http2.id;
  }

  // What comes

  fields(fields: readonly Field[], isEnd: boolean): void {
    if (this.#stream) this.#trailers(this.#stream, fields);
    else this.#head(fields, isEnd);
  }

  #head(fields: readonly Field[], isEnd: boolean): void {
    const { environment, config } = this.#parts.frontend.proxy;
    const request = readRequest(fields, isEnd, {
      maxHeaders: environment.config.global.tune.maxHeaders,
      acceptUnsafe: config.options.has("accept-unsafe-violations-in-http-request"),
    });
    if (!request) {
      this.#malformed();
      return;
    }
    if (request.framing.kind === "length") this.#http2.expected = request.framing.length;
    this.#begin(request, isEnd);
  }

  #malformed(): void {
    this.#watcher.malformed();
    this.#http2.reset(errorCodes.protocol);
  }

  #begin({ head, framing, asksForProtocol, isInvalid }: H2Request, isEnd: boolean): void {
    const { frontend, session } = this.#parts;
    const { time, config } = frontend.proxy.environment;
    const now = time.monotonicMs();
    const words = { close: false, keepAlive: false, upgrade: asksForProtocol };
    const http = new Transaction(head, framing, words);
    http.keepsLine = frontend.proxy.keepsRequestLine;
    const stream = new Stream({
      id: frontend.process.gauges.nextId(),
      session,
      client: this,
      timing: timingFrom(now, time.wallMs(), now),
      bufsize: config.global.tune.bufsize,
      transaction: http,
    });
    this.#stream = stream;
    this.#watcher.began();
    stream.bytes.clientIn = requestBytes(head);
    countRequest(frontend, session, "h2");
    stream.request.onRoom = () => this.#giveBack();
    stream.response.onOutput = () => this.#send();
    if (isInvalid) stream.request.endInput("invalid");
    else if (isEnd || framing.kind === "none") stream.request.completeMessage();
    this.#await();
    stream.frontend.log.streamBegun(stream);
    // Payload may have come along with the head: it is to be seen before the end.
    void Promise.resolve(lead(stream)).then(() => this.#finish(stream));
  }

  #trailers({ http, request, bytes }: Stream, fields: readonly Field[]): void {
    const trailers = readTrailers(fields);
    if (!trailers) {
      this.#malformed();
      this.broken(errorCodes.protocol);
      return;
    }
    if (http) http.requestTrailers = trailers;
    bytes.clientIn += fieldBytes(Headers.from(trailers));
    request.completeMessage();
    this.#await();
  }

  data(piece: Buffer, isEnd: boolean): void {
    const stream = this.#stream;
    if (!stream) return;
    stream.bytes.clientIn += piece.length;
    if (piece.length > 0 && (this.#isTunnel || stream.http?.requestFraming.kind !== "none")) {
      if (stream.request.push(piece)) this.#http2.consume(piece.length);
      else this.#owed += piece.length;
    } else this.#http2.consume(piece.length);
    if (isEnd) this.#inputEnded(stream);
    this.#await();
  }

  #inputEnded({ request }: Stream): void {
    if (this.#isTunnel) request.endInput();
    else request.completeMessage();
  }

  #giveBack(): void {
    const owed = this.#owed;
    this.#owed = 0;
    this.#http2.consume(owed);
    this.#await();
  }

  broken(code: number): void {
    const stream = this.#stream;
    if (!stream) return;
    if (code === errorCodes.protocol && stream.http && stream.timing.requestAt === undefined)
      stream.http.status = 400;
    if (!stream.delivered) stream.abort("C", phaseOf(stream));
  }

  drained(): void {
    this.#send();
  }

  /** It is for the client to send more of its request, or to take more of the response. */
  #await(): void {
    const stream = this.#stream;
    if (!stream) return;
    const lacksInput = !stream.request.noMoreInput && !stream.request.isFull;
    if (!lacksInput && !this.#http2.blocked) {
      this.#deadline.clear();
      return;
    }
    const { timeouts } = this.#parts.frontend.proxy.config;
    const tunnel = this.#isTunnel ? stream.timeout("tunnel") : undefined;
    this.#deadline.set(tunnel ?? stream.timeouts.client ?? timeouts.client);
  }

  #expired(): void {
    const stream = this.#stream;
    if (!stream) return;
    stream.abort("c", phaseOf(stream));
    this.#http2.reset(errorCodes.cancel);
  }

  // What goes

  sendInterim(head: ResponseHead): void {
    if (!this.#headSent) this.#http2.sendFields(responseFields(head), false);
  }

  sendHead(head: ResponseHead): void {
    const { response, request, http } = this.stream;
    this.#headSent = true;
    if (http && opensTunnel(http.requestLine.method, head.status)) this.#becomeTunnel(request);
    const hasNone = http?.responseFraming.kind === "none";
    const isEmpty =
      hasNone || (response.complete && response.outputLength === 0 && response.inputLength === 0);
    const isEnd = isEmpty && !this.#isTunnel;
    this.#http2.sendFields(responseFields(head), isEnd);
    if (isEnd) this.stream.deliver();
  }

  /** HTTP is over: bytes flow both ways until both sides have ended. */
  #becomeTunnel(request: Stream["request"]): void {
    this.#isTunnel = true;
    if (this.#http2.remoteEnded) return;
    request.reopen();
    this.#await();
  }

  #send(): void {
    const http2 = this.#http2;
    const stream = this.#stream;
    if (!stream || !this.#headSent || stream.delivered) return;
    const { response, bytes, http } = stream;
    while (!http2.blocked) {
      const output = response.take();
      if (!output) break;
      for (const piece of output) {
        bytes.clientOut += piece.length;
        http2.write(piece);
      }
    }
    this.#await();
    if (!response.isDrained) return;
    if (response.complete || this.#isTunnel) http2.end([...(http?.responseTrailers ?? [])]);
    else {
      http2.reset(errorCodes.cancel);
      stream.endsBecause("S", "D");
    }
    if (http2.localEnded || http2.isReset) stream.deliver();
  }

  // Ends

  #finish(stream: Stream): void {
    if (this.#over) return;
    this.#over = true;
    this.#deadline.stop();
    endStream(stream);
    const { gauges } = this.#parts.frontend.process;
    gauges.streams--;
    gauges.bytesOut += stream.bytes.clientOut;
    if (stream.aborted) this.#http2.reset(errorCodes.cancel);
    // It has been answered early: what else it brings is not wanted.
    else if (!stream.request.complete) this.#http2.reset(errorCodes.none);
    this.#watcher.ended();
  }

  abort(rejected = false): void {
    this.stream.abort("K", "D");
    if (rejected) this.#watcher.rejected();
    else this.#http2.reset(errorCodes.internal);
  }
}
