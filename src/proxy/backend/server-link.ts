import { TLSSocket } from "node:tls";
import type { Socket } from "node:net";
import type { Time } from "../../time.ts";
import { Deadline } from "../frontend/deadline.ts";
import { SocketWriter, type WritingPace } from "../frontend/socket-writer.ts";
import type { ServerConnection, ServerConnectionTls } from "../stream/server-connection.ts";
import type { ConnectionAddress, Session } from "../stream/session.ts";
import { Http2Link } from "./http2-link.ts";
import type { Idle } from "./idle-pool.ts";
import type { ResponseReader } from "./response-reader.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/** What goes to a server waits for nothing. */
const nextStep: WritingPace = { holds: false, soon: queueMicrotask };

/** Who uses a connection to a server right now. */
export interface LinkUser {
  received(bytes: Buffer): void;
  /** The server has ended its side. */
  ended(): void;
  /** The connection is gone; `error` says why, unless it was closed in good order. */
  broken(error: Error | undefined): void;
  /** There is room again after {@link SocketWriter.blocked}. */
  drained(): void;
  /** The time set by {@link ServerLink.deadline} has passed. */
  timedOut(): void;
}

/** A connection to a server, in use or idle. */
export class ServerLink implements Idle, ServerConnection {
  readonly server: ServerTraffic;
  readonly key: string;
  readonly socket: Socket;
  readonly writer: SocketWriter;
  readonly deadline: Deadline;
  readonly protocol: "tcp" | "h1" | "h2";
  readonly source: ConnectionAddress;
  readonly destination: ConnectionAddress;
  readonly tls: ServerConnectionTls | undefined;
  /** HTTP: reads what the server sends. */
  parser: ResponseReader | undefined;
  /** HTTP/2, where it is spoken; it is the {@link ServerLink.parser}, too. */
  readonly http2: Http2Link | undefined;
  /** HTTP: the method of the request that is being answered. */
  method = "";
  /** How many streams it has served, the one under way included. */
  requests = 0;
  /** The client's connection that it belongs to, where no other may use it. */
  owner: Session | undefined;
  #user: LinkUser | undefined;
  #stopped = false;
  #closed = false;
  /** Called when it ends while it is idle. */
  onIdleEnd: (() => void) | undefined;

  constructor(options: {
    server: ServerTraffic;
    key: string;
    /** Connected, TLS done. */
    socket: Socket;
    protocol: "tcp" | "h1" | "h2";
    /** `tune.http.maxhdr` */
    maxHeaders: number;
    time: Time;
  }) {
    const { server, key, socket, protocol, maxHeaders, time } = options;
    this.server = server;
    this.key = key;
    this.socket = socket;
    this.protocol = protocol;
    this.writer = new SocketWriter(socket, nextStep);
    this.deadline = new Deadline(time, () => this.#user?.timedOut());
    this.source = addressOf(socket.localAddress, socket.localPort);
    this.destination = addressOf(socket.remoteAddress, socket.remotePort);
    this.tls = socket instanceof TLSSocket ? tlsOf(socket) : undefined;
    if (protocol === "h2") {
      this.parser = this.http2 = new Http2Link(this.writer, maxHeaders, () => this.#user?.drained());
    }
    socket.on("data", (bytes: Buffer) => {
      if (this.#user) this.#user.received(bytes);
      else if (this.http2) this.#idleReceived(this.http2, bytes);
      else this.#idleEnded();
    });
    socket.on("end", () => {
      if (this.#user) this.#user.ended();
      else this.#idleEnded();
    });
    socket.on("drain", () => {
      if (this.http2) this.http2.socketDrained();
      else this.#user?.drained();
    });
    let failure: Error | undefined;
    socket.on("error", (error) => (failure = error));
    socket.on("close", () => {
      this.#closed = true;
      this.deadline.stop();
      if (this.#user) this.#user.broken(failure);
      else this.#idleEnded();
    });
  }

  get reused(): boolean {
    return this.requests > 1;
  }

  get safe(): boolean {
    return this.requests > 1;
  }

  get streams(): number {
    return this.#user ? 1 : 0;
  }

  get usable(): boolean {
    const isOpen = !this.#closed && !this.socket.readableEnded && this.socket.writable;
    return isOpen && this.http2?.usable !== false;
  }

  /** What is to be sent must wait for {@link LinkUser.drained}. */
  get blocked(): boolean {
    return this.http2?.isBlocked ?? this.writer.blocked;
  }

  /** Sends bytes of a tunnel, which HTTP/2 puts into frames. */
  write(piece: Buffer): void {
    if (this.http2) this.http2.payload(piece);
    else this.writer.write(piece);
  }

  /** Ends our side of a tunnel. */
  endOutput(): void {
    if (this.http2) this.http2.end();
    else this.writer.end();
  }

  /** Nothing is read: who takes it has enough. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Reads no more, until {@link ServerLink.go}. The server is not to blame for that. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.socket.pause();
    this.deadline.clear();
  }

  /** Reads on. @returns whether it had been stopped */
  go(): boolean {
    if (!this.#stopped) return false;
    this.#stopped = false;
    this.socket.resume();
    return true;
  }

  /** From now on `user` is told what happens. */
  attach(user: LinkUser): void {
    this.#user = user;
    this.requests++;
  }

  /** Nobody uses it any more. */
  detach(): void {
    this.#user = undefined;
    this.deadline.clear();
  }

  /** Idle connections of HTTP/2 have something to say: settings, questions, goodbyes. */
  #idleReceived(http2: Http2Link, bytes: Buffer): void {
    http2.push(bytes);
    if (!http2.usable) this.#idleEnded();
  }

  #idleEnded(): void {
    this.onIdleEnd?.();
    this.onIdleEnd = undefined;
    this.close();
  }

  /** Ends it in good order; what was written still goes out. */
  close(): void {
    this.detach();
    this.deadline.stop();
    if (this.#closed) return;
    this.#closed = true;
    this.socket.destroySoon();
    // The other side may not answer our end with its own.
    this.socket.resume();
  }

  /** Breaks it off. */
  abort(): void {
    this.detach();
    this.deadline.stop();
    this.#closed = true;
    this.socket.destroy();
  }
}

function addressOf(host: string | undefined, port: number | undefined): ConnectionAddress {
  if (host === undefined || port === undefined) return { family: "unix", path: "" };
  return { family: host.includes(":") ? 6 : 4, host, port };
}

function tlsOf(socket: TLSSocket): ServerConnectionTls {
  const { alpnProtocol } = socket;
  const sni = (socket as { servername?: string | false }).servername;
  return {
    version: socket.getProtocol() ?? "",
    cipher: socket.getCipher().name,
    sni: typeof sni === "string" ? sni : undefined,
    alpn: typeof alpnProtocol === "string" ? alpnProtocol : undefined,
    resumed: socket.isSessionReused(),
    socket,
  };
}
