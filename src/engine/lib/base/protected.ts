import { optInteger } from "../../numbers.ts";
import { pushText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { checkAny, checkType, type Functions, lauxlib, lua } from "../api.ts";

function error(L: LuaThread): number {
  const level = Number(optInteger(L, 2, 1));
  lua.lua_settop(L, 1);
  if (lua.lua_type(L, 1) === lua.LUA_TSTRING && level > 0) {
    lauxlib.luaL_where(L, level);
    lua.lua_pushvalue(L, 1);
    lua.lua_concat(L, 2);
  }
  return lua.lua_error(L);
}

function assert(L: LuaThread): number {
  if (lua.lua_toboolean(L, 1)) return lua.lua_gettop(L);
  checkAny(L, 1);
  lua.lua_remove(L, 1);
  pushText(L, "assertion failed!");
  lua.lua_settop(L, 1);
  return error(L);
}

/** The results of a protected call, whether it ran through or was continued after a yield. */
function finish(L: LuaThread, status: number, skipped: unknown): number {
  if (status !== lua.LUA_OK && status !== lua.LUA_YIELD) {
    lua.lua_pushboolean(L, false);
    lua.lua_pushvalue(L, -2);
    return 2;
  }
  return lua.lua_gettop(L) - Number(skipped);
}

function pcall(L: LuaThread): number {
  checkAny(L, 1);
  lua.lua_pushboolean(L, true);
  lua.lua_insert(L, 1);
  return finish(L, lua.lua_pcallk(L, lua.lua_gettop(L) - 2, lua.LUA_MULTRET, 0, 0, finish), 0);
}

function xpcall(L: LuaThread): number {
  const count = lua.lua_gettop(L);
  checkType(L, 2, lua.LUA_TFUNCTION);
  lua.lua_pushboolean(L, true);
  lua.lua_pushvalue(L, 1);
  lua.lua_rotate(L, 3, 2);
  // The function and its handler stay below the results.
  return finish(L, lua.lua_pcallk(L, count - 2, lua.LUA_MULTRET, 2, 2, finish), 2);
}

/** The functions that raise and catch errors. */
export const protectedFunctions: Functions = { assert, error, pcall, xpcall };
