import { readFileSync } from "node:fs";
import { lauxlib, lua, openLibraries } from "../../../src/engine/index.ts";
import { bytesOf, pushText, toText } from "../../../src/engine/strings.ts";
import type { LuaThread } from "../../../src/engine/types.ts";
import { driverFile } from "./lua53.ts";

/** A Lua state of halua with the driver loaded at stack index 1. */
function createState(): LuaThread {
  const L = lauxlib.luaL_newstate();
  openLibraries(L);
  const chunk = readFileSync(driverFile);
  const status = lauxlib.luaL_loadbufferx(L, chunk, chunk.length, bytesOf(`@${driverFile}`), null);
  if (status === lua.LUA_OK) {
    lua.lua_pushboolean(L, true);
    if (lua.lua_pcall(L, 1, 1, 0) === lua.LUA_OK) return L;
  }
  throw new Error(toText(L, -1) ?? "the driver failed");
}

let state: LuaThread | undefined;

/** What halua makes of each program, all in one state. */
export function runInHalua(programs: readonly string[]): string[] {
  const L = (state ??= createState());
  return programs.map((program) => {
    lua.lua_settop(L, 1);
    lua.lua_pushvalue(L, 1);
    pushText(L, program);
    const status = lua.lua_pcall(L, 1, 1, 0);
    const text = toText(L, -1) ?? "no text";
    return status === lua.LUA_OK ? text : `driver: ${text}`;
  });
}
