/** Lines of rules: `http-request <action> [if ...]` and its kin. Source: configuration manual 4.2; texts of http_rules.c and tcp_rules.c. */
import { conflictText, parseCondition, type Condition } from "../acl.ts";
import type { Action, Rule, Ruleset } from "../actions.ts";
import { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import type { Line } from "../line.ts";
import { nearestWord, type Candidate } from "../nearest.ts";
import { rulesetPlaces } from "../rulesets.ts";
import { currentProxy, hasBack, hasFront, notInAnonymousDefaults, proxyType, type State } from "../state.ts";
import { isFault, parseTime, timeLimit } from "../units.ts";
import { ACTION_KEYWORDS } from "./actions.ts";
import { warnTrailing } from "./build.ts";
import { ACTION_NAMES } from "./haproxy-names.ts";
import type { ActionContext, ActionKeyword } from "./keyword.ts";
import { warnMisplaced } from "./misplaced.ts";

/** The action of that name; names that an argument follows at once are found by how they start. */
function findAction(name: string, ruleset: Ruleset): ActionKeyword | undefined {
  const candidates = ACTION_KEYWORDS.filter((each) => each.places.includes(ruleset));
  const exact = candidates.find((each) => !each.prefix && each.name === name);
  if (exact) return exact;
  const prefixes = candidates.filter((each) => each.prefix && name.startsWith(each.name));
  return prefixes.sort((a, b) => b.name.length - a.name.length)[0];
}

/** Whether HAProxy has an action of that name here. */
function isKnownAction(name: string, ruleset: Ruleset): boolean {
  return ACTION_NAMES[ruleset].some((each) =>
    each.endsWith("(*)") ? name.startsWith(each.slice(0, -3)) : each === name,
  );
}

/** HAProxy's actions, then those of scripts. */
const actionNames = (ruleset: Ruleset, { hooks }: State): readonly string[] => [
  ...ACTION_NAMES[ruleset],
  ...hooks.names(ruleset),
];

function candidates(names: readonly string[], extra: readonly string[]): Candidate[] {
  const registered = names.map((each) =>
    each.endsWith("(*)") ? { word: each.slice(0, -3), tolerance: 3 } : { word: each, tolerance: 2 },
  );
  return [...registered, ...extra.map((word) => ({ word, tolerance: 2 }))];
}

function listed(names: readonly string[]): string {
  return names.map((each) => `'${each}'`).join(", ");
}

function suggestion(name: string, names: readonly string[], extra: readonly string[]): string {
  const best = name === "" ? undefined : nearestWord(name, candidates(names, extra));
  return best === undefined ? "" : ` Did you mean '${best}' maybe ?`;
}

type Found =
  | { readonly kind: "action"; readonly entry: ActionKeyword }
  | { readonly kind: "lua"; readonly arguments: number };

function lookup(name: string, ruleset: Ruleset, state: State): Found | undefined {
  const entry = findAction(name, ruleset);
  if (entry) return { kind: "action", entry };
  if (!name.startsWith("lua.")) return undefined;
  const lua = state.hooks.action(name.slice(4), ruleset);
  return lua && { kind: "lua", arguments: lua.arguments };
}

/** HAProxy looks for these among its HTTP actions only, where all of them are. */
function allowExperimental(found: Found, line: Line, state: State): void {
  if (found.kind !== "action" || found.entry.experimental !== true) return;
  if (!state.global.exposeExperimental) {
    line.abort(
      `'${found.entry.name}' action is experimental, must be allowed via a global 'expose-experimental-directives'`,
    );
  }
  state.usesExperimental = true;
}

function runParser(found: Found, cursor: Cursor, context: ActionContext, name: string): Action {
  if (found.kind === "action") {
    const { support } = found.entry;
    if (support !== "supported") {
      context.line.diag(`action '${name}' is accepted without effect: ${support.accepted}.`);
    }
    return found.entry.parse(cursor, context, name);
  }
  const args: string[] = [];
  for (let i = 0; i < found.arguments; i++) {
    const word = cursor.next();
    if (word === "") throw new Refused(`expect ${found.arguments} arguments`);
    args.push(word);
  }
  return { kind: "lua", name: name.slice(4), args };
}

/** Under `lenient`, an action that HAProxy has and halua has not leaves the rule out. */
function unsupportedAction(name: string, ruleset: Ruleset, line: Line, state: State): boolean {
  if (!isKnownAction(name, ruleset)) return false;
  const text = `HAProxy's '${ruleset} ${name}' is not supported by halua.`;
  if (!state.lenient) line.fail(text);
  line.warn(text);
  return true;
}

type HttpRuleset = "http-request" | "http-response" | "http-after-response";

/** `http-request`, `http-response` and `http-after-response`. */
export function httpRuleLine(line: Line, state: State): void {
  const ruleset = line.keyword as HttpRuleset;
  const proxy = currentProxy(state);
  notInAnonymousDefaults(line, state, ruleset);
  const rules = proxy.rules[ruleset];
  const last = rules.at(-1);
  // Rules inherited from a defaults section are a list of their own in HAProxy.
  const own = last && !(proxy.parent?.rules[ruleset].includes(last) ?? false);
  if (own && !last.condition && isFinal(last, ruleset)) {
    line.warnTight(
      `previous '${ruleset}' action is final and has no condition attached, further entries are NOOP.`,
    );
  }
  const rule = parseHttpRule(line, state, ruleset, 1);
  if (!rule) return;
  if (ruleset === "http-request") warnMisplaced("http-request", line, proxy, ruleset);
  warnConflict(rule.condition, ruleset, line, state);
  rules.push(rule);
}

function isFinal(rule: Rule, ruleset: Ruleset): boolean {
  return findAction(rule.action.kind, ruleset)?.final === true;
}

/** One rule whose action stands at word `start`; undefined when it was left out. All refusals end the parse. */
export function parseHttpRule(
  line: Line,
  state: State,
  ruleset: HttpRuleset,
  start: number,
): Rule | undefined {
  const proxy = currentProxy(state);
  const name = line.word(start);
  const found = lookup(name, ruleset, state);
  if (!found) {
    if (unsupportedAction(name, ruleset, line, state)) return undefined;
    const missing = name === "" ? " (missing argument)" : "";
    const names = actionNames(ruleset, state);
    line.abortTight(
      `'${ruleset}' expects ${listed(names)}, but got '${name}'${missing}.${suggestion(name, names, [])}`,
    );
  }
  allowExperimental(found, line, state);
  const cursor = new Cursor(line.words, start + 1);
  let action: Action;
  try {
    action = runParser(found, cursor, { state, line, ruleset }, name);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    line.abort(
      `error detected in ${proxyType(proxy)} '${proxy.name}' while parsing '${ruleset} ${name}' rule : ${error.text}.`,
    );
  }
  let condition: Condition | undefined;
  if (cursor.atCondition) {
    try {
      condition = parseCondition(line.words.slice(cursor.at), proxy.acls, state.acl, line.location);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const article = ruleset === "http-response" || ruleset === "http-request" ? "an" : "a";
      line.abort(`error detected while parsing ${article} '${ruleset} ${name}' condition : ${error.text}.`);
    }
  } else if (!cursor.atEnd) {
    line.abortTight(
      `'${ruleset} ${name}' expects either 'if' or 'unless' followed by a condition but found '${cursor.peek()}'.`,
    );
  }
  return { action, location: line.location, ...(condition && { condition }) };
}

/** HAProxy warns about conditions that cannot hold, in odd quotes. */
export function warnConflict(
  condition: Condition | undefined,
  ruleset: Ruleset,
  line: Line,
  state: State,
): void {
  warnConflictAt(condition, rulesetPlaces(currentProxy(state), ruleset), line);
}

export function warnConflictAt(condition: Condition | undefined, places: number, line: Line): void {
  const text = condition && conflictText(condition, places);
  // The line feed within the quotes is HAProxy's.
  if (text !== undefined) line.warn(`'${text}.\n'`);
}

const TCP_EXTRA = ["accept", "reject", "capture", "track-sc", "expect-proxy", "expect-netscaler-cip"];
const RESPONSE_EXTRA = ["accept", "reject", "close"];

/** `tcp-request` and `tcp-response`. */
export function tcpRuleLine(line: Line, state: State): void {
  const { keyword } = line;
  const proxy = currentProxy(state);
  const what = line.word(1);
  const isDefaults = proxy.kind === "defaults";
  const where =
    isDefaults && keyword === "tcp-request"
      ? "in defaults section"
      : `in ${proxyType(proxy)} '${proxy.name}'`;
  if (what === "") line.fail(`missing argument for '${keyword}' ${where}`);
  if (what === "inspect-delay") {
    inspectDelay(line, state);
    return;
  }
  const ruleset = `${keyword} ${what}`;
  if (keyword === "tcp-response") {
    if (what !== "content") {
      line.fail(`'tcp-response' expects 'inspect-delay' or 'content' ${where} (got '${what}')`);
    }
    onlyNamedBackend(line, state, "tcp-response content");
    tcpRule(line, state, "tcp-response content");
    return;
  }
  if (ruleset === "tcp-request content") {
    if (isDefaults && proxy.name === "") {
      line.fail("tcp-request content is not allowed in anonymous 'defaults' sections");
    }
    tcpRule(line, state, ruleset);
  } else if (ruleset === "tcp-request connection" || ruleset === "tcp-request session") {
    if (!hasFront(proxy)) {
      line.fail(`${ruleset} is not allowed because ${proxyType(proxy)} ${proxy.name} is not a frontend`);
    }
    if (isDefaults && proxy.name === "") {
      line.fail(`${ruleset} is not allowed in anonymous 'defaults' sections`);
    }
    tcpRule(line, state, ruleset);
  } else {
    line.fail(`'tcp-request' expects 'inspect-delay', 'connection', or 'content' ${where} (got '${what}')`);
  }
}

function onlyNamedBackend(line: Line, state: State, what: string): void {
  const proxy = currentProxy(state);
  if (hasBack(proxy) && !(proxy.kind === "defaults" && proxy.name === "")) return;
  line.fail(`${what} is only allowed in 'backend' sections or 'defaults' section with a name`);
}

function inspectDelay(line: Line, state: State): void {
  const { keyword } = line;
  const proxy = currentProxy(state);
  const where = `${proxyType(proxy)} '${proxy.name}'`;
  if (keyword === "tcp-response") onlyNamedBackend(line, state, "tcp-response inspect-delay");
  else if (proxy.kind === "defaults" && proxy.name === "") {
    line.fail("tcp-request inspect-delay is not allowed in anonymous 'defaults' sections");
  }
  const text = line.word(2);
  const parsed = parseTime(text, "ms");
  if (isFault(parsed)) {
    const usage = `'${keyword} inspect-delay' expects a positive delay in milliseconds, in ${where}`;
    if (text === "") line.fail(usage);
    if (parsed.fault === "char") return line.fail(`${usage} (unexpected character '${parsed.char}')`);
    const limit = timeLimit(parsed.fault);
    return line.fail(`${usage} (timer ${parsed.fault}flow in '${text}', ${limit})`);
  }
  warnTrailing(line, parsed, text);
  const field = keyword === "tcp-request" ? "inspectDelay" : "responseInspectDelay";
  if ((proxy[field] ?? 0) > 0) {
    line.warn(`ignoring ${keyword} inspect-delay (was already defined) in ${where}`);
    return;
  }
  proxy[field] = parsed.value;
}

type TcpRuleset = Exclude<Ruleset, HttpRuleset>;

function tcpRule(line: Line, state: State, ruleset: TcpRuleset): void {
  const proxy = currentProxy(state);
  const where = `in ${proxyType(proxy)} '${proxy.name}'`;
  const name = line.word(2);
  const response = ruleset === "tcp-response content";
  const found = lookup(name, ruleset, state);
  if (!found) {
    if (unsupportedAction(name, ruleset, line, state)) return;
    const names = actionNames(ruleset, state);
    const hint = suggestion(name, names, response ? RESPONSE_EXTRA : TCP_EXTRA);
    if (response) {
      line.fail(
        `'${ruleset}' expects 'accept', 'close', 'reject', ${listed(names)} ${where} (got '${name}').${hint}`,
      );
    }
    const { stickCounters } = state.global.tune;
    line.fail(
      `'${ruleset}' expects 'accept', 'reject', 'capture', 'expect-proxy', 'expect-netscaler-cip', ` +
        `'track-sc0' ... 'track-sc${stickCounters - 1}', ${listed(names)} ${where} (got '${name}').${hint}\n`,
    );
  }
  const cursor = new Cursor(line.words, 3);
  const action = line.try(
    (error) => error,
    () => runParser(found, cursor, { state, line, ruleset }, name),
  );
  let condition: Condition | undefined;
  const shown = `${ruleset} ${name}`;
  if (cursor.atCondition) {
    const when = cursor.peek();
    condition = line.try(
      (error) => `'${shown}' : error detected ${where} while parsing '${when}' condition : ${error}`,
      () => parseCondition(line.words.slice(cursor.at), proxy.acls, state.acl, line.location),
    );
  } else if (!cursor.atEnd) {
    line.fail(`'${shown}' only accepts 'if' or 'unless', ${where} (got '${cursor.peek()}')`);
  }
  const conflict = condition && conflictText(condition, rulesetPlaces(proxy, ruleset), ruleset);
  warnMisplaced(ruleset, line, proxy, line.keyword, line.word(1));
  if (conflict !== undefined) line.warn(conflict);
  proxy.rules[ruleset].push({ action, location: line.location, ...(condition && { condition }) });
}
