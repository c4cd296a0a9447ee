/** TLS of `bind` and `server` lines. */
import type { SampleExpression } from "../expressions.ts";

export type TlsVersion = "SSLv3" | "TLSv1.0" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

export interface TlsSettings {
  readonly alpn?: readonly string[];
  readonly caFile?: string;
  /** More authorities, of `bind` lines only. */
  readonly caVerifyFile?: string;
  readonly crlFile?: string;
  readonly ciphers?: string;
  readonly ciphersuites?: string;
  readonly curves?: string;
  readonly sigalgs?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
}

/** What may be set for a listener, and for single certificates in a `crt-list`. */
export interface AcceptingTls extends TlsSettings {
  /** `none` where nothing is said. */
  readonly verify?: "none" | "optional" | "required";
}

/** A certificate that clients may be shown. */
export interface OfferedCertificate {
  readonly path: string;
  /** Whether it is for clients that name no host, or one that nothing is for. */
  readonly isDefault: boolean;
  /** The hosts it is for, as a `crt-list` names them: `*.x` is a wildcard, `!x` an exception; its own names without. */
  readonly names?: readonly string[];
  /** What the `crt-list` says otherwise than the line. */
  readonly settings?: AcceptingTls;
}

export interface BindTls extends AcceptingTls {
  /** In the order of the line; folders, lists and bundles are resolved. */
  readonly certificates: readonly OfferedCertificate[];
  readonly strictSni: boolean;
  /** Faults of client certificates that do not count, by OpenSSL's numbers: of the certificate itself, and of those above it. */
  readonly ignoredErrors: {
    readonly certificate: readonly number[] | "all";
    readonly authority: readonly number[] | "all";
  };
}

export interface ServerTls extends TlsSettings {
  readonly verify?: "none" | "required";
  readonly verifyHost?: string;
  readonly sni?: SampleExpression;
  readonly certificate?: string;
}
