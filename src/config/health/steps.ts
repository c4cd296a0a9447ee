/** The steps of `tcp-check` and `http-check` lines, but for `expect`. Source: configuration manual 4.2; texts of tcpcheck.c. */
import type { NumberOrExpression } from "../actions.ts";
import { parseAddress, type Address } from "../address.ts";
import type { Cursor } from "../cursor.ts";
import { Refused, rewording } from "../diagnostics.ts";
import { parseExpression, type SampleExpression } from "../expressions.ts";
import { alpnList } from "../keywords/tls.ts";
import { parseLogFormat, type LogFormat } from "../log-format.ts";
import { placesOf } from "../samples.ts";
import { unavailableText, type State } from "../state.ts";
import type { ConnectStep, SendHttpStep, SendStep } from "../types/checks.ts";
import { leadingInteger } from "../units.ts";
import { parseGuard, parseVariable } from "../variables.ts";
import type { CommentStep, StepDraft } from "./ruleset.ts";

const CHECKS = placesOf("backend tcp-check rule");

/** Reads a step's words; the cursor stands behind its name. @throws Refused with HAProxy's text */
export type StepParser = (cursor: Cursor, state: State, index: number) => StepDraft;

/** The word behind an option's name. */
export function argumentOf(cursor: Cursor, name: string, what = "a string", end = "."): string {
  const text = cursor.next();
  if (text === "") throw new Refused(`'${name}' expects ${what} as argument${end}`);
  return text;
}

export function checkFormat(text: string, state: State): LogFormat {
  return rewording(
    (error) => `'${text}' invalid log-format string (${error}).\n`,
    () => parseLogFormat(text, { catalog: state.catalog, places: CHECKS }),
  );
}

/** An expression in one word; `what` names it in messages. */
export function checkExpression(text: string, state: State, what: string): SampleExpression {
  const wrap = (error: string): string => `error detected while parsing ${what} expression : ${error}`;
  return rewording(wrap, () => {
    const { expression } = parseExpression({ words: [text], index: 0 }, state.catalog);
    if ((expression.places & CHECKS) === 0) throw new Refused(` ${unavailableText(text, expression)}.\n`);
    return expression;
  });
}

/** The bytes that hexadecimal digits stand for, as byte string. @throws Refused */
export function binaryText(text: string): string {
  if (text.length % 2 !== 0) throw new Refused("an even number of hex digit is expected");
  const wrong = /[^0-9a-fA-F]/.exec(text);
  if (wrong) throw new Refused(`an hex digit is expected (found '${wrong[0]}')`);
  return Buffer.from(text, "hex").toString("latin1");
}

export function parseComment(cursor: Cursor, _: State, index: number): CommentStep {
  const comment = cursor.next();
  if (comment === "") throw new Refused("expects a string as argument");
  return { kind: "comment", index, comment };
}

type ConnectDraft = { -readonly [K in keyof ConnectStep]: ConnectStep[K] };

/** What may stand in a `connect` line, by its name. */
const CONNECT_WORDS: Readonly<Record<string, (draft: ConnectDraft, cursor: Cursor, state: State) => void>> = {
  default: (draft) => (draft.asServer = true),
  addr: (draft, cursor, state) => (draft.address = connectAddress(cursor, state)),
  port: (draft, cursor, state) => (draft.port = connectPort(cursor, state)),
  comment: (draft, cursor) => (draft.comment = argumentOf(cursor, "comment")),
  "send-proxy": (draft) => (draft.sendProxy = true),
  // Sockets are closed in order anyway.
  linger: () => undefined,
  ssl: (draft) => (draft.tls = true),
  sni: (draft, cursor) => (draft.sni = argumentOf(cursor, "sni")),
  alpn: (draft, cursor) => (draft.alpn = alpnList(cursor)),
  proto: (_, cursor) => refuseUnlessPlain(argumentOf(cursor, "proto", "a MUX protocol")),
  "via-socks4": () => {
    throw new Refused("'via-socks4' is not supported by halua");
  },
};

/** Checks speak TCP or HTTP/1. */
function refuseUnlessPlain(protocol: string): void {
  if (protocol === "none" || protocol === "h1") return;
  const known = ["h2", "fcgi", "spop", "quic"].includes(protocol);
  throw new Refused(
    known
      ? `'proto' : HAProxy's protocol '${protocol}' is not supported by halua for checks`
      : `'proto' : unknown MUX protocol '${protocol}'.`,
  );
}

function connectAddress(cursor: Cursor, state: State): Address {
  const text = argumentOf(cursor, "addr", "<ipv4|ipv6>");
  return rewording(
    (error) => `'addr' : ${error}.`,
    () => parseAddress(text, { stream: true, port: "optional", names: true }, state.environment),
  );
}

function connectPort(cursor: Cursor, state: State): NumberOrExpression {
  const text = argumentOf(cursor, "port", "a port number or a sample expression");
  if (!/^[0-9]+$/.test(text)) return checkExpression(text, state, "port");
  const port = leadingInteger(text);
  if (port >= 1 && port <= 65535) return port;
  throw new Refused(`expects a valid TCP port (from range 1 to 65535) or a sample expression, got ${text}.`);
}

export function parseConnect(cursor: Cursor, state: State, index: number): ConnectStep {
  const draft: ConnectDraft = {
    kind: "connect",
    index,
    implicit: false,
    asServer: false,
    sendProxy: false,
    tls: false,
  };
  while (cursor.peek() !== "") {
    const word = cursor.next();
    const read = Object.hasOwn(CONNECT_WORDS, word) ? CONNECT_WORDS[word] : undefined;
    if (!read) {
      throw new Refused(
        "expects 'comment', 'port', 'addr', 'send-proxy', 'ssl', 'sni', 'alpn' or 'via-socks4', 'linger', " +
          `'default' but got '${word}' as argument.`,
      );
    }
    read(draft, cursor, state);
  }
  return draft;
}

/** Once there is a `connect` line, there must be one in front. @throws Refused */
export function refuseLateConnect(steps: readonly StepDraft[]): void {
  const first = steps.find(
    (step) =>
      step.kind !== "comment" && step.kind !== "action" && !(step.kind === "send-http" && step.fromOption),
  );
  if (!first || first.kind === "connect") return;
  throw new Refused(
    "first step MUST also be a 'connect', optionally preceded by a 'set-var', an 'unset-var' or a 'comment', " +
      "when there is a 'connect' step in the tcp-check ruleset",
  );
}

/** `send`, `send-lf`, `send-binary` and `send-binary-lf`. */
export const parseSend =
  (name: "send" | "send-lf" | "send-binary" | "send-binary-lf"): StepParser =>
  (cursor, state, index): SendStep => {
    const text = argumentOf(cursor, name === "send-binary" ? "binary string" : "string", `a ${name}`, "");
    let comment: string | undefined;
    while (cursor.peek() !== "") {
      const word = cursor.next();
      if (word !== "comment") throw new Refused(`expects 'comment' but got '${word}' as argument.`);
      comment = argumentOf(cursor, "comment");
    }
    const step = { kind: "send", index, ...(comment !== undefined && { comment }) } as const;
    if (name.endsWith("-lf")) {
      return { ...step, text: checkFormat(text, state), hex: name === "send-binary-lf" };
    }
    if (name === "send") return { ...step, text, hex: false };
    const wrap = (error: string): string => `'${text}' invalid binary string (${error}).\n`;
    return { ...step, text: rewording(wrap, () => binaryText(text)), hex: false };
  };

type Request = Omit<SendHttpStep, "headers">;
type HttpDraft = { -readonly [K in keyof Request]: Request[K] } & {
  headers: { name: string; value: LogFormat }[];
};

const SEND_WORDS: Readonly<Record<string, (draft: HttpDraft, cursor: Cursor, state: State) => void>> = {
  meth: (draft, cursor) => (draft.method = argumentOf(cursor, "meth")),
  uri: (draft, cursor) => (draft.uri = argumentOf(cursor, "uri")),
  "uri-lf": (draft, cursor, state) => (draft.uri = checkFormat(argumentOf(cursor, "uri-lf"), state)),
  ver: (draft, cursor) => (draft.version = argumentOf(cursor, "ver")),
  body: (draft, cursor) => (draft.body = argumentOf(cursor, "body")),
  "body-lf": (draft, cursor, state) => (draft.body = checkFormat(argumentOf(cursor, "body-lf"), state)),
  comment: (draft, cursor) => (draft.comment = argumentOf(cursor, "comment")),
  hdr: sendHeader,
};

function sendHeader({ headers }: HttpDraft, cursor: Cursor, state: State): void {
  const [name, value] = [cursor.next(), cursor.next()];
  if (name === "" || value === "") throw new Refused("'hdr' expects <name> and <value> as arguments");
  const lower = name.toLowerCase();
  // How long the body is, halua says itself.
  if (lower === "content-length" || lower === "transfer-encoding") return;
  const other = headers.find((each) => each.name.toLowerCase() === "host");
  if (lower === "host" && other) {
    throw new Refused(`'${name}' header already defined (previous value is '${other.value.text}')`);
  }
  headers.push({ name, value: checkFormat(value, state) });
}

export function parseHttpSend(cursor: Cursor, state: State, index: number): SendHttpStep {
  const draft: HttpDraft = { kind: "send-http", index, headers: [] };
  while (cursor.peek() !== "") {
    const word = cursor.next();
    const read = Object.hasOwn(SEND_WORDS, word) ? SEND_WORDS[word] : undefined;
    if (!read) {
      throw new Refused(
        "expects 'comment', 'meth', 'uri', 'uri-lf', 'ver', 'hdr', 'body' or 'body-lf' but got " +
          `'${word}' as argument.`,
      );
    }
    read(draft, cursor, state);
  }
  return draft;
}

/** What a check does besides dealing with a server, as messages list it. */
export const CHECK_ACTIONS = "'set-var-fmt(*)', 'set-var(*)', 'unset-var(*)'";

/** `set-var(name)` and its kin; undefined for what is none of them. */
export function parseAction(
  name: string,
  cursor: Cursor,
  state: State,
  index: number,
): StepDraft | undefined {
  const match = /^(set-var|set-var-fmt|unset-var)\(([^)]*)\)$/.exec(name);
  const kind = match?.[1];
  if (kind !== "set-var" && kind !== "set-var-fmt" && kind !== "unset-var") return undefined;
  return rewording(
    (error) => `'${kind}' : ${error}`,
    () => {
      const [text = "", ...guardTexts] = (match?.[2] ?? "").split(",");
      const variable = parseVariable(text);
      if (kind === "unset-var") return { kind: "action", index, action: { kind, variable } };
      const guards = guardTexts.filter((each) => each !== "").map(parseGuard);
      if (kind === "set-var-fmt") {
        return {
          kind: "action",
          index,
          action: { kind, variable, guards, value: checkFormat(cursor.next(), state) },
        };
      }
      const { expression, nextWord } = parseExpression(
        { words: cursor.words, index: cursor.at },
        state.catalog,
      );
      cursor.at = nextWord;
      if ((expression.places & CHECKS) === 0) throw new Refused(unavailableText(name, expression));
      return { kind: "action", index, action: { kind, variable, guards, value: expression } };
    },
  );
}
