import { pushText } from "../strings.ts";
import type { LuaThread } from "../types.ts";
import { argumentError, checkType, type Functions, lauxlib, lua, setFunctions } from "./api.ts";

function threadAt(L: LuaThread, arg: number): LuaThread {
  return lua.lua_tothread(L, arg) ?? argumentError(L, arg, "thread expected");
}

/**
 * Resumes `co` with the `count` values on top of `L`. Returns how many results
 * are on top of `L`, or -1 with an error value there.
 */
function resumeThread(L: LuaThread, co: LuaThread, count: number): number {
  if (!lua.lua_checkstack(co, count)) {
    pushText(L, "too many arguments to resume");
    return -1;
  }
  if (lua.lua_status(co) === lua.LUA_OK && lua.lua_gettop(co) === 0) {
    pushText(L, "cannot resume dead coroutine");
    return -1;
  }
  lua.lua_xmove(L, co, count);
  const status = lua.lua_resume(co, L, count);
  if (status !== lua.LUA_OK && status !== lua.LUA_YIELD) {
    lua.lua_xmove(co, L, 1);
    return -1;
  }
  const results = lua.lua_gettop(co);
  if (!lua.lua_checkstack(L, results + 1)) {
    lua.lua_pop(co, results);
    pushText(L, "too many results to resume");
    return -1;
  }
  lua.lua_xmove(co, L, results);
  return results;
}

function resume(L: LuaThread): number {
  const co = threadAt(L, 1);
  const results = resumeThread(L, co, lua.lua_gettop(L) - 1);
  lua.lua_pushboolean(L, results >= 0);
  if (results < 0) {
    lua.lua_insert(L, -2);
    return 2;
  }
  lua.lua_insert(L, -(results + 1));
  return results + 1;
}

function create(L: LuaThread): number {
  checkType(L, 1, lua.LUA_TFUNCTION);
  const co = lua.lua_newthread(L);
  lua.lua_pushvalue(L, 1);
  lua.lua_xmove(L, co, 1);
  return 1;
}

/** The function that `wrap` makes: its upvalue is the coroutine. */
function resumeWrapped(L: LuaThread): number {
  const co = threadAt(L, lua.lua_upvalueindex(1));
  const results = resumeThread(L, co, lua.lua_gettop(L));
  if (results >= 0) return results;
  if (lua.lua_type(L, -1) === lua.LUA_TSTRING) {
    // The error gets the position of whoever called, in front of its own.
    lauxlib.luaL_where(L, 1);
    lua.lua_insert(L, -2);
    lua.lua_concat(L, 2);
  }
  return lua.lua_error(L);
}

function wrap(L: LuaThread): number {
  create(L);
  lua.lua_pushcclosure(L, resumeWrapped, 1);
  return 1;
}

function yieldValues(L: LuaThread): number {
  return lua.lua_yield(L, lua.lua_gettop(L));
}

function statusOf(L: LuaThread, co: LuaThread): string {
  if (co === L) return "running";
  switch (lua.lua_status(co)) {
    case lua.LUA_YIELD:
      return "suspended";
    case lua.LUA_OK:
      // It has frames of its own: it resumed the one that asks.
      if (lua.lua_getstack(co, 0, new lua.lua_Debug())) return "normal";
      return lua.lua_gettop(co) === 0 ? "dead" : "suspended";
    default:
      return "dead";
  }
}

const functions: Functions = {
  create,
  isyieldable: (L) => {
    lua.lua_pushboolean(L, lua.lua_isyieldable(L));
    return 1;
  },
  resume,
  running: (L) => {
    const main = lua.lua_pushthread(L);
    lua.lua_pushboolean(L, main);
    return 2;
  },
  status: (L) => {
    pushText(L, statusOf(L, threadAt(L, 1)));
    return 1;
  },
  wrap,
  yield: yieldValues,
};

/** Opens `coroutine`. */
export function openCoroutine(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  return 1;
}
