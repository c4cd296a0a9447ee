/** TLS of `bind` and `server` lines. */
import type { SampleExpression } from "../expressions.ts";

export type TlsVersion = "SSLv3" | "TLSv1.0" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

export interface TlsSettings {
  readonly alpn?: readonly string[];
  readonly caFile?: string;
  readonly crlFile?: string;
  readonly ciphers?: string;
  readonly ciphersuites?: string;
  readonly curves?: string;
  readonly sigalgs?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
}

export interface BindTls extends TlsSettings {
  readonly certificates: readonly string[];
  readonly verify: "none" | "optional" | "required";
  readonly strictSni: boolean;
}

export interface ServerTls extends TlsSettings {
  readonly verify?: "none" | "required";
  readonly verifyHost?: string;
  readonly sni?: SampleExpression;
  readonly certificate?: string;
}
