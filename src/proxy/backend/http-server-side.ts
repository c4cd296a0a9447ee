import { serverModeOfResponse, type ConnectionMode } from "../http/connection.ts";
import { H1Parser, type H1Error, type H1Event } from "../http/h1-parser.ts";
import { isInterim, type ResponseHead } from "../http/message.ts";
import { responseBytes } from "../stream/message-bytes.ts";
import type { Stream } from "../stream/stream.ts";
import type { LocalReply, Transaction } from "../stream/transaction.ts";
import type { BackendTraffic } from "./backend-traffic.ts";
import { authenticatesConnection, countStatus } from "./answer-head.ts";
import type { ResponseReader } from "./response-reader.ts";
import { OutgoingRequest, trailerBytes } from "./outgoing-request.ts";
import { failures, type ServerFailure } from "./server-failure.ts";
import type { LinkUser, ServerLink } from "./server-link.ts";
import { redirectionTo } from "./server-redirection.ts";
import { ServerSide } from "./server-side.ts";
import type { ObservedTrouble, ServerTraffic } from "./server-traffic.ts";
import { stickCounting } from "../stick/stick-counting.ts";

type HeadEvent = Extract<H1Event<ResponseHead>, { readonly type: "head" }>;

/** What becomes of a request: a server answers it, the client is sent to a server itself, or neither. */
export type Exchanged = "answered" | LocalReply | ServerFailure;

/**
 * The server's side of an HTTP stream: one request and its response, on a new
 * or a kept connection. Request and response flow at the same time.
 */
export class HttpServerSide extends ServerSide implements LinkUser {
  readonly #http: Transaction;
  readonly #resolve: (result: Exchanged) => void;
  readonly #request: OutgoingRequest;
  /** The response is all there. */
  #received = false;
  /** There is the final response's head. */
  #answered = false;
  /** And the stream core knows. */
  #told = false;
  /** Bytes that had come before that head. */
  #seenBefore = 0;
  #mode: ConnectionMode = "close";

  constructor(
    backend: BackendTraffic,
    stream: Stream,
    http: Transaction,
    resolve: (result: Exchanged) => void,
  ) {
    super(backend, stream);
    this.#http = http;
    this.#resolve = resolve;
    this.#request = new OutgoingRequest(backend, stream, http);
  }

  protected reusable(server: ServerTraffic): ServerLink | undefined {
    return this.backend.links.take(server, this.stream);
  }

  protected failed(failure: ServerFailure): void {
    this.#resolve(failure);
  }

  protected override redirection({ config }: ServerTraffic): LocalReply | undefined {
    return redirectionTo(config.redirectPrefix, this.#http.request);
  }

  protected override redirected(reply: LocalReply): void {
    this.#resolve(reply);
  }

  // The request

  protected opened(link: ServerLink): void {
    if (!this.#request.prepare(link)) {
      this.#closeLink();
      this.#countBoth("eint");
      this.finish();
      this.#resolve(failures.badRequestHead);
      return;
    }
    link.method = this.#http.request.method;
    link.parser ??= H1Parser.forResponses(this.backend.parserSettings, () => link.method);
    link.attach(this);
    this.#request.begin(link);
    this.stream.request.onOutput = () => this.#pump();
    this.#pump();
    link.writer.flush();
  }

  /** Sends what there is of the payload. */
  #pump(): void {
    const { link, stream } = this;
    if (!link || (this.#request.sent && this.#mode !== "tunnel")) return;
    const { request } = stream;
    const wasBlocked = link.blocked;
    this.#request.pump(link);
    // In a tunnel, activity in either direction puts the timeout off.
    if ((link.blocked && !wasBlocked) || this.#mode === "tunnel") this.#await();
    if (!request.isDrained) return;
    if (this.#request.sent) link.endOutput();
    else if (request.complete) this.#endRequest(link);
  }

  #endRequest(link: ServerLink): void {
    this.#request.end(link);
    if (this.#received) this.#release();
    else this.#await();
  }

  /** From now on the server has so much time. */
  #await(): void {
    const { stream, link } = this;
    const { timeouts } = this.backend.config;
    const tunnel = this.#mode === "tunnel" ? (stream.timeouts.tunnel ?? timeouts.tunnel) : undefined;
    link?.deadline.set(tunnel ?? stream.timeouts.server ?? timeouts.server);
  }

  drained(): void {
    this.#pump();
    if (this.#request.sent) this.#await();
    else this.link?.deadline.clear();
  }

  // The response

  received(bytes: Buffer): void {
    const { link } = this;
    if (!link?.parser) return;
    link.parser.push(bytes);
    this.#read(link, link.parser);
    this.#tell();
    if (this.link === link && !link.isStopped && (this.#request.sent || this.#answered)) this.#await();
  }

  /**
   * Tells that there is a response, once all that has come with its head has
   * been looked at: if that is no HTTP, HAProxy does not pass it on.
   */
  #tell(): void {
    if (!this.#answered || this.#told) return;
    this.#told = true;
    countStatus(this.target, this.#http.response?.status ?? 0);
    this.backend.persistence.answered(this.stream);
    this.#resolve("answered");
  }

  /** Takes what the parser makes of what has come. */
  #read(link: ServerLink, parser: ResponseReader): void {
    while (this.link === link && !this.#received) {
      const event = parser.next();
      switch (event.type) {
        case "more":
          return;
        case "head":
          this.#head(event);
          break;
        case "data":
          this.#payload(event.data);
          break;
        case "end":
          this.#ended(event.trailers);
          return;
        case "error":
          this.#unreadable(event);
          return;
        case "closed":
        case "preface":
          this.#cutShort("broken pipe");
          return;
      }
    }
  }

  #head(event: HeadEvent): void {
    const { head, framing, connection } = event;
    const { stream, backend } = this;
    const { status } = head;
    if (this.#answered) return;
    if (this.#request.isRepeatable && backend.retriesOn(String(status)) && this.#retry()) return;
    this.#seenBefore = stream.bytes.serverIn;
    stream.bytes.serverIn += responseBytes(head, head.reason);
    if (isInterim(status)) {
      countStatus(this.target, status);
      stream.client.sendInterim(head);
      return;
    }
    if (status === 101 && !(connection.upgrade && this.#mayUpgrade(head))) {
      countStatus(this.target, status);
      this.#bad();
      return;
    }
    this.#request.forget();
    this.#answered = true;
    this.phase = "D";
    const hasKnownLength = framing.kind !== "close";
    this.#mode = serverModeOfResponse(
      this.#request.mode,
      { method: this.#http.request.method, status },
      { version: head.version, hasKnownLength },
      connection,
    );
    this.#http.response = head;
    this.#http.responseFraming = framing;
    stream.timing.responseAt = backend.now();
    stream.response.onRoom = () => this.#resumeReading();
    // No other client may have a connection that has been authenticated.
    if (authenticatesConnection(head) && this.link) backend.links.claim(this.link, stream.session);
    if (framing.kind === "tunnel") this.#becomeTunnel();
  }

  /** Both sides must have asked for another protocol, and the request must be over. */
  #mayUpgrade(head: ResponseHead): boolean {
    const asked = this.#http.connectionWords.upgrade;
    return asked && this.#request.sent && this.#request.isAcceptedBy(head);
  }

  #payload(data: Buffer): void {
    this.stream.bytes.serverIn += data.length;
    if (!this.stream.response.push(data)) this.link?.stop();
  }

  #resumeReading(): void {
    if (this.link?.go()) this.#await();
  }

  #ended(trailers: Iterable<readonly [string, string]> | undefined): void {
    this.#received = true;
    if (trailers) this.#http.responseTrailers = [...trailers];
    if (this.#http.responseFraming.kind === "chunked") {
      this.stream.bytes.serverIn += trailerBytes(this.#http.responseTrailers ?? []);
    }
    if (this.#request.sent) this.#release();
    this.stream.response.completeMessage();
  }

  /** The exchange is over: the connection is kept, or closed. */
  #release(): void {
    const { link } = this;
    if (!link) return;
    this.link = undefined;
    link.detach();
    link.go();
    if (this.#mode === "keep-alive" && link.usable && (link.parser?.pending ?? 0) === 0) {
      this.backend.links.keep(link, this.stream.session);
    } else this.backend.links.close(link);
    this.finish();
  }

  /** HTTP is over, bytes flow both ways until both sides have ended. The client's side reopens the request. */
  #becomeTunnel(): void {
    this.#request.sent = true;
    this.#mode = "tunnel";
    this.#await();
  }

  // Ends and troubles

  ended(): void {
    const { link } = this;
    if (!link?.parser) return;
    link.parser.finish();
    this.#read(link, link.parser);
    this.#tell();
    if (this.link !== link || this.#received) return;
    if (this.#mode === "tunnel") this.stream.response.endInput();
  }

  broken(error: Error | undefined): void {
    const { link } = this;
    if (!link) return;
    if (!this.#answered && link.reused && isWriteError(error)) {
      // Nothing of the request has arrived there: it is as if there had been no connection.
      this.#closeLink();
      this.connectFailed("refused", true);
      return;
    }
    if (!error) this.ended();
    if (this.link === link) this.#cutShort("read error");
  }

  #unreadable({ truncated }: H1Error): void {
    if (truncated) {
      this.#cutShort("broken pipe");
      return;
    }
    this.#countBoth("eresp");
    if (this.#told) {
      this.#breakOff("P");
      return;
    }
    this.#answered = false;
    this.stream.bytes.serverIn = this.#seenBefore;
    this.stream.response.discardInput();
    this.#bad();
  }

  /** What came is no HTTP response. */
  #bad(): void {
    this.target?.observer?.response(false, "headers");
    if (this.#retriesAfter("junk-response")) return;
    this.#failed(failures.badResponse);
  }

  /**
   * The connection has ended before the response has. HAProxy counts that as
   * an error of the connection, and what it makes of the request once more.
   */
  #cutShort(trouble: ObservedTrouble): void {
    this.#countBoth("eresp");
    if (this.#answered) {
      this.#breakOff("S");
      return;
    }
    const reused = this.link?.reused ?? false;
    if (!reused) this.target?.observer?.response(false, trouble);
    if (this.#retriesAfter("empty-response")) return;
    if (reused && !this.backend.retriesOn("empty-response")) {
      this.#countBoth("srv_abrt");
      this.#closeLink();
      this.finish();
      this.#resolve(failures.keepAliveEnded);
      return;
    }
    this.#failed(failures.noResponse);
  }

  timedOut(): void {
    if (this.#answered) {
      this.#breakOff("s");
      return;
    }
    this.target?.observer?.response(false, "timeout");
    if (this.#retriesAfter("response-timeout")) return;
    this.#failed(failures.responseTimeout);
  }

  #retriesAfter(event: string): boolean {
    return this.#request.isRepeatable && this.backend.retriesOn(event) && this.#retry();
  }

  /** Sends the request once more, if it may be and can be. */
  #retry(): boolean {
    if (!this.#request.sent || this.stream.retries >= this.maxRetries) return false;
    this.#closeLink();
    this.again();
    return true;
  }

  #failed(failure: ServerFailure): void {
    this.#countBoth("eresp");
    this.#closeLink();
    this.finish();
    this.#resolve(failure);
  }

  /** The response cannot be brought to its end. */
  #breakOff(cause: "S" | "s" | "P"): void {
    const { stream } = this;
    this.#countBoth(cause === "P" ? "eresp" : "srv_abrt");
    stream.endsBecause(cause, "D");
    // Once for what happened, once for the end of the analysis (http_response_forward_body).
    stickCounting.httpFailure(stream);
    stickCounting.httpFailure(stream);
    this.#closeLink();
    this.finish();
    stream.response.endInput(cause === "P" ? "invalid" : "aborted");
  }

  protected aborted(): void {
    const { endCause, clientEnd } = this.stream;
    if (endCause.toUpperCase() === "C") this.#countBoth("cli_abrt");
    // Once for the error of the transfer, once for the wait for a response (http_wait_for_response()).
    if (clientEnd === "gone" && !this.#answered) this.#countBoth("cli_abrt");
    if (this.#answered) stickCounting.httpFailure(this.stream);
    this.#closeLink();
    this.finish();
    if (!this.#answered) this.#resolve(failures.responseAborted);
  }

  protected override abandoned(): void {
    this.#countBoth("cli_abrt");
    this.finish();
    this.#resolve(failures.responseUnawaited);
  }

  override finish(): void {
    if (this.link) this.#closeLink();
    super.finish();
  }

  #closeLink(): void {
    const { link } = this;
    if (!link) return;
    this.link = undefined;
    if (link.http2 && link.usable) {
      // The others of its streams need not suffer.
      link.http2.cancel();
      link.detach();
      link.go();
      this.backend.links.keep(link, this.stream.session);
      return;
    }
    link.abort();
    this.backend.links.closed(link);
  }

  #countBoth(stat: string): void {
    this.target?.model.counters.add(stat, 1);
    this.backend.count(stat);
  }
}

/** Whether the connection had ended before anything could be sent. */
function isWriteError(error: Error | undefined): boolean {
  return error !== undefined && "syscall" in error && error.syscall === "write";
}
