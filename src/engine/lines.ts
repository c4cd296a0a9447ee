/** Which lines of a chunk have code: for coverage. */
import { at } from "./core/api/slots.ts";
import { LuaFunction, type Proto, type Thread } from "./core/model.ts";
import type { LuaThread } from "./types.ts";

/**
 * The lines of the Lua function at `index`, and of the functions in it, at
 * which something may be done. The return that ends every function counts only
 * where its line has more than that.
 */
export function linesAt(L: LuaThread, index: number): ReadonlySet<number> {
  const fn = at(L as unknown as Thread, index);
  const lines = new Set<number>();
  if (fn instanceof LuaFunction && fn.proto) addLines(fn.proto, lines);
  return lines;
}

function addLines({ lineinfo, protos }: Proto, lines: Set<number>): void {
  for (let i = 0; i < lineinfo.length - 1; i++) lines.add(lineinfo[i] ?? 0);
  for (const inner of protos) addLines(inner, lines);
}
