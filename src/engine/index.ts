import { createRequire } from "node:module";
import type { AuxiliaryApi, LibraryApi, LuaApi } from "./types.ts";

export type * from "./types.ts";

const require = createRequire(import.meta.url);

/** The API of lua.h. */
export const lua = require("fengari/src/lua.js") as LuaApi;
/** The API of lauxlib.h. */
export const lauxlib = require("fengari/src/lauxlib.js") as AuxiliaryApi;
/** The standard libraries. */
export const lualib = require("fengari/src/lualib.js") as LibraryApi;
