/** The actions of all rulesets. Source: configuration manual 4.3; texts of http_act.c, tcp_act.c, stick_table.c, vars.c and others. */
import { parseCondition } from "../acl.ts";
import type { Action, HttpReply, NumberOrExpression, Ruleset } from "../actions.ts";
import { Cursor } from "../cursor.ts";
import { Refused, rewording } from "../diagnostics.ts";
import { LOG_LEVELS } from "../log-target.ts";
import { currentProxy, hasBack, hasFront, proxyType } from "../state.ts";
import { isFault, leadingInteger, parseSize, parseTime, wholeInteger } from "../units.ts";
import { parseGuard, parseVariable } from "../variables.ts";
import {
  action,
  ALL_RULES,
  HTTP_RULES,
  ruleExpression,
  ruleFormat,
  TCP_REQUEST_RULES,
} from "./action-kit.ts";
import { CACHE_ACTIONS } from "./cache-actions.ts";
import { HEADER_ACTIONS } from "./header-actions.ts";
import type { ActionContext, ActionKeyword } from "./keyword.ts";
import { parseRedirect } from "./redirect.ts";
import { parseReply } from "./reply.ts";
import { URI_ACTIONS } from "./uri-actions.ts";

type Parse = ActionKeyword["parse"];

const REQUEST_RESPONSE: readonly Ruleset[] = ["http-request", "http-response"];
const CONTENT: readonly Ruleset[] = ["tcp-request content", "tcp-response content"];

const fixed =
  (kind: "allow" | "accept" | "reject" | "close" | "disable-l7-retry" | "wait-for-handshake"): Parse =>
  () => ({ kind });

const reply =
  (kind: "return" | "deny" | "tarpit"): Parse =>
  (cursor, context) => {
    const { line, state, ruleset } = context;
    const read = (words: Cursor, status: number): HttpReply =>
      parseReply(words, status, line, state, (text, http) => ruleFormat(text, context, http));
    if (kind === "return") return { kind, reply: read(cursor, 200) };
    const status = kind === "tarpit" ? 500 : ruleset === "http-response" ? 502 : 403;
    const words = refusalWords(cursor);
    const reading = new Cursor(words, cursor.at);
    const made = read(reading, status);
    // What was put in stands behind all words that are there.
    cursor.at = Math.min(reading.at, cursor.words.length - (words.length - reading.at));
    return { kind, reply: made };
  };

/**
 * The words of a refusal as those of a reply. One that says no more than its
 * status shows the page for it; `deny_status` in front of more is `status`.
 */
function refusalWords(cursor: Cursor): readonly string[] {
  const { words, at } = cursor;
  const before = words.slice(0, at);
  const isOver = (i: number): boolean => i >= words.length || words[i] === "if" || words[i] === "unless";
  if (isOver(at)) return [...before, "default-errorfiles", ...words.slice(at)];
  if (words[at] !== "deny_status") return words;
  const end = at + 2;
  const page = isOver(end) ? ["default-errorfiles"] : [];
  return [...before, "status", words[at + 1] ?? "", ...page, ...words.slice(end)];
}

function auth(cursor: Cursor): Action {
  if (!cursor.skip("realm")) return { kind: "auth" };
  const realm = cursor.next();
  if (realm === "") throw new Refused("missing realm value.\n");
  return { kind: "auth", realm };
}

function redirect(cursor: Cursor, context: ActionContext): Action {
  const { state, line, ruleset } = context;
  // The condition is read by the rule; here it only ends the redirection, but its faults are worded differently.
  const end = cursor.words.findIndex((word, i) => i >= cursor.at && (word === "if" || word === "unless"));
  const parsed = parseRedirect(cursor, {
    format: (text) => ruleFormat(text, context),
    condition: () =>
      parseCondition(cursor.words.slice(cursor.at), currentProxy(state).acls, state.acl, line.location),
    onResponse: ruleset === "http-response",
  });
  if (end >= 0) cursor.at = end;
  return { kind: "redirect", ...parsed.redirect };
}

function setStatus(cursor: Cursor): Action {
  const text = cursor.next();
  if (text === "") {
    throw new Refused("expects 1 argument: <status>; or 3 arguments: <status> reason <fmt>");
  }
  const status = wholeInteger(text);
  if (status === undefined || status < 100 || status > 999) {
    throw new Refused("expects an integer status code between 100 and 999");
  }
  if (cursor.peek() === "reason" && cursor.peek(1) !== "") {
    cursor.next();
    return { kind: "set-status", status, reason: cursor.next() };
  }
  return { kind: "set-status", status };
}

const EXPECTED_VARIABLE =
  "Expects 'set-var(<var-name>)', 'set-var-fmt(<var-name>)' or 'unset-var(<var-name>)'";

const variable =
  (kind: "set-var" | "set-var-fmt" | "unset-var"): Parse =>
  (cursor, context, name) => {
    const rest = name.slice(kind.length);
    if (!rest.startsWith("(")) {
      throw new Refused(`invalid or incomplete action '${name}'. ${EXPECTED_VARIABLE}`);
    }
    if (!rest.endsWith(")")) {
      throw new Refused(`incomplete argument after action '${name}'. ${EXPECTED_VARIABLE}`);
    }
    const [text = "", ...guardTexts] = rest.slice(1, -1).split(",");
    if (kind === "unset-var" && (guardTexts[0] ?? "") !== "") {
      throw new Refused(
        'unset-var does not expect parameters after the variable name. Only "set-var" and "set-var-fmt" manage conditions',
      );
    }
    const guards = guardTexts.filter((each) => each !== "").map(parseGuard);
    const target = parseVariable(text);
    if (kind === "unset-var") return { kind, variable: target };
    if (kind === "set-var-fmt") {
      return { kind, variable: target, guards, value: ruleFormat(cursor.next(), context, false) };
    }
    return { kind, variable: target, guards, value: ruleExpression(cursor, context, name) };
  };

function captureRequest(cursor: Cursor, context: ActionContext): Action {
  const usage = "expects <expression> [ 'len' <length> | id <idx> ]";
  // As HAProxy, a capture wants three words before it looks at any.
  const end = cursor.words.findIndex((word, i) => i >= cursor.at && (word === "if" || word === "unless"));
  const available = (end < 0 ? cursor.words.length : end) - cursor.at;
  const keyword = cursor.words.slice(cursor.at).findIndex((word) => word === "len" || word === "id");
  if (available < 1 || keyword < 1 || keyword + 1 >= available) throw new Refused(usage);
  const proxy = currentProxy(context.state);
  const expression = ruleExpression(cursor, context);
  if (cursor.skip("len")) {
    if (!hasFront(proxy)) throw new Refused(`proxy '${proxy.name}' has no frontend capability`);
    const length = leadingInteger(cursor.next());
    if (length <= 0) throw new Refused("length must be > 0");
    proxy.requestCaptures.push({ length });
    return { kind: "capture", expression, slot: proxy.requestCaptures.length - 1 };
  }
  if (cursor.skip("id")) return { kind: "capture", expression, slot: captureId(cursor) };
  throw new Refused(`expects 'len' or 'id', found '${cursor.peek()}'`);
}

function captureResponse(cursor: Cursor, context: ActionContext): Action {
  if (cursor.peek() === "" || cursor.atCondition) throw new Refused("expects <expression> id <idx>");
  const expression = ruleExpression(cursor, context);
  if (cursor.peek() === "") throw new Refused("expects 'id'");
  if (!cursor.skip("id")) throw new Refused(`expects 'id', found '${cursor.peek()}'`);
  return { kind: "capture", expression, slot: captureId(cursor) };
}

function captureId(cursor: Cursor): number {
  const text = cursor.next();
  if (text === "") throw new Refused("missing id value");
  const id = wholeInteger(text);
  if (id === undefined) throw new Refused(`cannot parse id '${text}'`);
  return id;
}

/** `tcp-request content capture`, with its own words. */
function captureContent(cursor: Cursor, context: ActionContext): Action {
  const { state, ruleset } = context;
  const proxy = currentProxy(state);
  const where = `'${ruleset} capture'`;
  if (!hasFront(proxy)) throw new Refused(`${where} : proxy '${proxy.name}' has no frontend capability`);
  if (ruleset !== "tcp-request content") {
    throw new Refused(
      `'capture ${cursor.peek()}' is not allowed in '${ruleset}' rules in ${proxyType(proxy)} '${proxy.name}'`,
    );
  }
  const expression = rewording(
    (error) => `${where} : ${error}`,
    () => ruleExpression(cursor, context),
  );
  let length = 0;
  if (cursor.skip("len")) {
    length = leadingInteger(cursor.next());
    if (length <= 0) throw new Refused(`${where} : length must be > 0`);
  }
  if (length === 0) throw new Refused(`${where} : a positive 'len' argument is mandatory`);
  proxy.requestCaptures.push({ length });
  return { kind: "capture", expression, slot: proxy.requestCaptures.length - 1 };
}

const track: Parse = (cursor, context, name) => {
  const tcp = !context.ruleset.startsWith("http");
  const wrap = (error: string): string => (tcp ? `'${context.ruleset} ${name}' : ${error}` : error);
  return rewording(wrap, () => {
    const digits = name.slice("track-sc".length);
    const counter = digits === "" ? 0 : wholeInteger(digits);
    if (counter === undefined || counter < 0) throw new Refused(`Wrong track-sc number '${digits}'`);
    const { stickCounters } = context.state.global.tune;
    if (counter >= stickCounters) {
      throw new Refused(
        stickCounters === 0
          ? `${counter} track-sc number not usable, stick-counters are disabled by tune.stick-counters`
          : `${counter} track-sc number exceeding ${stickCounters - 1} (tune.stick-counters-1) value`,
      );
    }
    const key = ruleExpression(cursor, context);
    if (!cursor.skip("table")) return { kind: "track-sc", counter, key };
    const table = cursor.next();
    if (table === "" && !tcp) throw new Refused("missing table name");
    return { kind: "track-sc", counter, key, table };
  });
};

/** A counter of the stream: `(1)`, at most what `tune.stick-counters` allows. */
function trackId(text: string, context: ActionContext, invalid: string, named: string): number {
  const id = wholeInteger(text);
  if (id === undefined) throw new Refused(invalid);
  const { stickCounters } = context.state.global.tune;
  if (id < 0 || id >= stickCounters) {
    throw new Refused(`invalid stick table track ID${named}. The max allowed ID is ${stickCounters - 1}`);
  }
  return id;
}

const TUNABLE = " (tune.stick-counters)";

const incGpc: Parse = (_, context, name) => {
  const withTunable = <T>(body: () => T): T =>
    rewording((error) => (error.includes("max allowed") ? error + TUNABLE : error), body);
  const indexed = /^sc-inc-gpc\(([0-9]*)(.*)$/s.exec(name);
  if (indexed) {
    const [, index = "", rest = ""] = indexed;
    const usage = "Expects sc-inc-gpc(<GPC ID>,<Track ID>)";
    if (!rest.startsWith(",")) throw new Refused(`Missing gpc ID '${name}'. ${usage}`);
    const invalid = `invalid stick table track ID '${name}'. ${usage}`;
    if (!rest.endsWith(")")) throw new Refused(invalid);
    const counter = withTunable(() => trackId(rest.slice(1, -1), context, invalid, ` '${name}'`));
    return { kind: "sc-inc-gpc", index: Number(index), counter };
  }
  const numbered = /^sc-inc-gpc([01])(.*)$/s.exec(name);
  if (!numbered) {
    throw new Refused(`invalid gpc ID '${name}'. Expects sc-inc-gpc(<GPC ID>,<Track ID>)`);
  }
  const kind = numbered[1] === "1" ? "sc-inc-gpc1" : "sc-inc-gpc0";
  const rest = numbered[2] ?? "";
  if (rest === "") return { kind, counter: 0 };
  const invalid = `invalid stick table track ID. Expects ${name}(<Track ID>)`;
  if (!/^\(.*\)$/s.test(rest)) throw new Refused(invalid);
  return { kind, counter: withTunable(() => trackId(rest.slice(1, -1), context, invalid, "")) };
};

const setGpt: Parse = (cursor, context, name) => {
  const indexed = /^sc-set-gpt\(([0-9]*)(.*)$/s.exec(name);
  if (indexed) {
    const [, index = "", rest = ""] = indexed;
    const usage = "Expects sc-set-gpt(<GPT ID>,<Track ID>)";
    if (!rest.startsWith(",")) throw new Refused(`Missing gpt ID '${name}'. ${usage}`);
    const invalid = `invalid stick table track ID '${name}'. ${usage}`;
    if (!rest.endsWith(")")) throw new Refused(invalid);
    const counter = trackId(rest.slice(1, -1), context, invalid, ` '${name}'`);
    const value = numberOrExpression(cursor, context);
    return { kind: "sc-set-gpt", index: Number(index), counter, value };
  }
  if (!name.startsWith("sc-set-gpt0")) {
    throw new Refused(`invalid gpt ID '${name}'. Expects sc-set-gpt(<GPT ID>,<Track ID>)`);
  }
  const rest = name.slice("sc-set-gpt0".length);
  const invalid = `invalid stick table track ID '${name}'. Expects sc-set-gpt0(<Track ID>)`;
  if (rest !== "" && !/^\(.*\)$/s.test(rest)) throw new Refused(invalid);
  const counter = rest === "" ? 0 : trackId(rest.slice(1, -1), context, invalid, ` '${name}'`);
  return { kind: "sc-set-gpt0", counter, value: numberOrExpression(cursor, context) };
};

const addGpc: Parse = (cursor, context, name) => {
  const match = /^sc-add-gpc\(([0-9]*)(.*)$/s.exec(name);
  const usage = "Expects sc-add-gpc(<GPC ID>,<Track ID>)";
  const [, index = "", rest = ""] = match ?? [];
  if (!match) throw new Refused(`invalid gpc ID '${name}'. ${usage}`);
  if (!rest.startsWith(",")) throw new Refused(`Missing gpc ID '${name}'. ${usage}`);
  const invalid = `invalid stick table track ID '${name}'. ${usage}`;
  if (!rest.endsWith(")")) throw new Refused(invalid);
  const counter = trackId(rest.slice(1, -1), context, invalid, ` '${name}'`);
  return { kind: "sc-add-gpc", index: Number(index), counter, value: numberOrExpression(cursor, context) };
};

function numberOrExpression(cursor: Cursor, context: ActionContext): NumberOrExpression {
  // No word at all counts as the number 0.
  const number = cursor.peek() === "" ? 0 : wholeInteger(cursor.peek());
  if (number === undefined) return ruleExpression(cursor, context);
  cursor.next();
  return number;
}

const mapAction =
  (kind: "set-map" | "del-map" | "add-acl" | "del-acl"): Parse =>
  (cursor, context, name) => {
    const key = cursor.next();
    const value = kind === "set-map" ? cursor.next() : "";
    const enough = key !== "" && (kind !== "set-map" || value !== "");
    if (!enough) {
      throw new Refused(kind === "set-map" ? "expects exactly 2 arguments" : "expects exactly 1 arguments");
    }
    // HAProxy takes what stands between the first parenthesis and the last character.
    const file = name.slice(kind.length + 1, -1);
    const keyFormat = ruleFormat(key, context, false);
    if (kind === "set-map") return { kind, file, key: keyFormat, value: ruleFormat(value, context, false) };
    return { kind, file, key: keyFormat };
  };

function setLogLevel(cursor: Cursor): Action {
  const text = cursor.next();
  const level = text === "silent" ? text : LOG_LEVELS.find((each) => each === text);
  if (!level) throw new Refused("expects exactly 1 argument (log level name or 'silent')");
  return { kind: "set-log-level", level };
}

function setNice(cursor: Cursor): Action {
  const text = cursor.next();
  if (text === "") throw new Refused("expects exactly 1 argument (integer value)");
  return { kind: "set-nice", nice: Math.max(-1024, Math.min(1024, leadingInteger(text))) };
}

const setAddress =
  (kind: "set-src" | "set-src-port" | "set-dst" | "set-dst-port"): Parse =>
  (cursor, context) => ({ kind, value: ruleExpression(cursor, context) });

const TIMEOUTS = ["client", "connect", "queue", "server", "tarpit", "tunnel"] as const;

function setTimeoutAction(cursor: Cursor, context: ActionContext): Action {
  const name = cursor.next();
  if (name === "" || cursor.peek() === "") throw new Refused("expects exactly 2 arguments");
  const timeout = TIMEOUTS.find((each) => each === name);
  if (!timeout) {
    throw new Refused(
      `'set-timeout' rule supports 'client'/'connect'/'queue'/'server'/'tarpit'/'tunnel' (got '${name}')`,
    );
  }
  const proxy = currentProxy(context.state);
  if (timeout === "client" ? !hasFront(proxy) : timeout !== "tarpit" && !hasBack(proxy)) {
    throw new Refused(`'${proxy.name}' has no ${timeout === "client" ? "frontend" : "backend"} capability`);
  }
  const value = ruleTime(cursor, context, `set-timeout ${timeout}`);
  return { kind: "set-timeout", timeout, value };
}

/** A time, or an expression that yields milliseconds. */
function ruleTime(cursor: Cursor, context: ActionContext, rule: string): NumberOrExpression {
  const text = cursor.peek();
  const parsed = parseTime(text, "ms");
  if (!isFault(parsed)) {
    cursor.next();
    if (parsed.value === 0) throw new Refused(`null value is not valid for a '${rule}' rule`);
    return parsed.value;
  }
  if (parsed.fault !== "char") {
    const limit =
      parsed.fault === "over" ? "maximum value is 2147483647 ms or ~24.8 days" : "minimum value is 1 ms";
    throw new Refused(`timer ${parsed.fault}flow in argument '${text}' to rule '${rule}' (${limit})`);
  }
  try {
    return ruleExpression(cursor, context);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(`unexpected character '${parsed.char}' in rule '${rule}'`);
  }
}

function strictMode(cursor: Cursor): Action {
  const text = cursor.next();
  if (text === "") throw new Refused("expects exactly 1 arguments");
  if (text !== "on" && text !== "off") {
    throw new Refused(`Unexpected value '${text}'. Only 'on' and 'off' are supported`);
  }
  return { kind: "strict-mode", on: text === "on" };
}

function waitForBody(cursor: Cursor): Action {
  const usage = "expects time <time> [ at-least <bytes> ]";
  let time: number | undefined;
  let atLeast: number | undefined;
  if (cursor.peek() === "") throw new Refused(usage);
  for (;;) {
    const word = cursor.peek();
    if (word !== "time" && word !== "at-least") break;
    cursor.next();
    const text = cursor.next();
    if (text === "") throw new Refused(`missing argument for '${word}'`);
    const parsed = word === "time" ? parseTime(text, "ms") : parseSize(text);
    if (isFault(parsed)) {
      if (parsed.fault === "char") throw new Refused(`unexpected character '${parsed.char}'`);
      throw new Refused(
        parsed.fault === "over"
          ? "time overflow (maximum value is 2147483647 ms or ~24.8 days)"
          : "time underflow (minimum non-null value is 1 ms)",
      );
    }
    if (word === "time") time = parsed.value;
    else atLeast = parsed.value;
  }
  if (time === undefined) throw new Refused(usage);
  return { kind: "wait-for-body", time, ...(atLeast !== undefined && { atLeast }) };
}

function silentDrop(cursor: Cursor): Action {
  if (!cursor.skip("rst-ttl")) return { kind: "silent-drop" };
  const text = cursor.next();
  if (text === "") throw new Refused("missing rst-ttl value\n");
  const wrong = /^[0-9]*([^0-9].*)$/s.exec(text)?.[1];
  if (wrong !== undefined) {
    throw new Refused(`invalid character starting at '${wrong}' (value 1-255 expected)\n`);
  }
  return { kind: "silent-drop", rstTtl: Number(text) };
}

function setRetries(cursor: Cursor, context: ActionContext, name: string): Action {
  const text = cursor.peek();
  if (text === "") {
    throw new Refused("expects exactly 1 argument (an expression or an integer between 1 and 100)");
  }
  const proxy = currentProxy(context.state);
  const shown = context.ruleset === "http-request" ? name : context.line.keyword;
  if (!hasBack(proxy)) throw new Refused(`'${shown}' only available in backend or listen section`);
  if (proxy.kind === "defaults") throw new Refused(`'${shown}' is not allowed in 'defaults' sections`);
  const number = wholeInteger(text);
  if (number === undefined) return { kind: "set-retries", value: ruleExpression(cursor, context) };
  if (number < 0 || number > 100) throw new Refused("expects an expression or an integer between 1 and 100");
  cursor.next();
  return { kind: "set-retries", value: number };
}

const setPriority =
  (kind: "set-priority-class" | "set-priority-offset"): Parse =>
  (cursor, context, name) => {
    // HAProxy asks what requests have, and names the first word it was given, in rules on TCP, too.
    const first = context.ruleset === "http-request" ? name : context.line.keyword;
    return { kind, value: ruleExpression(cursor, { ...context, ruleset: "http-request" }, first) };
  };

function expectProxy(cursor: Cursor, context: ActionContext): Action {
  const { state, ruleset } = context;
  const proxy = currentProxy(state);
  const layer = cursor.next();
  const type = proxyType(proxy);
  if (layer !== "layer4") {
    throw new Refused(
      `'${ruleset} expect-proxy' only supports 'layer4' in ${type} '${proxy.name}' (got '${layer}')`,
    );
  }
  if (ruleset !== "tcp-request connection") {
    throw new Refused(
      `'expect-proxy layer4' is not allowed in '${ruleset}' rules in ${type} '${proxy.name}'`,
    );
  }
  return { kind: "expect-proxy", layer };
}

function switchMode(cursor: Cursor): Action {
  const mode = cursor.next();
  if (mode === "") throw new Refused("'tcp-request switch-mode' expects a mode as argument.");
  if (mode !== "http")
    throw new Refused(`'tcp-request switch-mode' expects 'http' as argument (got '${mode}').`);
  if (!cursor.skip("proto")) return { kind: "switch-mode", mode };
  const proto = cursor.next();
  if (proto !== "h1" && proto !== "h2") {
    throw new Refused(
      `'tcp-request switch-mode': 'proto' expects a valid MUX protocol, if specified (got '${proto}')`,
    );
  }
  return { kind: "switch-mode", mode, proto };
}

function useService(cursor: Cursor, context: ActionContext): Action {
  const { state, ruleset } = context;
  const http = ruleset === "http-request";
  const service = cursor.next();
  const keyword = http ? "'use-service'" : "'content'";
  if (service === "") throw new Refused(`${keyword} expects a service name.`);
  const kind = service.startsWith("lua.") ? state.hooks.service(service.slice(4)) : undefined;
  if (!kind)
    throw new Refused(http ? `'${service}' unknown service name.` : "'content' unknown service name.");
  if (!http && kind === "http") throw new Refused("HTTP applets are forbidden from 'tcp-request' rulesets");
  if (kind === "tcp" && currentProxy(state).mode === "http") {
    throw new Refused("Lua TCP services cannot be used on HTTP proxies");
  }
  return { kind: "use-service", service: service.slice(4) };
}

const REPLY =
  "[status <status:status>] [content-type <type:string>] [hdr <name:header> <value:format>] [{default-errorfiles|errorfiles|errorfile|file|lf-file|string|lf-string} [<body:string>]]";
const REFUSAL = `[deny_status <status:status>] ${REPLY}`;
const KERNEL = "Node gives no access to this socket option";

const socketOption: Parse = (cursor, context, name) => {
  if (cursor.peek() === "") throw new Refused("expects an argument");
  if (!/^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(cursor.peek())) ruleExpression(cursor, context);
  else cursor.next();
  return { kind: "no-effect", keyword: name };
};

export const ACTION_KEYWORDS: readonly ActionKeyword[] = [
  action("allow", HTTP_RULES, "1.4", "", "Ends the rules; the message goes on.", fixed("allow"), {
    final: true,
  }),
  action(
    "deny",
    REQUEST_RESPONSE,
    "1.4",
    REFUSAL,
    "Refuses with 403, a response with 502, or as told.",
    reply("deny"),
    { final: true },
  ),
  action(
    "tarpit",
    ["http-request"],
    "1.4",
    REFUSAL,
    "Refuses with 500, but only after `timeout tarpit`.",
    reply("tarpit"),
    { final: true },
  ),
  action("return", REQUEST_RESPONSE, "2.2", REPLY, "Answers with a response made here.", reply("return"), {
    final: true,
  }),
  action("auth", ["http-request"], "1.3", "[realm <realm:string>]", "Asks for a name and password.", auth, {
    final: true,
  }),
  action("reject", ["http-request"], "1.4", "", "Closes the connection without an answer.", fixed("reject"), {
    final: true,
  }),
  action(
    "redirect",
    REQUEST_RESPONSE,
    "1.4",
    "{location|prefix|scheme} <target:format> [code <code:status>] [drop-query] [keep-query] [append-slash] [ignore-empty] [set-cookie <cookie:string>] [set-cookie-fmt <cookie:format>] [clear-cookie <cookie:string>]",
    "Sends the client elsewhere, with 302 if not told.",
    redirect,
    { final: true },
  ),
  ...HEADER_ACTIONS,
  ...URI_ACTIONS,
  action(
    "set-status",
    ["http-response", "http-after-response"],
    "1.6",
    "<status:status> [reason <reason:string>]",
    "Sets the status.",
    setStatus,
  ),
  action(
    "set-var-fmt*",
    ALL_RULES,
    "2.5",
    "(<name:variable>) <format:format>",
    "Sets a variable to a formatted text.",
    variable("set-var-fmt"),
  ),
  action(
    "set-var*",
    ALL_RULES,
    "1.6",
    "(<name:variable>) <expression:expr>",
    "Sets a variable to the value of an expression.",
    variable("set-var"),
  ),
  action("unset-var*", ALL_RULES, "1.7", "(<name:variable>)", "Removes a variable.", variable("unset-var")),
  action(
    "capture",
    ["http-request"],
    "1.1",
    "<expression:expr> {len|id} <number:int>",
    "Keeps a value for the logs.",
    captureRequest,
  ),
  action(
    "capture",
    ["http-response", "http-after-response"],
    "1.1",
    "<expression:expr> id <slot:int>",
    "Keeps a value for the logs, in a declared slot.",
    captureResponse,
  ),
  action(
    "capture",
    TCP_REQUEST_RULES,
    "1.1",
    "<expression:expr> len <length:int>",
    "Keeps a value for the logs.",
    captureContent,
  ),
  action(
    "wait-for-body",
    REQUEST_RESPONSE,
    "2.4",
    "time <time:time> [at-least <bytes:size>]",
    "Waits until the body is there, in part or in full.",
    waitForBody,
  ),
  action(
    "wait-for-handshake",
    ["http-request"],
    "1.8",
    "",
    "Waits until the TLS handshake is over.",
    fixed("wait-for-handshake"),
    { accepted: "there is no early data to wait for" },
  ),
  action(
    "pause",
    REQUEST_RESPONSE,
    "1.7",
    "<time:time>",
    "Waits so long before it goes on.",
    (cursor, context) => ({
      kind: "pause",
      time: ruleTime(cursor, context, "pause"),
    }),
  ),
  action(
    "track-sc*",
    [...REQUEST_RESPONSE, ...TCP_REQUEST_RULES],
    "1.5",
    "<key:expr> [table <table:name>]",
    "Has a counter of the stream follow an entry of a stick-table.",
    track,
  ),
  action(
    "sc-inc-gpc0*",
    ALL_RULES,
    "1.6",
    "(<counter:int>)",
    "Adds one to `gpc0` of a tracked entry.",
    incGpc,
  ),
  action(
    "sc-inc-gpc1*",
    ALL_RULES,
    "1.9",
    "(<counter:int>)",
    "Adds one to `gpc1` of a tracked entry.",
    incGpc,
  ),
  action(
    "sc-inc-gpc*",
    ALL_RULES,
    "2.5",
    "(<index:int>,<counter:int>)",
    "Adds one to a general purpose counter.",
    incGpc,
  ),
  action(
    "sc-add-gpc*",
    ALL_RULES,
    "2.8",
    "(<index:int>,<counter:int>) <value:expr>",
    "Adds a number to a general purpose counter.",
    addGpc,
  ),
  action(
    "sc-set-gpt0*",
    ALL_RULES,
    "1.6",
    "(<counter:int>) <value:expr>",
    "Sets the tag of a tracked entry.",
    setGpt,
  ),
  action(
    "sc-set-gpt*",
    ALL_RULES,
    "2.5",
    "(<index:int>,<counter:int>) <value:expr>",
    "Sets a tag of a tracked entry.",
    setGpt,
  ),
  action(
    "set-map*",
    HTTP_RULES,
    "1.5",
    "(<file:path>) <key:format> <value:format>",
    "Sets an entry of a map.",
    mapAction("set-map"),
  ),
  action(
    "del-map*",
    HTTP_RULES,
    "1.5",
    "(<file:path>) <key:format>",
    "Removes an entry of a map.",
    mapAction("del-map"),
  ),
  action(
    "add-acl*",
    REQUEST_RESPONSE,
    "1.5",
    "(<file:path>) <key:format>",
    "Adds a pattern to an ACL's file.",
    mapAction("add-acl"),
  ),
  action(
    "del-acl*",
    HTTP_RULES,
    "1.5",
    "(<file:path>) <key:format>",
    "Removes a pattern of an ACL's file.",
    mapAction("del-acl"),
  ),
  action(
    "set-log-level",
    [...HTTP_RULES, ...CONTENT],
    "1.5",
    "<level:string>",
    "Sets the level of the stream's log line, or `silent`.",
    setLogLevel,
  ),
  action(
    "set-nice",
    [...REQUEST_RESPONSE, ...CONTENT],
    "1.5",
    "<nice:int>",
    "Sets the stream's priority.",
    setNice,
    { accepted: "halua has no priorities" },
  ),
  ...(["set-src", "set-src-port", "set-dst", "set-dst-port"] as const).map((name) =>
    action(
      name,
      ["http-request", ...TCP_REQUEST_RULES],
      "1.6",
      "<expression:expr>",
      "Replaces an address of the connection in what follows.",
      setAddress(name),
    ),
  ),
  ...["set-mark", "set-tos", "set-fc-mark", "set-fc-tos"].map((name) =>
    action(
      name,
      [...REQUEST_RESPONSE, ...TCP_REQUEST_RULES, "tcp-response content"],
      "1.5",
      "<value:expr>",
      "Marks packets.",
      socketOption,
      { accepted: KERNEL },
    ),
  ),
  ...["set-bc-mark", "set-bc-tos"].map((name) =>
    action(
      name,
      ["http-request", "tcp-request content"],
      "3.0",
      "<value:expr>",
      "Marks packets to the server.",
      socketOption,
      { accepted: KERNEL },
    ),
  ),
  action(
    "set-timeout",
    REQUEST_RESPONSE,
    "2.4",
    "{client|connect|queue|server|tarpit|tunnel} <time:time>",
    "Sets a timeout for this stream.",
    setTimeoutAction,
  ),
  action(
    "strict-mode",
    HTTP_RULES,
    "2.2",
    "{on|off}",
    "Whether a rule that cannot rewrite a message ends it.",
    strictMode,
  ),
  action(
    "disable-l7-retry",
    ["http-request"],
    "2.0",
    "",
    "Never sends this request twice.",
    fixed("disable-l7-retry"),
  ),
  action(
    "set-retries",
    ["http-request", "tcp-request content"],
    "3.1",
    "<retries:expr>",
    "Sets how often connecting is tried again.",
    setRetries,
  ),
  action(
    "set-priority-class",
    ["http-request", "tcp-request content"],
    "1.9",
    "<class:expr>",
    "Sets the class (-2047 to 2047) in which this stream waits for a server; lower goes first.",
    setPriority("set-priority-class"),
  ),
  action(
    "set-priority-offset",
    ["http-request", "tcp-request content"],
    "1.9",
    "<milliseconds:expr>",
    "Lets this stream wait for a server as if it had come so much later (-524287 to 524287 ms).",
    setPriority("set-priority-offset"),
  ),
  action(
    "use-service",
    ["http-request", "tcp-request content"],
    "1.6",
    "<service:name>",
    "Lets a Lua service answer: `lua.name`.",
    useService,
    { final: true },
  ),
  action(
    "silent-drop",
    [...REQUEST_RESPONSE, ...TCP_REQUEST_RULES, "tcp-response content"],
    "1.6",
    "[rst-ttl <ttl:int>]",
    "Forgets the connection without telling the client; halua closes it, as Node cannot keep the kernel silent.",
    silentDrop,
    { final: true },
  ),
  action(
    "accept",
    [...TCP_REQUEST_RULES, "tcp-response content"],
    "1.4",
    "",
    "Ends the rules; the stream goes on.",
    fixed("accept"),
    { final: true },
  ),
  action(
    "reject",
    [...TCP_REQUEST_RULES, "tcp-response content"],
    "1.4",
    "",
    "Closes the connection.",
    fixed("reject"),
    { final: true },
  ),
  action("close", ["tcp-response content"], "1.4", "", "Closes the server's side at once.", fixed("close"), {
    final: true,
  }),
  action("expect-proxy", TCP_REQUEST_RULES, "1.5", "layer4", "Expects a PROXY protocol header.", expectProxy),
  action(
    "switch-mode",
    ["tcp-request content"],
    "2.4",
    "http [proto {h1|h2}]",
    "Goes on with HTTP.",
    switchMode,
    { final: true },
  ),
  ...CACHE_ACTIONS,
];
