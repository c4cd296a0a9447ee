import { LuaFloat, type HostValue, type LuaValue } from "../lua/index.ts";
import { cast, type Sample } from "../samples/index.ts";

/** Samples as Lua values and back (hlua_smp2lua and its kin in hlua.c). */

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** The integer that lua_tointeger() makes of a number: 0 where it is none, so 1.5 is 0. */
function integerOf(value: number | bigint | LuaFloat): number | bigint {
  if (typeof value === "bigint") return value;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (!Number.isInteger(number)) return 0;
  const exact = BigInt(number);
  return exact >= least && exact <= most ? exact : 0;
}

/**
 * What lua_tointeger() makes of any value: texts that spell a number count,
 * all else is 0. Not for integers beyond 2^53.
 */
export function toInteger(value: LuaValue): number {
  if (typeof value === "string") {
    const number = /^\s*[+-]?(0x[0-9a-f]+|[0-9.]+(e[+-]?[0-9]+)?)\s*$/i.test(value) ? Number(value) : 0;
    return Number.isSafeInteger(number) ? number : 0;
  }
  if (typeof value === "number" || typeof value === "bigint" || value instanceof LuaFloat) {
    return Number(integerOf(value));
  }
  return 0;
}

const nothing: Sample = { type: "bool", value: 0 };

/** What a script's value is as a sample: what has no counterpart, nil among it, is false. */
export function toSample(value: LuaValue): Sample {
  switch (typeof value) {
    case "string":
      return { type: "str", value };
    case "boolean":
      return { type: "bool", value: value ? 1 : 0 };
    case "number":
    case "bigint":
      return { type: "sint", value: integerOf(value) };
    default:
      return value instanceof LuaFloat ? { type: "sint", value: integerOf(value) } : nothing;
  }
}

/** A sample for a script; `booleans`: HAProxy's booleans are booleans, not 0 and 1. */
export function fromSample(sample: Sample, booleans: boolean): HostValue {
  switch (sample.type) {
    case "bool":
      return booleans ? sample.value !== 0 && sample.value !== 0n : sample.value;
    case "sint":
    case "str":
    case "bin":
    case "meth":
      return sample.value;
    default:
      return textOf(sample);
  }
}

/** A sample as text; "" where it has none. */
export function textOf(sample: Sample): string {
  if (sample.type === "bin" || sample.type === "str" || sample.type === "meth") return sample.value;
  const text = cast(sample, "str");
  return typeof text?.value === "string" ? text.value : "";
}

/** What a method of `Fetches` or `Converters` gives for a sample; `asText`: a text, "" where there is none. */
export function givenSample(sample: Sample | undefined, asText: boolean, booleans: boolean): HostValue {
  if (asText) return sample ? textOf(sample) : "";
  return sample && fromSample(sample, booleans);
}
