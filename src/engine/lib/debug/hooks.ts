import { optInteger } from "../../numbers.ts";
import { bytesOf, checkText, pushText } from "../../strings.ts";
import type { LuaDebug, LuaThread } from "../../types.ts";
import { checkType, isAbsent, lua } from "../api.ts";
import { threadArgument } from "./threads.ts";

/** In the registry: the hook function of each thread, by thread. */
const hooksKey = bytesOf("halua.hooks");
const events = ["call", "return", "line", "count", "tail call"];

function pushHooks(L: LuaThread): void {
  if (lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, hooksKey) === lua.LUA_TTABLE) return;
  lua.lua_pop(L, 1);
  lua.lua_newtable(L);
  pushText(L, "k");
  lua.lua_setfield(L, -2, bytesOf("__mode"));
  lua.lua_pushvalue(L, -1);
  lua.lua_setmetatable(L, -2);
  lua.lua_pushvalue(L, -1);
  lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, hooksKey);
}

/** Calls the Lua function that hooks this thread. */
function runHook(L: LuaThread, ar: LuaDebug): void {
  lua.lua_checkstack(L, 5);
  pushHooks(L);
  lua.lua_pushthread(L);
  if (lua.lua_rawget(L, -2) === lua.LUA_TFUNCTION) {
    pushText(L, events[ar.event] ?? "?");
    if (ar.currentline >= 0) lua.lua_pushinteger(L, ar.currentline);
    else lua.lua_pushnil(L);
    lua.lua_call(L, 2, 0);
    lua.lua_pop(L, 1);
  } else lua.lua_pop(L, 2);
}

function maskOf(letters: string, count: number): number {
  let mask = 0;
  if (letters.includes("c")) mask |= lua.LUA_MASKCALL;
  if (letters.includes("r")) mask |= lua.LUA_MASKRET;
  if (letters.includes("l")) mask |= lua.LUA_MASKLINE;
  if (count > 0) mask |= lua.LUA_MASKCOUNT;
  return mask;
}

/** `debug.sethook`. */
export function sethook(L: LuaThread): number {
  const { thread, skipped } = threadArgument(L);
  let mask = 0;
  let count = 0;
  if (isAbsent(L, skipped + 1)) {
    lua.lua_settop(L, skipped + 1);
    if (lua.lua_gettop(L) < skipped + 1) lua.lua_pushnil(L);
  } else {
    const letters = checkText(L, skipped + 2);
    checkType(L, skipped + 1, lua.LUA_TFUNCTION);
    count = Number(BigInt.asIntN(32, BigInt(optInteger(L, skipped + 3, 0))));
    mask = maskOf(letters, count);
  }
  pushHooks(L);
  lua.lua_checkstack(thread, 1);
  lua.lua_pushthread(thread);
  lua.lua_xmove(thread, L, 1);
  lua.lua_pushvalue(L, skipped + 1);
  lua.lua_rawset(L, -3);
  lua.lua_sethook(thread, mask === 0 ? null : runHook, mask, count);
  return 0;
}

/** `debug.gethook`. */
export function gethook(L: LuaThread): number {
  const { thread } = threadArgument(L);
  const mask = lua.lua_gethookmask(thread);
  const hook = lua.lua_gethook(thread);
  if (!hook) lua.lua_pushnil(L);
  else if (hook !== runHook) pushText(L, "external hook");
  else {
    pushHooks(L);
    lua.lua_checkstack(thread, 1);
    lua.lua_pushthread(thread);
    lua.lua_xmove(thread, L, 1);
    lua.lua_rawget(L, -2);
    lua.lua_remove(L, -2);
  }
  let letters = "";
  if ((mask & lua.LUA_MASKCALL) !== 0) letters += "c";
  if ((mask & lua.LUA_MASKRET) !== 0) letters += "r";
  if ((mask & lua.LUA_MASKLINE) !== 0) letters += "l";
  pushText(L, letters);
  lua.lua_pushinteger(L, lua.lua_gethookcount(thread));
  return 3;
}
