import { spawnSync } from "node:child_process";
import { defaultParserSettings, H1Parser } from "../../../../src/proxy/http/h1-parser.ts";
import { haproxyProgram } from "../../support/live-haproxy.ts";

/** The HAProxy to compare with; without one the test, or what it is in, is skipped. */
export function haproxyOrSkip(context: Mocha.Context): string {
  const program = haproxyProgram();
  if (program === undefined) {
    process.stdout.write("      no haproxy here (set HAPROXY_PROGRAM): no comparison with it\n");
    context.skip();
  }
  return program;
}

/** `2.6` is 2.006: versions can be compared as numbers. NaN for what is no HAProxy. */
export function haproxyVersion(program: string): number {
  const { stdout } = spawnSync(program, ["-v"], { encoding: "utf8" });
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) + Number(minor) / 1000;
}

/** Something older versions do otherwise than 3.5-dev5, which we follow. */
export interface Difference {
  /** The first version that does as we do. */
  readonly since: number;
  readonly what: string;
  /** Tells the streams (of requests, or of responses) it can show in. */
  readonly shows: RegExp | ((stream: string) => boolean);
}

/** Whether chunks are why we refuse a stream. */
function hasBadChunk(stream: string): boolean {
  const parser = H1Parser.forRequests(defaultParserSettings);
  parser.push(Buffer.from(stream, "latin1"));
  for (;;) {
    const event = parser.next();
    if (event.type === "error") return event.part === "payload";
    if (event.type === "more" || event.type === "preface") return false;
  }
}

/** In how requests are read. */
export const requestDifferences: readonly Difference[] = [
  {
    since: 3.005,
    what: "an absolute target ends at a question mark too, and its host may be compared",
    shows: /^[^ \t\r\n]+[ \t]+[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/ \t]*[?#]/m,
  },
  {
    since: 3.004,
    what: "OPTIONS of a host without a path keeps that form",
    shows: /^OPTIONS[ \t]+[A-Za-z]/m,
  },
  { since: 3.004, what: "HTTP/2's preface behind a request is answered 405", shows: /PRI \* HTTP\/2\.0/ },
  { since: 3.004, what: "a host has no comma", shows: /^host:.*,/im },
  {
    since: 3.004,
    what: "quotes, backslashes and control bytes in chunk extensions are looked at",
    shows: /^[0-9a-f]+[ \t]*;.*(?:["\\]|[^\t\r -~\x80-\xff])/im,
  },
  {
    since: 3.004,
    what: "an upgrade takes both headers, else they are taken out; h2c always is",
    shows: /upgrade/i,
  },
  {
    since: 3.003,
    what: "a target that is neither path, absolute, authority nor asterisk is refused, by the method",
    shows: /^\S+[ \t]+(?!\/|[a-z]+:\/\/[^\s/?#]+\/)\S+[ \t]+(?:[^\s:]*\/|\r?\n)|CONNECT/m,
  },
  {
    since: 3.003,
    what: "hosts are checked for delimiters and blanks",
    shows: /^host:(?![ \t]*[\w.:-]*[ \t]*\r?\n(?![ \t]))/im,
  },
  { since: 3.003, what: "NUL in a value is refused", shows: /\0/ },
  {
    since: 3.003,
    what: "zeros in front of a length are taken away, and lengths beyond 64 bits refused",
    shows: /^content-length:\s*.*(?:0\d|\d{20})/im,
  },
  {
    since: 3.003,
    what: "empty codings are refused, and those behind another chunked",
    shows: /^transfer-encoding:(?!\s*chunked\s*$)/im,
  },
  { since: 3.003, what: "a chunk's lines end in CRLF, and not in LF alone", shows: hasBadChunk },
  {
    since: 3.003,
    what: "the names of trailers are checked",
    shows: /chunked[^]*\n[^\n:]*[^!#$%&'*+.^_`|~0-9A-Za-z\r\n:-][^\n:]*:|chunked[^]*\n[^\n:]*[\x7f-\xff]/i,
  },
  {
    since: 3.003,
    what: "a target holds ASCII only, and no DEL",
    shows: /^\S+[ \t]+[^ \r\n]*[\x7f-\xff]/m,
  },
  {
    since: 3.003,
    what: "the authority of a target is checked for delimiters",
    shows: /^\S+[ \t]+[A-Za-z]+:\/\/[^\s/?]*[^\w.:[\]\s/?-]/m,
  },
];

/** In addition, where violations are let through. */
export const unsafeDifferences: readonly Difference[] = [
  {
    since: 3.004,
    what: "what is not HTTP has no version",
    shows: /^[A-Z]+ [^ \r\n]+ (?!HTTP\/\d\.\d\r?$)\S+\r?$/m,
  },
  {
    since: 3.004,
    what: "fields whose names hold other bytes than a token's are dropped",
    shows: /^[^\n:]*[^\n:!#$%&'*+.^_`|~0-9A-Za-z-][^\n:]*:/m,
  },
  { since: 3.003, what: "CONNECT takes no path", shows: /^CONNECT/m },
];

/** In how heads are sent on, by what is in either message, and by the options in front of them. */
export const exchangeDifferences: readonly Difference[] = [
  { since: 3.004, what: "status codes have three digits", shows: /^HTTP\/\d\.\d[ \t]+\d{4}/m },
  { since: 3.004, what: "h2c is taken out of upgrade", shows: /h2c/ },
  {
    since: 3.004,
    what: "of responses whose violations are let through, odd fields are dropped and odd codings taken",
    shows: /"acceptsUnsafe":true/,
  },
  {
    since: 3.003,
    what: "a missing reason is replaced by the usual one",
    shows: /^HTTP\/\d\.\d[ \t]+\d{3}[ \t]*\r?$/m,
  },
  { since: 3.003, what: "a length's zeros are taken away", shows: /^content-length:\s*.*0\d/im },
  { since: 3.003, what: "NUL in a value is refused", shows: /\0/ },
  {
    since: 3.003,
    what: "transfer-encoding is written as chunked",
    shows: /^transfer-encoding:(?!\s*chunked\s*$)|Chunked/im,
  },
  {
    since: 3.003,
    what: "a transfer-encoding taken out of a 204 still closes an old connection",
    shows: / 204 [^]*transfer-encoding/i,
  },
  { since: 3.003, what: "an absolute target gets a path", shows: /^GET http:\/\/[^/ ]+ /m },
  {
    since: 3.003,
    what: "httpclose of a frontend is about clients only",
    shows: /"frontend":"httpclose"/,
  },
  { since: 3.003, what: "a response to CONNECT has no length", shows: /^CONNECT /m },
];

/** What is different of that version. */
export const differencesOf = (version: number, all: readonly Difference[]): Difference[] =>
  all.filter(({ since }) => version < since);

/** Whether a stream can show one of these differences. */
export const showsDifference = (stream: string, differences: readonly Difference[]): boolean =>
  differences.some(({ shows }) => (typeof shows === "function" ? shows(stream) : shows.test(stream)));
