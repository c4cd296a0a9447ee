/**
 * Indexing, assignment, comparison, length and concatenation with their
 * metamethods. UNWIND comes back when one of those was suspended.
 */
import { floatToText } from "../numerals.ts";
import { allocate } from "./account.ts";
import { POSITIVE_NAN } from "./arith.ts";
import { call2, call3, metaOf, metamethod } from "./calls.ts";
import { compareError, memoryError, metatableOf, runError, typeError } from "./errors.ts";
import { LuaFloat, LuaFunction, Table, Userdata, type Value } from "./model.ts";
import { regs, UNWIND } from "./regs.ts";
import { get, keyOf, length, set, setHash, setInt } from "./table.ts";

/** How long a chain of `__index` tables may be. */
const MAX_CHAIN = 2000;
/** V8's own limit is a little above; PUC's is memory. */
const MAX_STRING = 0x1fffffe0;

/** `object[key]`. */
export function index(object: Value, key: Value): Value {
  let o = object;
  for (let loop = 0; loop < MAX_CHAIN; loop++) {
    let handler: Value;
    if (o instanceof Table) {
      const v = get(o, key);
      if (v !== undefined || o.mt === undefined) return v;
      handler = metaOf(o.mt).index;
      if (handler === undefined) return undefined;
    } else {
      const mt = metatableOf(o);
      handler = mt === undefined ? undefined : metaOf(mt).index;
      if (handler === undefined) return typeError(o, "index", loop === 0 ? 1 : -1);
    }
    if (handler instanceof LuaFunction) return call2(handler, o, key);
    o = handler;
  }
  return runError("'__index' chain too long; possible loop");
}

/** `object[key] = value`; returns UNWIND or undefined. */
export function setIndex(object: Value, key: Value, value: Value): Value {
  let o = object;
  for (let loop = 0; loop < MAX_CHAIN; loop++) {
    let handler: Value;
    if (o instanceof Table) {
      const handlerOf = o.mt === undefined ? undefined : metaOf(o.mt).newindex;
      if (handlerOf === undefined || get(o, key) !== undefined) {
        rawSet(o, key, value);
        return undefined;
      }
      handler = handlerOf;
    } else {
      handler = metamethod(o, "__newindex");
      if (handler === undefined) return typeError(o, "index", loop === 0 ? 0 : -1);
    }
    if (handler instanceof LuaFunction) {
      return call3(handler, o, key, value) === UNWIND ? UNWIND : undefined;
    }
    o = handler;
  }
  return runError("'__newindex' chain too long; possible loop");
}

/** Raw assignment with its errors for keys that cannot be. */
export function rawSet(t: Table, key: Value, value: Value): void {
  if (typeof key === "string") setHash(t, key, value);
  else if (typeof key === "number") setInt(t, key, value);
  else if (key === undefined) runError("table index is nil");
  else if (keyOf(key) === undefined) runError("table index is NaN");
  else set(t, key, value);
}

/** `a == b` without metamethods. */
export function rawEquals(a: Value, b: Value): boolean {
  if (a === b) return !(a instanceof LuaFloat) || !Number.isNaN(a.n);
  // JS compares a bigint with a double exactly.
  if (a instanceof LuaFloat) return b instanceof LuaFloat ? a.n === b.n : looseNumber(b, a.n);
  return b instanceof LuaFloat && looseNumber(a, b.n);
}

function looseNumber(a: Value, n: number): boolean {
  if (typeof a === "number") return a === n;
  return typeof a === "bigint" && Number(a) === n && Number.isFinite(n) && BigInt(n) === a;
}

/** `a == b`: a boolean, or UNWIND. */
export function equals(a: Value, b: Value): Value {
  if (a instanceof Table ? b instanceof Table : a instanceof Userdata && b instanceof Userdata) {
    if (a === b) return true;
    let handler = metamethod(a, "__eq");
    handler ??= metamethod(b, "__eq");
    return handler === undefined ? false : truth(call2(handler, a, b));
  }
  return rawEquals(a, b);
}

/** A call's result as a boolean, unless it is UNWIND. */
function truth(v: Value): Value {
  return v === UNWIND ? v : v !== undefined && v !== false;
}

function comparable(v: Value): number | bigint | undefined {
  if (typeof v === "number" || typeof v === "bigint") return v;
  return v instanceof LuaFloat ? v.n : undefined;
}

/** `a < b`: a boolean, or UNWIND. */
export function lessThan(a: Value, b: Value): Value {
  if (typeof a === "string" && typeof b === "string") return a < b;
  const x = comparable(a);
  const y = comparable(b);
  if (x !== undefined && y !== undefined) return x < y;
  const handler = metamethod(a, "__lt") ?? metamethod(b, "__lt");
  return handler === undefined ? compareError(a, b) : truth(call2(handler, a, b));
}

/** `a <= b`: a boolean, or UNWIND; without `__le`, not (b < a). */
export function lessEqual(a: Value, b: Value): Value {
  if (typeof a === "string" && typeof b === "string") return a <= b;
  const x = comparable(a);
  const y = comparable(b);
  if (x !== undefined && y !== undefined) return x <= y;
  const handler = metamethod(a, "__le") ?? metamethod(b, "__le");
  if (handler !== undefined) return truth(call2(handler, a, b));
  const reverse = metamethod(b, "__lt") ?? metamethod(a, "__lt");
  if (reverse === undefined) return compareError(a, b);
  const r = truth(call2(reverse, b, a));
  if (r === UNWIND) {
    regs.L.negate = true;
    return r;
  }
  return r === false;
}

/** `#v`. */
export function lengthOf(v: Value): Value {
  if (typeof v === "string") return v.length;
  const handler = v instanceof Table && v.mt === undefined ? undefined : metamethod(v, "__len");
  if (handler !== undefined) return call2(handler, v, v);
  if (v instanceof Table) return length(v);
  return typeError(v, "get length of", 1);
}

/** The text of a number. */
export function numeralText(v: number | bigint | LuaFloat): string {
  if (v instanceof LuaFloat) return v === POSITIVE_NAN ? "nan" : floatToText(v.n);
  return String(v);
}

/** A string, or a number as one; undefined for other values. */
export function textOfValue(v: Value): string | undefined {
  if (typeof v === "string") return v;
  if (typeof v === "number" || typeof v === "bigint" || v instanceof LuaFloat) return numeralText(v);
  return undefined;
}

/** `a .. b .. c`, from the right; the first of them is in register `base`. */
export function concat(values: Value[], base: number): Value {
  let right = values.pop();
  while (values.length > 0) {
    const left = values.pop();
    const b = textOfValue(right);
    const a = textOfValue(left);
    if (a !== undefined && b !== undefined) {
      right = join(a, b);
      continue;
    }
    const handler = metamethod(left, "__concat") ?? metamethod(right, "__concat");
    if (handler === undefined) {
      const culprit = a === undefined ? left : right;
      return typeError(culprit, "concatenate", 1000 + base + values.length + (a === undefined ? 0 : 1));
    }
    right = call2(handler, left, right);
    if (right === UNWIND) {
      regs.L.rest = values;
      return UNWIND;
    }
  }
  return right;
}

/** Concatenates two or more values, the first from register `base`. */
export function concatAll(values: Value[], base: number): Value {
  let text = "";
  for (const v of values) {
    const part = typeof v === "string" ? v : textOfValue(v);
    if (part === undefined) return concat(values, base);
    text = join(text, part);
  }
  return text;
}

export function join(a: string, b: string): string {
  if (a.length + b.length > MAX_STRING) memoryError();
  const r = a + b;
  allocate(r.length);
  return r;
}

export { account } from "./account.ts";
