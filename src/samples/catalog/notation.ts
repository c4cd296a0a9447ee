/**
 * The notation of the tables: `concat(string[,string,string]): str => str`.
 * Types are named as in HAProxy's messages and dumps.
 */

/** `any` is decided at run time; `same` (converters only) is the type that came in. */
export type SampleType = "any" | "same" | "bool" | "sint" | "addr" | "ipv4" | "ipv6" | "str" | "bin" | "meth";

/** Where a fetch takes its information from, in HAProxy's words. */
export type SampleSource =
  | "constants"
  | "internal state"
  | "listener"
  | "frontend"
  | "client address"
  | "client-side connection"
  | "track counters"
  | "request buffer"
  | "HTTP request headers"
  | "HTTP request"
  | "HTTP request body"
  | "backend"
  | "server"
  | "server address"
  | "server-side connection"
  | "response buffer"
  | "HTTP response headers"
  | "HTTP response"
  | "HTTP response body"
  | "request buffer statistics"
  | "response buffer statistics"
  | "transaction statistics"
  | "session statistics";

/** The types of arguments by the names that the tables give them. */
const ARGUMENT_NAMES = {
  integer: "integer",
  string: "string",
  "IPv4 address": "ipv4",
  "IPv4 mask": "mask4",
  "IPv6 address": "ipv6",
  "IPv6 mask": "mask6",
  frontend: "frontend",
  backend: "backend",
  table: "table",
  server: "server",
  "user list": "userlist",
  regex: "regex",
  "Protocol buffers field number": "protobuf-field",
} as const;

export type ArgumentType = (typeof ARGUMENT_NAMES)[keyof typeof ARGUMENT_NAMES];

/** What a name takes: `types` in order, the first `required` of which must be there. */
export interface ArgumentShape {
  readonly types: readonly ArgumentType[];
  readonly required: number;
}

/** One argument of an expression, read as its type says; an integer beyond 2^53 is a bigint. */
export interface Argument {
  readonly text: string;
  readonly value: number | bigint | string;
}

/** Says what is wrong with arguments beyond their types, in HAProxy's words; undefined when nothing is. */
export type ArgumentCheck = (args: readonly Argument[]) => string | undefined;

/** A line of a table, taken apart; `types` is what stands behind the colon. */
export interface TableLine {
  readonly name: string;
  readonly args: ArgumentShape;
  readonly types: readonly SampleType[];
}

const LINE = /^\s*([^(:]+?)(?:\(([^)]*)\))?: (\w+)(?: => (\w+))?$/gm;

export function* tableLines(text: string): Generator<TableLine> {
  for (const [, name = "", args = "", first = "any", second] of text.matchAll(LINE)) {
    const types = (second === undefined ? [first] : [first, second]) as SampleType[];
    yield { name, args: shapeOf(args), types };
  }
}

/** `string[,integer]`: what is in brackets may be missing. */
function shapeOf(text: string): ArgumentShape {
  const [required = ""] = text.split("[");
  const names = (list: string): string[] => list.split(",").filter((name) => name !== "");
  const types = names(text.replace(/[[\]]/g, "")).map((name) => {
    if (!Object.hasOwn(ARGUMENT_NAMES, name)) throw new TypeError(`No type of arguments is called ${name}.`);
    return ARGUMENT_NAMES[name as keyof typeof ARGUMENT_NAMES];
  });
  return { types, required: names(required).length };
}
