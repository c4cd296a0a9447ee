/** Log-format texts by what they are for; what HAProxy 3.5 writes for them is in formats.json. */

export interface FormatCase {
  readonly use: "log" | "http" | "plain";
  readonly format: string;
}

export const FORMAT_REQUEST =
  'GET /p/"q"?a=\\b&c=]{|} HTTP/1.1\r\nHost: h\r\nX-Cap: a|b{c}"\\]#\xe9\r\nCookie: sid=xyz\r\n\r\n';

/** Rules that every section has: what the texts show. */
export const FORMAT_RULES: readonly string[] = [
  "unique-id-format %[method]:%HU",
  "capture request header x-cap len 30",
  "capture request header x-none len 30",
  "capture response header x-none len 30",
  "capture cookie sid len 10",
  'http-request set-var(txn.s) \'str("a b\\"c]\\\\d")\'',
  "http-request set-var(txn.bin) bin(4100420a43)",
  "http-request set-var(txn.ctl) bin(4109420a430d447f45ff)",
  "http-request set-var(txn.ctl) var(txn.ctl),concat()",
  "http-request set-var(txn.empty) str()",
];

const BASIC = [
  "%[var(txn.s)]",
  "%{+Q}[var(txn.s)]",
  "%{+E}[var(txn.s)]",
  "%{+Q,+E}[var(txn.s)]",
  "[%[var(txn.none)]]",
  "[%{+Q}[var(txn.none)]]",
  "[%{+M}[var(txn.none)]]",
  "[%{-M}[var(txn.none)]]",
  "[%[var(txn.empty)]]",
  "%{+X}[int(255)] %[int(-255)] %[bool(true)] %[ipv4(1.2.3.4)] %[ipv6(::1)] %[meth(POST)]",
  "%[var(txn.bin)]",
  "%{+bin}[var(txn.bin)]",
  "%[var(txn.ctl),hex]",
  "%{+X}o %[int(255)] %ci",
  "%ci %fi %{+X}ci %{+X}fi %{+Q}ci %{+E}ci",
  "%HM|%HP|%HPO|%HQ|%HU|%HV|%r",
  "%{+Q}HM|%{+Q}HP|%{+Q}HU|%{+Q}r",
  "%{+E}HU|%{+E}r|%{+Q,+E}r",
  "%hr %hs %hrl %hsl",
  "%{+Q}hr %{+Q}hrl %{+E}hr %{+E}hrl %{+Q}hs %{+Q}hsl",
  "%f %ft %b %s %{+Q}f %{+Q}ft %{+Q}b %{+Q}s",
  "%rc %sq %bq %sc %{+X}rc",
  "%CC %CS %{+Q}CC %{+Q}CS %{+M}CS %{-M}CS.",
  "%ID %{+Q}ID %{+E}ID",
  "%bi %bp %si %sp %{+Q}si %{+M}si.",
  "%sslc %sslv %{+Q}sslv.",
  "%Tw %Tc %Tr %Td",
  "%% %%x %%[x] 100%%",
  "%{+json}[var(txn.s)] %{+json}HM %(n){+json}ci",
  "%{+json}hr %{+json}hrl %{+json}rc",
  "%{+cbor}HM %{+cbor}[int(5)]",
];

const ENCODED = [
  "%(a)HM",
  "x %(a)HM y %HU %(b)[int(5)] %[int(6)]",
  "%(a)[var(txn.s)] %(b)[var(txn.none)] %(c)[int(-5)] %(d)[bool(false)] %(e)[ipv4(1.2.3.4)]",
  "%(a:str)[int(5)] %(b:sint)[str(17)] %(c:bool)[int(3)] %(d:raw)[bin(4142)] %(e:str)[bool(true)] %(f:sint)[bool(true)]",
  "%(a:bool)[str(0)] %(b:sint)[str(x)] %(c:str)[bin(4142)] %(d)[bin(414200ff)] %(e)[var(txn.bin)]",
  "%(a)r %(b)HU %(c)hr %(d)hrl %(e)hs %(f)hsl",
  "%(a)ci %(b){+X}ci %(c)fi %(d)si %(e)sp",
  "%(a)rc %(b:str)rc %(c:bool)rc %(d)Tw %(e)sq",
  "%(a)f %(b)ft %(c)s %(d)CC %(e)CS %(f)ID",
  "%(a){+Q}[var(txn.s)] %(b){+E}[var(txn.s)] %(c){-M}CS %(d){+M}CS",
  "%(a)[bin(000102ff22)] %(b)[int(100)] %(c)[int(1000)] %(d)[int(100000)] %(e)[int(-1)] %(f)[int(9223372036854775807)]",
];

const SPACES = [
  "  a   b  %[var(txn.none)]   c",
  "a %{-M}[var(txn.none)]  b   %{-M}CS  c ",
  "%hs  %hs  x",
  " %hs y",
];

const log = [
  ...BASIC,
  ...SPACES,
  "%ST %{+X}ST %OG",
  ...["json", "cbor", "cbor,+bin"].flatMap((encoding) =>
    // Raw bytes would break the lines of the log.
    encoding.endsWith("bin") ? [] : ENCODED.map((format) => `%{+${encoding}}o ${format}`),
  ),
  "%{+json,+Q}o %(a)HM",
  "%{+json}o %(a)HM %{+cbor}o %(b)HU",
  "%{+Q}o %HM %HU %{-Q}HM %[var(txn.s)]",
  "%{-M}o [%CS] [%[var(txn.none)]] [%{+M}CS]",
];

const other = [
  ...BASIC,
  ...SPACES,
  "%{+json}o %(a)HM",
  "%{+Q}o %HM %[var(txn.s)]",
  "%{+json}o %(a)[var(txn.s)]",
];

export const FORMAT_CASES: readonly FormatCase[] = [
  ...log.map((format): FormatCase => ({ use: "log", format })),
  ...other.map((format): FormatCase => ({ use: "http", format })),
  { use: "http", format: "%[var(txn.ctl)]" },
  ...other.map((format): FormatCase => ({ use: "plain", format })),
  { use: "plain", format: "%{+json}o %(a)r %(b)[int(5)]" },
];

export const FORMAT_PORT = 21_000;

/** One section for each text. */
export function formatConfiguration(cases: readonly FormatCase[]): string {
  const sections = cases.map(({ use, format }, at) => {
    const quoted = `'${format}'`;
    const own = {
      log: ["log global", `log-format ${quoted}`, "http-request return status 200"],
      http: [`http-request return status 200 hdr x-answer ${quoted}`],
      plain: [`http-request return status 200 content-type text/plain lf-string ${quoted}`],
    }[use];
    const lines = [`bind 127.0.0.1:${FORMAT_PORT + at}`, "mode http", ...FORMAT_RULES, ...own];
    return `frontend f${at}\n${lines.map((line) => ` ${line}\n`).join("")}`;
  });
  return `global\n log stdout len 60000 format raw local0\ndefaults\n timeout client 9s\n${sections.join("")}`;
}
