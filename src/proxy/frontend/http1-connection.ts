import type { Socket } from "node:net";
import type { ProxyConfig } from "../../config/types.ts";
import { clientModeOfRequest, type HttpMode } from "../http/connection.ts";
import { H1Parser, type H1Error, type H1Event } from "../http/h1-parser.ts";
import type { Headers } from "../http/headers.ts";
import type { RequestHead, ResponseHead } from "../http/message.ts";
import type { Client } from "../stream/client.ts";
import { clientEnded, phaseOf } from "../stream/client-leaving.ts";
import { endStream, endUnheard } from "../stream/end-stream.ts";
import { fieldBytes } from "../stream/message-bytes.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { ClientConnection } from "./client-connection.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import type { Frontend } from "./frontend.ts";
import { lead } from "./leading.ts";
import { Http2Connection } from "./http2-connection.ts";
import { Http1Response } from "./http1-response.ts";
import { beginHttp1 } from "./http1-stream.ts";
import { closeLingering } from "./lingering-close.ts";
import type { Listener } from "./listener.ts";
import { refuseRequest } from "./refusal.ts";
import { RequestClock } from "./request-clock.ts";
import { countRequest, countVersion } from "./request-count.ts";
import { SocketWriter } from "./socket-writer.ts";

/** How long an idle connection stays when the process leaves. */
const partingMs = 500;

/**
 * A client's connection that speaks HTTP/1: its requests one after the other,
 * each a stream. What is pipelined waits in the parser.
 */
export class Http1Connection implements ClientConnection, Client {
  /** Among the connections of the frontend. */
  seat = 0;
  readonly protocol = "h1";
  readonly session: Session;
  readonly #parts: ConnectionParts;
  readonly #frontend: Frontend;
  readonly #listener: Listener;
  readonly #socket: Socket;
  readonly #writer: SocketWriter;
  readonly #parser: H1Parser<RequestHead>;
  readonly #clock: RequestClock;
  #stream: Stream | undefined;
  /** The stream's request has not begun to be led: bytes of it may be among those read. */
  #unled = false;
  #requestOver = true;
  #response: Http1Response | undefined;
  #requests = 0;
  #inputEnded = false;
  #closing = false;
  #advancing = false;
  #over = false;

  constructor(socket: Socket, parts: ConnectionParts) {
    const { frontend, listener, session } = parts;
    const { config, time } = frontend.proxy.environment;
    const { tune } = config.global;
    const { options } = frontend.proxy.config;
    this.session = session;
    this.#parts = parts;
    this.#frontend = frontend;
    this.#listener = listener;
    this.#socket = socket;
    this.#writer = new SocketWriter(socket, frontend.process.arrivals);
    this.#parser = H1Parser.forRequests({
      maxHeaders: tune.maxHeaders,
      bufsize: tune.bufsize,
      maxrewrite: tune.maxrewrite,
      acceptUnsafe: options.has("accept-unsafe-violations-in-http-request"),
      acceptPayloadWithAnyMethod: false,
      keepInsecureTransferEncoding: false,
    });
    const { timeouts } = frontend.proxy.config;
    this.#clock = new RequestClock(time, timeouts, session.acceptedAt, () => this.#expired());
  }

  get streams(): Stream[] {
    return this.#stream ? [this.#stream] : [];
  }

  get gone(): boolean {
    return this.#socket.destroyed;
  }

  /** `bytes`: what has come of the first request already. */
  begin(bytes?: Buffer): void {
    const socket = this.#socket;
    socket.on("data", this.#received);
    socket.on("end", this.#ended);
    socket.on("drain", this.#drained);
    socket.on("error", () => undefined);
    socket.once("close", this.#closed);
    countVersion(this.#frontend, this.session, "h1");
    this.#clock.await(true);
    socket.resume();
    if (bytes) this.#received(bytes);
    if (socket.readableEnded) this.#ended();
  }

  readonly #received = (data: Buffer): void => {
    this.#parser.push(data);
    this.#advance();
  };

  readonly #ended = (): void => {
    if (this.#inputEnded) return;
    this.#inputEnded = true;
    this.#parser.finish();
    this.#advance();
    const stream = this.#stream;
    if (!stream || !this.#requestOver || this.#response?.mode === "tunnel") return;
    const isCut = stream.request.inputEnd === "aborted";
    if (isCut) clientEnded(stream, "cut");
    else clientEnded(stream, this.gone ? "gone" : "half");
  };

  readonly #drained = (): void => this.#send();

  readonly #closed = (): void => {
    if (this.#over) return;
    const stream = this.#stream;
    const mayBeLost = this.#inputEnded || this.#response?.mode === "tunnel";
    // A reset ends the client's side, too.
    if (!mayBeLost) this.#ended();
    else if (stream?.timing.responseAt !== undefined) stream.abort("C", phaseOf(stream));
    if (!this.#stream) this.#leave();
  };

  #leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.stop();
    this.#frontend.leave(this, this.#listener);
  }

  /** Takes from the parser what can be used now. */
  #advance(): void {
    // What comes of an event may ask for the next: the loop goes on by itself.
    if (this.#advancing) return;
    this.#advancing = true;
    try {
      while (!this.#over && this.#step());
    } finally {
      this.#advancing = false;
    }
  }

  /** @returns whether there may be more to do */
  #step(): boolean {
    if (this.#answers()) {
      this.#leadIfDue();
      if (!this.#answers()) return true;
      // The next request waits until this one is answered.
      if (this.#parser.pending >= this.#bufsize) this.#socket.pause();
      return false;
    }
    const event = this.#parser.next();
    if (event.type !== "more") return this.#take(event);
    this.#leadIfDue();
    if (!this.#over) this.#awaitMore();
    return false;
  }

  /** A whole request has come and is not answered yet. */
  #answers(): boolean {
    return this.#stream !== undefined && this.#requestOver;
  }

  /** What the parser says; false: nothing more for now. */
  #take(event: Exclude<H1Event<RequestHead>, { type: "more" }>): boolean {
    switch (event.type) {
      case "head":
        this.#begin(event);
        return true;
      case "data":
        return this.#payload(event.data);
      case "end":
        this.#requestOver = true;
        if (this.#stream) this.#endRequest(this.#stream, event.trailers);
        this.#stream?.request.completeMessage();
        return true;
      case "closed":
        if (this.#requests === 0) this.#refuse(endedAtOnce);
        else if (!this.#stream) this.#close();
        return false;
      case "preface":
        if (this.#mayBecomeHttp2) this.#becomeHttp2();
        else this.#refuse({ type: "error", status: 405, reason: "preface", part: "head", truncated: false });
        return false;
      case "error":
        this.#refuse(event);
        return false;
    }
  }

  #endRequest({ http, bytes }: Stream, trailers: Headers | undefined): void {
    if (!http) return;
    if (trailers) http.requestTrailers = [...trailers];
    if (http.requestFraming.kind === "chunked") bytes.clientIn += trailers ? fieldBytes(trailers) : 1;
  }

  get #bufsize(): number {
    return this.#frontend.proxy.environment.config.global.tune.bufsize;
  }

  #begin(event: Extract<H1Event<RequestHead>, { type: "head" }>): void {
    const { head, connection } = event;
    const isFirst = this.#requests++ === 0;
    const { stream, http } = beginHttp1(event, this, this.#parts, this.#clock, isFirst);
    this.#stream = stream;
    this.#unled = true;
    this.#requestOver = false;
    const mode = clientModeOfRequest(head.version, connection);
    const { httpMode } = this.#frontend.proxy.config;
    this.#response = new Http1Response(stream, http, this.#writer, mode, httpModes[httpMode]);
    stream.request.onRoom = () => this.#resume();
    stream.response.onOutput = () => this.#send();
  }

  #payload(data: Buffer): boolean {
    const stream = this.#stream;
    if (!stream) return true;
    stream.bytes.clientIn += data.length;
    if (stream.request.push(data)) return true;
    this.#socket.pause();
    this.#clock.clear();
    this.#leadIfDue();
    return !this.#socket.isPaused();
  }

  /** There is room for more of the request. */
  #resume(): void {
    this.#socket.resume();
    this.#advance();
  }

  #awaitMore(): void {
    if (this.#stream) this.#clock.awaitClient(this.#stream);
    else if (this.#parser.pending > 0) this.#clock.begun();
  }

  /** Leads the stream, once what has come of its request is in its channel. */
  #leadIfDue(): void {
    const stream = this.#stream;
    if (!stream || !this.#unled) return;
    this.#unled = false;
    countRequest(this.#frontend, this.session, "h1");
    if (this.#requestOver) this.#clock.clear();
    stream.frontend.log.streamBegun(stream);
    const led = lead(stream);
    if (led) void led.then(() => this.#streamOver(stream));
    else this.#streamOver(stream);
  }

  #streamOver(stream: Stream): void {
    endStream(stream);
    this.#frontend.process.gauges.streams--;
    this.#frontend.process.gauges.bytesOut += stream.bytes.clientOut;
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    if (stream.aborted) {
      this.#destroy();
      return;
    }
    const keeps = this.#requestOver && this.#response?.mode === "keep-alive";
    this.#response = undefined;
    if (!keeps || this.#closing || this.#frontend.stopping) {
      this.#close();
      return;
    }
    this.#clock.await(false);
    this.#socket.resume();
    this.#advance();
  }

  sendInterim(head: ResponseHead): void {
    this.#response?.sendInterim(head);
  }

  sendHead(head: ResponseHead): void {
    const stream = this.#stream;
    const response = this.#response;
    if (!stream || !response) return;
    if (this.#closing || this.#frontend.stopping) response.mode = "close";
    if (!response.begin(head)) {
      stream.abort("I", "H");
      return;
    }
    if (response.mode !== "tunnel") return;
    this.#parser.becomeTunnel();
    this.#requestOver = false;
    stream.request.reopen();
    this.#advance();
  }

  #send(): void {
    const stream = this.#stream;
    if (stream && this.#response?.send() === "slow") this.#clock.awaitClient(stream);
  }

  abort(): void {
    this.#stream?.abort("K", phaseOf(this.#stream));
    this.#destroy();
  }

  closeWhenIdle(): void {
    this.#closing = true;
    // Who has asked nothing yet gets an answer, as from HAProxy.
    const isIdle = !this.#stream && this.#requests > 0;
    if (!isIdle || this.#frontend.proxy.config.options.has("idle-close-on-response")) return;
    // An idle client may be sending its next request just now: it gets an answer that says goodbye.
    this.#clock.set(partingMs);
  }

  #expired(): void {
    const stream = this.#stream;
    if (stream) {
      stream.abort("c", phaseOf(stream));
      this.#destroy();
      return;
    }
    // Between requests, and before the first byte of one, HAProxy goes without a word.
    if (this.#requests > 0 && this.#parser.pending === 0) this.#part();
    else this.#refuse({ type: "error", status: 408, reason: "timeout", part: "head", truncated: true });
  }

  /** Goes between requests; a turn later, as a request may have come while the process had none. */
  #part(): void {
    this.#frontend.proxy.environment.time.soon(() => {
      if (!this.#over && !this.#stream && this.#parser.pending === 0) this.#close();
    });
  }

  /** Nothing more can be read from the client. */
  #refuse(error: H1Error): void {
    const stream = this.#stream;
    this.#requestOver = true;
    // What comes with the head and cannot be read is refused with it: no rule hears of either.
    const isUnheard = this.#unled && !error.truncated;
    if (stream && !isUnheard) {
      if (this.#response) this.#response.mode = "close";
      // What a request that is cut short comes to is seen later.
      if (!error.truncated) stream.endsBecause("P", phaseOf(stream));
      stream.request.endInput(error.truncated ? "aborted" : "invalid");
      this.#leadIfDue();
      return;
    }
    this.#stream = undefined;
    const reply = refuseRequest(this.#frontend, this.session, error, {
      again: this.#requests > 0,
      seen: isUnheard || this.#parser.pending > 0,
    });
    if (reply !== undefined) this.#writer.write(reply);
    this.#close();
  }

  /** Behind requests of HTTP/1 there is no changing to HTTP/2. */
  get #mayBecomeHttp2(): boolean {
    const { options } = this.#frontend.proxy.config;
    const proto = this.#parts.upgraded?.httpUpgrade?.proto ?? this.session.bind.proto;
    return this.#requests === 0 && !options.has("disable-h2-upgrade") && proto !== "h1";
  }

  #becomeHttp2(): void {
    const socket = this.#socket;
    socket.off("data", this.#received);
    socket.off("end", this.#ended);
    socket.off("drain", this.#drained);
    socket.off("close", this.#closed);
    this.#clock.stop();
    socket.pause();
    socket.unshift(this.#parser.rest());
    const { upgraded, ...parts } = this.#parts;
    if (upgraded) endUnheard(upgraded);
    const connection = new Http2Connection(socket, parts);
    this.#over = true;
    this.#frontend.replace(this, connection);
    connection.begin();
  }

  /** Ends the connection: what was written goes out, what still comes is not read. */
  #close(): void {
    this.#leave();
    this.#writer.end();
    const socket = this.#socket;
    if (this.#inputEnded || (this.#requestOver && this.#parser.pending === 0)) {
      socket.destroySoon();
      return;
    }
    socket.off("data", this.#received);
    closeLingering(socket, this.#frontend.proxy.environment.time);
  }

  #destroy(): void {
    this.#leave();
    this.#writer.flush();
    this.#socket.destroySoon();
  }
}

/** A client that ends its side before its first request. */
const endedAtOnce: H1Error = {
  type: "error",
  status: 400,
  reason: "no request",
  part: "head",
  truncated: true,
};

const httpModes = {
  close: "httpclose",
  "server-close": "http-server-close",
  "keep-alive": "keep-alive",
} as const satisfies Record<ProxyConfig["httpMode"], HttpMode>;
