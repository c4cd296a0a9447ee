/**
 * The checks of protocols that HAProxy knows (`option smtpchk` and its kin), as
 * the rules that they are made of. Source: tcpcheck.c for the packets and for
 * what counts as an answer.
 */
import type { LogFormat } from "../log-format.ts";
import { Cursor } from "../cursor.ts";
import type { State } from "../state.ts";
import type { CheckProtocol, Expectation } from "../types/checks.ts";
import { parseExpect } from "./expect.ts";
import { createRuleset, type CheckRuleset, type StepDraft } from "./ruleset.ts";
import { binaryText, checkFormat, parseConnect } from "./steps.ts";

/** A step from its number. */
type Make = (index: number, state: State) => StepDraft;

const connect: Make = (index, state) => parseConnect(new Cursor(["default"], 0), state, index);

const expect =
  (...words: string[]): Make =>
  (index, state) =>
    parseExpect("tcp")(new Cursor(words, 0), state, index);

const send =
  (text: string): Make =>
  (index) => ({ kind: "send", index, text, hex: false });

const sendFormat =
  (format: (state: State) => LogFormat): Make =>
  (index, state) => ({ kind: "send", index, text: format(state), hex: true });

const packet =
  (name: Extract<Expectation, { type: "packet" }>["packet"]): Make =>
  (index) => ({
    kind: "expect",
    index,
    negated: false,
    least: -1,
    expectation: { type: "packet", packet: name },
  });

function ruleset(protocol: CheckProtocol, state: State, steps: readonly Make[]): CheckRuleset {
  const made = createRuleset(protocol);
  made.steps.push(...steps.map((make, index) => make(index, state)));
  return made;
}

/** Two digits a byte, the lowest byte first. */
function littleEndian(value: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer.toString("hex");
}

const hexOf = (text: string): string => Buffer.from(text, "latin1").toString("hex");

const SHORT_ANSWER = ["min-recv", "4"];
const SAYS_REST = "%[res.payload(4,0),ltrim(' '),cut_crlf]";
const WITH_CODE = ["status-code", "res.payload(0,3)"];

/** A server of mail must greet, take `greeting` (`HELO name`), and say goodbye. */
export const smtpRules = (greeting: string, state: State): CheckRuleset =>
  ruleset("smtp", state, [
    connect,
    expect(
      ...["rstring", "^[0-9]{3}[ \r]", ...SHORT_ANSWER, "error-status", "L7RSP"],
      ...["on-error", "%[res.payload(0,0),cut_crlf]"],
    ),
    expect(
      ...["rstring", "^2[0-9]{2}[ \r]", ...SHORT_ANSWER, "error-status", "L7STS"],
      ...["on-error", SAYS_REST, ...WITH_CODE],
    ),
    send(`${greeting}\r\n`),
    expect(
      ...["rstring", "^(2[0-9]{2}-[^\r]*\r\n)*2[0-9]{2}[ \r]", "error-status", "L7STS"],
      ...["on-error", SAYS_REST, "on-success", SAYS_REST, ...WITH_CODE],
    ),
    send("QUIT\r\n"),
    expect(
      ...["rstring", "^2[0-9]{2}[- \r]", ...SHORT_ANSWER, "error-status", "L7STS"],
      ...["on-error", SAYS_REST, "on-success", SAYS_REST, ...WITH_CODE],
    ),
  ]);

export const redisRules = (state: State): CheckRuleset =>
  ruleset("redis", state, [
    send("*1\r\n$4\r\nPING\r\n"),
    expect(
      ...["string", "+PONG\r\n", "error-status", "L7STS", "on-error", "%[res.payload(0,0),cut_crlf]"],
      ...["on-success", "Redis server is ok"],
    ),
  ]);

/** The numbers of the most common cipher suites of SSLv3's time. */
const CIPHERS = [...range(0x01, 0x1b), ...range(0x2f, 0x3a)];

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const hexNumber = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, "0");

/** The server must answer an SSLv3 hello with something of TLS: a handshake or an alert. */
export const sslHelloRules = (state: State): CheckRuleset => {
  const random = hexOf("HAPROXYSSLCHK\nHAPROXYSSLCHK\n");
  const suites = CIPHERS.map((suite) => hexNumber(suite, 2)).join("");
  const time = 4;
  const behindTime = `${random}00${hexNumber(suites.length / 2, 2)}${suites}0100`;
  const hello = 2 + time + behindTime.length / 2;
  const front = `160300${hexNumber(hello + 4, 2)}01${hexNumber(hello, 3)}0300`;
  const format = (at: State): LogFormat => checkFormat(`${front}%[date(),htonl,hex]${behindTime}`, at);
  return ruleset("ssl-hello", state, [
    sendFormat(format),
    expect(
      ...["rbinary", "^1[56]", "min-recv", "5", "ok-status", "L6OK"],
      ...["error-status", "L6RSP", "tout-status", "L6TOUT"],
    ),
  ]);
};

/** What clients of MySQL say of themselves, by the server's age: capabilities and so on, and what follows the name. */
const MYSQL_LOGINS = {
  "pre-41": { before: "0080000001", after: "00" },
  "post-41": { before: `008200000080000121${"00".repeat(23)}`, after: "00" },
  "post-80": {
    before: `008208000080000121${"00".repeat(23)}`,
    after: `00${hexOf("mysql_native_password")}00`,
  },
} as const;

export type MysqlAge = keyof typeof MYSQL_LOGINS;

export const isMysqlAge = (text: string): text is MysqlAge => Object.hasOwn(MYSQL_LOGINS, text);

/** The server must greet, and let the user in where one is given. */
export function mysqlRules(login: { user: string; age: MysqlAge } | undefined, state: State): CheckRuleset {
  if (!login) return ruleset("mysql", state, [connect, packet("mysql-greeting")]);
  const { before, after } = MYSQL_LOGINS[login.age];
  const body = `${before}${hexOf(login.user)}00${after}`;
  const quit = "0100000001";
  const request = `${littleEndian(body.length / 2, 3)}01${body}${quit}`;
  return ruleset("mysql", state, [
    connect,
    send(binaryText(request)),
    packet("mysql-greeting"),
    packet("mysql-ok"),
  ]);
}

/** The server must answer a user's login with a demand for authentication, or with success. */
export function pgsqlRules(user: string, state: State): CheckRuleset {
  const body = `00030000${hexOf("user")}00${hexOf(user)}0000`;
  const request = `${hexNumber(4 + body.length / 2, 4)}${body}`;
  return ruleset("pgsql", state, [
    connect,
    send(binaryText(request)),
    expect(
      ...["!rstring", "^E", "min-recv", "5", "error-status", "L7RSP"],
      ...["on-error", "%[res.payload(6,0)]"],
    ),
    expect(
      ...["rbinary", "^52000000[A-Z0-9]{2}000000(00|02|03|04|05|06|07|09|0A)", "min-recv", "9"],
      ...["error-status", "L7STS", "on-success", "PostgreSQL server is ok"],
      ...["on-error", "PostgreSQL unknown error"],
    ),
  ]);
}

/** The server must let an anonymous client in. */
export const ldapRules = (state: State): CheckRuleset =>
  ruleset("ldap", state, [
    send(binaryText("300C020101600702010304008000")),
    expect("rbinary", "^30", "min-recv", "14", "on-error", "Not LDAPv3 protocol"),
    packet("ldap-bind"),
  ]);

/** A string in frames of SPOP: its length, then its bytes. */
const spopText = (text: string): string => hexNumber(text.length, 1) + hexOf(text);

/** The server must be an agent of SPOP, which says which version it speaks. */
export const spopRules = (state: State): CheckRuleset => {
  const items = [
    `${spopText("supported-versions")}08${spopText("2.0")}`,
    // 16380: the usual buffer less the frame's length.
    `${spopText("max-frame-size")}03fcf006`,
    `${spopText("capabilities")}08${spopText("")}`,
    // True: the agent answers and closes.
    `${spopText("healthcheck")}11`,
  ].join("");
  // HAPROXY-HELLO, whole, of no stream.
  const frame = `01${hexNumber(1, 4)}0000${items}`;
  return ruleset("spop", state, [
    connect,
    send(binaryText(hexNumber(frame.length / 2, 4) + frame)),
    packet("spop-hello"),
  ]);
};
