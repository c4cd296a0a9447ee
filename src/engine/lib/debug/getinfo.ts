import { checkInteger } from "../../numbers.ts";
import { bytesOf, checkText, pushText, textOf } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { argumentError, checkStack, isAbsent, lua } from "../api.ts";
import { threadArgument } from "./threads.ts";

function setBytes(L: LuaThread, name: string, bytes: Uint8Array | null): void {
  if (bytes === null) lua.lua_pushnil(L);
  else pushText(L, textOf(bytes));
  lua.lua_setfield(L, -2, bytesOf(name));
}

function setInteger(L: LuaThread, name: string, value: number): void {
  lua.lua_pushinteger(L, value);
  lua.lua_setfield(L, -2, bytesOf(name));
}

function setBoolean(L: LuaThread, name: string, value: boolean): void {
  lua.lua_pushboolean(L, value);
  lua.lua_setfield(L, -2, bytesOf(name));
}

/** C takes the level as an int. */
export function levelArgument(L: LuaThread, arg: number): number {
  return Number(BigInt.asIntN(32, BigInt(checkInteger(L, arg))));
}

/** `debug.getinfo`: what `lua_getinfo` knows, as a table. */
export function getinfo(L: LuaThread): number {
  const { thread, skipped } = threadArgument(L);
  const ar = new lua.lua_Debug();
  let options = isAbsent(L, skipped + 2) ? "flnStu" : checkText(L, skipped + 2);
  if (thread !== L) checkStack(thread, 3, "");
  if (lua.lua_type(L, skipped + 1) === lua.LUA_TFUNCTION) {
    options = `>${options}`;
    lua.lua_pushvalue(L, skipped + 1);
    lua.lua_xmove(L, thread, 1);
  } else {
    const level = levelArgument(L, skipped + 1);
    if (level < 0 || !lua.lua_getstack(thread, level, ar)) {
      lua.lua_pushnil(L);
      return 1;
    }
    // A function is only asked for by its value; the option would take one from the stack.
    options = options.replaceAll(">", "");
  }
  if (!lua.lua_getinfo(thread, bytesOf(options), ar)) argumentError(L, skipped + 2, "invalid option");
  lua.lua_newtable(L);
  if (options.includes("S")) {
    setBytes(L, "source", ar.source);
    setBytes(L, "short_src", ar.short_src);
    setInteger(L, "linedefined", ar.linedefined);
    setInteger(L, "lastlinedefined", ar.lastlinedefined);
    setBytes(L, "what", ar.what);
  }
  if (options.includes("l")) setInteger(L, "currentline", ar.currentline);
  if (options.includes("u")) {
    setInteger(L, "nups", ar.nups);
    setInteger(L, "nparams", ar.nparams);
    setBoolean(L, "isvararg", ar.isvararg);
  }
  if (options.includes("n")) {
    setBytes(L, "name", ar.name);
    setBytes(L, "namewhat", ar.namewhat);
  }
  if (options.includes("t")) setBoolean(L, "istailcall", ar.istailcall);
  // lua_getinfo left these on the thread's stack, the lines above the function.
  if (options.includes("L")) takeResult(L, thread, "activelines");
  if (options.includes("f")) takeResult(L, thread, "func");
  return 1;
}

/** Moves the result on top of the thread into a field of the table on top of `L`. */
function takeResult(L: LuaThread, thread: LuaThread, name: string): void {
  if (thread === L) lua.lua_rotate(L, -2, 1);
  else lua.lua_xmove(thread, L, 1);
  lua.lua_setfield(L, -2, bytesOf(name));
}
