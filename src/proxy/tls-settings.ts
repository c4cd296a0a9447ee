import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SecureContextOptions, SecureVersion } from "node:tls";
import type { TlsSettings, TlsVersion } from "../config/types.ts";

const versions: Readonly<Record<TlsVersion, SecureVersion>> = {
  // Node.js has no SSLv3; the least it has is next to it.
  SSLv3: "TLSv1",
  "TLSv1.0": "TLSv1",
  "TLSv1.1": "TLSv1.1",
  "TLSv1.2": "TLSv1.2",
  "TLSv1.3": "TLSv1.3",
};

/** HAProxy's name for the authorities that the system trusts. */
const systemAuthorities = "@system-ca";

/** The files that a path stands for: those of a folder whose names are those of certificates (`ca-file` in 5.1). */
function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => /\.(?:pem|crt|cer|crl)$/.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

/** What `bind` and `server` lines say of TLS alike, as Node.js wants it. Reads the files. */
export function secureContextOptions(tls: TlsSettings): SecureContextOptions {
  const ciphers = [tls.ciphersuites, tls.ciphers].filter((list) => list !== undefined).join(":");
  const authorities = [tls.caFile, tls.caVerifyFile]
    .filter((path) => path !== undefined && path !== systemAuthorities)
    .flatMap((path = "") => filesAt(path).map((file) => readFileSync(file)));
  return {
    // The system's own authorities are Node.js's default.
    ...(authorities.length > 0 && { ca: authorities }),
    ...(tls.crlFile !== undefined && { crl: readFileSync(tls.crlFile) }),
    ...(ciphers !== "" && { ciphers }),
    ...(tls.curves !== undefined && { ecdhCurve: tls.curves }),
    ...(tls.sigalgs !== undefined && { sigalgs: tls.sigalgs }),
    ...(tls.minVersion && { minVersion: versions[tls.minVersion] }),
    ...(tls.maxVersion && { maxVersion: versions[tls.maxVersion] }),
  };
}
