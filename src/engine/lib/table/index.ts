import { tick } from "../../budget.ts";
import { checkInteger, optInteger, wrap64 } from "../../numbers.ts";
import { bytesOf, checkText, pushText, toText } from "../../strings.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { argumentError, type Functions, lua, raise, setFunctions, typeName } from "../api.ts";
import { add, checkLength, checkTable, isRaw, lengthOf, optIntegerElse } from "./access.ts";
import { accelerateTable } from "../fast/table.ts";
import { sort } from "./sort.ts";

const maxInteger = 0x7fffffffffffffffn;

function insert(L: LuaThread): number {
  const end = add(checkLength(L, 1, { read: true, write: true }), 1);
  const raw = isRaw(L, 1);
  switch (lua.lua_gettop(L)) {
    case 2:
      if (raw) lua.lua_rawseti(L, 1, wrapped(end));
      else lua.lua_seti(L, 1, wrapped(end));
      return 0;
    case 3: {
      const position = checkInteger(L, 2);
      // As C compares without sign, an end that wrapped around lets every position pass.
      const last = wrapped(end);
      if (position < 1 || (position > last && last > 0)) argumentError(L, 2, "position out of bounds");
      shiftUp(L, position, last, raw);
      if (raw) lua.lua_rawseti(L, 1, position);
      else lua.lua_seti(L, 1, position);
      return 0;
    }
    default:
      return raise(L, "wrong number of arguments to 'insert'");
  }
}

function wrapped(value: LuaInteger): LuaInteger {
  return typeof value === "bigint" ? wrap64(value) : value;
}

/** Moves the values from `from` to `to - 1` up by one. */
function shiftUp(L: LuaThread, from: LuaInteger, to: LuaInteger, raw: boolean): void {
  if (raw && typeof from === "number" && typeof to === "number") {
    tick(L, (to - from) >> 2);
    for (let i = to; i > from; i--) {
      lua.lua_rawgeti(L, 1, i - 1);
      lua.lua_rawseti(L, 1, i);
    }
    return;
  }
  for (let i = to; i > from; i = add(i, -1)) {
    tick(L, 1);
    lua.lua_geti(L, 1, add(i, -1));
    lua.lua_seti(L, 1, i);
  }
}

function remove(L: LuaThread): number {
  const size = checkLength(L, 1, { read: true, write: true });
  const position = optInteger(L, 2, size);
  if (position !== size && !(position >= 1 && add(position, -1) <= size)) {
    argumentError(L, 1, "position out of bounds");
  }
  const raw = isRaw(L, 1);
  let at = position;
  if (raw && typeof at === "number" && typeof size === "number") {
    lua.lua_rawgeti(L, 1, at);
    tick(L, Math.max(0, size - at) >> 2);
    for (; at < size; at++) {
      lua.lua_rawgeti(L, 1, at + 1);
      lua.lua_rawseti(L, 1, at);
    }
    lua.lua_pushnil(L);
    lua.lua_rawseti(L, 1, at);
    return 1;
  }
  lua.lua_geti(L, 1, at);
  for (; at < size; at = add(at, 1)) {
    tick(L, 1);
    lua.lua_geti(L, 1, add(at, 1));
    lua.lua_seti(L, 1, at);
  }
  lua.lua_pushnil(L);
  lua.lua_seti(L, 1, at);
  return 1;
}

function move(L: LuaThread): number {
  const from = checkInteger(L, 2);
  const end = checkInteger(L, 3);
  const to = checkInteger(L, 4);
  const target = lua.lua_type(L, 5) <= lua.LUA_TNIL ? 1 : 5;
  checkTable(L, 1, { read: true });
  checkTable(L, target, { write: true });
  if (end >= from) {
    if (!(from > 0 || BigInt(end) < maxInteger + BigInt(from))) {
      argumentError(L, 3, "too many elements to move");
    }
    const count = add(add(end, -BigInt(from)), 1);
    if (BigInt(to) > maxInteger - BigInt(count) + 1n) argumentError(L, 4, "destination wrap around");
    // Where the ranges overlap upwards in one table, copying must go backwards.
    const forward = to > end || to <= from || (target !== 1 && !isSame(L, 1, target));
    const [source, destination] = forward ? [from, to] : [end, add(to, add(count, -1))];
    const raw = isRaw(L, 1) && isRaw(L, target);
    for (let k = 0; k < count; k++) {
      const step = forward ? k : -k;
      if ((k & 63) === 63) tick(L, 64);
      if (raw) {
        lua.lua_rawgeti(L, 1, add(source, step));
        lua.lua_rawseti(L, target, add(destination, step));
      } else {
        lua.lua_geti(L, 1, add(source, step));
        lua.lua_seti(L, target, add(destination, step));
      }
    }
  }
  lua.lua_pushvalue(L, target);
  return 1;
}

function isSame(L: LuaThread, a: number, b: number): boolean {
  return Boolean(lua.lua_compare(L, a, b, 0));
}

function concat(L: LuaThread): number {
  const size = checkLength(L, 1, { read: true });
  const separator = lua.lua_type(L, 2) <= lua.LUA_TNIL ? "" : checkText(L, 2);
  const first = optInteger(L, 3, 1);
  const last = optIntegerElse(L, 4, () => size);
  const raw = isRaw(L, 1);
  let text = "";
  let steps = 0;
  for (let i = first; i <= last; i = add(i, 1)) {
    if (raw) lua.lua_rawgeti(L, 1, i);
    else lua.lua_geti(L, 1, i);
    const piece = toText(L, -1);
    if (piece === undefined) {
      // C shows the index as an int, whatever it is.
      const index = BigInt.asIntN(32, BigInt(i));
      raise(L, `invalid value (${typeName(L, -1)}) at index ${index.toString()} in table for 'concat'`);
    }
    lua.lua_pop(L, 1);
    if ((++steps & 255) === 0) tick(L, 64);
    text += i < last ? piece + separator : piece;
  }
  pushText(L, text);
  return 1;
}

function pack(L: LuaThread): number {
  const count = lua.lua_gettop(L);
  lua.lua_createtable(L, count, 1);
  lua.lua_insert(L, 1);
  for (let i = count; i >= 1; i--) lua.lua_rawseti(L, 1, i);
  lua.lua_pushinteger(L, count);
  lua.lua_setfield(L, 1, bytesOf("n"));
  return 1;
}

function unpack(L: LuaThread): number {
  const first = optInteger(L, 2, 1);
  const last = optIntegerElse(L, 3, () => lengthOf(L, 1));
  if (first > last) return 0;
  const count = Number(BigInt(last) - BigInt(first)) + 1;
  if (count >= 0x7fffffff || !lua.lua_checkstack(L, count)) return raise(L, "too many results to unpack");
  const raw = isRaw(L, 1);
  for (let k = 0; k < count; k++) {
    if (raw) lua.lua_rawgeti(L, 1, add(first, k));
    else lua.lua_geti(L, 1, add(first, k));
  }
  return count;
}

const functions: Functions = { concat, insert, move, pack, remove, sort, unpack };
accelerateTable(functions);

/** Opens `table`. */
export function openTable(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  return 1;
}
