/**
 * What a script may use up. Memory is an allocation budget of the whole state;
 * steps of long host functions count as instructions, so that the count hook
 * which stops a Lua loop stops a hostile pattern too.
 */
import { countSteps } from "./core/hooks.ts";
import * as memory from "./core/memory.ts";
import type { Thread } from "./core/model.ts";
import { engineName } from "./machine.ts";
import type { LuaThread } from "./types.ts";

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
