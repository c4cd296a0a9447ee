import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** Reads a file; undefined where it cannot be read. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

const PUBLIC_KEY = /-----BEGIN PUBLIC KEY-----[^]*?-----END PUBLIC KEY-----/;

/**
 * The keys that expressions name, by the paths of their PEM files. Files are
 * read when expressions are prepared; while traffic runs only those are known,
 * also to a variable that holds a path.
 */
export class KeyFiles {
  readonly #read: (path: string) => string | undefined;
  readonly #publicKeys = new Map<string, KeyObject>();
  readonly #certificates = new Map<string, KeyObject>();

  constructor(read: (path: string) => string | undefined = readText) {
    this.#read = read;
  }

  /** Reads a file with a public key (`BEGIN PUBLIC KEY`). One that has none is as unknown as before. */
  loadPublicKey(path: string): void {
    const pem = PUBLIC_KEY.exec(this.#read(path) ?? "")?.[0];
    const key = pem && keyOf(() => createPublicKey(pem));
    if (key) this.#publicKeys.set(path, key);
  }

  publicKey(path: string): KeyObject | undefined {
    return this.#publicKeys.get(path);
  }

  /** Reads a file with a certificate. */
  loadCertificate(path: string): void {
    const pem = this.#read(path);
    const key = pem === undefined ? undefined : keyOf(() => new X509Certificate(pem).publicKey);
    if (key) this.#certificates.set(path, key);
  }

  /** The public key of a certificate. */
  certificateKey(path: string): KeyObject | undefined {
    return this.#certificates.get(path);
  }
}

function keyOf(make: () => KeyObject): KeyObject | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
