/** Parameters about TLS that `bind` and `server` lines share. Source: configuration manual 5.1 and 5.2; texts of cfgparse-ssl.c. */
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import type { Draft } from "../drafts/draft.ts";
import type { TlsSettings, TlsVersion } from "../types.ts";
import { nothing, required, type MakeParameter, type ReadParameter } from "./parameters.ts";

/** In order, the oldest first. */
export const TLS_VERSIONS: readonly TlsVersion[] = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/** A version as `no-` and `force-` name it: `tlsv12`. */
export function versionWord(version: TlsVersion): string {
  return version.toLowerCase().replace(".", "");
}

export function tlsVersion(text: string): TlsVersion {
  const version = TLS_VERSIONS.find((name) => name === text);
  if (!version) throw new Refused(`'${text}' : unknown ssl/tls version`);
  return version;
}

/** Lets one version only. */
export function forceVersion(tls: Draft<TlsSettings>, version: TlsVersion): void {
  tls.minVersion = version;
  tls.maxVersion = version;
}

/** `no-tlsv11`: raises the least version past it, as Node knows no gaps. */
export function excludeVersion(tls: Draft<TlsSettings>, version: TlsVersion): void {
  const index = TLS_VERSIONS.indexOf(version);
  const above = TLS_VERSIONS[index + 1];
  const below = TLS_VERSIONS[index - 1];
  if (above === undefined) {
    if (below !== undefined) tls.maxVersion = below;
  } else if (tls.minVersion === undefined || TLS_VERSIONS.indexOf(tls.minVersion) <= index) {
    tls.minVersion = above;
  }
}

/** The argument of `alpn`. */
export function alpnList(cursor: Cursor): string[] {
  const text = required(cursor, "missing the comma-delimited ALPN protocol suite");
  return text.split(",").filter((name) => name !== "");
}

/** Why parameters of TLS have no effect. */
export const NODE_TLS = "Node's TLS decides this itself";

/** The parameters that say the same on both kinds of lines; `tlsOf` gives the draft that they set. */
export function tlsParameters<Kind extends "bind" | "server", Line>(
  kw: MakeParameter<Kind, Line>,
  tlsOf: (line: Line) => Draft<TlsSettings>,
): ReturnType<MakeParameter<Kind, Line>>[] {
  const list =
    (field: "ciphers" | "ciphersuites" | "curves" | "sigalgs", missing: string): ReadParameter<Line> =>
    (cursor, line) => {
      tlsOf(line)[field] = required(cursor, missing);
    };
  const bound =
    (field: "minVersion" | "maxVersion"): ReadParameter<Line> =>
    (cursor, line) => {
      tlsOf(line)[field] = tlsVersion(required(cursor, "missing the ssl/tls version"));
    };
  return [
    kw("ciphers", "1.5", "<list:string>", "Ciphers up to TLS 1.2.", list("ciphers", "missing cipher suite")),
    kw(
      "ciphersuites",
      "1.9",
      "<list:string>",
      "Ciphers of TLS 1.3.",
      list("ciphersuites", "missing cipher suite"),
    ),
    kw(
      "curves",
      "1.8",
      "<list:string>",
      "Curves for the key exchange.",
      list("curves", "missing curve suite"),
    ),
    kw(
      "sigalgs",
      "2.8",
      "<list:string>",
      "Signature algorithms.",
      list("sigalgs", "missing signature algorithm list"),
    ),
    kw("ssl-min-ver", "1.8", "<version:version>", "The least TLS version.", bound("minVersion")),
    kw("ssl-max-ver", "1.8", "<version:version>", "The highest TLS version.", bound("maxVersion")),
    ...TLS_VERSIONS.flatMap((version) => [
      kw(`force-${versionWord(version)}`, "1.5", "", `Speaks ${version} only.`, (_, line) => {
        forceVersion(tlsOf(line), version);
      }),
      kw(`no-${versionWord(version)}`, "1.5", "", `Does not speak ${version}.`, (_, line) => {
        excludeVersion(tlsOf(line), version);
      }),
    ]),
    kw("no-tls-tickets", "1.5", "", "No session tickets.", nothing, NODE_TLS),
    kw("tls-tickets", "1.8", "", "Session tickets.", nothing, NODE_TLS),
    kw("allow-0rtt", "1.8", "", "Early data.", nothing, "Node's TLS has no early data"),
  ];
}
