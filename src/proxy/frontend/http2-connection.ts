import type { Socket } from "node:net";
import { http2Preface } from "../http/h1-parser.ts";
import { errorCodes } from "../http2/frames.ts";
import { H2Connection } from "../http2/h2-connection.ts";
import type { H2Owner } from "../http2/h2-owner.ts";
import type { H2Stream, H2User } from "../http2/h2-stream.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import type { ClientConnection } from "./client-connection.ts";
import { Deadline } from "./deadline.ts";
import { Http2Stream } from "./http2-stream.ts";
import { countVersion } from "./request-count.ts";
import { SocketWriter } from "./socket-writer.ts";

/** How many requests a client may have under way at once: HAProxy's tune.h2.fe.max-concurrent-streams. */
const maxConcurrentStreams = 100;

/** A client's connection that speaks HTTP/2: many requests at a time, each a stream. */
export class Http2Connection implements ClientConnection, H2Owner {
  /** Among the connections of the frontend. */
  seat = 0;
  readonly session: Session;
  readonly #socket: Socket;
  readonly #writer: SocketWriter;
  readonly #parts: ConnectionParts;
  readonly #http2: H2Connection;
  readonly #users = new Map<H2Stream, Http2Stream>();
  readonly #deadline: Deadline;
  /** What has come of the preface; undefined when it is through. */
  #preface: Buffer | undefined = Buffer.alloc(0);
  #over = false;

  constructor(socket: Socket, parts: ConnectionParts) {
    const { time } = parts.frontend.proxy.environment;
    this.session = parts.session;
    this.#socket = socket;
    this.#parts = parts;
    this.#writer = new SocketWriter(socket, parts.frontend.process.arrivals);
    this.#deadline = new Deadline(time, () => this.closeWhenIdle());
    this.#http2 = new H2Connection(this, { role: "server", maxConcurrentStreams });
  }

  get streams(): Stream[] {
    return [...this.#users.values()].map(({ stream }) => stream);
  }

  begin(): void {
    const socket = this.#socket;
    socket.on("data", (bytes: Buffer) => this.#received(bytes));
    socket.on("end", () => this.#closed());
    socket.on("drain", () => this.#http2.drained());
    socket.on("error", () => undefined);
    socket.once("close", () => this.#closed());
    countVersion(this.#parts.frontend, this.session, "h2");
    this.#http2.start();
    this.#awaitRequest();
    socket.resume();
  }

  #received(bytes: Buffer): void {
    const rest = this.#preface ? this.#readPreface(Buffer.concat([this.#preface, bytes])) : bytes;
    if (rest && rest.length > 0) this.#http2.push(rest);
  }

  /** What stands behind the preface, once that is there. */
  #readPreface(bytes: Buffer): Buffer | undefined {
    const seen = Math.min(bytes.length, http2Preface.length);
    if (bytes.compare(http2Preface, 0, seen, 0, seen) !== 0) {
      this.glitch();
      this.#http2.goAway(errorCodes.protocol);
      this.failed(errorCodes.protocol);
      return undefined;
    }
    const isWhole = seen === http2Preface.length;
    this.#preface = isWhole ? undefined : bytes;
    return isWhole ? bytes.subarray(seen) : undefined;
  }

  #awaitRequest(): void {
    const { timeouts } = this.#parts.frontend.proxy.config;
    const first = timeouts.httpRequest ?? timeouts.client;
    this.#deadline.set(this.session.streamCount === 0 ? first : (timeouts.httpKeepAlive ?? first));
  }

  // What the protocol says

  get blocked(): boolean {
    return this.#writer.blocked;
  }

  write(piece: string | Buffer): void {
    this.#writer.write(piece);
  }

  begun(http2: H2Stream): H2User {
    this.#deadline.clear();
    const stream = new Http2Stream(http2, this.#parts, {
      began: () => {
        this.#users.set(http2, stream);
        this.session.openStreams = this.#users.size;
      },
      ended: () => this.#ended(http2),
      malformed: () => this.glitch(),
      rejected: () => {
        this.#http2.goAway(errorCodes.enhanceYourCalm);
        this.#finish();
      },
    });
    return stream;
  }

  #ended(http2: H2Stream): void {
    this.#users.delete(http2);
    this.session.openStreams = this.#users.size;
    this.streamClosed();
  }

  streamClosed(): void {
    if (this.#over || this.#users.size > 0 || this.#http2.streamCount > 0) return;
    if (this.#http2.isClosing) this.#finish();
    else this.#awaitRequest();
  }

  glitch(): void {
    stickCounting.glitches(this.session, 1);
  }

  failed(code: number): void {
    if (code !== errorCodes.none) this.#finish();
  }

  goingAway(): void {
    this.streamClosed();
  }

  // Ends

  #closed(): void {
    if (this.#over) return;
    this.#leave();
    this.#http2.end();
    this.#socket.destroySoon();
  }

  #leave(): void {
    this.#over = true;
    this.#deadline.stop();
    this.#parts.frontend.leave(this, this.#parts.listener);
  }

  /** What was written goes out; nothing more is read. */
  #finish(): void {
    if (this.#over) return;
    this.#leave();
    this.#http2.end();
    this.#writer.end();
    this.#socket.destroySoon();
  }

  /** Tells the client to go (GOAWAY); what is under way ends. */
  closeWhenIdle(): void {
    this.#http2.goAway();
    this.streamClosed();
  }

  abort(): void {
    this.#http2.goAway(errorCodes.internal);
    this.#finish();
  }
}
