/** Logs of proxies: targets and formats. Source: configuration manual 4.2 and 8; texts of log.c and cfgparse-listen.c. */
import type { Line } from "../line.ts";
import { parseLogTarget } from "../log-target.ts";
import { currentProxy, type State } from "../state.ts";
import type { ProxyConfig } from "../types.ts";
import { linesOf, PROXY_SECTIONS, type LineParser } from "./build.ts";

const kw = linesOf(PROXY_SECTIONS);

/** HAProxy's own formats, which are facts of its manual (8.2). */
export const LOG_FORMAT_TEXTS: Readonly<
  Record<Exclude<NonNullable<ProxyConfig["logFormatKind"]>, "custom">, string>
> = {
  httplog:
    "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r",
  "httplog clf":
    '%{+Q}o %{-Q}ci - - [%trg] %r %ST %B "" "" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl',
  tcplog: "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq",
  "tcplog clf":
    '%{+Q}o %{-Q}ci - - [%T] "TCP " 000 %B "" "" %cp %ms %ft %b %s %Th %Tw %Tc %Tt %U %ts-- %ac %fc %bc %sc %rc %sq %bq "" "" ',
  httpslog:
    "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r " +
    "%[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc",
};

type Kind = keyof typeof LOG_FORMAT_TEXTS;

function shown(kind: ProxyConfig["logFormatKind"]): string {
  return kind === undefined || kind === "custom" ? "log-format" : `option ${kind}`;
}

/** Sets the format of a proxy to one of HAProxy's own. */
export function setLogFormat(line: Line, state: State, kind: Kind): void {
  change(line, state, kind, LOG_FORMAT_TEXTS[kind], `option ${kind}`);
  const proxy = currentProxy(state);
  if (proxy.kind === "backend") {
    line.warn(
      `backend '${proxy.name}' : 'option ${kind.split(" ")[0] ?? kind}' directive is ignored in backends.`,
    );
  }
}

function change(line: Line, state: State, kind: Kind | "custom", text: string, name: string): void {
  const proxy = currentProxy(state);
  if (proxy.formats.logFormat && proxy.kind === "defaults") {
    line.warnTight(`'${name}' overrides previous '${shown(proxy.logFormatKind)}' in 'defaults' section.`);
  }
  proxy.formats.logFormat = { text, location: line.location };
  proxy.logFormatKind = kind;
}

/** The only argument of a keyword that takes a format. */
function onlyArgument(line: Line): string {
  if (line.word(1) === "") line.fail(`${line.keyword} expects an argument.`);
  if (line.word(2) !== "") {
    line.fail(`${line.keyword} expects only one argument, don't forget to escape spaces!`);
  }
  return line.word(1);
}

function ignoredInBackends(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (proxy.kind !== "backend") return;
  line.warn(`backend '${proxy.name}' : '${line.keyword}' directive is ignored in backends.`);
}

function logFormat(line: Line, state: State): void {
  change(line, state, "custom", onlyArgument(line), "log-format");
  ignoredInBackends(line, state);
}

const otherFormat =
  (field: "logFormatSd" | "errorLogFormat" | "uniqueIdFormat"): LineParser =>
  (line, state) => {
    const text = onlyArgument(line);
    const proxy = currentProxy(state);
    if (field === "errorLogFormat" && proxy.formats[field] && proxy.kind === "defaults") {
      line.warnTight("'error-log-format' overrides previous 'error-log-format' in 'defaults' section.");
    }
    proxy.formats[field] = { text, location: line.location };
    if (field !== "uniqueIdFormat") ignoredInBackends(line, state);
  };

function uniqueIdHeader(line: Line, state: State): void {
  if (line.word(1) === "") line.fail("unique-id-header expects an argument.");
  currentProxy(state).uniqueIdHeader = line.word(1);
}

function log(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (line.modifier === "no") {
    if (line.word(1) !== "") line.fail("log : 'no log' does not expect arguments");
    proxy.logs = [];
    return;
  }
  if (line.word(1) === "global" && line.word(2) === "") {
    proxy.logs.push(...state.global.logs.filter((target) => !proxy.logs.includes(target)));
    return;
  }
  const target = line.try(
    (error) => `log : ${error}`,
    () => parseLogTarget(line.words.slice(1), "proxy", state.environment, line.location),
  );
  proxy.logs.push(target);
}

function logTag(line: Line, state: State): void {
  if (line.word(1) === "") line.fail("'log-tag' expects a tag for use in syslog.");
  currentProxy(state).logTag = line.word(1);
}

export const LOG_KEYWORDS = [
  kw(
    "log",
    "1.1",
    "<address:address> [len <bytes:int>] [format <name:string>] [sample <ranges:string>] [<facility:string> [<level:string> [<minlevel:string>]]]",
    "Where this proxy's logs go; `global`: where the global section says. `no log` forgets all.",
    log,
  ),
  kw("log-format", "1.5", "<format:format>", "What is logged.", logFormat),
  kw(
    "log-format-sd",
    "1.6",
    "<format:format>",
    "The structured data of rfc5424 logs.",
    otherFormat("logFormatSd"),
  ),
  kw(
    "error-log-format",
    "2.5",
    "<format:format>",
    "What is logged of connections that failed before there was anything else to log.",
    otherFormat("errorLogFormat"),
    { places: ["defaults", "frontend", "listen", "backend"] },
  ),
  kw("log-tag", "1.5", "<tag:string>", "The program's name in this proxy's syslog messages.", logTag),
  kw(
    "unique-id-format",
    "1.5",
    "<format:format>",
    "How a request's unique id is made.",
    otherFormat("uniqueIdFormat"),
  ),
  kw("unique-id-header", "1.5", "<name:header>", "The header that carries the unique id.", uniqueIdHeader),
];
