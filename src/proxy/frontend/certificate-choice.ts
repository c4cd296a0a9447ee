import { X509Certificate } from "node:crypto";

/** How a certificate's key signs; what is neither is taken by every client. */
type Signature = "ecdsa" | "rsa" | "other";

/** A certificate to choose from, with what it stands for. */
interface Candidate<T> {
  readonly value: T;
  readonly signature: Signature;
  /** Hosts that its wildcards are not for. */
  readonly exceptions: ReadonlySet<string>;
}

/** What a client says of itself before it is shown a certificate. */
export interface Wanted {
  /** Undefined where it names no host. */
  readonly name: string | undefined;
  readonly takesEcdsa: boolean;
  readonly takesRsa: boolean;
}

/**
 * Chooses among the certificates of a `bind` line: by the exact name, then by
 * a wildcard of its domain, then a default one; among those for a name by
 * what the client can verify, ECDSA first (ssl_sock_chose_sni_ctx).
 */
export class CertificateChoice<T> {
  readonly #exact = new Map<string, Candidate<T>[]>();
  /** By what stands behind the asterisk: `.example.org`. */
  readonly #wildcards = new Map<string, Candidate<T>[]>();
  readonly #defaults: Candidate<T>[] = [];

  /** @param names the hosts it is for, as a list has them; those in the certificate without */
  add(value: T, pem: string, names: readonly string[] | undefined, isDefault: boolean): void {
    const certificate = new X509Certificate(pem);
    const all = (names ?? namesIn(certificate)).map((name) => name.toLowerCase());
    const exceptions = new Set(all.filter((name) => name.startsWith("!")).map((name) => name.slice(1)));
    const candidate = { value, signature: signatureOf(certificate), exceptions };
    for (const name of all) {
      if (name.startsWith("*.")) put(this.#wildcards, name.slice(1), candidate);
      else if (!name.startsWith("!")) put(this.#exact, name, candidate);
    }
    if (isDefault) this.#defaults.push(candidate);
  }

  /** What stands for the client's certificate; a `strict` choice knows no default. */
  find(wanted: Wanted, strict: boolean): T | undefined {
    const found = wanted.name === undefined ? [] : this.#named(wanted.name.toLowerCase());
    if (found.length > 0) return bestOf(found, wanted);
    return strict ? undefined : bestOf(this.#defaults, wanted);
  }

  #named(name: string): Candidate<T>[] {
    const exact = this.#exact.get(name) ?? [];
    const dot = name.indexOf(".");
    const wild = (dot < 0 ? undefined : this.#wildcards.get(name.slice(dot))) ?? [];
    return [...exact, ...wild.filter(({ exceptions }) => !exceptions.has(name))];
  }
}

function put<T>(map: Map<string, Candidate<T>[]>, name: string, candidate: Candidate<T>): void {
  const known = map.get(name);
  if (known) known.push(candidate);
  else map.set(name, [candidate]);
}

function bestOf<T>(candidates: readonly Candidate<T>[], { takesEcdsa, takesRsa }: Wanted): T | undefined {
  const first = (signature: Signature): Candidate<T> | undefined =>
    candidates.find((each) => each.signature === signature);
  const ecdsa = first("ecdsa");
  const rsa = first("rsa");
  const understood = (takesEcdsa ? ecdsa : undefined) ?? (takesRsa ? rsa : undefined);
  const best = understood ?? first("other") ?? ecdsa ?? rsa;
  return best?.value;
}

function signatureOf({ publicKey }: X509Certificate): Signature {
  if (publicKey.asymmetricKeyType === "ec") return "ecdsa";
  return publicKey.asymmetricKeyType === "rsa" ? "rsa" : "other";
}

function namesIn({ subject, subjectAltName = "" }: X509Certificate): string[] {
  const alternatives = [...subjectAltName.matchAll(/DNS:([^,\s]+)/g)];
  const common = [...subject.matchAll(/^CN=(.*)$/gm)];
  return [...alternatives, ...common].map(([, name = ""]) => name);
}
