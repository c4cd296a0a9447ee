/**
 * What fetches see of traffic. The classes of `src/proxy` are of these shapes;
 * samples know no others, so that they can be tested, and used, without a proxy.
 */
import type { TLSSocket } from "node:tls";
import type { Argument } from "./catalog/notation.ts";
import type { StickEntry, StickTable } from "./stick-tables/index.ts";
import type { Sample } from "./sample.ts";

/** An end of a connection. UNIX sockets have no port. */
export type AddressView =
  | { readonly family: 4 | 6; readonly host: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string };

/** The lines of a message's head, in order; names in lower case, values byte strings. */
export interface HeadersView {
  readonly length: number;
  name(i: number): string;
  value(i: number): string;
  get(name: string): string | undefined;
  /** The comma-separated values of all lines of a name. */
  values(name: string): Iterable<{ readonly value: string }>;
}

export interface RequestView {
  readonly method: string;
  readonly uri: string;
  /** `HTTP/1.1` */
  readonly version: string;
  readonly headers: HeadersView;
}

export interface ResponseView {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: HeadersView;
}

/** A request's line as it came. */
interface RequestLineView {
  readonly method: string;
  readonly uri: string;
  readonly version: string;
}

/** One direction's bytes; in HTTP the payload. See `src/proxy/stream/channel.ts`. */
export interface ChannelView {
  peek(): Buffer;
  /** How many bytes it holds at most. */
  readonly capacity: number;
  readonly inputLength: number;
  readonly received: number;
  readonly isFull: boolean;
  /** HTTP: the message is whole. */
  readonly complete: boolean;
  readonly noMoreInput: boolean;
  /** `aborted` where the other side broke off. */
  readonly inputEnd: string;
}

export interface TransactionView {
  readonly request: RequestView;
  readonly requestLine: RequestLineView;
  /** The same for logs and `capture`, which have none of a request that could not be read. */
  readonly loggedLine: RequestLineView | undefined;
  /** What the client gets; -1 before that is known. */
  readonly status: number;
  /** What the server sent; -1 before it has. */
  readonly serverStatus: number;
  readonly response: ResponseView | undefined;
  /** The name of what the response is compressed with. */
  readonly compression: string | undefined;
  /** The client takes this for its proxy: credentials come in another header. */
  readonly usesProxyHeader: boolean;
  readonly requestFraming: FramingView;
  readonly responseFraming: FramingView;
}

export type FramingView =
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "none" | "chunked" | "close" | "tunnel" };

/** Monotonic milliseconds; undefined for what has not happened. See `src/proxy/stream/timing.ts`. */
export interface TimingView {
  readonly begunAt: number;
  readonly begunWallMs: number;
  readonly requestBegunAt: number | undefined;
  readonly requestAt: number | undefined;
  readonly dequeuedAt: number | undefined;
  readonly connectedAt: number | undefined;
  readonly responseAt: number | undefined;
  readonly endedAt: number | undefined;
}

/** Milliseconds; absent for none. */
export interface TimeoutsView {
  readonly client?: number;
  readonly connect?: number;
  readonly queue?: number;
  readonly server?: number;
  readonly tarpit?: number;
  readonly tunnel?: number;
}

/** A slot for captures. */
export interface CaptureView {
  /** How many bytes are kept. */
  readonly length: number;
}

export interface ProxyView {
  readonly config: {
    readonly name: string;
    readonly id: number;
    readonly mode: "tcp" | "http";
    readonly defaultBackend?: string;
    readonly retries: number;
    readonly timeouts: TimeoutsView;
    readonly requestCaptures: readonly CaptureView[];
    readonly responseCaptures: readonly CaptureView[];
  };
}

/** A connection's TLS. See `ClientTls` in `src/proxy/stream/session.ts`. */
export interface TlsView {
  readonly version: string;
  readonly cipher: string;
  readonly sni: string | undefined;
  readonly alpn: string | undefined;
  readonly resumed: boolean;
  readonly socket: TlsSocketView;
}

export interface ClientTlsView extends TlsView {
  /** What was wrong with the client's certificate, by OpenSSL's numbers. */
  readonly verification: {
    readonly result: number;
    readonly certificate: number;
    readonly authority: number;
    readonly depth: number;
  };
}

/** What went wrong with a connection: a number, HAProxy's name and text, and OpenSSL's number and text. */
export interface ConnectionErrorView {
  readonly code: number;
  readonly name: string;
  readonly text: string;
  readonly tls: string | undefined;
  readonly tlsCode: number;
}

/** What fetches ask of a `TLSSocket`. */
export type TlsSocketView = Pick<
  TLSSocket,
  "getFinished" | "getPeerFinished" | "getPeerX509Certificate" | "getSession" | "getX509Certificate"
>;

/** What stick counters follow, by their number. */
export type TrackersView = readonly (
  { readonly table: StickTable; readonly entry: StickEntry } | undefined
)[];

/** A client's connection. */
export interface SessionView {
  readonly trackers?: TrackersView | undefined;
  readonly frontend: ProxyView;
  readonly listener: {
    readonly settings: { readonly luid: number; readonly name: string | undefined };
    readonly gauges: { readonly scur: number };
  };
  /** As the socket has them. */
  readonly peer: AddressView;
  readonly local: AddressView;
  /** As the PROXY protocol and rules of the connection have changed them. */
  readonly source: AddressView;
  readonly destination: AddressView;
  /** The fields of a PROXY protocol header; undefined where none has come. */
  readonly proxyFields: readonly { readonly type: number; readonly value: string }[] | undefined;
  readonly tls: ClientTlsView | undefined;
  readonly acceptedAt: number;
  readonly acceptedWallMs: number;
  readonly handshakeMs: number;
  readonly streamCount: number;
  /** How many there are at the moment. */
  readonly openStreams: number;
  /** Why it ended without a stream. */
  readonly failure: object | undefined;
  /** Why it ended before it spoke its protocol. See `src/proxy/stream/connection-error.ts`. */
  readonly error: ConnectionErrorView | undefined;
}

/** The connection to a server. See `src/proxy/stream/server-connection.ts`. */
export interface ServerConnectionView {
  readonly source: AddressView;
  readonly destination: AddressView;
  readonly protocol: "tcp" | "h1" | "h2";
  readonly reused: boolean;
  readonly streams: number;
  readonly tls: TlsView | undefined;
}

/** A request and its answer, or a TCP connection. */
export interface StreamView {
  readonly trackers?: TrackersView | undefined;
  readonly id: number;
  readonly client: {
    readonly protocol: "tcp" | "h1" | "h2";
    readonly streamId?: number | undefined;
    readonly resetCode?: number | undefined;
    readonly gone: boolean;
  };
  /** The session's, or what rules of the stream have put in their place. */
  readonly source: AddressView;
  readonly destination: AddressView;
  readonly serverConnection: ServerConnectionView | undefined;
  /** What in this program answers in place of a server. */
  readonly responder: { readonly name: string } | undefined;
  /** Once it has been chosen. */
  readonly server: { readonly config: { readonly id: number; readonly name: string } } | undefined;
  readonly http: TransactionView | undefined;
  readonly request: ChannelView;
  readonly response: ChannelView;
  readonly backend: ProxyView;
  readonly timing: TimingView;
  /** By slot. */
  readonly requestCaptures: (string | undefined)[];
  readonly responseCaptures: (string | undefined)[];
  readonly priorityClass: number;
  readonly priorityOffset: number;
  readonly retries: number;
  /** Set by a rule, in the place of the backend's. */
  readonly maxRetries: number | undefined;
  readonly redispatched: boolean;
  /** A timeout in force. */
  timeout(name: keyof TimeoutsView): number | undefined;
  readonly serverQueue: number;
  readonly backendQueue: number;
  readonly endCause: string;
  readonly endPhase: string;
  /** From and to the client, from and to the server. */
  readonly bytes: {
    readonly clientIn: number;
    readonly clientOut: number;
    readonly serverIn: number;
    readonly serverOut: number;
  };
  readonly lastRule: { readonly file: string; readonly line: number } | undefined;
  readonly waitingRule: { readonly file: string; readonly line: number } | undefined;
}

/** A health check of a server. */
export interface CheckView {
  /** The backend. */
  readonly proxy: ProxyView;
  readonly server: { readonly id: number; readonly name: string };
  /** What the server has answered; undefined in HTTP. */
  readonly answer: ChannelView | undefined;
}

/** What converters may ask of where they run. */
export interface ConversionContext {
  /** False: more may come of what a sample is a part of (no SMP_OPT_FINAL), so what is too short is none yet. */
  readonly final?: boolean;
  /** The value of a variable, by its whole name (`txn.a`). */
  variable(name: string): Sample | undefined;
  /** Sets a variable if all guards (`ifexists`...) allow it; gives whether it did. */
  setVariable(name: string, guards: readonly string[], value: Sample): boolean;
  /** Whether its scope is there. */
  unsetVariable(name: string): boolean;
  /** Undefined where there is no traffic, as for `set-var` of the global section. */
  readonly session: SessionView | undefined;
  /** Undefined in rules of connections and sessions. */
  readonly stream: StreamView | undefined;
  /** Whether the ACLs of these names hold. */
  aclsHold(names: readonly Argument[]): boolean | "missing";
}

/** Where a fetch is evaluated, and for whom. */
export interface FetchContext extends ConversionContext {
  /** In the steps of a health check, where there is neither session nor stream. */
  readonly check?: CheckView | undefined;
  readonly direction: "request" | "response";
  /** No more data comes: what is missing now stays missing. */
  readonly final: boolean;
  /**
   * A fetch sets this where more data may change what it says, or give it
   * something to say (HAProxy's SMP_F_MAY_CHANGE). Conditions are not decided then, unless `final`.
   */
  incomplete: boolean;
  /** Monotonic and wall clock milliseconds. */
  monotonicMs(): number;
  wallMs(): number;
  /**
   * The head of the request; in TCP, that of what has come so far, if it is
   * HTTP. None in the other direction, and before it has come, which sets `incomplete`.
   */
  requestHead(): RequestView | undefined;
  /** As {@link FetchContext.requestHead}; there is none in TCP. */
  responseHead(): ResponseView | undefined;
  /** The part of a request's target from the path on; undefined where it has none. */
  pathAndQuery(uri: string): string | undefined;
  /** `unique-id-format`, evaluated once for a stream. */
  uniqueId(): string | undefined;
  /** The variables of a scope, names without it; undefined where there is no such scope now. */
  variablesOf(scope: string): Iterable<readonly [name: string, value: Sample]> | undefined;
  /** Whether a user of a `userlist` has that password; the groups he is in, then. */
  groupsOf(userlist: string, user: string, password: string): readonly string[] | undefined;
}
