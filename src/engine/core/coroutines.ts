/** Resuming threads. */
import { callValue } from "./calls.ts";
import { collectBefore } from "./collect.ts";
import { STATUS } from "./errors.ts";
import { loadBudget, storeBudget } from "./hooks.ts";
import { Thread, type Global, type Value } from "./model.ts";
import { toLuaError } from "./native-errors.ts";
import { allResults, regs, UNWIND } from "./regs.ts";
import { MAX_C_CALLS } from "./calls.ts";
import { beginSegment, drive, Mark, usedDepth } from "./run.ts";

export function newThread(G: Global, from: Thread | undefined): Thread {
  const co = new Thread(G);
  if (from) {
    co.hook = from.hook;
    co.hookMask = from.hookMask;
    co.hookBase = from.hookBase;
    co.hookLeft = from.hookBase;
  }
  return co;
}

/** Why a thread cannot be resumed; undefined when it can. */
export function whyNotResumable(co: Thread, hasFunction: boolean): string | undefined {
  if (co.status === STATUS.OK) {
    if (co.ci !== co.base || co.G.main === co || regs.L === co)
      return "cannot resume non-suspended coroutine";
    return hasFunction ? undefined : "cannot resume dead coroutine";
  }
  return co.status === STATUS.YIELD ? undefined : "cannot resume dead coroutine";
}

/** The status of a resumed thread that has unwound because all has to: its resumer unwinds, too, and resumes it again. */
export const UNWOUND = -1;

/**
 * Starts a thread with function `f`, or goes on with a suspended one. Returns
 * the status; `co.transfer` then holds what it returned, yielded or raised.
 * UNWOUND only comes back to who can unwind (`outward`).
 */
export function resume(co: Thread, f: Value, args: Value[], outward = false): number {
  const from = regs.L;
  const { n, rets } = regs;
  const nC = from.nC + 1;
  if (nC >= MAX_C_CALLS) {
    co.transfer = ["C stack overflow"];
    return STATUS.ERRRUN;
  }
  const { below, tails, pending } = regs;
  storeBudget(from);
  co.from = from;
  co.nC = nC;
  co.nny = 0;
  co.bare = 0;
  co.outward = outward;
  regs.L = co;
  regs.tails = 0;
  regs.below = below + usedDepth(from) + 4;
  loadBudget(co);
  const status = run(co, f, args);
  storeBudget(co);
  co.from = null;
  regs.L = from;
  regs.below = below;
  regs.tails = tails;
  if (status !== UNWOUND) regs.pending = pending;
  regs.n = n;
  regs.rets = rets;
  loadBudget(from);
  return status;
}

function run(co: Thread, f: Value, args: Value[]): number {
  try {
    let first: Value;
    if (co.status === STATUS.YIELD || co.saved.length > 0) {
      co.status = STATUS.OK;
      co.top = 0;
      if (regs.interrupted) collectBefore(co, args);
      regs.n = args.length;
      regs.rets = args;
      beginSegment(co, 0);
      first = drive(co, args[0], 0, new Mark(co), co.outward);
    } else {
      co.top = 0;
      first = start(co, f, args);
    }
    if (first === UNWIND) return regs.pending === null ? STATUS.YIELD : UNWOUND;
    co.transfer = allResults(first);
    co.ci = co.base;
    return STATUS.OK;
  } catch (thrown) {
    const error = toLuaError(co, thrown);
    co.status = error.status;
    co.transfer = [error.value];
    co.saved.length = 0;
    co.unw.length = 0;
    return error.status;
  }
}

function start(co: Thread, f: Value, args: Value[]): Value {
  beginSegment(co, 0);
  const mark = new Mark(co);
  const first = callValue(f, args);
  return first === UNWIND ? drive(co, first, 0, mark, co.outward) : first;
}
