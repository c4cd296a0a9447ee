/* eslint-disable prefer-rest-params -- whether an argument was given at all matters, and a rest array costs */
import { textOfValue } from "../../core/access.ts";
import { metatableOf } from "../../core/errors.ts";
import { LuaFloat, type LuaFunction, type Value } from "../../core/model.ts";
import { getStr } from "../../core/table.ts";
import { textToNumber } from "../../numbers.ts";
import type { Functions } from "../api.ts";
import { accelerate, type FastEntry, one, oneFloat, oneText, slow, watched } from "./fast.ts";

/** A rounding that gives a safe integer, or goes the long way. */
function rounding(round: (n: number) => number): FastEntry {
  return function (this: LuaFunction, v: Value): Value {
    if (watched()) return slow(this, arguments);
    if (typeof v === "number") return one(v);
    if (v instanceof LuaFloat) {
      const n = round(v.n) + 0;
      if (Number.isSafeInteger(n)) return one(n);
    }
    return slow(this, arguments);
  };
}

/** A function from float to float. */
function unary(compute: (n: number) => number): FastEntry {
  return function (this: LuaFunction, v: Value): Value {
    const n = typeof v === "number" ? v : v instanceof LuaFloat ? v.n : NaN;
    const result = compute(n);
    return Number.isNaN(result) || watched() ? slow(this, arguments) : oneFloat(result);
  };
}

/** `max` or `min` of integers. */
function extreme(better: (a: number, b: number) => boolean): FastEntry {
  return function (this: LuaFunction, a: Value, b: Value): Value {
    if (arguments.length === 2 && typeof a === "number" && typeof b === "number" && !watched()) {
      return one(better(b, a) ? b : a);
    }
    let best: number | undefined;
    for (const v of arguments as unknown as Iterable<Value>) {
      if (typeof v !== "number") return slow(this, arguments);
      if (best === undefined || better(v, best)) best = v;
    }
    return best === undefined || watched() ? slow(this, arguments) : one(best);
  };
}

function abs(this: LuaFunction, v: Value): Value {
  if (watched()) return slow(this, arguments);
  if (typeof v === "number") return one(v < 0 ? -v : v);
  return v instanceof LuaFloat && !Number.isNaN(v.n) ? oneFloat(Math.abs(v.n)) : slow(this, arguments);
}

function tostring(this: LuaFunction, v: Value): Value {
  const mt = metatableOf(v);
  if (watched() || (mt !== undefined && getStr(mt, "__tostring") !== undefined)) return slow(this, arguments);
  if (typeof v === "string") return one(v);
  if (typeof v === "boolean") return one(v ? "true" : "false");
  const text = textOfValue(v);
  return text === undefined ? slow(this, arguments) : oneText(text);
}

function tonumber(this: LuaFunction, v: Value): Value {
  if (arguments.length !== 1 || watched()) return slow(this, arguments);
  if (typeof v === "number" || typeof v === "bigint" || v instanceof LuaFloat) return one(v);
  if (typeof v !== "string") return slow(this, arguments);
  const numeral = textToNumber(v);
  if (!numeral) return one(undefined);
  return numeral.isFloat ? oneFloat(Number(numeral.value)) : one(numeral.value);
}

/** Puts the short ways in front of the functions of `math`. */
export function accelerateMath(functions: Functions): void {
  const { cos, exp, sin, sqrt, tan } = Math;
  for (const [name, compute] of Object.entries({ cos, exp, sin, sqrt, tan }))
    accelerate(functions[name], unary(compute));
  accelerate(functions.floor, rounding(Math.floor));
  accelerate(functions.ceil, rounding(Math.ceil));
  accelerate(functions.abs, abs);
  accelerate(
    functions.max,
    extreme((a, b) => a > b),
  );
  accelerate(
    functions.min,
    extreme((a, b) => a < b),
  );
}

/** `random`, which every state has of its own. `next` gives 31 random bits, as C's `random` does. */
export function accelerateRandom(functions: Functions, next: () => number): void {
  accelerate(functions.random, function (this: LuaFunction, low: Value, high: Value): Value {
    const count = arguments.length;
    if (watched()) return slow(this, arguments);
    if (count === 0) return oneFloat(next() / 2 ** 31);
    const from = count === 1 ? 1 : low;
    const to = count === 1 ? low : high;
    if (count > 2 || typeof from !== "number" || typeof to !== "number" || from > to)
      return slow(this, arguments);
    const span = to - from + 1;
    return Number.isSafeInteger(span)
      ? one(from + Math.floor((next() / 2 ** 31) * span))
      : slow(this, arguments);
  });
}

/** Puts the short ways in front of `tostring` and `tonumber`. */
export function accelerateBase(functions: Functions): void {
  accelerate(functions.tostring, tostring);
  accelerate(functions.tonumber, tonumber);
}
