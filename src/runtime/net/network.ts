import type { Duplex } from "node:stream";
import type { Destination } from "./address.ts";
import type { Cancellation } from "./cancellation.ts";

/**
 * The way out: everything by which a script reaches another program. A
 * runtime has one; tests give it another whose answers they write themselves.
 * Nothing here repeats, pauses or expires: who calls does that, on the
 * runtime's own clock.
 */
export interface Network {
  /**
   * Opens one connection, once. Rejects with a {@link NetworkError} when it
   * cannot be had; `cancellation` ends the attempt.
   */
  connect(request: ConnectRequest, cancellation: Cancellation): Promise<Connection>;
  /**
   * Sends one HTTP request, once. Resolves as soon as the answer is complete,
   * or has been cut off after its head. Rejects with a {@link NetworkError}
   * when there is no head to show.
   */
  request(request: HttpRequest, cancellation: Cancellation, progress: HttpProgress): Promise<HttpResponse>;
  /** The IP addresses of a host name, in the system's order. Rejects when there are none. */
  resolve(name: string): Promise<string[]>;
  /** Ends everything that is still open. */
  close(): void;
}

export interface ConnectRequest {
  readonly to: Destination;
  /** Speaks TLS; nothing is verified, as in HAProxy's sockets. */
  readonly tls: boolean;
}

/** An open connection. */
export interface Connection {
  /** The bytes in both directions. It ends, errors and pauses as Node's streams do; ending it leaves its input open. */
  readonly stream: Duplex;
  /** Both ends: `1.2.3.4:80`, `[::1]:80` or `unix`. */
  names(): { local: string; peer: string };
}

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly tls: boolean;
  /** The URL's host as it is written, for names and certificates; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query as they go out. */
  readonly path: string;
  /** Names in lower case; `host` is among them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Sent in chunks; a byte string. Undefined for none. */
  readonly body: string | undefined;
  /** Where to connect, when it is not what the host says. */
  readonly to: Destination | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  /** Names in lower case; one entry a header line. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A byte string, as it came: not decompressed. */
  readonly body: string;
}

/** What {@link Network.request} tells while it works, for timeouts. */
export interface HttpProgress {
  /** A connection is there and the request is on its way. */
  readonly connected: () => void;
  /** An answer has begun, be it an interim one. */
  readonly answering: () => void;
  /** Bytes have moved. */
  readonly activity: () => void;
}

/** Why a request or connection failed, as far as it makes a difference to scripts. */
export type NetworkFailure =
  /** No connection. */
  | "refused"
  /** No connection, and another attempt is no use: a UNIX socket that is not there, no memory. */
  | "hopeless"
  /** The host name has no address. */
  | "unresolved"
  /** The connection ended before the head of an answer. */
  | "broken"
  /** The answer is not HTTP. */
  | "garbage"
  /** The request cannot be sent as it is. */
  | "unsendable"
  /** It was cancelled. */
  | "aborted";

/** What a {@link Network} rejects with. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  readonly failure: NetworkFailure;

  constructor(failure: NetworkFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** How a runtime treats the network; the defaults are HAProxy's. */
export interface NetworkSettings {
  /** Whether `socket:connect` takes host names too. HAProxy refuses them. */
  resolveNames: boolean;
  /** `httpclient.retries`: further attempts of an HTTP request. */
  httpRetries: number;
  /** `httpclient.timeout.connect`, in milliseconds. */
  httpConnectTimeout: number;
  /** Whether HTTP requests take host names; `httpclient.resolvers.disabled` says they do not. */
  httpResolves: boolean;
  /** `httpclient.resolvers.prefer`: which of a name's addresses are tried first; undefined leaves it to the system. */
  httpPrefers: "ipv4" | "ipv6" | undefined;
  /** `httpclient.ssl.verify`. */
  httpVerify: "required" | "none";
  /** `httpclient.ssl.ca-file`: PEM certificates instead of the system's. */
  httpCaFile: string | undefined;
}

export const defaultNetworkSettings: NetworkSettings = {
  resolveNames: false,
  httpRetries: 3,
  httpConnectTimeout: 5000,
  httpResolves: true,
  httpPrefers: undefined,
  httpVerify: "required",
  httpCaFile: undefined,
};
