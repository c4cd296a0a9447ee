import type { LuaValue } from "../lua/index.ts";

/**
 * What outlives a call of a script and belongs to all calls of one kind of
 * place: those that one stream makes into one Lua state share one (struct hlua
 * in hlua.c); a task has its own.
 */
export class RunMemory {
  /** Set once a call has used core.done, and never taken back: from then on an error is a call's result (hlua.c). */
  finished = false;
  /** What calls have returned and nobody has taken: HAProxy leaves it on the stack, and takes the top of that for a result. */
  readonly results: LuaValue[] = [];
  /** What `set_priv` has put here. */
  priv: LuaValue;
  /** Set by act.wake_time and filter.wake_time: when a call that answers "later" wants the next one, in milliseconds. */
  wakeAfterMs: number | undefined;
}
