import type { TLSSocket } from "node:tls";
import type { ConnectionAddress } from "./session.ts";

/** The connection to a server as samples and logs see it. */
export interface ServerConnection {
  /** This machine's end. */
  readonly source: ConnectionAddress;
  readonly destination: ConnectionAddress;
  readonly protocol: "tcp" | "h1" | "h2";
  /** It had served another stream before. */
  readonly reused: boolean;
  /** How many streams use it now. */
  readonly streams: number;
  readonly tls: ServerConnectionTls | undefined;
}

/** What is known of the TLS of a connection to a server. */
export interface ServerConnectionTls {
  /** `TLSv1.3` */
  readonly version: string;
  readonly cipher: string;
  readonly sni: string | undefined;
  readonly alpn: string | undefined;
  readonly resumed: boolean;
  /** The socket, for what only a few fetches ask. */
  readonly socket: TLSSocket;
}
