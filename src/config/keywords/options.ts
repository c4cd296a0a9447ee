/** Options of proxies. Source: configuration manual 4.2 "option ..."; texts of cfgparse-listen.c, http_ext.c, tcpcheck.c. */
import { isNetwork } from "../ip-text.ts";
import type { Line } from "../line.ts";
import { nearestWord } from "../nearest.ts";
import { currentProxy, warnIfNot, type State } from "../state.ts";
import type { HeaderForwarding, ProxyOption } from "../types.ts";
import { leadingInteger } from "../units.ts";
import { linesOf, PROXY_SECTIONS } from "./build.ts";
import { FORWARDED_OPTION } from "./forwarded.ts";
import { OPTION_COMMON, OPTION_NAMES, OPTION_UNLISTED } from "./haproxy-names.ts";
import { CHECK_OPTIONS } from "./checks.ts";
import { EXTERNAL_CHECK_OPTION } from "./external-check.ts";
import type { OptionKeyword } from "./keyword.ts";
import { noModifier, option, plain } from "./option-kit.ts";
import { setLogFormat } from "./logs.ts";

type Side = "front" | "back" | "both";

/** What each switch is for, on which side of a proxy it counts, and whether it needs HTTP. */
interface Switch {
  readonly side: Side;
  readonly http: boolean;
}

const SWITCHES = new Map<ProxyOption, Switch>();

/** The options that only mean something in HTTP mode, with their sides. */
export function httpOnlyOptions(): readonly { readonly name: ProxyOption; readonly side: Side }[] {
  return [...SWITCHES].filter(([, each]) => each.http).map(([name, each]) => ({ name, side: each.side }));
}

/** An option that is on or off. */
function onOff(
  name: ProxyOption,
  since: string,
  side: Side,
  http: boolean,
  doc: string,
  accepted?: string,
): OptionKeyword {
  SWITCHES.set(name, { side, http });
  return option(name, since, "", doc, (line, state) => setSwitch(line, state, name, side), accepted);
}

/** An accepted switch without any field in the configuration. */
function idle(name: string, since: string, side: Side, doc: string, why: string): OptionKeyword {
  return option(
    name,
    since,
    "",
    doc,
    (line, state) => {
      line.atMost(0, 1);
      if (side !== "both") warnIfNot(side, line, state, name);
    },
    why,
  );
}

function setSwitch(line: Line, state: State, name: ProxyOption, side: Side): void {
  line.atMost(0, 1);
  if (side !== "both" && warnIfNot(side, line, state, line.word(1))) return;
  const proxy = currentProxy(state);
  proxy.options.delete(name);
  proxy.noOptions.delete(name);
  if (line.modifier === "") proxy.options.add(name);
  else if (line.modifier === "no") proxy.noOptions.add(name);
}

const httpMode =
  (mode: "close" | "server-close" | "keep-alive"): OptionKeyword["parse"] =>
  (line, state) => {
    line.atMost(0, 1);
    const proxy = currentProxy(state);
    if (line.modifier === "") proxy.httpMode = mode;
    else if (line.modifier === "no") {
      if (proxy.httpMode === mode) proxy.httpMode = "keep-alive";
    } else noModifier(line);
  };

function redispatch(line: Line, state: State): void {
  if (warnIfNot("back", line, state, "redispatch")) return;
  const proxy = currentProxy(state);
  proxy.options.delete("redispatch");
  proxy.noOptions.delete("redispatch");
  if (line.modifier === "no") {
    proxy.noOptions.add("redispatch");
    proxy.redispatchAfter = 0;
  } else if (line.modifier === "") {
    // Without a number, only the last try goes elsewhere.
    proxy.redispatchAfter = line.word(2) === "" ? -1 : leadingInteger(line.word(2));
    if (proxy.redispatchAfter !== 0) proxy.options.add("redispatch");
  }
}

function tcpka(line: Line, state: State): void {
  line.atMost(0, 1);
  const proxy = currentProxy(state);
  if (proxy.kind !== "backend") proxy.options.add("clitcpka");
  if (proxy.kind !== "frontend") proxy.options.add("srvtcpka");
}

const forwarding =
  (field: "forwardFor" | "originalTo", header: string): OptionKeyword["parse"] =>
  (line, state) => {
    const name = `option ${line.word(1)}`;
    const result: { -readonly [K in keyof HeaderForwarding]: HeaderForwarding[K] } = {
      header,
      ifNone: false,
    };
    for (let i = 2; i < line.words.length; i++) {
      const word = line.word(i);
      if (word === "except") {
        const value = line.word(++i);
        if (!isNetwork(value)) line.fail(`'${name} except' expects <address>[/mask] as argument.`);
        result.except = value;
      } else if (word === "header") {
        const value = line.word(++i);
        if (value === "") line.fail(`'${name} header' expects <header_name> as argument.`);
        result.header = value;
      } else if (word === "if-none" && field === "forwardFor") {
        result.ifNone = true;
      } else {
        const values = field === "forwardFor" ? "'except', 'header' and 'if-none'" : "'except' and 'header'";
        line.fail(`'${name}' only supports optional values: ${values}.`);
      }
    }
    currentProxy(state)[field] = result;
  };

function logFormatOption(line: Line, state: State, kind: "httplog" | "tcplog"): void {
  const clf = line.word(2);
  if (clf !== "" && clf !== "clf") line.fail(`keyword '${kind}' only supports option 'clf'.`);
  if (clf !== "") line.atMost(1, 1);
  setLogFormat(line, state, clf === "" ? kind : `${kind} clf`);
}

function restrictNames(line: Line, state: State): void {
  line.atMost(2);
  const value = line.word(2);
  const expected = "option 'http-restrict-req-hdr-names' expects 'preserve', 'reject' or 'delete' option.";
  if (value === "") line.fail(`missing parameter. ${expected}`);
  if (value !== "preserve" && value !== "reject" && value !== "delete") {
    line.fail(`invalid parameter '${value}'. ${expected}`);
  }
  currentProxy(state).restrictHeaderNames = value;
}

const deprecated =
  (name: ProxyOption, side: Side): OptionKeyword["parse"] =>
  (line, state) => {
    line.atMost(0, 1);
    if (side !== "both" && warnIfNot(side, line, state, line.word(1))) return;
    line.warnTight(
      `option '${line.word(1)}' is deprecated. please use 'option ${name}' if absolutely needed.`,
    );
    currentProxy(state).options.add(name);
  };

const gone =
  (text: string): OptionKeyword["parse"] =>
  (line) =>
    line.failTight(text);

const NO_SPLICE = "Node moves all bytes itself";
const QUICKACK = "Node gives no access to this socket option";

export const OPTION_KEYWORDS: readonly OptionKeyword[] = [
  onOff(
    "abortonclose",
    "1.3",
    "both",
    false,
    "Gives a server up when its client has ended its side. On in HTTP mode unless switched off.",
  ),
  onOff(
    "accept-unsafe-violations-in-http-request",
    "3.1",
    "front",
    true,
    "Lets through requests that break the rules in ways that can be dangerous.",
  ),
  onOff(
    "accept-unsafe-violations-in-http-response",
    "3.1",
    "back",
    true,
    "Lets through responses that break the rules in ways that can be dangerous.",
  ),
  onOff("allbackups", "1.3", "back", false, "Uses all backups at once, not only the first."),
  onOff("checkcache", "1.3", "back", true, "Refuses responses that would let a cache keep a cookie."),
  onOff("clitcpka", "1.3", "front", false, "TCP keep-alive towards clients."),
  onOff("contstats", "1.4", "front", false, "Counts bytes while they flow.", "halua always does"),
  onOff("dontlog-normal", "1.4", "front", false, "Logs only what went wrong."),
  onOff("dontlognull", "1.3", "front", false, "Does not log connections without a byte."),
  onOff(
    "h1-case-adjust-bogus-client",
    "2.1",
    "front",
    false,
    "Writes header names for clients as `h1-case-adjust` says.",
  ),
  onOff(
    "h1-case-adjust-bogus-server",
    "2.1",
    "back",
    false,
    "Writes header names for servers as `h1-case-adjust` says.",
  ),
  onOff("http-buffer-request", "1.6", "both", true, "Waits for the whole body before anything else."),
  onOff("http-drop-request-trailers", "3.2", "back", true, "Drops trailers of requests."),
  onOff("http-drop-response-trailers", "3.2", "front", true, "Drops trailers of responses."),
  onOff(
    "http-ignore-probes",
    "1.6",
    "front",
    true,
    "Says nothing to clients that send nothing, and does not log them.",
  ),
  onOff("http-no-delay", "1.5", "both", true, "Sends every byte at once.", "halua always does"),
  onOff(
    "http-pretend-keepalive",
    "1.5",
    "back",
    true,
    "Tells servers that the connection stays open although it does not.",
  ),
  onOff("http-use-proxy-header", "1.4", "front", true, "Uses Proxy-Connection in place of Connection."),
  onOff(
    "idle-close-on-response",
    "2.6",
    "front",
    true,
    "A stopping process closes idle connections only after a response.",
  ),
  onOff("independent-streams", "1.5", "both", false, "Timeouts count each direction alone."),
  onOff("log-health-checks", "1.4", "back", false, "Logs every change of a check's result."),
  onOff("log-separate-errors", "1.4", "front", false, "Logs errors as errors."),
  onOff("logasap", "1.3", "front", false, "Logs when the response starts."),
  onOff("nolinger", "1.4", "both", false, "Closes connections with a reset."),
  onOff("persist", "1.3", "back", false, "Keeps to the cookie's server even when it is down."),
  onOff("prefer-last-server", "1.5", "back", true, "Uses the connection's last server again where it can."),
  onOff("socket-stats", "1.4", "front", false, "Counts each listener alone."),
  onOff("srvtcpka", "1.3", "back", false, "TCP keep-alive towards servers."),
  onOff(
    "tcp-smart-accept",
    "1.4",
    "front",
    false,
    "Delays the kernel's acknowledgement of a connection.",
    QUICKACK,
  ),
  onOff("tcp-smart-connect", "1.4", "back", false, "Connects together with the first data.", QUICKACK),
  onOff(
    "disable-h2-upgrade",
    "2.2",
    "front",
    true,
    "Lets no client begin HTTP/2 on a connection of HTTP/1: it gets a 405.",
  ),
  idle("splice-auto", "1.4", "both", "Lets the kernel move bytes.", NO_SPLICE),
  idle("splice-request", "1.4", "both", "Lets the kernel move requests.", NO_SPLICE),
  idle("splice-response", "1.4", "both", "Lets the kernel move responses.", NO_SPLICE),
  option("httpclose", "1.3", "", "Closes both connections after each response.", httpMode("close")),
  option(
    "http-server-close",
    "1.4",
    "",
    "Closes the server's connection after each response.",
    httpMode("server-close"),
  ),
  option("http-keep-alive", "1.4", "", "Keeps both connections open; the default.", httpMode("keep-alive")),
  option(
    "redispatch",
    "1.3",
    "[<tries:int>]",
    "Tries another server when one cannot be reached.",
    redispatch,
  ),
  option("tcpka", "1.3", "", "TCP keep-alive on both sides.", plain(tcpka)),
  option(
    "forwardfor",
    "1.3",
    "[except <network:network>] [header <name:header>] [if-none]",
    "Adds the client's address in X-Forwarded-For.",
    plain(forwarding("forwardFor", "X-Forwarded-For")),
  ),
  option(
    "originalto",
    "1.4",
    "[except <network:network>] [header <name:header>]",
    "Adds the address the client connected to in X-Original-To.",
    plain(forwarding("originalTo", "X-Original-To")),
  ),
  FORWARDED_OPTION,
  ...CHECK_OPTIONS,
  EXTERNAL_CHECK_OPTION,
  option(
    "httplog",
    "1.3",
    "[clf]",
    "Logs HTTP requests in HAProxy's format.",
    plain((line, state) => logFormatOption(line, state, "httplog")),
  ),
  option(
    "tcplog",
    "1.3",
    "[clf]",
    "Logs TCP sessions in HAProxy's format.",
    plain((line, state) => logFormatOption(line, state, "tcplog")),
  ),
  option(
    "httpslog",
    "2.5",
    "",
    "Logs HTTPS requests in HAProxy's format.",
    plain((line, state) => setLogFormat(line, state, "httpslog")),
  ),
  option(
    "http-restrict-req-hdr-names",
    "2.6",
    "{preserve|reject|delete}",
    "What is done with headers whose names have other characters than letters, digits and dashes.",
    plain(restrictNames),
  ),
  option(
    "accept-invalid-http-request",
    "1.4",
    "",
    "The old name of `accept-unsafe-violations-in-http-request`.",
    plain(deprecated("accept-unsafe-violations-in-http-request", "front")),
  ),
  option(
    "accept-invalid-http-response",
    "1.4",
    "",
    "The old name of `accept-unsafe-violations-in-http-response`.",
    plain(deprecated("accept-unsafe-violations-in-http-response", "back")),
  ),
  option(
    "transparent",
    "1.3",
    "",
    "Given up by HAProxy; refused with its text.",
    gone("support for option 'transparent' was removed in version 3.5."),
  ),
  option(
    "forceclose",
    "1.3",
    "",
    "Given up by HAProxy; refused with its text.",
    gone(
      "option 'forceclose' is not supported any more since HAProxy 2.0, please just remove it, or use 'option httpclose' if absolutely needed.",
    ),
  ),
  option(
    "http-tunnel",
    "1.5",
    "",
    "Given up by HAProxy; refused with its text.",
    gone(
      "option 'http-tunnel' is not supported any more since HAProxy 2.1, please just remove it, it shouldn't be needed.",
    ),
  ),
];

const TABLE = new Map(OPTION_KEYWORDS.map((each) => [each.name, each]));
const KNOWN = new Set([...OPTION_NAMES, ...OPTION_COMMON, ...OPTION_UNLISTED, "http_proxy"]);

function optionLine(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.failTight("'option' expects an option name.");
  const entry = TABLE.get(name);
  if (entry) {
    entry.parse(line, state);
    if (entry.support !== "supported") {
      line.diag(`'option ${name}' is accepted without effect: ${entry.support.accepted}.`);
    }
    return;
  }
  if (KNOWN.has(name)) {
    const text = `HAProxy's 'option ${name}' is not supported by halua.`;
    if (!state.lenient) line.fail(text);
    line.warn(text);
    return;
  }
  if (line.modifier !== "") noModifier(line);
  const best = nearestWord(name, [...OPTION_NAMES, ...OPTION_COMMON]);
  line.fail(
    best === undefined
      ? `unknown option '${name}'.`
      : `unknown option '${name}'; did you mean '${best}' maybe ?`,
  );
}

export const OPTION_LINE = linesOf(PROXY_SECTIONS)(
  "option",
  "1.1",
  "<name:name> [<arguments:rest>]",
  "Switches an option on; `no option` switches it off, `default option` forgets what was said.",
  optionLine,
);
