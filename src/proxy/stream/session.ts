import type { TLSSocket } from "node:tls";
import type { Bind } from "../../config/types.ts";
import type { DeclaredListener } from "../model/declared-listener.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { StickTrackers } from "./stick-trackers.ts";
import type { ConnectionError } from "./connection-error.ts";
import type { EndCause, EndPhase } from "./timing.ts";
import { VariableScope } from "./variables.ts";

/** An end of a connection. UNIX sockets have no port. */
export type ConnectionAddress =
  | { readonly family: 4 | 6; readonly host: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string };

/** A field of a PROXY protocol header (a TLV): its type, and its value as byte string. */
export interface ProxyField {
  readonly type: number;
  readonly value: string;
}

/**
 * What was wrong with a client's certificate, by OpenSSL's numbers, 0 for
 * nothing: with itself (`ssl_c_err`), and with those that it was signed by
 * (`ssl_c_ca_err`), `depth` steps above it.
 */
export interface ClientVerification {
  /** What is left at the end (`ssl_c_verify`). */
  readonly result: number;
  readonly certificate: number;
  readonly authority: number;
  readonly depth: number;
  /** Why the connection must not go on. */
  readonly refused: "SSL_CA_FAIL" | "SSL_CRT_FAIL" | undefined;
}

/** What is known of the TLS of a client's connection. */
export interface ClientTls {
  /** `TLSv1.3` */
  readonly version: string;
  readonly cipher: string;
  readonly sni: string | undefined;
  readonly alpn: string | undefined;
  readonly resumed: boolean;
  readonly verification: ClientVerification;
  /** The socket, for what only a few fetches ask. */
  readonly socket: TLSSocket;
}

/**
 * A client's connection as rules and samples see it, from its acceptance to
 * its end; its streams come and go (session-t.h).
 */
export class Session {
  readonly id: number;
  readonly frontend: ProxyTraffic;
  readonly listener: DeclaredListener;
  readonly bind: Bind;
  /** Monotonic milliseconds, and the wall clock's, of the acceptance. */
  readonly acceptedAt: number;
  readonly acceptedWallMs: number;
  /** As seen by the socket, or put in its place by rules of connections; the PROXY protocol and rules of sessions change {@link Session.source}. */
  peer: ConnectionAddress;
  local: ConnectionAddress;
  source: ConnectionAddress;
  destination: ConnectionAddress;
  tls: ClientTls | undefined;
  /** A rule expects a PROXY protocol header (`tcp-request connection expect-proxy`), as `accept-proxy` does. */
  expectsProxy = false;
  /** The fields of the PROXY protocol header that has come; undefined where none has. */
  proxyFields: readonly ProxyField[] | undefined;
  /** Milliseconds that handshakes took (PROXY protocol, TLS). */
  handshakeMs = 0;
  /** The scope `sess.` */
  readonly variables = new VariableScope();
  /** What `track-sc` has followed for the whole connection. */
  trackers: StickTrackers | undefined;
  /** Why it ended without a stream, for its line in the log. */
  failure: { readonly status: number; readonly cause: EndCause; readonly phase: EndPhase } | undefined;
  /** Why it ended before it spoke its protocol. */
  error: ConnectionError | undefined;
  /** How many streams it has had. */
  streamCount = 0;
  /** How many streams it has at the moment; kept by those protocols that may have more than one. */
  openStreams = 1;
  #ended = false;
  #enders: (() => void)[] = [];

  constructor(options: {
    id: number;
    frontend: ProxyTraffic;
    listener: DeclaredListener;
    bind: Bind;
    acceptedAt: number;
    acceptedWallMs: number;
    peer: ConnectionAddress;
    local: ConnectionAddress;
  }) {
    this.id = options.id;
    this.frontend = options.frontend;
    this.listener = options.listener;
    this.bind = options.bind;
    this.acceptedAt = options.acceptedAt;
    this.acceptedWallMs = options.acceptedWallMs;
    this.peer = options.peer;
    this.local = options.local;
    this.source = options.peer;
    this.destination = options.local;
  }

  /** Calls `fn` when the connection is over; at once if it is. */
  onEnd(fn: () => void): void {
    if (this.#ended) fn();
    else this.#enders.push(fn);
  }

  /** The client's connection is over. To be called once, after its last stream. */
  end(): void {
    this.#ended = true;
    for (const fn of this.#enders.splice(0)) fn();
  }
}
