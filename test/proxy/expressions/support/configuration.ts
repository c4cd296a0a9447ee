/** The configuration that asks a case's questions, for HAProxy and for halua alike. */
import type { Case } from "../cases.ts";

/** How many answers one response, or one line of a log, carries: a line of a configuration is not endless. */
export const sliceSize = ({ mode }: Case): number => (mode === "tcp" ? 10 : 50);

const PREAMBLE = `defaults
 timeout client 9s
 timeout server 8s
 timeout connect 7s
 timeout tarpit 6s
userlist people
 group staff users user
 group boss
 user user insecure-password pa:ss
userlist others
 group staff users other
 user other insecure-password x
`;

/** What a program that runs it needs besides. */
export interface Addresses {
  /** The `bind` address of a section. */
  readonly bind: (section: number) => string;
  readonly server: string;
}

/** How many questions a case has. */
export const questions = ({ expressions, conditions }: Case): number =>
  expressions.length + conditions.length;

/** The variable that keeps an answer. */
const variable = (scope: string, at: number): string => `${scope}.v${at}`;

/** Each section answers a slice of the questions; all compute all of them, as they depend on each other. */
export function configurationOf(asked: Case, { bind, server }: Addresses): string {
  const sections = Math.ceil(questions(asked) / sliceSize(asked));
  const isTcp = asked.mode === "tcp";
  const log = isTcp ? "global\n log stdout len 60000 format raw local0\n" : "";
  let text = log + PREAMBLE;
  for (let section = 0; section < sections; section++) {
    text += `listen l${section}\n bind ${bind(section)} name sock\n`;
    const lines = isTcp ? tcpLines(asked, section) : httpLines(asked, section, server);
    text += lines.map((line) => ` ${line}\n`).join("");
  }
  return text;
}

function rules(asked: Case, ruleset: string, scope: string): string[] {
  return [
    ...asked.expressions.map(
      (expression, at) => `${ruleset} set-var(${variable(scope, at)}) '${expression}'`,
    ),
    ...asked.conditions.map(
      (condition, at) =>
        `${ruleset} set-var(${variable(scope, asked.expressions.length + at)}) bool(true) if ${condition}`,
    ),
  ];
}

const answer = (scope: string, at: number): string =>
  ["length", "concat(),hex", "hex"].map((how) => `%[var(${variable(scope, at)}),${how}]`).join("|");

function slice(asked: Case, section: number): number[] {
  const size = sliceSize(asked);
  const end = Math.min(questions(asked), (section + 1) * size);
  return Array.from({ length: end - section * size }, (_, i) => section * size + i);
}

function httpLines(asked: Case, section: number, server: string): string[] {
  const onResponse = asked.response !== undefined;
  const ruleset = onResponse ? "http-response" : "http-request";
  return [
    "mode http",
    `server s ${server}`,
    "acl is_a path_beg /a",
    "acl is_b path_beg /b",
    "capture request header x-cap len 20",
    "capture response header x-a len 20",
    "unique-id-format %[method]-%ST",
    "http-request set-var(txn.ip) ipv4(10.1.2.3)",
    "http-request set-var(req.set) int(1)",
    "http-request set-var(sess.set) str(abc)",
    "http-request wait-for-body time 1s if { req.hdr_val(content-length) gt 0 }",
    ...rules(asked, ruleset, "txn"),
    ...(onResponse ? [] : ["http-request return status 200"]),
    ...slice(asked, section).map((at) => `http-after-response set-header r${at} '${answer("txn", at)}'`),
  ];
}

function tcpLines(asked: Case, section: number): string[] {
  return [
    "mode tcp",
    "log global",
    "tcp-request inspect-delay 50ms",
    // Nothing is computed before the delay is over.
    "tcp-request content set-var(sess.begun) bool(true) if WAIT_END",
    ...rules(asked, "tcp-request content", "sess"),
    "tcp-request content reject",
    `log-format '%{-M}o ${slice(asked, section)
      .map((at) => answer("sess", at))
      .join(";")}'`,
  ];
}
