/**
 * Host functions without the C API's stack: arguments come as JavaScript
 * arguments, the result goes back as it is. For functions that are called often
 * and never suspend.
 */
import { allocate } from "./core/account.ts";
import { Host, LuaFunction, Table, type Thread, type Value } from "./core/model.ts";
import { push } from "./core/api/slots.ts";
import { regs } from "./core/regs.ts";
import { engineName, lua } from "./machine.ts";
import { pushText, toText } from "./strings.ts";
import type { LuaThread } from "./types.ts";

/**
 * What crosses: nil is undefined, a string is a byte string, an integer a
 * number or bigint, a float a LuaFloat, a table or anything else an opaque value.
 */
export type HostValue = Value;

/** A new table with these elements. */
export function listTable(values: readonly HostValue[]): HostValue {
  const t = new Table();
  allocate(96 + 8 * values.length);
  let n = values.length;
  while (n > 0 && values[n - 1] === undefined) n--;
  if (n > 0) t.arr = [undefined, ...values.slice(0, n)];
  return t;
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
