/** `tcp-check expect` and `http-check expect`. Source: configuration manual 4.2; texts of parse_tcpcheck_expect() in tcpcheck.c. */
import type { Cursor } from "../cursor.ts";
import { Refused, rewording } from "../diagnostics.ts";
import type { State } from "../state.ts";
import type { Expectation, ExpectStep, HeaderMatch, StepStatus } from "../types/checks.ts";
import { leadingInteger } from "../units.ts";
import { argumentOf, binaryText, checkExpression, checkFormat } from "./steps.ts";

type Settings = Omit<ExpectStep, "expectation">;
type ExpectDraft = { -readonly [K in keyof Settings]: Settings[K] } & {
  expectation?: Expectation;
};

const HTTP_WORDS =
  "'only supports min-recv, [!]string', '[!]rstring', '[!]string-lf', '[!]status', '[!]rstatus', [!]hdr, [!]fhdr or comment";
const TCP_WORDS =
  "'only supports min-recv, '[!]binary', '[!]string', '[!]rstring', '[!]string-lf''[!]rbinary', '[!]binary-lf' or comment";

/** Statuses by the option that they stand behind; HAProxy's message leaves one out. */
const STATUSES = {
  "ok-status": {
    field: "okStatus",
    statuses: ["L7OK", "L7OKC", "L6OK", "L4OK"],
    shown: "'L4OK', 'L6OK', 'L7OK' or 'L7OKC'",
  },
  "error-status": {
    field: "errorStatus",
    statuses: ["L7RSP", "L7STS", "L7OKC", "L6RSP", "L4CON"],
    shown: "'L4CON', 'L6RSP', 'L7RSP' or 'L7STS'",
  },
  "tout-status": {
    field: "timeoutStatus",
    statuses: ["L7TOUT", "L6TOUT", "L4TOUT"],
    shown: "'L4TOUT', 'L6TOUT' or 'L7TOUT'",
  },
} as const satisfies Record<
  string,
  { field: "okStatus" | "errorStatus" | "timeoutStatus"; statuses: readonly StepStatus[]; shown: string }
>;

type Setting = (draft: ExpectDraft, cursor: Cursor, state: State) => void;

const status =
  (name: keyof typeof STATUSES): Setting =>
  (draft, cursor) => {
    const text = argumentOf(cursor, name, "a string", "");
    const { field, statuses, shown } = STATUSES[name];
    const found = statuses.find((each) => each === text.toUpperCase());
    if (!found) throw new Refused(`'${name}' only supports ${shown} status (got '${text}').`);
    draft[field] = found;
  };

/** What is no pattern, by its name. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  "min-recv": (draft, cursor) => {
    const text = argumentOf(cursor, "min-recv", "a integer", "");
    draft.least = leadingInteger(text);
    if (draft.least < -1 || draft.least > 0x7fffffff) {
      throw new Refused("'min-recv' expects -1 or an integer from 0 to INT_MAX");
    }
  },
  comment: (draft, cursor) => (draft.comment = argumentOf(cursor, "comment", "a string", "")),
  "on-success": (draft, cursor, state) => {
    draft.onSuccess = checkFormat(argumentOf(cursor, "on-success", "a string", ""), state);
  },
  "on-error": (draft, cursor, state) => {
    draft.onError = checkFormat(argumentOf(cursor, "on-error", "a string", ""), state);
  },
  "ok-status": status("ok-status"),
  "error-status": status("error-status"),
  "tout-status": status("tout-status"),
  "status-code": (draft, cursor, state) => {
    const text = argumentOf(cursor, "status-code", "an expression", "");
    draft.statusCode = checkExpression(text, state, "status-code");
  },
};

type Pattern = (text: string, state: State) => Expectation;

const regex =
  (type: "status-regex" | "regex" | "binary-regex"): Pattern =>
  (text, state) => {
    const fault = state.acl.checkRegex(text, false);
    if (fault !== undefined) throw new Refused(fault);
    return { type, regex: text };
  };

const format =
  (hex: boolean): Pattern =>
  (text, state) => ({ type: "format", format: checkFormat(text, state), hex });

/** Patterns in one word, by their names. */
const BOTH: Readonly<Record<string, Pattern>> = {
  string: (text) => ({ type: "text", text }),
  rstring: regex("regex"),
  "string-lf": format(false),
};
const TCP: Readonly<Record<string, Pattern>> = {
  ...BOTH,
  binary: (text) => {
    const wrap = (error: string): string => `invalid binary string (${error})`;
    return { type: "binary", text: rewording(wrap, () => binaryText(text)) };
  },
  rbinary: regex("binary-regex"),
  "binary-lf": format(true),
};
const HTTP: Readonly<Record<string, Pattern>> = {
  ...BOTH,
  status: (text) => ({ type: "status", ranges: statusRanges(text) }),
  rstatus: regex("status-regex"),
};

function statusRanges(text: string): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (let rest = text; ;) {
    const match = /^([0-9]*)(?:-([0-9]*))?/.exec(rest);
    const low = Number(match?.[1] ?? 0);
    const high = match?.[2] === undefined ? low : Number(match[2]);
    if (low > high) throw new Refused(`invalid range of status codes '${text}'`);
    ranges.push([low, high]);
    rest = rest.slice(match?.[0].length ?? 0);
    if (rest === "") return ranges;
    if (!rest.startsWith(",")) {
      throw new Refused(`invalid character '${rest.charAt(0)}' in the list of status codes`);
    }
    rest = rest.slice(1);
  }
}

/** `hdr` and `fhdr`: a name's pattern and perhaps a value's. */
function header(word: "hdr" | "fhdr", cursor: Cursor, state: State): Expectation {
  const keyword = cursor.next();
  if ((keyword !== "name" && keyword !== "name-lf") || cursor.peek() === "") {
    throw new Refused(`'${word}' expects at the name keyword as first argument followed by a pattern`);
  }
  const name = headerMatch(word, cursor, state, keyword === "name-lf");
  const full = word === "fhdr";
  const next = cursor.peek();
  if (next !== "value" && next !== "value-lf") return { type: "header", full, name };
  cursor.next();
  return { type: "header", full, name, value: headerMatch(word, cursor, state, next === "value-lf") };
}

const METHODS = ["str", "beg", "end", "sub", "reg"] as const;
const METHODS_SHOWN = "'str', 'beg', 'end', 'sub' or 'reg'";

function headerMatch(word: string, cursor: Cursor, state: State, isFormat: boolean): HeaderMatch {
  let method: HeaderMatch["method"] = "str";
  if (cursor.skip("-m")) {
    const text = cursor.next();
    if (text === "") {
      throw new Refused(`'${word}' : '-m' expects at a matching pattern (${METHODS_SHOWN})`);
    }
    const found = METHODS.find((each) => each === text);
    if (!found) throw new Refused(`'${word}' : '-m' only supports ${METHODS_SHOWN} (got '${text}')`);
    if (found === "reg" && isFormat) {
      throw new Refused(`'${word}': log-format string is not supported with a regex matching method`);
    }
    method = found;
  }
  const text = cursor.next();
  if (text === "") throw new Refused(`'${word}' expect a pattern with the value keyword`);
  if (method === "reg") regex("regex")(text, state);
  return { method, pattern: isFormat ? checkFormat(text, state) : text };
}

/** Reads the words of an `expect` line of a kind. @throws Refused with HAProxy's text */
export const parseExpect =
  (protocol: "tcp" | "http") =>
  (cursor: Cursor, state: State, index: number): ExpectStep => {
    if (cursor.peek() === "") throw new Refused("expects at least a matching pattern as arguments");
    const draft: ExpectDraft = { kind: "expect", index, negated: false, least: -1 };
    while (cursor.peek() !== "") expectWord(draft, protocol, cursor, state);
    const { expectation } = draft;
    if (!expectation) throw new Refused("pattern not found");
    return { ...draft, expectation };
  };

function expectWord(draft: ExpectDraft, protocol: "tcp" | "http", cursor: Cursor, state: State): void {
  const { word, marked } = negation(draft, cursor);
  const set = Object.hasOwn(SETTINGS, word) ? SETTINGS[word] : undefined;
  if (set) {
    if (marked) throw new Refused(`[!] not supported with '${word}'`);
    set(draft, cursor, state);
    return;
  }
  const patterns = protocol === "http" ? HTTP : TCP;
  const pattern = Object.hasOwn(patterns, word) ? patterns[word] : undefined;
  const isHeader = protocol === "http" && (word === "hdr" || word === "fhdr");
  if (!pattern && !isHeader) {
    throw new Refused(`${protocol === "http" ? HTTP_WORDS : TCP_WORDS} but got '${word}' as argument.`);
  }
  if (draft.expectation) throw new Refused("only one pattern expected");
  if (pattern) {
    draft.expectation = pattern(argumentOf(cursor, word, "a <pattern>", ""), state);
  } else if (isHeader) {
    draft.expectation = header(word, cursor, state);
  }
}

/** The next word without the exclamation marks in front of it, each of which negates. */
function negation(draft: ExpectDraft, cursor: Cursor): { readonly word: string; readonly marked: boolean } {
  let word = cursor.next();
  let marked = false;
  while (word.startsWith("!")) {
    marked = true;
    const name = word.replace(/^!+/, "");
    if ((word.length - name.length) % 2 === 1) draft.negated = !draft.negated;
    word = name === "" ? cursor.next() : name;
  }
  return { word, marked };
}
