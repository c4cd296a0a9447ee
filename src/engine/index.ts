import { openLibraries } from "./lib/open.ts";
import { engineName, lauxlib, lua, stockLibraries } from "./machine.ts";
import type { LibraryApi } from "./types.ts";

export type * from "./types.ts";
export { engineName, lauxlib, lua };
export { setMemoryLimit } from "./budget.ts";
export { libraryNames, openLibraries, type LibraryName } from "./lib/open.ts";

/** The standard libraries: the engine's own, or stock Fengari's for comparison. */
export const lualib: LibraryApi =
  engineName === "stock" ? stockLibraries : { ...stockLibraries, luaL_openlibs: (L) => openLibraries(L) };
