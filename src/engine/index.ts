import { installBuiltins } from "./core/builtins.ts";
import { getCompiler } from "./core/front.ts";
import { Table, type Thread } from "./core/model.ts";
import { getInt } from "./core/table.ts";
import { type LibraryName, openLibraries as openAll } from "./lib/open.ts";
import { engineName, lauxlib, lua, stockLibraries } from "./machine.ts";
import type { LibraryApi, LuaThread } from "./types.ts";

export type * from "./types.ts";
export { engineName, lauxlib, lua };
export * from "./access/index.ts";
export { setMemoryLimit } from "./budget.ts";
export { libraryNames, type LibraryName } from "./lib/open.ts";
export { setExitHandler, type ExitHandler } from "./lib/os/index.ts";

/**
 * Opens the basic functions, `coroutine` and exactly the libraries named (all
 * of them if none are).
 */
export function openLibraries(L: LuaThread, names?: readonly LibraryName[]): void {
  openAll(L, names);
  if (engineName === "stock") return;
  const globals = getInt((L as unknown as Thread).G.registry, 2);
  if (globals instanceof Table) installBuiltins(globals);
}

/** The standard libraries: the engine's own, or stock Fengari's for comparison. */
export const lualib: LibraryApi =
  engineName === "stock" ? stockLibraries : { ...stockLibraries, luaL_openlibs: (L) => openLibraries(L) };

// With the modules, not with the first script, which somebody may be waiting for.
if (engineName !== "stock") getCompiler();
