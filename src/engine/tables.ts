/**
 * Tables as the host looks into them, without the C API's stack and without
 * metamethods. A table got here is not held against a collection: it is for the
 * time of one call, or for as long as something in Lua refers to it.
 */
import { allocate } from "./core/account.ts";
import { at } from "./core/api/slots.ts";
import { Light, LuaFloat, LuaFunction, Table, Thread, type Value } from "./core/model.ts";
import { get, length, next, set } from "./core/table.ts";
import type { HostValue } from "./host.ts";
import type { LuaThread } from "./types.ts";

export { Table as HostTable };

/** The table at `index`, undefined for any other value. */
export function hostTableAt(L: LuaThread, index: number): Table | undefined {
  const value = at(L as unknown as Thread, index);
  return value instanceof Table ? value : undefined;
}

export function newHostTable(): Table {
  allocate(96);
  return new Table();
}

export const getField: (table: Table, key: HostValue) => HostValue = get;

export function setField(table: Table, key: HostValue, value: HostValue): void {
  allocate(32);
  set(table, key, value);
}

/** The border that `#` gives. */
export const tableLength: (table: Table) => number = length;

/** Calls `look` for each pair, in the order of `next`. */
export function forEachField(table: Table, look: (key: HostValue, value: HostValue) => void): void {
  for (let entry = next(table, undefined); entry; entry = next(table, entry[0])) look(entry[0], entry[1]);
}

/** Lua's name for a value's type. */
export function hostTypeName(value: Value): string {
  switch (typeof value) {
    case "undefined":
      return "nil";
    case "bigint":
      return "number";
    case "object":
      if (value instanceof Table) return "table";
      if (value instanceof LuaFloat) return "number";
      if (value instanceof LuaFunction) return "function";
      if (value instanceof Thread) return "thread";
      return value instanceof Light ? "light userdata" : "userdata";
    default:
      return typeof value;
  }
}
