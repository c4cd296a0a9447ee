import { readFileSync } from "node:fs";
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

/** What `bind` and `server` lines say of TLS alike, as Node.js wants it. Reads the files. */
export function secureContextOptions(tls: TlsSettings): SecureContextOptions {
  const ciphers = [tls.ciphersuites, tls.ciphers].filter((list) => list !== undefined).join(":");
  return {
    // The system's own authorities are Node.js's default.
    ...(tls.caFile !== undefined && tls.caFile !== "@system-ca" && { ca: readFileSync(tls.caFile) }),
    ...(tls.crlFile !== undefined && { crl: readFileSync(tls.crlFile) }),
    ...(ciphers !== "" && { ciphers }),
    ...(tls.curves !== undefined && { ecdhCurve: tls.curves }),
    ...(tls.sigalgs !== undefined && { sigalgs: tls.sigalgs }),
    ...(tls.minVersion && { minVersion: versions[tls.minVersion] }),
    ...(tls.maxVersion && { maxVersion: versions[tls.maxVersion] }),
  };
}
