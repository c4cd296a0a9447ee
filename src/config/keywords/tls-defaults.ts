/** Global keywords that set what the TLS of `bind` and `server` lines starts with. Source: configuration manual 3.1. */
import { Refused } from "../diagnostics.ts";
import type { Draft } from "../drafts/draft.ts";
import type { Line } from "../line.ts";
import type { TlsSettings } from "../types.ts";
import { linesOf, type LineParser } from "./build.ts";
import { excludeVersion, forceVersion, TLS_VERSIONS, tlsVersion, versionWord } from "./tls.ts";

const kw = linesOf(["global"]);

type Side = "bind" | "server";
type Field = "ciphers" | "ciphersuites" | "curves" | "sigalgs";

/** HAProxy asks for curves where it wants signature algorithms. */
const WANTED: Readonly<Record<Field, string>> = {
  ciphers: "a cipher suite as an argument",
  ciphersuites: "a cipher suite as an argument",
  curves: "a curves suite as an arguments",
  sigalgs: "a curves suite as an arguments",
};

const list =
  (side: Side, field: Field): LineParser =>
  (line, state) => {
    line.atMost(1);
    const value = line.word(1);
    if (value === "") line.fail(`global statement '${line.keyword}' expects ${WANTED[field]}.`);
    state.global.tlsDefaults[side][field] = value;
  };

/** Options that halua takes, and has nothing to set by. */
const OTHER_OPTIONS: Readonly<Record<Side, readonly string[]>> = {
  bind: ["no-tls-tickets", "tls-tickets", "prefer-client-ciphers", "strict-sni", "no-strict-sni"],
  server: ["no-tls-tickets", "renegotiate", "no-renegotiate"],
};

const options =
  (side: Side): LineParser =>
  (line, state) => {
    if (line.word(1) === "")
      line.fail(`global statement '${line.keyword}' expects an option as an argument.`);
    const tls = state.global.tlsDefaults[side];
    for (let i = 1; i < line.words.length; i++) i = option(line, i, side, tls);
  };

/** @returns the index of the option's last word */
function option(line: Line, at: number, side: Side, tls: Draft<TlsSettings>): number {
  const name = line.word(at);
  const [, way = "", short = ""] = /^(no|force)-(.*)$/.exec(name) ?? [];
  const version = TLS_VERSIONS.find((each) => versionWord(each) === short);
  if (version !== undefined) {
    if (way === "no") excludeVersion(tls, version);
    else forceVersion(tls, version);
    return at;
  }
  if (name === "ssl-min-ver" || name === "ssl-max-ver") {
    const text = line.word(at + 1);
    const on = ` on global statement '${line.keyword}'.`;
    if (text === "") line.fail(`'${name}' : missing the ssl/tls version${on}`);
    try {
      tls[name === "ssl-min-ver" ? "minVersion" : "maxVersion"] = tlsVersion(text);
    } catch (error) {
      if (error instanceof Refused) line.fail(error.text + on);
      throw error;
    }
    return at + 1;
  }
  if (side === "bind" && (name === "strict-sni" || name === "no-strict-sni")) {
    line.diag(`'${name}' is accepted without effect here: give 'strict-sni' to 'bind' lines.`);
  }
  if (!OTHER_OPTIONS[side].includes(name)) {
    line.fail(`unknown option '${name}' on global statement '${line.keyword}'.`);
  }
  return at;
}

const sides = (
  side: Side,
  since: { ciphers: string; ciphersuites: string; curves: string; sigalgs: string; options: string },
): ReturnType<typeof kw>[] => {
  const lines = `\`${side}\` lines that do not set their own`;
  const name = (what: string): string => `ssl-default-${side}-${what}`;
  return [
    kw(
      name("ciphers"),
      since.ciphers,
      "<list:string>",
      `Ciphers up to TLS 1.2 of ${lines}.`,
      list(side, "ciphers"),
    ),
    kw(
      name("ciphersuites"),
      since.ciphersuites,
      "<list:string>",
      `Ciphers of TLS 1.3 of ${lines}.`,
      list(side, "ciphersuites"),
    ),
    kw(name("curves"), since.curves, "<list:string>", `Curves of ${lines}.`, list(side, "curves")),
    kw(
      name("sigalgs"),
      since.sigalgs,
      "<list:string>",
      `Signature algorithms of ${lines}.`,
      list(side, "sigalgs"),
    ),
    kw(
      name("options"),
      since.options,
      "<option:string>...",
      `TLS versions of ${lines}: \`ssl-min-ver\`, \`ssl-max-ver\`, \`no-tlsv10\`, \`force-tlsv12\`... ` +
        `${OTHER_OPTIONS[side].map((option) => `\`${option}\``).join(", ")} are taken without effect.`,
      options(side),
    ),
  ];
};

export const TLS_DEFAULT_KEYWORDS = [
  ...sides("bind", { ciphers: "1.5", ciphersuites: "1.9", curves: "2.2", sigalgs: "2.8", options: "1.6" }),
  ...sides("server", { ciphers: "1.5", ciphersuites: "1.9", curves: "2.9", sigalgs: "2.9", options: "1.6" }),
];
