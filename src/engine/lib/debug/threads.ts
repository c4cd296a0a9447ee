import type { LuaThread } from "../../types.ts";
import { lua } from "../api.ts";

/** Most functions of `debug` take a thread in front of their other arguments. */
export function threadArgument(L: LuaThread): { thread: LuaThread; skipped: number } {
  const thread = lua.lua_type(L, 1) === lua.LUA_TTHREAD ? lua.lua_tothread(L, 1) : null;
  return thread === null ? { thread: L, skipped: 0 } : { thread, skipped: 1 };
}
