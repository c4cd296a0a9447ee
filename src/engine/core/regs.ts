import { LuaFloat, NO_VALUES, type LuaFunction, type Thread, type Value } from "./model.ts";

/** Returned instead of a result while frames save themselves. Never seen by a script. */
export const UNWIND: Value = new LuaFloat(NaN);

/** The registers of the machine: what passes between caller and callee beside arguments and first result. */
export class Registers {
  /** How many results the last call returned. */
  n = 1;
  /** All of them, when there are two or more. */
  rets: Value[] = NO_VALUES;
  /** The running thread. Set before anything runs. */
  L: Thread = undefined as unknown as Thread;
  /** Instructions left before the running thread looks at its hooks. */
  budget = 0;
  /** The running code is to stop soon: the budget is gone, and what was taken off it is owed. */
  interrupted = false;
  owed = 0;
  /** A call to make once the stack is unwound. */
  pending: LuaFunction | null = null;
  /** Whether that has to be unwound as far as can be, resumers of threads included. */
  deep = false;
  /** The host has switched to another thread than the one that was running. */
  foreign = false;
  pendingArgs: Value[] = NO_VALUES;
  /** A second result of functions that compiled code calls. */
  value: Value = undefined;
  /** A numeric loop's index, limit and step. */
  loop: Value[] = NO_VALUES;
  /** Tail calls nested on the JS stack. */
  tails = 0;
  /** JS frames in use below the running thread's, in units of a Lua call. */
  below = 0;
}

export const regs = new Registers();

/** Returns several values. */
export function results(values: Value[]): Value {
  regs.n = values.length;
  regs.rets = values;
  return values[0];
}

/** The results of a call as an array: call with what it returned. */
export function allResults(first: Value): Value[] {
  return regs.n === 1 ? [first] : regs.n === 0 ? [] : regs.rets;
}
