/**
 * The C API that everything else stands on: the engine's own core, or stock
 * Fengari when the environment says HALUA_ENGINE=stock (for comparison).
 */
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { HaluaError } from "../errors.ts";
import { makeApi } from "./core/api/index.ts";
import type { AuxiliaryApi, LibraryApi, LuaApi } from "./types.ts";

const require = createRequire(import.meta.url);

/** Which machine runs the scripts of this process. */
export const engineName: "halua" | "stock" = chosen();

function chosen(): "halua" | "stock" {
  const name = process.env.HALUA_ENGINE ?? "halua";
  if (name === "halua" || name === "stock") return name;
  throw new HaluaError("E_USAGE", `HALUA_ENGINE=${name}: no such engine; it is "halua" or "stock"`);
}

/** Puts our API where Fengari's auxiliary library and libraries look for lua.js. */
function install(): LuaApi {
  const path = require.resolve("fengari/src/lua.js");
  const api = makeApi();
  require.cache[path] = Object.assign(Object.create(null) as NodeJS.Module, {
    id: path,
    filename: path,
    loaded: true,
    exports: api,
    children: [],
    paths: [],
  });
  return api as unknown as LuaApi;
}

// V8 does not optimise functions beyond 60 kB of its bytecode, which 350 Lua instructions can reach.
if (engineName === "halua") setFlagsFromString("--max-optimized-bytecode-size=2000000");

/** The API of lua.h. */
export const lua: LuaApi = engineName === "stock" ? (require("fengari/src/lua.js") as LuaApi) : install();
/** The API of lauxlib.h. */
export const lauxlib = require("fengari/src/lauxlib.js") as AuxiliaryApi;
if (engineName === "halua") keepNumbersExact();

/** luaL_tolstring took a number apart and lost what a double cannot hold. */
function keepNumbersExact(): void {
  const original = lauxlib.luaL_tolstring.bind(lauxlib);
  const exact: AuxiliaryApi["luaL_tolstring"] = (L, index) => {
    if (lua.lua_type(L, index) !== lua.LUA_TNUMBER) return original(L, index);
    lua.lua_pushvalue(L, index);
    return lua.lua_tolstring(L, -1) ?? new Uint8Array(0);
  };
  Object.assign(lauxlib, { luaL_tolstring: exact });
}

/** Fengari's own standard libraries. */
export const stockLibraries = require("fengari/src/lualib.js") as LibraryApi;
