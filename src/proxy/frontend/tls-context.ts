import { X509Certificate } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createSecureContext, type SecureContext, type TLSSocketOptions } from "node:tls";
import type { BindTls } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import type { CertificateStore } from "../certificates.ts";
import { secureContextOptions } from "../tls-settings.ts";

/** A certificate that a `bind` line offers. */
interface Offered {
  readonly names: readonly string[];
  readonly context: SecureContext;
}

/**
 * What TLS connections of a `bind` line are made with: its certificates, one of
 * which is chosen by the name the client asks for. Errors are E_CERTIFICATE and name the file.
 */
export class TlsContext {
  readonly options: TLSSocketOptions;
  #offered: readonly Offered[];
  readonly #tls: BindTls;
  readonly #store: CertificateStore;
  readonly #paths: readonly string[];

  /** The certificates are those of `store`, and change with it. */
  constructor(tls: BindTls, store: CertificateStore) {
    this.#tls = tls;
    this.#store = store;
    this.#paths = tls.certificates.flatMap(filesOf);
    this.#offered = this.#paths.map((path) => this.#offer(path));
    store.onChange((path) => this.#changed(path));
    const [first] = this.#offered;
    if (!first) throw new HaluaError("E_CERTIFICATE", "a 'bind' line with 'ssl' needs a 'crt' argument");
    this.options = {
      isServer: true,
      secureContext: first.context,
      SNICallback: (name, answer) => {
        const found = this.#find(name) ?? (tls.strictSni ? undefined : this.#offered[0]);
        if (found) answer(null, found.context);
        else answer(new Error(`no certificate for '${name}'`));
      },
      ...(tls.alpn && tls.alpn.length > 0 && { ALPNProtocols: [...tls.alpn] }),
      requestCert: tls.verify !== "none",
      rejectUnauthorized: tls.verify === "required",
    };
  }

  /** Connections made from now on have the new certificate. */
  #changed(path: string): void {
    if (!this.#paths.includes(path)) return;
    this.#offered = this.#paths.map(
      (each, i) => (each === path ? undefined : this.#offered[i]) ?? this.#offer(each),
    );
    const [first] = this.#offered;
    if (first) this.options.secureContext = first.context;
  }

  #offer(path: string): Offered {
    try {
      const { chain, key } = this.#store.load(path);
      const context = createSecureContext({
        cert: chain,
        ...(key !== undefined && { key }),
        ...secureContextOptions(this.#tls),
      });
      return { names: namesOf(chain), context };
    } catch (error) {
      throw new HaluaError(
        "E_CERTIFICATE",
        `unable to load certificate from file '${path}': ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  /** The certificate for a name: an exact one first, then one for all names of its domain. */
  #find(name: string): Offered | undefined {
    const wanted = name.toLowerCase();
    const wildcard = wanted.replace(/^[^.]*/, "*");
    return (
      this.#offered.find(({ names }) => names.includes(wanted)) ??
      this.#offered.find(({ names }) => names.includes(wildcard))
    );
  }
}

/** A path to a folder stands for all certificates in it. */
function filesOf(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  return readdirSync(path)
    .filter((name) => !name.startsWith(".") && !/\.(?:issuer|ocsp|sctl|key)$/.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

function namesOf(pem: string): string[] {
  const { subject, subjectAltName = "" } = new X509Certificate(pem);
  const common = /^CN=(.*)$/m.exec(subject)?.[1];
  const names = [...subjectAltName.matchAll(/DNS:([^,\s]+)/g)].map(([, name = ""]) => name);
  return [...names, ...(common === undefined ? [] : [common])].map((name) => name.toLowerCase());
}
