/**
 * What a script may use up. Memory is an allocation budget of the whole state;
 * steps of long host functions count as instructions, so that the count hook
 * which stops a Lua loop stops a hostile pattern too.
 */
import { collectFor } from "./core/collect.ts";
import { countSteps } from "./core/hooks.ts";
import * as memory from "./core/memory.ts";
import type { Thread } from "./core/model.ts";
import { step } from "./core/steps.ts";
import { engineName, lua } from "./machine.ts";
import type { LuaThread } from "./types.ts";

/** Numbers of lua_gc. */
const COLLECT = 2;
const STEP = 5;

const ours = engineName !== "stock";
const core = (L: LuaThread): Thread => L as unknown as Thread;

/** Limits the memory of the state that `L` belongs to, in bytes; Infinity lifts the limit. */
export function setMemoryLimit(L: LuaThread, bytes: number): void {
  if (ours) memory.setLimit(core(L).G, bytes);
}

/** The bytes the state has in use, as well as JavaScript can tell. */
export function memoryInUse(L: LuaThread): number {
  return ours ? memory.memoryOf(core(L).G) : process.memoryUsage().heapUsed;
}

/** Counts an allocation; raises "not enough memory" when the limit would be passed. */
export function charge(L: LuaThread, bytes: number): void {
  if (ours) memory.charge(core(L).G, bytes);
}

/** Counts `steps` instructions and fires the count hook when it is due; the hook may raise. */
export function tick(L: LuaThread, steps: number): void {
  if (ours) countSteps(core(L), steps);
}

/** A full collection, as the last thing a host function does: it returns what this returns, and gives `result`. */
export function collectGarbage(L: LuaThread, result: number | boolean): number {
  if (ours) return collectFor(core(L), result);
  lua.lua_gc(L, COLLECT, 0);
  if (typeof result === "number") lua.lua_pushinteger(L, result);
  else lua.lua_pushboolean(L, result);
  return 1;
}

/** A step of the collector, of so many kilobytes; a basic one for 0. Whether a collection is due with it. */
export function stepGarbage(L: LuaThread, kilobytes: number): boolean {
  return ours ? step(core(L).G, kilobytes) : lua.lua_gc(L, STEP, kilobytes) !== 0;
}
