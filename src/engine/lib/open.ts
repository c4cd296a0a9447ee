import { bytesOf } from "../strings.ts";
import type { CFunction, LuaThread } from "../types.ts";
import { lauxlib, lua } from "./api.ts";
import { openBase } from "./base/index.ts";
import { openBit32 } from "./bit32.ts";
import { openCoroutine } from "./coroutine.ts";
import { openDebug } from "./debug/index.ts";
import { openIo } from "./io/index.ts";
import { openMath } from "./math/index.ts";
import { openOs } from "./os/index.ts";
import { openPackage } from "./package/index.ts";
import { openString } from "./string/index.ts";
import { openTable } from "./table/index.ts";
import { openUtf8 } from "./utf8.ts";
import { engineName, stockLibraries } from "../machine.ts";

/** Every library, in the order in which Lua opens them. */
const libraries = {
  _G: openBase,
  package: openPackage,
  coroutine: openCoroutine,
  table: openTable,
  io: openIo,
  os: openOs,
  string: openString,
  math: openMath,
  utf8: openUtf8,
  debug: openDebug,
  bit32: openBit32,
} satisfies Record<string, CFunction>;

/**
 * Stock Fengari's own libraries, for comparison: halua's stand on 64-bit
 * integers, which that machine does not have. It has no bit32.
 */
const stock: Readonly<Partial<Record<string, CFunction>>> = {
  _G: stockLibraries.luaopen_base,
  package: stockLibraries.luaopen_package,
  coroutine: stockLibraries.luaopen_coroutine,
  table: stockLibraries.luaopen_table,
  io: stockLibraries.luaopen_io,
  os: stockLibraries.luaopen_os,
  string: stockLibraries.luaopen_string,
  math: stockLibraries.luaopen_math,
  utf8: stockLibraries.luaopen_utf8,
  debug: stockLibraries.luaopen_debug,
};

/** A library that can be left out, by the words of HAProxy's tune.lua.openlibs (bit32 comes with "all"). */
export type LibraryName = Exclude<keyof typeof libraries, "_G" | "coroutine">;

/** The names of all libraries that can be left out. */
export const libraryNames = Object.keys(libraries).filter(
  (name): name is LibraryName => name !== "_G" && name !== "coroutine",
);

/**
 * Opens the basic functions, `coroutine` and exactly the libraries named (all
 * of them if none are), each as a global and in `package.loaded`.
 */
export function openLibraries(L: LuaThread, names: readonly LibraryName[] = libraryNames): void {
  const opening = engineName === "stock" ? stock : libraries;
  for (const [name, open] of Object.entries(opening)) {
    if (!open) continue;
    if (name === "_G" || name === "coroutine" || names.includes(name as LibraryName)) {
      lauxlib.luaL_requiref(L, bytesOf(name), open, true);
      lua.lua_pop(L, 1);
    }
  }
}
