import { checkInteger, optInteger } from "../../numbers.ts";
import { bytesOf, pushText, textOf, toText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import {
  argumentError,
  checkAny,
  checkStack,
  checkType,
  type Functions,
  isAbsent,
  lauxlib,
  lua,
  setFunctions,
} from "../api.ts";
import { stderr, stdin } from "../io/standard.ts";
import { getinfo, levelArgument } from "./getinfo.ts";
import { gethook, sethook } from "./hooks.ts";
import { threadArgument } from "./threads.ts";
import { pushTraceback } from "./traceback.ts";

/** `debug.debug`: runs lines from standard input until one says "cont". */
function debug(L: LuaThread): number {
  for (;;) {
    stderr.write("lua_debug> ");
    stdin.begin();
    const line = stdin.line();
    if (line === undefined || line === "cont\n") return 0;
    const chunk = bytesOf(line);
    const status = lauxlib.luaL_loadbufferx(L, chunk, chunk.length, bytesOf("=(debug command)"), null);
    if (status !== lua.LUA_OK || lua.lua_pcall(L, 0, 0, 0) !== lua.LUA_OK) {
      stderr.write(`${toText(L, -1) ?? ""}\n`);
    }
    lua.lua_settop(L, 0);
  }
}

function getlocal(L: LuaThread): number {
  const { thread, skipped } = threadArgument(L);
  const ar = new lua.lua_Debug();
  const index = Number(BigInt.asIntN(32, BigInt(checkInteger(L, skipped + 2))));
  if (lua.lua_type(L, skipped + 1) === lua.LUA_TFUNCTION) {
    lua.lua_pushvalue(L, skipped + 1);
    pushName(L, lua.lua_getlocal(L, null, index));
    return 1;
  }
  const level = levelArgument(L, skipped + 1);
  if (level < 0 || !lua.lua_getstack(thread, level, ar)) argumentError(L, skipped + 1, "level out of range");
  if (thread !== L) checkStack(thread, 1, "");
  const name = lua.lua_getlocal(thread, ar, index);
  if (name === null) {
    lua.lua_pushnil(L);
    return 1;
  }
  lua.lua_xmove(thread, L, 1);
  pushName(L, name);
  lua.lua_rotate(L, -2, 1);
  return 2;
}

function pushName(L: LuaThread, name: Uint8Array | null): void {
  if (name === null) lua.lua_pushnil(L);
  else pushText(L, textOf(name));
}

function setlocal(L: LuaThread): number {
  const { thread, skipped } = threadArgument(L);
  const ar = new lua.lua_Debug();
  const level = levelArgument(L, skipped + 1);
  const index = Number(BigInt.asIntN(32, BigInt(checkInteger(L, skipped + 2))));
  if (level < 0 || !lua.lua_getstack(thread, level, ar)) argumentError(L, skipped + 1, "level out of range");
  checkAny(L, skipped + 3);
  lua.lua_settop(L, skipped + 3);
  if (thread !== L) checkStack(thread, 1, "");
  lua.lua_xmove(L, thread, 1);
  const name = lua.lua_setlocal(thread, ar, index);
  if (name === null) lua.lua_pop(thread, 1);
  pushName(L, name);
  return 1;
}

/** `getupvalue` and `setupvalue`: nothing at all where there is no such upvalue. */
function upvalue(L: LuaThread, reads: boolean): number {
  const index = Number(BigInt.asIntN(32, BigInt(checkInteger(L, 2))));
  checkType(L, 1, lua.LUA_TFUNCTION);
  const name = reads ? lua.lua_getupvalue(L, 1, index) : lua.lua_setupvalue(L, 1, index);
  if (name === null) return 0;
  pushName(L, name);
  if (!reads) return 1;
  lua.lua_insert(L, -2);
  return 2;
}

/** The number of an upvalue that must exist, in arguments `arg` (a function) and `arg + 1`. */
function checkUpvalue(L: LuaThread, arg: number): number {
  const index = Number(BigInt.asIntN(32, BigInt(checkInteger(L, arg + 1))));
  checkType(L, arg, lua.LUA_TFUNCTION);
  const name = lua.lua_getupvalue(L, arg, index);
  if (name === null) argumentError(L, arg + 1, "invalid upvalue index");
  lua.lua_pop(L, 1);
  return index;
}

function upvalueid(L: LuaThread): number {
  const index = checkUpvalue(L, 1);
  lua.lua_pushlightuserdata(L, lua.lua_upvalueid(L, 1, index));
  return 1;
}

function upvaluejoin(L: LuaThread): number {
  const from = checkUpvalue(L, 1);
  const to = checkUpvalue(L, 3);
  if (lua.lua_iscfunction(L, 1)) argumentError(L, 1, "Lua function expected");
  if (lua.lua_iscfunction(L, 3)) argumentError(L, 3, "Lua function expected");
  lua.lua_upvaluejoin(L, 1, from, 3, to);
  return 0;
}

function traceback(L: LuaThread): number {
  const { thread, skipped } = threadArgument(L);
  const message = toText(L, skipped + 1);
  if (message === undefined && !isAbsent(L, skipped + 1)) {
    lua.lua_pushvalue(L, skipped + 1);
    return 1;
  }
  const level = Number(optInteger(L, skipped + 2, thread === L ? 1 : 0));
  pushTraceback(L, thread, message, level);
  return 1;
}

const functions: Functions = {
  debug,
  gethook,
  getinfo,
  getlocal,
  getmetatable: (L) => {
    checkAny(L, 1);
    if (!lua.lua_getmetatable(L, 1)) lua.lua_pushnil(L);
    return 1;
  },
  getregistry: (L) => {
    lua.lua_pushvalue(L, lua.LUA_REGISTRYINDEX);
    return 1;
  },
  getupvalue: (L) => upvalue(L, true),
  getuservalue: (L) => {
    if (lua.lua_type(L, 1) === lua.LUA_TUSERDATA) lua.lua_getuservalue(L, 1);
    else lua.lua_pushnil(L);
    return 1;
  },
  sethook,
  setlocal,
  setmetatable: (L) => {
    const type = lua.lua_type(L, 2);
    if (type !== lua.LUA_TNIL && type !== lua.LUA_TTABLE) argumentError(L, 2, "nil or table expected");
    lua.lua_settop(L, 2);
    lua.lua_setmetatable(L, 1);
    return 1;
  },
  setupvalue: (L) => {
    checkAny(L, 3);
    return upvalue(L, false);
  },
  setuservalue: (L) => {
    checkType(L, 1, lua.LUA_TUSERDATA);
    checkAny(L, 2);
    lua.lua_settop(L, 2);
    lua.lua_setuservalue(L, 1);
    return 1;
  },
  traceback,
  upvalueid,
  upvaluejoin,
};

/** Opens `debug`. */
export function openDebug(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  return 1;
}
