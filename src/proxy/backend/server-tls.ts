import { readFileSync } from "node:fs";
import { isIP, type Socket } from "node:net";
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type ConnectionOptions,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import type { Mode, ServerTls as ServerTlsConfig } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import { cast } from "../../samples/index.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { Stream } from "../stream/stream.ts";
import { secureContextOptions } from "../tls-settings.ts";
import { requestPlace } from "./request-place.ts";

/** What TLS connections to a server are made with. Errors are E_CERTIFICATE and name the file. */
export class ServerTls {
  readonly #config: ServerTlsConfig;
  readonly #context: SecureContext;
  readonly #sni: (stream: Stream) => string | undefined;

  /** @param verify what `ssl-server-verify` says */
  constructor(config: ServerTlsConfig, mode: Mode, expressions: Expressions, verify: "none" | "required") {
    this.#config = { verify, ...config };
    this.#context = contextOf(config);
    this.#sni = sniOf(config, mode, expressions);
  }

  /** The name to ask for; undefined for none. */
  serverName(stream: Stream): string | undefined {
    return this.#sni(stream);
  }

  /** Begins TLS on a connection that is there. */
  wrap(socket: Socket, name: string | undefined, alpn?: readonly string[]): TLSSocket {
    const { verify, verifyHost } = this.#config;
    const expected = verifyHost ?? name;
    const protocols = alpn ?? this.#config.alpn;
    const options: ConnectionOptions = {
      socket,
      secureContext: this.#context,
      rejectUnauthorized: verify !== "none",
      // Without a name, any certificate of a known authority is fine.
      checkServerIdentity: (_, certificate) =>
        expected === undefined ? undefined : checkServerIdentity(expected, certificate),
      // An address is no name (RFC 6066).
      ...(name !== undefined && isIP(name) === 0 && { servername: name }),
      ...(protocols && protocols.length > 0 && { ALPNProtocols: [...protocols] }),
    };
    return connect(options);
  }

  /** Whether the certificate was for another name than the one asked for: then trying again does not help. */
  isWrongName(error: Error): boolean {
    return (
      this.#config.verifyHost === undefined &&
      "code" in error &&
      error.code === "ERR_TLS_CERT_ALTNAME_INVALID"
    );
  }
}

function contextOf(config: ServerTlsConfig): SecureContext {
  try {
    const pem = config.certificate === undefined ? undefined : readFileSync(config.certificate);
    return createSecureContext({ ...secureContextOptions(config), ...(pem && { cert: pem, key: pem }) });
  } catch (error) {
    throw new HaluaError("E_CERTIFICATE", `unable to set up TLS to a server: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The name that an expression gives; in HTTP without one, the host header's. */
function sniOf(
  { sni }: ServerTlsConfig,
  mode: Mode,
  expressions: Expressions,
): (stream: Stream) => string | undefined {
  if (!sni)
    return mode === "http" ? ({ http }) => hostOf(http?.request.headers.get("host")) : () => undefined;
  const evaluate = expressions.expression(sni);
  return (stream) => {
    const sample = evaluate(requestPlace(stream));
    const name = sample && cast(sample, "str");
    return typeof name?.value === "string" ? name.value : undefined;
  };
}

function hostOf(header: string | undefined): string | undefined {
  const host = header?.split(":", 1)[0];
  return host === "" ? undefined : host;
}
