/**
 * The argument lists of sample fetches, converters and conditions:
 * `(a,'b c',"d")`. What a list holds is declared by the one who owns the name;
 * this file cuts it and checks the types, with HAProxy's texts.
 * Source: configuration manual 2.3 and 7.3.1, arg.c.
 */
import { Refused } from "./diagnostics.ts";
import { isIpv4, isIpv6, isMask4, isMask6 } from "./ip-text.ts";
import { isFault, parseSize, parseTime } from "./units.ts";

/** The types an argument may have; the value is how HAProxy names the type in messages. */
export const ARGUMENT_TYPES = {
  integer: "integer",
  string: "string",
  identifier: "identifier",
  ipv4: "IPv4 address",
  mask4: "IPv4 mask",
  ipv6: "IPv6 address",
  mask6: "IPv6 mask",
  time: "delay",
  size: "size",
  frontend: "frontend",
  backend: "backend",
  table: "table",
  server: "server",
  userlist: "user list",
  map: "map",
  regex: "regex",
  variable: "variable",
  "protobuf-field": "Protocol buffers field number",
} as const;

export type ArgumentType = keyof typeof ARGUMENT_TYPES;

/** What a name takes: `types` in order, the first `required` of which must be there. */
export interface ArgumentShape {
  readonly types: readonly ArgumentType[];
  readonly required: number;
}

/**
 * One argument. `integer`, `time` (ms) and `size` (bytes) are numbers,
 * integers beyond 2^53 being bigints; all else is the text, to be resolved by
 * its reader.
 */
export interface Argument {
  readonly type: ArgumentType;
  readonly text: string;
  readonly value: number | bigint | string;
}

export interface ArgumentList {
  readonly list: readonly Argument[];
  /** Where the list ends in the given text. */
  readonly end: number;
}

/** As {@link Refused}, with the place: `index` of the argument (from 0) and `position` in the text. */
export class ArgumentRefused extends Refused {
  constructor(
    text: string,
    readonly index: number,
    readonly position: number,
  ) {
    super(text);
  }
}

/**
 * Reads the list that starts at `start`, if there is an opening parenthesis.
 * @throws ArgumentRefused with HAProxy's text
 */
export function parseArguments(text: string, start: number, shape: ArgumentShape): ArgumentList {
  const { types, required } = shape;
  const open = text.charAt(start) === "(";
  const list: Argument[] = [];
  let at = open ? start + 1 : start;

  const missing = (): ArgumentRefused => {
    const wanted = types[list.length];
    const name = wanted === undefined ? "end of arguments" : ARGUMENT_TYPES[wanted];
    return new ArgumentRefused(
      `missing arguments (got ${list.length}/${required}), type '${name}' expected`,
      list.length,
      at,
    );
  };

  if (types.length > 0 && (open || required > 0)) {
    for (;;) {
      const type = types[list.length];
      if (type === undefined) break;
      const word = open ? argumentWord(text, at, type, list.length) : { value: "", end: at };
      at = word.end;
      const value = typedValue(type, word.value);
      if (value === undefined) {
        if (word.value !== "") {
          throw new ArgumentRefused(
            `failed to parse '${word.value}' as type '${ARGUMENT_TYPES[type]}' at position ${list.length + 1}`,
            list.length,
            at,
          );
        }
        if (list.length >= required) break;
        throw new ArgumentRefused(
          `expected type '${ARGUMENT_TYPES[type]}' at position ${list.length + 1}, but got nothing`,
          list.length,
          at,
        );
      }
      list.push({ type, text: word.value, value });
      if (!open || text.charAt(at) !== "," || list.length >= types.length) break;
      at++;
    }
  }
  if (list.length < required) throw missing();
  if (!open) return { list, end: at };
  if (text.charAt(at) === ")") return { list, end: at + 1 };
  const rest = text.slice(at);
  const index = list.length > 1 ? list.length - 1 : list.length;
  throw new ArgumentRefused(rest === "" ? "expected ')'" : `expected ')' before '${rest}'`, index, at);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  " ": " ",
  '"': '"',
  "'": "'",
  r: "\r",
  n: "\n",
  t: "\t",
};

/** One word up to a comma or the closing parenthesis, without its quotes. */
function argumentWord(
  text: string,
  start: number,
  type: ArgumentType,
  index: number,
): { value: string; end: number } {
  let value = "";
  let quote = "";
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    if ((char === '"' || char === "'") && (quote === "" || quote === char)) {
      quote = quote === "" ? char : "";
    } else if (char === "\\" && quote !== "'") {
      const next = text.charAt(at + 1);
      if (next === "") {
        throw new ArgumentRefused(
          `failed to parse '${char}' after '${value}' as type '${ARGUMENT_TYPES[type]}' at position ${index + 1}`,
          index,
          at,
        );
      }
      const escaped = ESCAPES[next];
      if (escaped !== undefined) at++;
      value += escaped ?? char;
    } else if (quote === "" && (char === "," || char === ")")) {
      break;
    } else {
      value += char;
    }
  }
  return { value, end: at };
}

/** The value of a word, or undefined when it is none of that type. */
function typedValue(type: ArgumentType, text: string): number | bigint | string | undefined {
  const check = (valid: boolean): string | undefined => (valid ? text : undefined);
  switch (type) {
    case "integer":
      return integerValue(text);
    case "time": {
      const parsed = parseTime(text, "ms");
      return isFault(parsed) ? undefined : parsed.value;
    }
    case "size": {
      const parsed = parseSize(text);
      return isFault(parsed) ? undefined : parsed.value;
    }
    case "ipv4":
      return check(isIpv4(text));
    case "ipv6":
      return check(isIpv6(text));
    case "mask4":
      return check(isMask4(text));
    case "mask6":
      return check(isMask6(text));
    case "protobuf-field":
      return check(/^[0-9]+(\.[0-9]+)*$/.test(text));
    default:
      return text;
  }
}

/** 64 bits, clamped at both ends, as HAProxy reads them. */
function integerValue(text: string): number | bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const exact = BigInt(text.replace(/^\+/, ""));
  const max = 0x7fffffffffffffffn;
  const clamped = exact > max ? max : exact < -max - 1n ? -max - 1n : exact;
  const number = Number(clamped);
  return Number.isSafeInteger(number) ? number : clamped;
}
