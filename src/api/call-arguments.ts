import { LuaError, LuaFloat, type LuaValue } from "../lua/index.ts";
import type { CallArgument } from "../proxy/sample-access.ts";
import { RegularExpression, type ConverterEntry, type FetchEntry } from "../samples/index.ts";
import { toInteger } from "./sample-values.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** How a script's values become arguments of fetches and converters (hlua_lua2arg_check). */

type Type = CallArgument["type"];
type Entry = Pick<FetchEntry | ConverterEntry, "name" | "args" | "check">;

/** HAProxy looks at so many. */
const mostArguments = 12;

/** A value as hlua_lua2arg() sees it: a text, or a number, which anything else is too. */
type Given = string | number | bigint;

function given(value: LuaValue): Given {
  if (typeof value === "string" || typeof value === "bigint") return value;
  return typeof value === "number" || value instanceof LuaFloat ? toInteger(value) : 0;
}

/** A text that tells one list of values from another as far as arguments go. */
export function argumentsKey(values: readonly LuaValue[]): string {
  const [only] = values;
  if (values.length === 1 && typeof only === "string") return only;
  return values
    .map((value) => (typeof value === "string" ? `s${value.length}:${value}` : `i${given(value)};`))
    .join("\0");
}

/**
 * The arguments for `entry`. `first` is where they stand in the script's call,
 * for errors that name one.
 */
export function checkedArguments(
  { name, args: { types, required }, check }: Entry,
  values: readonly LuaValue[],
  first: number,
  txn: ScriptTxn,
): CallArgument[] {
  const list: CallArgument[] = [];
  for (const [i, value] of values.slice(0, mostArguments).entries()) {
    const type = types[i];
    if (type === undefined) throw new LuaError("Last argument expected", { argument: first + i });
    const made = argument(type, given(value), txn);
    if (typeof made === "string") throw new LuaError(made, { argument: first + i });
    list.push(made);
  }
  if (list.length < required) list.push(byDefault(list.length, types[0], first, txn));
  const fault = txn.samples.access.fault(name, list) ?? check?.(list);
  if (fault !== undefined) throw new LuaError(`error in arguments: ${fault}`, { position: false });
  return name === "regsub" ? withoutCase(list) : list;
}

/** The flag `i` of regsub comes too late in HAProxy: the expression has been compiled before it is read. */
function withoutCase([regex, text, flags]: readonly CallArgument[]): CallArgument[] {
  const kept = flags && { ...flags, text: flags.text.replaceAll("i", "") };
  return [regex, text, kept].filter((argument) => argument !== undefined);
}

/** Where the only argument left out names a proxy or its table, the present proxy is meant. */
function byDefault(count: number, type: Type | undefined, first: number, txn: ScriptTxn): CallArgument {
  const { name } = txn.home;
  if (count === 0 && (type === "frontend" || type === "backend" || type === "table")) {
    if (txn.samples.access.exists(type, name, txn)) return { type, text: name, value: name };
  }
  throw new LuaError("Mandatory argument expected", { argument: first + count });
}

/** An argument, or what is wrong with it. */
function argument(type: Type, value: Given, txn: ScriptTxn): CallArgument | string {
  switch (type) {
    case "integer":
    case "time":
    case "size":
      return typeof value === "string" ? "integer expected" : { type, text: String(value), value };
    case "mask4":
    case "mask6":
      return { type, text: String(value), value: String(value) };
    case "map":
      return "type not yet supported";
    case "protobuf-field":
      return `'Protocol buffers field number' expected, got '${typeof value === "string" ? "string" : "integer"}'`;
    case "string":
      return typeof value === "string" ? { type, text: value, value } : "unable to duplicate string arg";
    default:
      return typeof value === "string" ? named(type, value, txn) : "string expected";
  }
}

function named(type: Type, text: string, txn: ScriptTxn): CallArgument | string {
  switch (type) {
    // HAProxy takes success for failure here: no address gets through.
    case "ipv4":
      return "invalid IPv4 address";
    case "ipv6":
      return "invalid IPv6 address";
    case "frontend":
    case "backend":
    case "table":
    case "server":
      if (!txn.samples.access.exists(type, text, txn)) return `${type} doesn't exist`;
      break;
    case "userlist":
      if (!txn.samples.access.exists(type, text, txn)) return `unable to find userlist '${text}'`;
      break;
    case "regex": {
      const compiled = RegularExpression.compile(text, false);
      if (typeof compiled === "string") return `error compiling regex '${text}' : '${compiled}'`;
      break;
    }
    default:
  }
  return { type, text, value: text };
}
