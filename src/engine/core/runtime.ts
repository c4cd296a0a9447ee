/** What compiled code is linked with. */
import { allocate } from "./account.ts";
import { concat, concatAll, equals, index, join, lengthOf, lessEqual, lessThan, setIndex } from "./access.ts";
import {
  add,
  addInts,
  band,
  bnot,
  bor,
  bxor,
  div,
  idiv,
  mod,
  mul,
  pow,
  shl,
  shr,
  sub,
  subInts,
  toNumber,
  unm,
} from "./arith.ts";
import { callObject } from "./calls.ts";
import { runError } from "./errors.ts";
import { floatToInteger } from "../numerals.ts";
import { Cell, LuaFloat, LuaFunction, Table, type Value } from "./model.ts";
import { regs, results, UNWIND } from "./regs.ts";
import { newLevel } from "./run.ts";
import { getField, setField } from "./sites.ts";
import { setInt } from "./table.ts";

export function newTable(): Table {
  allocate(96);
  return new Table();
}

/** `object[key] = value` off the fast path: mostly one more element at the end. */
function setElement(object: Value, key: Value, value: Value): Value {
  if (typeof key === "number" && object instanceof Table && object.mt === undefined) {
    setInt(object, key, value);
    allocate(16);
    return undefined;
  }
  return setIndex(object, key, value);
}

/** Stores `values[1..]` into a table under construction, behind its first `first` elements. */
export function setList(t: Value, first: number, values: Value[]): void {
  if (!(t instanceof Table)) return;
  allocate(values.length * 8);
  if (first === 0 && t.arr.length === 0 && t.ints === 0) {
    let n = values.length;
    while (n > 1 && values[n - 1] === undefined) n--;
    values.length = n;
    t.arr = values;
    return;
  }
  for (let i = 1; i < values.length; i++) setInt(t, first + i, values[i]);
}

/** Readies a `for` that is not simply over safe integers; the registers go to `regs.loop`. */
function forPrepare(init: Value, limit: Value, step: Value): void {
  const start = toNumber(init);
  const end = toNumber(limit);
  const by = toNumber(step);
  if (end === undefined) return runError("'for' limit must be a number");
  if (by === undefined) return runError("'for' step must be a number");
  if (start === undefined) return runError("'for' initial value must be a number");
  // A string for a limit may be an integer; for the other two, it makes the loop one over floats.
  if (!isInteger(init) || !isInteger(step)) {
    const width = asDouble(by);
    regs.loop = [new LuaFloat(asDouble(start) - width), new LuaFloat(asDouble(end)), new LuaFloat(width)];
    return;
  }
  const [stop, never] = clip(end, step);
  // Lua starts at 0 then, and leaves the rest to the comparison: a step of 0 goes round for ever.
  const before = subInts(never ? 0 : init, step);
  const all = [before, stop, step].every((v) => typeof v === "number") && Number.isSafeInteger(init);
  if (all) regs.loop = [before, stop, step];
  // A limit that is no JS number keeps compiled code from stepping the loop itself.
  else regs.loop = [before, BigInt(stop), step];
}

function isInteger(v: Value): v is number | bigint {
  return typeof v === "number" || typeof v === "bigint";
}

function asDouble(n: number | bigint | LuaFloat): number {
  return n instanceof LuaFloat ? n.n : Number(n);
}

/** A loop's limit as an integer, and whether the loop does not run at all. */
function clip(limit: number | bigint | LuaFloat, step: number | bigint): [number | bigint, boolean] {
  if (!(limit instanceof LuaFloat)) return [limit, false];
  const n = limit.n;
  const whole = floatToInteger(step < 0 ? Math.ceil(n) : Math.floor(n));
  if (whole !== undefined) return [whole, false];
  if (n > 0) return [9223372036854775807n, step < 0];
  return [-9223372036854775808n, !(step < 0)];
}

/** Steps such a loop; the index goes to `regs.loop[0]`. */
function forStep(i: Value, limit: Value, step: Value): boolean {
  if (i instanceof LuaFloat && limit instanceof LuaFloat && step instanceof LuaFloat) {
    const n = i.n + step.n;
    regs.loop = [new LuaFloat(n), limit, step];
    return step.n > 0 ? n <= limit.n : limit.n <= n;
  }
  if (!isInteger(i) || !isInteger(step) || typeof limit !== "bigint") return false;
  const n = addInts(i, step);
  regs.loop = [n, limit, step];
  return step > 0 ? n <= limit : limit <= n;
}

export const runtime = {
  M: regs,
  Y: UNWIND,
  Table,
  LuaFloat,
  LuaFunction,
  Cell,
  newLevel,
  results,
  callObject,
  getField,
  setField,
  index,
  setIndex,
  setElement,
  setList,
  newTable,
  len: lengthOf,
  concat,
  concatAll,
  join,
  equals,
  lessThan,
  lessEqual,
  forPrepare,
  forStep,
  add,
  sub,
  mul,
  mod,
  pow,
  div,
  idiv,
  band,
  bor,
  bxor,
  shl,
  shr,
  unm,
  bnot,
};
