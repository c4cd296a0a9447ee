/**
 * Arithmetic and bit operators. Compiled code does two safe integers itself
 * and comes here for the rest. Every function returns UNWIND when a metamethod
 * was suspended.
 */
import { floatToInteger, textToNumber, wrap64 } from "../numerals.ts";
import { call2, metamethod } from "./calls.ts";
import { runError, typeError } from "./errors.ts";
import { operandName } from "./names.ts";
import { LuaFloat, type Value } from "./model.ts";
import { regs } from "./regs.ts";

type Int = number | bigint;
type Num = Int | LuaFloat;
type IntOp = (a: Int, b: Int) => Int;
type FloatOp = (a: number, b: number) => number;

const MAX = Number.MAX_SAFE_INTEGER;

/** The one NaN that prints without a sign; every other is what 0/0 gives. */
export const POSITIVE_NAN = new LuaFloat(NaN);

const isSafe = (r: number): boolean => r <= MAX && r >= -MAX;

/** A value as a number by arithmetic's rules (strings count); undefined when it is none. */
export function toNumber(v: Value): Num | undefined {
  switch (typeof v) {
    case "number":
    case "bigint":
      return v;
    case "string": {
      const numeral = textToNumber(v);
      if (numeral === undefined) return undefined;
      return numeral.isFloat ? new LuaFloat(Number(numeral.value)) : numeral.value;
    }
    default:
      return v instanceof LuaFloat ? v : undefined;
  }
}

/** A value as an integer (floats with an exact one and strings count). */
export function toInteger(v: Value): Int | undefined {
  const n = toNumber(v);
  return n instanceof LuaFloat ? floatToInteger(n.n) : n;
}

/** A value as a double (strings count). */
export function toDouble(v: Value): number | undefined {
  if (typeof v === "number") return v;
  const n = toNumber(v);
  return n instanceof LuaFloat ? n.n : n === undefined ? undefined : Number(n);
}

export function addInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const r = a + b;
    if (isSafe(r)) return r;
  }
  return wrap64(BigInt(a) + BigInt(b));
}

export function subInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const r = a - b;
    if (isSafe(r)) return r;
  }
  return wrap64(BigInt(a) - BigInt(b));
}

export function mulInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const r = a * b;
    if (isSafe(r)) return r + 0;
  }
  return wrap64(BigInt(a) * BigInt(b));
}

export function modInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    if (b === 0) runError("attempt to perform 'n%0'");
    const r = a % b;
    return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  if (y === 0n) runError("attempt to perform 'n%0'");
  const r = x % y;
  return wrap64(r !== 0n && r < 0n !== y < 0n ? r + y : r);
}

export function idivInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    if (b === 0) runError("attempt to divide by zero");
    const r = a % b;
    // Without the remainder the quotient is exact, and no step on the way leaves the safe integers.
    const q = (a - r) / b + 0;
    return r !== 0 && r < 0 !== b < 0 ? q - 1 : q;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  if (y === 0n) runError("attempt to divide by zero");
  const q = x / y;
  return wrap64(q * y !== x && x < 0n !== y < 0n ? q - 1n : q);
}

export function modFloats(a: number, b: number): number {
  const m = a % b;
  return m * b < 0 ? m + b : m;
}

export function powFloats(a: number, b: number): number {
  // C says 1 where JavaScript says NaN.
  if (a === 1 || (a === -1 && (b === Infinity || b === -Infinity))) return 1;
  return b === 0.5 && a !== -Infinity ? Math.sqrt(a) + 0 : a ** b;
}

/** `a << b` for any distance, shifting right where it is negative; bits that leave are lost. */
export function shiftLeft(a: Int, b: Int): Int {
  if (b <= -64 || b >= 64) return 0;
  const distance = BigInt(b);
  const x = BigInt.asUintN(64, BigInt(a));
  return wrap64(distance >= 0n ? x << distance : x >> -distance);
}

const HIGH = 2 ** 32;

/** An integer from its upper 32 bits, signed, and its lower ones. */
function ofHalves(high: number, low: number): Int {
  const r = high * HIGH + (low >>> 0);
  return r >= -MAX ? r : BigInt(r);
}

/** What a bit operator gives on integers that are not both safe: it fits 64 bits as it is. */
function ofBits(x: bigint): Int {
  return x <= MAX && x >= -MAX ? Number(x) : x;
}

function bandInts(a: Int, b: Int): Int {
  if (typeof a === "number") {
    if (typeof b === "number") return ofHalves(Math.floor(a / HIGH) & Math.floor(b / HIGH), a & b);
    return bandInts(b, a);
  }
  // Mostly the lower bits are wanted of what a shift or a product has made too long.
  if (typeof b === "number" && b >= 0 && b < HIGH) return (Number(BigInt.asUintN(32, a)) & b) >>> 0;
  return ofBits(a & BigInt(b));
}

function borInts(a: Int, b: Int): Int {
  if (typeof a === "bigint" || typeof b === "bigint") return ofBits(BigInt(a) | BigInt(b));
  return ofHalves(Math.floor(a / HIGH) | Math.floor(b / HIGH), a | b);
}

function bxorInts(a: Int, b: Int): Int {
  if (typeof a === "bigint" || typeof b === "bigint") return ofBits(BigInt(a) ^ BigInt(b));
  return ofHalves(Math.floor(a / HIGH) ^ Math.floor(b / HIGH), a ^ b);
}

/** The powers of two by which numbers are shifted. */
const POWERS = Array.from({ length: 64 }, (_, i) => 2 ** i);

function shlInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number" && a >= 0 && b >= 0 && b < 64) {
    // Exact, as only the exponent changes.
    const r = a * (POWERS[b] ?? 1);
    if (r <= MAX) return r;
    if (r < 2 ** 63) return BigInt(r);
  }
  return shiftLeft(a, b);
}

function shrInts(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number" && a >= 0 && b >= 0 && b < 64) {
    return Math.floor(a / (POWERS[b] ?? 1));
  }
  return shiftLeft(a, typeof b === "bigint" ? -b : -b + 0);
}

function arithError(a: Value, b: Value): never {
  if (toNumber(a) === undefined) return typeError(a, "perform arithmetic on", 1);
  return typeError(b, "perform arithmetic on", 2);
}

function handlerOf(event: string, a: Value, b: Value): Value {
  let handler = metamethod(a, event);
  handler ??= metamethod(b, event);
  return handler;
}

function viaMetamethod(event: string, a: Value, b: Value): Value {
  const handler = handlerOf(event, a, b);
  return handler === undefined ? arithError(a, b) : call2(handler, a, b);
}

/** An operator on integers or floats. */
function arithmetic(event: string, ints: IntOp | undefined, floats: FloatOp): (a: Value, b: Value) => Value {
  return (a, b) => {
    // Both strings count as floats: PUC converts them that way.
    if (a instanceof LuaFloat) {
      if (b instanceof LuaFloat) return new LuaFloat(floats(a.n, b.n));
      if (typeof b === "number") return new LuaFloat(floats(a.n, b));
    } else if (b instanceof LuaFloat && typeof a === "number") {
      return new LuaFloat(floats(a, b.n));
    }
    if (ints && (typeof a === "number" || typeof a === "bigint")) {
      if (typeof b === "number" || typeof b === "bigint") return ints(a, b);
    }
    const x = toDouble(a);
    const y = toDouble(b);
    if (x !== undefined && y !== undefined) return new LuaFloat(floats(x, y));
    return viaMetamethod(event, a, b);
  };
}

/** An operator on integers, and what converts to them. */
function bitwise(event: string, ints: IntOp): (a: Value, b: Value) => Value {
  return (a, b) => {
    const x = toInteger(a);
    const y = toInteger(b);
    if (x !== undefined && y !== undefined) return ints(x, y);
    const handler = handlerOf(event, a, b);
    if (handler !== undefined) return call2(handler, a, b);
    const first = toNumber(a);
    if (first === undefined || toNumber(b) === undefined) {
      if (first === undefined) return typeError(a, "perform bitwise operation on", 1);
      return typeError(b, "perform bitwise operation on", 2);
    }
    const side = x === undefined ? 1 : 2;
    return runError(`number${operandName(regs.L.ci, side)} has no integer representation`);
  };
}

export const add = arithmetic("__add", addInts, (a, b) => a + b);
export const sub = arithmetic("__sub", subInts, (a, b) => a - b);
export const mul = arithmetic("__mul", mulInts, (a, b) => a * b);
export const mod = arithmetic("__mod", modInts, modFloats);
export const idiv = arithmetic("__idiv", idivInts, (a, b) => Math.floor(a / b));
export const div = arithmetic("__div", undefined, (a, b) => a / b);
export const pow = arithmetic("__pow", undefined, powFloats);
const bandValues = bitwise("__band", bandInts);
const borValues = bitwise("__bor", borInts);
const bxorValues = bitwise("__bxor", bxorInts);
const shlValues = bitwise("__shl", shlInts);
const shrValues = bitwise("__shr", shrInts);

/** The bit operators, each with a function of its own, as V8 makes something of that only. */
export function band(a: Value, b: Value): Value {
  return typeof a === "number" && typeof b === "number" ? bandInts(a, b) : bandValues(a, b);
}

export function bor(a: Value, b: Value): Value {
  return typeof a === "number" && typeof b === "number" ? borInts(a, b) : borValues(a, b);
}

export function bxor(a: Value, b: Value): Value {
  return typeof a === "number" && typeof b === "number" ? bxorInts(a, b) : bxorValues(a, b);
}

export function shl(a: Value, b: Value): Value {
  return typeof a === "number" && typeof b === "number" ? shlInts(a, b) : shlValues(a, b);
}

export function shr(a: Value, b: Value): Value {
  return typeof a === "number" && typeof b === "number" ? shrInts(a, b) : shrValues(a, b);
}

export function unm(a: Value): Value {
  if (typeof a === "number") return 0 - a;
  if (typeof a === "bigint") return wrap64(-a);
  const x = toDouble(a);
  if (x === undefined) return viaMetamethod("__unm", a, a);
  if (Number.isNaN(x)) return a === POSITIVE_NAN ? new LuaFloat(NaN) : POSITIVE_NAN;
  return new LuaFloat(-x);
}

export function bnot(a: Value): Value {
  const x = toInteger(a);
  if (x !== undefined) return typeof x === "number" ? ofHalves(-1 - Math.floor(x / HIGH), ~x) : wrap64(~x);
  const handler = metamethod(a, "__bnot");
  if (handler !== undefined) return call2(handler, a, a);
  if (toNumber(a) === undefined) return typeError(a, "perform bitwise operation on", 1);
  return runError(`number${operandName(regs.L.ci, 1)} has no integer representation`);
}

/** The operators by number, in the order of lua_arith. */
export const OPERATORS = [add, sub, mul, mod, pow, div, idiv, band, bor, bxor, shl, shr] as const;
