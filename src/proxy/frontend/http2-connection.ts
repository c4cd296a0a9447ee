import {
  constants,
  performServerHandshake,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { ClientConnection } from "./client-connection.ts";
import { Deadline } from "./deadline.ts";
import { Http2Stream } from "./http2-stream.ts";
import { countVersion } from "./request-count.ts";
import type { ConnectionParts } from "./tcp-connection.ts";

/** How many requests a client may have under way at once: HAProxy's tune.h2.fe.max-concurrent-streams. */
const maxConcurrentStreams = 100;

/** A client's connection that speaks HTTP/2: many requests at a time, each a stream. */
export class Http2Connection implements ClientConnection {
  readonly session: Session;
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  readonly #streams = new Set<Http2Stream>();
  readonly #deadline: Deadline;
  #http2: ServerHttp2Session | undefined;
  #over = false;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.session = parts.session;
    this.#socket = socket;
    this.#parts = parts;
    this.#deadline = new Deadline(parts.frontend.proxy.environment.time, () => this.closeWhenIdle());
  }

  get streams(): Stream[] {
    return [...this.#streams].map(({ stream }) => stream);
  }

  begin(): void {
    const { frontend } = this.#parts;
    const http2 = performServerHandshake(this.#socket, {
      settings: { maxConcurrentStreams, enablePush: false },
      // Node counts its own bytes for fields; HAProxy's limit is the buffer's size.
      maxSendHeaderBlockLength: frontend.proxy.environment.config.global.tune.bufsize,
    });
    this.#http2 = http2;
    // The socket was paused; HTTP/2 takes over what it reads, but does not start it.
    this.#socket.read(0);
    http2.on(
      "stream",
      (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, raw: string[]) =>
        this.#request(stream, headers, raw),
    );
    http2.on("error", () => this.#socket.destroy());
    this.#socket.on("error", () => undefined);
    http2.once("close", () => this.#closed());
    this.#socket.once("close", () => this.#closed());
    countVersion(frontend, this.session, "h2");
    this.#awaitRequest();
  }

  #awaitRequest(): void {
    const { timeouts } = this.#parts.frontend.proxy.config;
    const first = timeouts.httpRequest ?? timeouts.client;
    this.#deadline.set(this.session.streamCount === 0 ? first : (timeouts.httpKeepAlive ?? first));
  }

  #request(http2: ServerHttp2Stream, headers: IncomingHttpHeaders, raw: readonly string[]): void {
    this.#deadline.clear();
    const stream = new Http2Stream(http2, headers, raw, this.#parts, () => {
      this.#streams.delete(stream);
      this.session.openStreams = this.#streams.size;
      if (this.#streams.size === 0) this.#awaitRequest();
    });
    this.#streams.add(stream);
    this.session.openStreams = this.#streams.size;
    stream.begin();
  }

  #closed(): void {
    if (this.#over) return;
    this.#over = true;
    this.#deadline.stop();
    for (const stream of this.#streams) stream.abort();
    this.#parts.frontend.leave(this, this.#parts.listener);
  }

  /** Tells the client to go (GOAWAY); what is under way ends. */
  closeWhenIdle(): void {
    this.#http2?.close();
  }

  abort(): void {
    this.#http2?.destroy(undefined, constants.NGHTTP2_INTERNAL_ERROR);
    this.#socket.destroy();
    this.#closed();
  }
}
