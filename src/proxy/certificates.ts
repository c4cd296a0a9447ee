import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

/** A certificate as a `bind` or `server` line uses it. All texts are PEM. */
export interface Certificate {
  /** The certificate itself, and those that link it to an authority. */
  readonly chain: string;
  readonly key: string | undefined;
  /** An OCSP response, DER. */
  readonly ocsp?: Buffer;
  /** The certificate of who answers for it by OCSP. */
  readonly issuer?: string;
}

/** What may be changed of a certificate, by the names of HAProxy's files and of `CertCache.set` (ssl_ckch.c). */
export type CertificatePart = "crt" | "key" | "ocsp" | "issuer" | "sctl";

/** New contents of a certificate's parts; undefined has the part's file read again. */
export type CertificateChange = ReadonlyMap<CertificatePart, string | undefined>;

/** Parts in the order in which they count: a new `crt` starts over, the others complete it. */
const parts: readonly CertificatePart[] = ["crt", "key", "issuer", "ocsp", "sctl"];

const certificateBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^]*?-----END [^-\n]*-----\n?/g;
const keyBlock = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[^]*?-----END [^-\n]*-----\n?/;

/** Thrown with HAProxy's text about what cannot be loaded, which may have several lines. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";
}

/** OpenSSL's word for what was wrong, as Node.js hands it on. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
}

function notLoaded(part: CertificatePart, text = ""): CertificateError {
  return new CertificateError(`${text}Can't load the payload for '${part === "crt" ? "" : part}'`);
}

/**
 * The certificates that `bind` and `server` lines name, by path: read from
 * their files once, and changed in memory by scripts. Who uses one listens for
 * its change: connections made from then on have the new one.
 */
export class CertificateStore {
  readonly #certificates = new Map<string, Certificate>();
  readonly #listeners = new Set<(path: string) => void>();

  /** The certificate of a path; undefined where nothing has loaded it. */
  get(path: string): Certificate | undefined {
    return this.#certificates.get(path);
  }

  /** The certificate of a path, from its files unless it is known. Throws CertificateError. */
  load(path: string): Certificate {
    const known = this.#certificates.get(path);
    if (known) return known;
    const loaded = fromFiles(path);
    this.#certificates.set(path, loaded);
    return loaded;
  }

  /** Calls `listener` with the path of each certificate that changes; gives what ends that. */
  onChange(listener: (path: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes a certificate, wholly or not at all. Throws CertificateError with HAProxy's texts. */
  change(path: string, change: CertificateChange): void {
    let certificate = this.load(path);
    for (const part of parts) {
      if (change.has(part)) certificate = withPart(path, certificate, part, change.get(part));
    }
    mustFit(path, certificate);
    this.#certificates.set(path, certificate);
    for (const listener of this.#listeners) listener(path);
  }
}

/** A certificate with its key in the same file or beside it, and what else lies there by HAProxy's endings. */
function fromFiles(path: string): Certificate {
  let certificate = withPart(path, { chain: "", key: undefined }, "crt", undefined);
  const beside = (part: CertificatePart): string | undefined =>
    existsSync(`${path}.${part}`) ? readFileSync(`${path}.${part}`, "latin1") : undefined;
  if (certificate.key === undefined) {
    const key = beside("key");
    if (key !== undefined) certificate = withPart(path, certificate, "key", key);
  }
  const issuer = beside("issuer");
  if (issuer !== undefined) certificate = withPart(path, certificate, "issuer", issuer);
  const ocsp = existsSync(`${path}.ocsp`) ? readFileSync(`${path}.ocsp`) : undefined;
  certificate = { ...certificate, ...(ocsp && { ocsp }) };
  mustFit(path, certificate);
  return certificate;
}

function withPart(
  path: string,
  certificate: Certificate,
  part: CertificatePart,
  text: string | undefined,
): Certificate {
  switch (part) {
    case "crt":
      return fromPem(path, text ?? readPem(path));
    case "key":
      return { ...certificate, key: privateKey(path, text ?? readPem(path)) };
    case "issuer":
      return { ...certificate, issuer: issuerOf(path, text ?? readPem(`${path}.issuer`)) };
    case "ocsp":
      return { ...certificate, ocsp: ocspResponse(text) };
    case "sctl":
      // Node.js cannot send a list of timestamps; HAProxy says so of a list it cannot read.
      throw notLoaded(part);
  }
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    throw new CertificateError(`cannot open the file '${path}'.\n`);
  }
}

/** A certificate, its chain, and the key if there is one. What was known of the one before is void. */
function fromPem(path: string, pem: string): Certificate {
  const blocks = pem.match(certificateBlock) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
    // Only OpenSSL knows what is wrong with a text that has none.
    if (blocks.length === 0) new X509Certificate(pem);
  } catch (error) {
    throw notLoaded("crt", `unable to load certificate from file '${path}': ${reasonOf(error)}.\n`);
  }
  const key = keyBlock.exec(pem)?.[0];
  return { chain: blocks.join(""), key: key === undefined ? undefined : privateKey(path, key) };
}

function privateKey(path: string, pem: string): string {
  try {
    createPrivateKey(pem);
    return keyBlock.exec(pem)?.[0] ?? pem;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw notLoaded("key", `unable to load private key from file '${path}' (${message}).\n`);
  }
}

function issuerOf(path: string, pem: string): string {
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw notLoaded("issuer", `'${path}' cannot be read or parsed'.\n`);
  }
}

/** An OCSP response in base64; no more is looked at than that it can be one. */
function ocspResponse(text: string | undefined): Buffer {
  const der = Buffer.from(text ?? "", "base64");
  const sequence = 0x30;
  if (der[0] !== sequence) throw notLoaded("ocsp", "Error reading OCSP response in base64 format");
  return der;
}

function mustFit(path: string, { chain, key }: Certificate): void {
  if (key === undefined) {
    throw new CertificateError(
      `unable to load SSL private key into SSL Context '${path}': passed a null parameter.\n`,
    );
  }
  if (new X509Certificate(chain).checkPrivateKey(createPrivateKey(key))) return;
  throw new CertificateError(
    `inconsistencies between private key and certificate loaded from PEM file '${path}'.\n`,
  );
}
