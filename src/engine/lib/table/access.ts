import { checkInteger } from "../../numbers.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { checkType, getMetafield, lua, raise } from "../api.ts";

/** What a value must be able to do to pass for a table. */
export interface Needs {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly length?: boolean;
}

/** A table, or a value whose metatable makes it behave like one. */
export function checkTable(L: LuaThread, arg: number, needs: Needs): void {
  if (lua.lua_type(L, arg) === lua.LUA_TTABLE) return;
  const has = (name: string): boolean => {
    if (getMetafield(L, arg, name) === lua.LUA_TNIL) return false;
    lua.lua_pop(L, 1);
    return true;
  };
  if (
    (needs.read !== true || has("__index")) &&
    (needs.write !== true || has("__newindex")) &&
    (needs.length !== true || has("__len")) &&
    lua.lua_getmetatable(L, arg)
  ) {
    lua.lua_pop(L, 1);
    return;
  }
  checkType(L, arg, lua.LUA_TTABLE);
}

/** Whether reads and writes of the value need no metamethods: a table without a metatable. */
export function isRaw(L: LuaThread, arg: number): boolean {
  if (lua.lua_type(L, arg) !== lua.LUA_TTABLE) return false;
  if (!lua.lua_getmetatable(L, arg)) return true;
  lua.lua_pop(L, 1);
  return false;
}

/** The length by `#`, which must be an integer. */
export function lengthOf(L: LuaThread, arg: number): LuaInteger {
  if (isRaw(L, arg)) return lua.lua_rawlen(L, arg);
  lua.lua_len(L, arg);
  const length = lua.lua_tointegerx(L, -1);
  if (length === false) return raise(L, "object length is not an integer");
  lua.lua_pop(L, 1);
  return length;
}

/** The length of an argument that must do what `needs` says. */
export function checkLength(L: LuaThread, arg: number, needs: Needs): LuaInteger {
  checkTable(L, arg, { ...needs, length: true });
  return lengthOf(L, arg);
}

/** An optional integer with a default that is only worked out when needed. */
export function optIntegerElse(L: LuaThread, arg: number, otherwise: () => LuaInteger): LuaInteger {
  return lua.lua_type(L, arg) <= lua.LUA_TNIL ? otherwise() : checkInteger(L, arg);
}

/** a + b for integers that may be large; the sum is an ordinary number again where that is safe. */
export function add(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const sum = BigInt(a) + BigInt(b);
  return sum >= -9007199254740991n && sum <= 9007199254740991n ? Number(sum) : sum;
}
