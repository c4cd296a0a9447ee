/** What compiled code is linked with. */
import { allocate } from "./account.ts";
import {
  concat,
  equals,
  index,
  join,
  lengthOf,
  lessEqual,
  lessThan,
  setIndex,
  textOfValue,
} from "./access.ts";
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

function newTable(): Table {
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
function setList(t: Value, first: number, values: Value[]): void {
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

/** Concatenates three or more values, the first from register `base`. */
function concatAll(values: Value[], base: number): Value {
  let text = "";
  for (const v of values) {
    const part = typeof v === "string" ? v : textOfValue(v);
    if (part === undefined) return concat(values, base);
    text = join(text, part);
  }
  return text;
}

/** Readies a `for` that is not simply over safe integers; the registers go to `regs.loop`. */
function forPrepare(init: Value, limit: Value, step: Value): void {
  const start = toNumber(init);
  const end = toNumber(limit);
  const by = toNumber(step);
  // PUC does not take strings here, though it does in arithmetic.
  if (end === undefined || typeof limit === "string") return runError("'for' limit must be a number");
  if (by === undefined || typeof step === "string") return runError("'for' step must be a number");
  if (start === undefined || typeof init === "string")
    return runError("'for' initial value must be a number");
  if (start instanceof LuaFloat || by instanceof LuaFloat) {
    const from = start instanceof LuaFloat ? start.n : Number(start);
    const width = by instanceof LuaFloat ? by.n : Number(by);
    const to = end instanceof LuaFloat ? end : new LuaFloat(Number(end));
    regs.loop = [new LuaFloat(from - width), to, new LuaFloat(width)];
    return;
  }
  const [stop, never] = clip(end, by);
  if (never) {
    regs.loop = [0, by > 0 ? -1 : 1, by > 0 ? 1 : -1];
    return;
  }
  const all = [start, stop, by].every((v) => typeof v === "number");
  const before = addInts(start, typeof by === "number" ? 0 - by : -by);
  if (all && typeof before === "number") regs.loop = [before, stop, by];
  // A limit that is no JS number keeps compiled code from stepping the loop itself.
  else regs.loop = [before, BigInt(stop), by];
}

/** A loop's limit as an integer, and whether the loop does not run at all. */
function clip(limit: number | bigint | LuaFloat, step: number | bigint): [number | bigint, boolean] {
  if (!(limit instanceof LuaFloat)) return [limit, false];
  const n = limit.n;
  const whole = floatToInteger(step < 0 ? Math.ceil(n) : Math.floor(n));
  if (whole !== undefined) return [whole, false];
  if (n > 0) return [9223372036854775807n, step < 0];
  return [-9223372036854775808n, !(step < 0) || Number.isNaN(n)];
}

/** Steps such a loop; the index goes to `regs.loop[0]`. */
function forStep(i: Value, limit: Value, step: Value): boolean {
  if (i instanceof LuaFloat && limit instanceof LuaFloat && step instanceof LuaFloat) {
    const n = i.n + step.n;
    regs.loop = [new LuaFloat(n), limit, step];
    return step.n > 0 ? n <= limit.n : limit.n <= n;
  }
  if (typeof i !== "number" && typeof i !== "bigint") return false;
  if ((typeof step !== "number" && typeof step !== "bigint") || typeof limit !== "bigint") return false;
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
