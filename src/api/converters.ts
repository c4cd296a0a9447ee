import {
  any,
  LuaClass,
  LuaError,
  method,
  result,
  uncounted,
  type Argument,
  type FunctionItem,
  type LuaValue,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { cast, CONVERTERS, luaName, type ConverterEntry, type Sample } from "../samples/index.ts";
import { givenSample, toSample } from "./sample-values.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** `Converters`: HAProxy's converters as methods (`txn.c`, `txn.sc`). */

/** `asText`: samples are given as text, "" where there is none (`sc`). */
export interface Converters {
  readonly txn: ScriptTxn;
  readonly asText: boolean;
}

/** Which types a script's value, which is a text, an integer or a boolean, can never be cast to. */
const unreachable: Readonly<Record<"str" | "sint" | "bool", readonly string[]>> = {
  str: [],
  sint: ["meth"],
  bool: ["addr", "ipv4", "ipv6", "meth"],
};

/** A script's value as the type that a converter takes. */
function inputFor(entry: ConverterEntry, value: LuaValue): Sample {
  const sample = toSample(value);
  const target = entry.in === "same" ? "any" : entry.in;
  if (unreachable[sample.type as "str" | "sint" | "bool"].includes(target)) {
    throw new LuaError(`invalid input argument: cannot cast '${sample.type}' to '${target}'`);
  }
  const input = cast(sample, target);
  if (!input) throw new LuaError("error during the input argument casting");
  return input;
}

type Method = (self: Argument<Converters>) => FunctionItem<Runtime>;

function converterMethod(entry: ConverterEntry): Method {
  return method<Runtime, Converters, [Argument<LuaValue>]>(luaName(entry.name), {
    doc: `The converter \`${entry.name}\`.`,
    args: [any("input", "what is to be converted; no text and no number counts as false")],
    rest: "the converter's arguments",
    returns: [result("any", "nil, or an empty string from `sc`, where there is no result")],
    since: "1.6",
    count: uncounted,
    body: ({ host }, { txn, asText }, value, ...values) => {
      const convert = txn.samples.converter(entry, values, txn);
      const sample = convert(inputFor(entry, value), txn);
      return givenSample(sample, asText, host.sampleBooleans);
    },
  });
}

export const convertersClass = new LuaClass<Runtime, Converters>(
  "Converters",
  "HAProxy's converters. A method's name is the converter's with `_` for each `.`, `-` and `+`; `lua/meta/classes.lua` lists them.",
  Object.fromEntries([...CONVERTERS.values()].map((entry) => [luaName(entry.name), converterMethod(entry)])),
  "index",
  { unlisted: true },
);
