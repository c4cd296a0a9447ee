/**
 * Integers and floats across the API: an integer is a JS number while
 * |v| <= 2^53-1 and a bigint beyond; which of both subtypes a value has is
 * asked with `lua_isinteger`.
 */
import { lua, lauxlib } from "./machine.ts";
import { bytesOf, wrongType } from "./strings.ts";
import type { LuaInteger, LuaThread } from "./types.ts";

export { floatToInteger, numberToText, textToNumber, wrap64, type Numeral } from "./numerals.ts";

/** The integer at argument `arg`, or Lua's error for it. */
export function checkInteger(L: LuaThread, arg: number): LuaInteger {
  const value = lua.lua_tointegerx(L, arg);
  if (value !== false) return value;
  if (lua.lua_tonumberx(L, arg) !== false) {
    return lauxlib.luaL_argerror(L, arg, bytesOf("number has no integer representation"));
  }
  return wrongType(L, arg, "number");
}

/** As `checkInteger`, with a default for an absent or nil argument. */
export function optInteger(L: LuaThread, arg: number, otherwise: LuaInteger): LuaInteger {
  return lua.lua_type(L, arg) <= lua.LUA_TNIL ? otherwise : checkInteger(L, arg);
}

/** Pushes an integer. */
export function pushInteger(L: LuaThread, value: LuaInteger): void {
  lua.lua_pushinteger(L, value);
}
