import { createSecureContext, type SecureContext, type TLSSocketOptions } from "node:tls";
import type { AcceptingTls, BindTls, OfferedCertificate } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import { protocolsOf, serverNameOf, signaturesOf, type ClientHello } from "../../samples/client-hello.ts";
import type { CertificateStore } from "../certificates.ts";
import { secureContextOptions } from "../tls-settings.ts";
import { CertificateChoice } from "./certificate-choice.ts";

/** A certificate with all that goes with it. */
interface Offer {
  /** Without the protocols. */
  readonly options: TLSSocketOptions;
  /** What is offered in ALPN. */
  readonly protocols: readonly string[];
}

/**
 * What TLS connections of a `bind` line are made with: its certificates, one of
 * which is chosen by what the client says first. With it come the settings of
 * its line in a list, which Node.js could not change any more once the
 * handshake has begun. Errors are E_CERTIFICATE and name the file.
 */
export class TlsContext {
  #choice: CertificateChoice<Offer>;
  readonly #tls: BindTls;
  readonly #store: CertificateStore;
  /** Contexts of certificates without settings of their own, by path. */
  readonly #contexts = new Map<string, SecureContext>();

  /** The certificates are those of `store`, and change with it. */
  constructor(tls: BindTls, store: CertificateStore) {
    this.#tls = tls;
    this.#store = store;
    this.#choice = this.#offered();
    store.onChange((path) => this.#changed(path));
  }

  /** Faults of client certificates that do not count. */
  get ignoredErrors(): BindTls["ignoredErrors"] {
    return this.#tls.ignoredErrors;
  }

  /** How to go on with a client; undefined to refuse it. Without a hello, it speaks no TLS that is known. */
  optionsFor(hello: ClientHello | undefined): TLSSocketOptions | undefined {
    const name = hello && serverNameOf(hello);
    const { ecdsa, rsa } = hello ? signaturesOf(hello) : { ecdsa: false, rsa: true };
    const offer = this.#choice.find({ name, takesEcdsa: ecdsa, takesRsa: rsa }, this.#tls.strictSni);
    const spoken = hello ? protocolsOf(hello) : [];
    // Node.js ends handshakes where no protocol is shared, which HAProxy lets pass.
    if (!offer?.protocols.some((each) => spoken.includes(each))) return offer?.options;
    return { ...offer.options, ALPNProtocols: [...offer.protocols] };
  }

  /** Connections made from now on have the new certificate. */
  #changed(path: string): void {
    if (!this.#tls.certificates.some((each) => each.path === path)) return;
    this.#contexts.delete(path);
    this.#choice = this.#offered();
  }

  #offered(): CertificateChoice<Offer> {
    const choice = new CertificateChoice<Offer>();
    for (const offered of this.#tls.certificates) {
      const { path, settings, names, isDefault } = offered;
      try {
        const offer = offerOf({ ...this.#tls, ...settings }, this.#contextOf(offered));
        choice.add(offer, this.#store.load(path).chain, names, isDefault);
      } catch (error) {
        const reason = (error as Error).message;
        throw new HaluaError("E_CERTIFICATE", `unable to load certificate from file '${path}': ${reason}`, {
          cause: error,
        });
      }
    }
    return choice;
  }

  #contextOf({ path, settings }: OfferedCertificate): SecureContext {
    const known = settings ? undefined : this.#contexts.get(path);
    if (known) return known;
    const { chain, key } = this.#store.load(path);
    const context = createSecureContext({
      cert: chain,
      ...(key !== undefined && { key }),
      ...secureContextOptions({ ...this.#tls, ...settings }),
      // Without one, OpenSSL ends the connections of clients that come again with a certificate.
      sessionIdContext: "halua",
    });
    if (!settings) this.#contexts.set(path, context);
    return context;
  }
}

function offerOf({ alpn = [], verify = "none" }: AcceptingTls, secureContext: SecureContext): Offer {
  const options = {
    isServer: true,
    secureContext,
    requestCert: verify !== "none",
    rejectUnauthorized: verify === "required",
  };
  return { options, protocols: alpn };
}
