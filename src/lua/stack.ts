import { HostFloat, lua, pushPlain, valueAt, type LuaThread } from "../engine/index.ts";
import { pushText, toText } from "../engine/strings.ts";
import {
  LuaFloat,
  LuaFunction,
  LuaReference,
  type HostValue,
  type LuaValue,
  type Pushable,
} from "./values.ts";

export { pushText, toText as readText };

/**
 * Values on and off Fengari's stack. Everything that crosses goes through
 * here, so this is the one file to make faster.
 */

/** The value at `index` on this side's terms. */
export function readValue(L: LuaThread, index: number): LuaValue {
  const value = valueAt(L, index);
  switch (typeof value) {
    case "number":
    case "string":
    case "boolean":
    case "bigint":
    case "undefined":
      return value;
    default:
      if (value instanceof HostFloat) return Number.isInteger(value.n) ? new LuaFloat(value.n) : value.n;
      return referenceAt(L, index);
  }
}

function referenceAt(L: LuaThread, index: number): LuaReference {
  switch (lua.lua_type(L, index)) {
    case lua.LUA_TFUNCTION:
      return new LuaFunction(L, index);
    case lua.LUA_TTABLE:
      return new LuaReference(L, index, "table");
    case lua.LUA_TTHREAD:
      return new LuaReference(L, index, "thread");
    default:
      return new LuaReference(L, index, "userdata");
  }
}

/** Takes the value on top off the stack. */
export function popValue(L: LuaThread): LuaValue {
  const value = readValue(L, -1);
  lua.lua_pop(L, 1);
  return value;
}

/** Takes the `n` values on top off the stack, in order. */
export function popValues(L: LuaThread, n: number): LuaValue[] {
  const values: LuaValue[] = [];
  for (let i = -n; i < 0; i++) values.push(readValue(L, i));
  lua.lua_pop(L, n);
  return values;
}

/**
 * Pushes a value: nil for undefined and null, an integer for an integral
 * number, a float for any other, 64-bit wrap for a bigint, tables for arrays
 * (from 1), maps and plain objects.
 */
export function pushValue(L: LuaThread, value: HostValue): void {
  switch (typeof value) {
    case "string":
      pushText(L, value);
      return;
    case "number":
      pushNumber(L, value);
      return;
    case "boolean":
      pushPlain(L, value);
      return;
    case "bigint":
      pushPlain(L, narrow(value));
      return;
    case "object":
      if (value === null) lua.lua_pushnil(L);
      else pushObject(L, value);
      return;
    default:
      lua.lua_pushnil(L);
  }
}

function pushNumber(L: LuaThread, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) pushPlain(L, value);
  else lua.lua_pushnumber(L, value);
}

function narrow(value: bigint): number | bigint {
  const wrapped = BigInt.asIntN(64, value);
  const small = Number(wrapped);
  return Number.isSafeInteger(small) ? small : wrapped;
}

function pushObject(L: LuaThread, value: HostValue & object): void {
  if (value instanceof LuaFloat) lua.lua_pushnumber(L, value.value);
  else if (value instanceof Uint8Array) lua.lua_pushlstring(L, value, value.length);
  else if (Array.isArray(value)) pushArray(L, value as readonly HostValue[]);
  else if (value instanceof Map) pushMap(L, value as ReadonlyMap<HostValue, HostValue>);
  else if (isPushable(value)) value.pushTo(L);
  else pushRecord(L, value as Record<string, HostValue>);
}

function isPushable(value: object): value is Pushable {
  return "pushTo" in value && typeof value.pushTo === "function";
}

function pushArray(L: LuaThread, values: readonly HostValue[]): void {
  lua.lua_checkstack(L, 4);
  lua.lua_createtable(L, values.length, 0);
  for (let i = 0; i < values.length; i++) {
    pushValue(L, values[i]);
    lua.lua_rawseti(L, -2, i + 1);
  }
}

function pushMap(L: LuaThread, values: ReadonlyMap<HostValue, HostValue>): void {
  lua.lua_checkstack(L, 4);
  lua.lua_createtable(L, 0, values.size);
  for (const [key, value] of values) {
    pushValue(L, key);
    pushValue(L, value);
    lua.lua_rawset(L, -3);
  }
}

function pushRecord(L: LuaThread, values: Record<string, HostValue>): void {
  lua.lua_checkstack(L, 4);
  lua.lua_createtable(L, 0, 8);
  for (const key in values) {
    const value = values[key];
    if (value === undefined || value === null) continue;
    pushText(L, key);
    pushValue(L, value);
    lua.lua_rawset(L, -3);
  }
}
