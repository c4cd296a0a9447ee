import { linesAt, lua, stateOf, type LuaThread } from "../engine/index.ts";
import { bytesToText } from "./text.ts";
import type { LuaFunction } from "./values.ts";

/** Told of each line that is about to run; `source` as Lua has it: `@file` or `=text`. */
export type LineObserver = (source: string, line: number) => void;

const observers = new WeakMap<object, LineObserver>();
let observing = false;

/** Tells `observe` of the lines that the state of `L` runs, from the next hook that is set on. Slow: for coverage. */
export function observeLines(L: LuaThread, observe: LineObserver): void {
  observing = true;
  observers.set(stateOf(L), observe);
}

/** Who is told of the lines of a state. */
export function lineObserver(L: LuaThread): LineObserver | undefined {
  return observing ? observers.get(stateOf(L)) : undefined;
}

/** The source of the function in which a hook was called. */
export function hookSource(L: LuaThread, ar: Parameters<typeof lua.lua_getinfo>[2]): string {
  lua.lua_getinfo(L, sourceOption, ar);
  return ar.source ? bytesToText(ar.source) : "";
}

const sourceOption = Uint8Array.of("S".charCodeAt(0));

/** The lines of a function, and of those in it, that have code. */
export function executableLines(L: LuaThread, fn: LuaFunction): ReadonlySet<number> {
  fn.pushTo(L);
  const lines = linesAt(L, -1);
  lua.lua_pop(L, 1);
  return lines;
}
