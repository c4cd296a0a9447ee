/** How servers are checked: `tcp-check` and `http-check` lines, and the options that choose what checks speak. Source: configuration manual 4.2; texts of tcpcheck.c. */
import { Cursor } from "../cursor.ts";
import { parseExpect } from "../health/expect.ts";
import {
  isMysqlAge,
  ldapRules,
  mysqlRules,
  pgsqlRules,
  redisRules,
  smtpRules,
  spopRules,
  sslHelloRules,
} from "../health/protocols.ts";
import {
  addHttpStep,
  addImpliedSend,
  createRuleset,
  nextIndex,
  type CheckRuleset,
} from "../health/ruleset.ts";
import {
  CHECK_ACTIONS,
  checkFormat,
  parseAction,
  parseComment,
  parseConnect,
  parseHttpSend,
  parseSend,
  refuseLateConnect,
  type StepParser,
} from "../health/steps.ts";
import type { Line } from "../line.ts";
import { checksBeingRead, warnIfNot, type State } from "../state.ts";
import { linesOf } from "./build.ts";
import type { OptionKeyword } from "./keyword.ts";
import { option, plain } from "./option-kit.ts";

type Kind = "tcp" | "http";

const STEPS: Readonly<Record<Kind, Readonly<Record<string, StepParser>>>> = {
  tcp: {
    comment: parseComment,
    connect: parseConnect,
    send: parseSend("send"),
    "send-lf": parseSend("send-lf"),
    "send-binary": parseSend("send-binary"),
    "send-binary-lf": parseSend("send-binary-lf"),
    expect: parseExpect("tcp"),
  },
  http: {
    comment: parseComment,
    connect: parseConnect,
    send: parseHttpSend,
    expect: parseExpect("http"),
  },
};

const LISTED: Readonly<Record<Kind, string>> = {
  tcp: "'comment', 'connect', 'send', 'send-binary', 'expect'",
  http: "'disable-on-404', 'send-state', 'comment', 'connect', 'send', 'expect'",
};

/** The section's own rules of a kind, which take the place of inherited ones. */
function ownRules(state: State, kind: Kind): CheckRuleset {
  const { own } = checksBeingRead(state);
  return (own[kind] ??= createRuleset(kind));
}

export const checkLine =
  (kind: Kind): ((line: Line, state: State) => void) =>
  (line, state) => {
    if (!state.current.healthCheck) warnIfNot("back", line, state, line.keyword);
    const rules = ownRules(state, kind);
    const what = line.word(1);
    if (kind === "http" && (what === "disable-on-404" || what === "send-state")) {
      line.atMost(0, 1);
      if (what === "send-state") rules.sendsState = true;
      else rules.acceptsNotFound = true;
      return;
    }
    line.try(
      (error) => `'${line.keyword} ${what}' : ${error}.`,
      () => addStep(kind, line, state, rules),
    );
  };

function addStep(kind: Kind, line: Line, state: State, rules: CheckRuleset): void {
  const what = line.word(1);
  const cursor = new Cursor(line.words, 2);
  const index = nextIndex(rules);
  if (what === "connect") refuseLateConnect(rules.steps);
  const parse = Object.hasOwn(STEPS[kind], what) ? STEPS[kind][what] : undefined;
  const step = parse ? parse(cursor, state, index) : parseAction(what, cursor, state, index);
  if (!step) {
    return line.fail(`'${line.keyword}' only supports ${LISTED[kind]}, ${CHECK_ACTIONS}. but got '${what}'`);
  }
  const checks = checksBeingRead(state);
  const inForce = checks.active?.protocol === kind;
  checks.idle[kind] = !inForce;
  if (inForce) checks.active = rules;
  if (inForce && kind === "http") addHttpStep(rules, step);
  else rules.steps.push(step);
}

function httpRules(line: Line, state: State): CheckRuleset {
  const rules = ownRules(state, "http");
  checksBeingRead(state).idle.http = false;
  const words = line.words.slice(2);
  // One word is a URI; from two on the first is the method.
  const [method, uri, version, host] = words.length > 1 ? words : [undefined, words[0]];
  if (version?.includes("\r\n")) {
    line.fail(
      "'option httpchk' : hiding headers or body at the end of the version string is unsupported." +
        "Use 'http-check send' directive instead..",
    );
  }
  const headers = host === undefined ? [] : [{ name: "host", value: checkFormat(host, state) }];
  addImpliedSend(rules, {
    kind: "send-http",
    index: 0,
    headers,
    ...(method !== undefined && { method }),
    ...(uri !== undefined && { uri }),
    ...(version !== undefined && { version }),
  });
  return rules;
}

function tcpRules(_: Line, state: State): CheckRuleset {
  checksBeingRead(state).idle.tcp = false;
  return ownRules(state, "tcp");
}

function smtpOption(line: Line, state: State): CheckRuleset {
  const greeting = line.word(2);
  const isGiven = (greeting === "EHLO" || greeting === "HELO") && line.word(3) !== "";
  return smtpRules(isGiven ? `${greeting} ${line.word(3)}` : "HELO localhost", state);
}

function pgsqlOption(line: Line, state: State): CheckRuleset {
  if (line.word(3) === "") line.fail(`'${line.keyword} pgsql-check' expects 'user <username>' as argument.`);
  if (line.word(2) !== "user")
    line.fail(`'${line.keyword} pgsql-check' only supports optional values: 'user'.`);
  return pgsqlRules(line.word(3), state);
}

function mysqlOption(line: Line, state: State): CheckRuleset {
  const [word, user, given] = [line.word(2), line.word(3), line.word(4)];
  if (word === "") return mysqlRules(undefined, state);
  if (word !== "user") {
    line.abort(`'${line.keyword} mysql-check' only supports optional values: 'user' (got '${word}').`);
  }
  if (user === "") line.abort(`'${line.keyword} mysql-check user' expects <username> as argument.`);
  const age = given === "" ? "post-41" : given;
  if (!isMysqlAge(age)) {
    line.abort(`keyword 'user' only supports 'post-41', 'pre-41' and 'post-80' (got '${given}').`);
  }
  return mysqlRules({ user, age }, state);
}

/** How a kind of check is chosen: the most words behind its name, and its rules. */
export interface CheckType {
  readonly most: number;
  readonly rules: (line: Line, state: State) => CheckRuleset;
}

/** The kinds of checks, by their options' names. */
export const CHECK_TYPES = {
  "tcp-check": { most: 0, rules: tcpRules },
  httpchk: { most: 4, rules: httpRules },
  "ssl-hello-chk": { most: 0, rules: (_: Line, state: State) => sslHelloRules(state) },
  smtpchk: { most: 2, rules: smtpOption },
  "pgsql-check": { most: 2, rules: pgsqlOption },
  "redis-check": { most: 0, rules: (_: Line, state: State) => redisRules(state) },
  "mysql-check": { most: 3, rules: mysqlOption },
  "ldap-check": { most: 0, rules: (_: Line, state: State) => ldapRules(state) },
  "spop-check": { most: 0, rules: (_: Line, state: State) => spopRules(state) },
} as const satisfies Record<string, CheckType>;

/** Takes the rules of the kind that the line names. */
export function chooseCheck({ rules }: CheckType, line: Line, state: State): void {
  checksBeingRead(state).active = line.try(
    (error) => `'${line.keyword} ${line.word(1)}' : ${error}.`,
    () => rules(line, state),
  );
}

/** The option of a kind of checks. */
function checkOption(
  name: keyof typeof CHECK_TYPES,
  since: string,
  syntax: string,
  doc: string,
): OptionKeyword {
  const parse = plain((line, state) => {
    warnIfNot("back", line, state, name);
    line.atMost(CHECK_TYPES[name].most, 1);
    chooseCheck(CHECK_TYPES[name], line, state);
  });
  return option(name, since, syntax, doc, parse);
}

export const CHECK_OPTIONS: readonly OptionKeyword[] = [
  checkOption(
    "httpchk",
    "1.3",
    "[<method:string>] [<uri:string>] [<version:string>] [<host:string>]",
    "Checks servers with an HTTP request; `OPTIONS /` if not told.",
  ),
  checkOption(
    "tcp-check",
    "1.5",
    "",
    "Checks servers with the steps of `tcp-check` lines; by connecting, where there are none.",
  ),
  checkOption("ssl-hello-chk", "1.4", "", "Checks servers with a TLS hello."),
  checkOption("redis-check", "1.5", "", "Checks servers with a Redis PING."),
  checkOption("smtpchk", "1.3", "[{HELO|EHLO} <name:string>]", "Checks servers with a greeting of SMTP."),
  checkOption(
    "mysql-check",
    "1.4",
    "[user <name:string> [{pre-41|post-41|post-80}]]",
    "Checks servers with the handshake of MySQL, and the login of a user without a password.",
  ),
  checkOption(
    "pgsql-check",
    "1.5",
    "user <name:string>",
    "Checks servers with the beginning of a login to PostgreSQL.",
  ),
  checkOption("ldap-check", "1.4", "", "Checks servers with an anonymous login to LDAP."),
  checkOption("spop-check", "1.7", "", "Checks servers with a greeting of SPOP."),
];

const kw = linesOf(["defaults", "listen", "backend"]);

export const CHECK_KEYWORDS = [
  kw(
    "http-check",
    "1.4",
    "{connect|send|expect|set-var|unset-var|comment|disable-on-404|send-state} [<arguments:rest>]",
    "What HTTP health checks send and expect.",
    checkLine("http"),
  ),
  kw(
    "tcp-check",
    "1.5",
    "{connect|send|send-binary|send-lf|send-binary-lf|expect|set-var|unset-var|comment} [<arguments:rest>]",
    "What health checks of `option tcp-check` send and expect.",
    checkLine("tcp"),
  ),
];
