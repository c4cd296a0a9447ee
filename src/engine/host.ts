/**
 * Host functions without the C API's stack: arguments come as JavaScript
 * arguments, the result goes back as it is. For functions that are called often
 * and never suspend.
 */
import { allocate } from "./core/account.ts";
import { Host, LuaFloat, LuaFunction, Shape, Table } from "./core/model.ts";
import type { Thread, Value } from "./core/model.ts";
import { at, push } from "./core/api/slots.ts";
import { floatToInteger } from "./numerals.ts";
import { regs } from "./core/regs.ts";
import { shapeFor, set } from "./core/table.ts";
import { engineName, lua } from "./machine.ts";
import { pushText, toText } from "./strings.ts";
import type { LuaThread } from "./types.ts";

/**
 * What crosses: nil is undefined, a string is a byte string, an integer a
 * number or bigint, a float a HostFloat, a table or anything else an opaque value.
 */
export type HostValue = Value;
export { LuaFloat as HostFloat };

/** A record's keys, prepared once: tables made with it need no look-up. */
export class RecordShape {
  readonly shape: Shape;
  readonly keys: readonly string[];
  constructor(keys: readonly string[]) {
    this.keys = keys;
    this.shape = shapeFor(keys);
  }

  /** A new table with these values for the keys, in order. */
  table(values: HostValue[]): HostValue {
    const t = new Table();
    allocate(96 + 16 * values.length);
    if (this.shape.dict) this.keys.forEach((key, i) => set(t, key, values[i]));
    else {
      t.shape = this.shape;
      t.slots = values;
    }
    return t;
  }
}

/** Pushes a value that the engine takes as it is: one read by {@link valueAt}, a safe integer, a {@link RecordShape}'s table. */
export function pushPlain(L: LuaThread, value: HostValue): void {
  push(L as unknown as Thread, value);
}

/** The value at `index` as the engine has it; undefined for nil and for none. */
export function valueAt(L: LuaThread, index: number): HostValue {
  return at(L as unknown as Thread, index);
}

/** A new table with these elements. */
export function listTable(values: readonly HostValue[]): HostValue {
  const t = new Table();
  allocate(96 + 8 * values.length);
  let n = values.length;
  while (n > 0 && values[n - 1] === undefined) n--;
  if (n > 0) t.arr = [undefined, ...values.slice(0, n)];
  return t;
}

/** A JS number as a Lua number: an integer where it is one exactly, else a float. */
export function numberValue(n: number): HostValue {
  return Number.isSafeInteger(n) && !Object.is(n, -0) ? n : new LuaFloat(n);
}

/** A Lua number as a JS number; undefined for other values. */
export function toNumber(v: HostValue): number | undefined {
  if (typeof v === "number") return v;
  if (v instanceof LuaFloat) return v.n;
  return typeof v === "bigint" ? Number(v) : undefined;
}

/** A Lua value as an integer, if it has one exactly. */
export function toInteger(v: HostValue): number | bigint | undefined {
  return v instanceof LuaFloat
    ? floatToInteger(v.n)
    : typeof v === "number" || typeof v === "bigint"
      ? v
      : undefined;
}

type HostFunction = (...args: HostValue[]) => HostValue | readonly HostValue[];

/**
 * Pushes a function that Lua calls directly. It gets the arguments, and returns
 * one value, or an array: a new list table. It may raise with `lua_error`.
 */
export function pushHost(L: LuaThread, name: string, fn: HostFunction): void {
  if (engineName === "stock") pushStock(L, fn);
  else push(L as unknown as Thread, makeHost(name, fn));
}

/** As `pushHost`; the function itself as a value. */
export function makeHost(name: string, fn: HostFunction): LuaFunction {
  const entry = function (this: LuaFunction, ...args: Value[]): Value {
    const result = fn(...args);
    regs.n = 1;
    return Array.isArray(result) ? listTable(result as readonly HostValue[]) : (result as HostValue);
  };
  return new LuaFunction(entry, null, [], new Host(undefined, [], name));
}

/** Stock Fengari has no such way: the same by its stack. */
function pushStock(L: LuaThread, fn: HostFunction): void {
  lua.lua_pushcfunction(L, (thread) => {
    const result = fn(toText(thread, 1));
    lua.lua_newtable(thread);
    const values = (Array.isArray(result) ? result : [result]) as string[];
    values.forEach((value, i) => {
      pushText(thread, value);
      lua.lua_rawseti(thread, -2, i + 1);
    });
    return 1;
  });
}
