/** A sample as text and as bytes, both in hexadecimal; null where there is none. */
export type Answer = readonly [text: string, bytes: string] | null;

/** What a program answered to a case: to its expressions, then to its conditions, which are null where they do not hold. */
export interface Recording {
  readonly name: string;
  readonly answers: readonly Answer[];
}

/** What HAProxy said of a connection with TLS, and what is known of it. */
export interface TlsRecording extends Recording {
  readonly version: string;
  readonly cipher: string;
  readonly sni: string | null;
  readonly alpn: string | null;
  /** The certificates, as PEM. */
  readonly own: string;
  readonly peer: string | null;
}
