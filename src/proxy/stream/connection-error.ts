/**
 * What can go wrong with a connection before it speaks its protocol, by
 * HAProxy's names; with the numbers and texts of `fc_err` and of logs
 * (enum co_err, conn_err_code_str() in connection.c).
 */
const ERRORS = {
  PRX_EMPTY: [11, "Connection closed while waiting for PROXY protocol header"],
  PRX_ABORT: [12, "Connection error while waiting for PROXY protocol header"],
  PRX_TIMEOUT: [13, "Timeout while waiting for PROXY protocol header"],
  PRX_TRUNCATED: [14, "Truncated PROXY protocol header received"],
  PRX_NOT_HDR: [15, "Received something which does not look like a PROXY protocol header"],
  PRX_BAD_HDR: [16, "Received an invalid PROXY protocol header"],
  PRX_BAD_PROTO: [17, "Received an unhandled protocol in the PROXY protocol header"],
  SSL_EMPTY: [24, "Connection closed during SSL handshake"],
  SSL_ABORT: [25, "Connection error during SSL handshake"],
  SSL_TIMEOUT: [26, "Timeout during SSL handshake"],
  SSL_CA_FAIL: [30, "SSL client CA chain cannot be verified"],
  SSL_CRT_FAIL: [31, "SSL client certificate not trusted"],
  SSL_HANDSHAKE: [34, "SSL handshake failure"],
} as const;

export type ConnectionErrorName = keyof typeof ERRORS;

/** Nothing had come yet: `option dontlognull` has nothing to say about it. */
const SILENT: ReadonlySet<ConnectionErrorName> = new Set([
  "PRX_EMPTY",
  "PRX_ABORT",
  "SSL_EMPTY",
  "SSL_ABORT",
]);

/** Why a connection ended before it spoke its protocol. */
export class ConnectionError {
  readonly name: ConnectionErrorName;
  /** What OpenSSL says of a handshake: `error:0A0000C1:SSL routines::no shared cipher`. */
  readonly tls: string | undefined;

  constructor(name: ConnectionErrorName, tls?: string) {
    this.name = name;
    this.tls = tls;
  }

  get code(): number {
    return ERRORS[this.name][0];
  }

  get text(): string {
    return ERRORS[this.name][1];
  }

  /** The number that OpenSSL gives its own errors; 0 for none. */
  get tlsCode(): number {
    return parseInt(/^error:([0-9A-F]+)/.exec(this.tls ?? "")?.[1] ?? "0", 16);
  }

  /** Whether the client had sent nothing. */
  get isSilent(): boolean {
    return SILENT.has(this.name);
  }

  /** As the line of the log has it (session_embryonic_build_legacy_err() in session.c). */
  get logged(): string {
    return this.name === "SSL_HANDSHAKE" && this.tls !== undefined ? `${this.text} (${this.tls})` : this.text;
  }
}

/** An error of a handshake as Node has it; from its text the one that OpenSSL gives programs that do not name functions. */
export function handshakeError(error: Error): ConnectionError {
  const [, number, reason] = /error:([0-9A-F]+):SSL routines:[^:]*:([^:]*)/.exec(error.message) ?? [];
  if (number !== undefined) {
    return new ConnectionError("SSL_HANDSHAKE", `error:${number}:SSL routines::${reason}`);
  }
  return new ConnectionError("SSL_HANDSHAKE");
}
