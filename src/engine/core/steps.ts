/**
 * `collectgarbage("step")`: how far a step gets, by the arithmetic of lgc.c's
 * `luaC_step`. There is no collection in parts here; the step with which PUC's
 * would be through makes a whole one.
 */
import { account } from "./account.ts";
import type { Global } from "./model.ts";
import { memoryOf } from "./memory.ts";

/** lgc.c's GCSTEPSIZE: a hundred strings. */
const STEP_SIZE = 2400;
/** llimits.h's STEPMULADJ. */
const STEP_UNIT = 200;
/** What a cycle costs for each byte in use: marking it, then sweeping. */
const WORK_PER_BYTE = 1.15;

/** Where a state's collector stands between steps. */
export interface Cycle {
  /** What it is behind with, in bytes, when the sum of allocations was `at`. */
  debt: number;
  at: number;
  /** What is left of the cycle under way, in its own units; 0 between cycles. */
  left: number;
}

const cycles = new WeakMap<Global, Cycle>();

function cycleOf(G: Global): Cycle {
  let cycle = cycles.get(G);
  if (!cycle) cycles.set(G, (cycle = { debt: 0, at: account.used, left: 0 }));
  return cycle;
}

/** After a full collection: the next cycle begins when `setpause` says so. */
export function endCycle(G: Global): void {
  const cycle = cycleOf(G);
  const size = memoryOf(G);
  cycle.left = 0;
  cycle.debt = size - (size / 100) * G.tuning.pause;
  cycle.at = account.used;
}

/** A step of `kilobytes`; a basic one for 0. Whether it ended a cycle. */
export function step(G: Global, kilobytes: number): boolean {
  const cycle = cycleOf(G);
  if (kilobytes === 0) {
    cycle.debt = -STEP_SIZE;
    advance(G, cycle);
    return cycle.left === 0;
  }
  cycle.debt += account.used - cycle.at + kilobytes * 1024;
  cycle.at = account.used;
  if (cycle.debt <= 0) return false;
  advance(G, cycle);
  return cycle.left === 0;
}

function advance(G: Global, cycle: Cycle): void {
  const stepmul = Math.max(G.tuning.stepmul, 40);
  const owed = cycle.debt <= 0 ? 0 : (Math.trunc(cycle.debt / STEP_UNIT) + 1) * stepmul;
  if (cycle.left === 0) cycle.left = memoryOf(G) * WORK_PER_BYTE;
  const work = Math.min(cycle.left, owed + STEP_SIZE);
  cycle.left -= work;
  cycle.debt = ((owed - work) / stepmul) * STEP_UNIT;
  cycle.at = account.used;
}
