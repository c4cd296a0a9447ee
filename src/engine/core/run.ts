/**
 * Running code on a JS stack that is short: frames unwind into the heap when it
 * gets deep or when a coroutine yields, and a driver goes on with them.
 */
import { callValue, countC } from "./calls.ts";
import { runError, STATUS } from "./errors.ts";
import { isTraced, loadBudget, storeBudget } from "./hooks.ts";
import { CallInfo, NO_VALUES, LuaFunction, throwLua, type Frame, type Thread, type Value } from "./model.ts";
import { regs, results, UNWIND } from "./regs.ts";

/** How many calls may be nested on the JS stack before they unwind. */
const JS_DEPTH = 600;
/** What a driver gets even when the stack below it is deep. */
const MIN_DEPTH = 24;
/** How much of JS_DEPTH a driver itself costs. */
const DRIVER_COST = 5;
/** The depth of the logical stack that PUC's limit of 1000000 slots amounts to. */
export const MAX_DEPTH = 199_000;
/** What the handling of a stack overflow gets beyond. */
const SLACK = 400;

/** The next level of the call stack, for `fn`. */
export function enter(L: Thread, fn: LuaFunction): CallInfo {
  const { ci } = L;
  const next = ci.next ?? newLevel(ci);
  L.ci = next;
  next.fn = fn;
  return next;
}

export function newLevel(prev: CallInfo): CallInfo {
  const ci = new CallInfo(prev);
  prev.next = ci;
  return ci;
}

/** Refuses a call that is nested too deep for the JS stack: it is made again after unwinding. */
export function postpone(L: Thread, ci: CallInfo, fn: LuaFunction, args: Value[]): Value {
  if (ci.d > MAX_DEPTH + SLACK) throwLua("error in error handling", STATUS.ERRERR);
  if (ci.d > MAX_DEPTH && L.handling === 0) {
    L.ci = ci.prev ?? ci;
    runError("stack overflow");
  }
  L.ci = ci.prev ?? ci;
  L.pendingCi = L.ci;
  regs.pending = fn;
  regs.pendingArgs = args;
  return UNWIND;
}

/** The state of a thread at a point it may be thrown back to. */
export class Mark {
  readonly ci: CallInfo;
  readonly top: number;
  readonly nny: number;
  readonly bare: number;
  readonly nC: number;
  readonly segment: number;
  readonly dmax: number;
  readonly below: number;
  readonly tails: number;
  constructor(L: Thread) {
    this.ci = L.ci;
    this.top = L.top;
    this.nny = L.nny;
    this.bare = L.bare;
    this.nC = L.nC;
    this.segment = L.segment;
    this.dmax = L.dmax;
    this.below = regs.below;
    this.tails = regs.tails;
  }

  /** Forgets everything above. */
  restore(L: Thread): void {
    endTailCalls(L.ci, this.ci);
    L.ci = this.ci;
    L.top = this.top;
    this.settle(L);
    L.unw.length = 0;
    regs.pending = null;
    regs.deep = false;
  }

  /** Goes back to the limits, not to the place. */
  settle(L: Thread): void {
    L.nny = this.nny;
    L.bare = this.bare;
    L.nC = this.nC;
    L.segment = this.segment;
    L.dmax = this.dmax;
    regs.below = this.below;
    regs.tails = this.tails;
  }
}

/** Levels above `below`, from the one next to `top` downwards, may have been in the middle of a tail call. */
function endTailCalls(top: CallInfo, below: CallInfo): void {
  for (let ci: CallInfo | null = top.next ?? top; ci !== null && ci.d > below.d; ci = ci.prev)
    ci.tail = false;
}

/** Lets code begin on the JS stack as it is now. */
export function beginSegment(L: Thread, used: number): void {
  regs.below += used + DRIVER_COST;
  setSegment(L, L.ci.d);
}

function setSegment(L: Thread, depth: number): void {
  L.segment = depth;
  const deepest = L.handling === 0 ? MAX_DEPTH : MAX_DEPTH + SLACK;
  L.dmax = Math.min(depth + Math.max(MIN_DEPTH, JS_DEPTH - regs.below), deepest);
}

export function usedDepth(L: Thread): number {
  return L.ci.d - L.segment;
}

/**
 * Goes on from an unwound or finished call until nothing above `floor` is left:
 * its results, or UNWIND when the thread yielded, or when all has to be unwound
 * and who called this can do so (`outward`).
 */
export function drive(L: Thread, start: Value, floor: number, mark: Mark, outward = false): Value {
  let first = start;
  for (;;) {
    try {
      first = step(L, first, floor, outward);
      return first;
    } catch (error) {
      const frame = findRecovery(L, floor);
      if (frame === undefined) throw error;
      first = recover(L, frame, error, mark);
    }
  }
}

function recover(L: Thread, frame: Frame, error: unknown, mark: Mark): Value {
  const failedAt = L.ci;
  L.top = mark.top;
  mark.settle(L);
  regs.pending = null;
  L.unw.length = 0;
  setSegment(L, frame.ci.d);
  L.ci = failedAt;
  const result = frame.recover?.(error);
  endTailCalls(failedAt, frame.ci);
  return result;
}

function step(L: Thread, start: Value, floor: number, outward: boolean): Value {
  let first = start;
  const { saved, unw } = L;
  for (;;) {
    if (first === UNWIND) {
      for (let frame = unw.pop(); frame !== undefined; frame = unw.pop()) saved.push(frame);
      const call = regs.pending;
      if (call === null || (regs.deep && outward)) return first;
      regs.pending = null;
      regs.deep = false;
      L.ci = L.pendingCi ?? L.base;
      setSegment(L, L.ci.d);
      regs.tails = 0;
      const args = regs.pendingArgs;
      first = call.fn(...args);
    } else if (saved.length > floor) {
      const frame = saved.pop();
      if (frame === undefined) return first;
      setSegment(L, frame.ci.d);
      first = frame.resume(first);
    } else {
      return first;
    }
  }
}

/** Takes the frames above the innermost protected call away; that call, if there is one. */
function findRecovery(L: Thread, floor: number): Frame | undefined {
  const { saved } = L;
  // Frames still unwinding are innermost; none of them was entered again.
  for (const frame of L.unw) if (frame.recover) return undefined;
  while (saved.length > floor) {
    const frame = saved.pop();
    if (frame?.recover) return frame;
  }
  return undefined;
}

/** Makes `L` the running thread while `body` runs: the host uses another one than it was called on. */
export function onThread<T>(L: Thread, body: () => T): T {
  const before = regs.L;
  const { below } = regs;
  storeBudget(before);
  const { foreign } = regs;
  regs.below += before.ci.d - before.segment;
  if (before.ci !== before.base) regs.foreign = true;
  regs.L = L;
  loadBudget(L);
  try {
    return body();
  } finally {
    storeBudget(L);
    regs.foreign = foreign;
    regs.L = before;
    regs.below = below;
    loadBudget(before);
  }
}

/** Runs `body`, which may call Lua, to its end; a yield inside is an error. */
export function here(L: Thread, body: () => Value): Value {
  if (regs.L !== L) return onThread(L, () => here(L, body));
  const mark = new Mark(L);
  const floor = L.saved.length;
  if (L.nny++ === L.bare && isHostOnly(L)) L.bare = L.nny;
  countC(L);
  beginSegment(L, usedDepth(L));
  let first = body();
  if (first === UNWIND) first = drive(L, first, floor, new Mark(L));
  mark.settle(L);
  return first;
}

/** Whether none of the levels is a Lua function's. */
function isHostOnly(L: Thread): boolean {
  for (let ci = L.ci; ci.prev !== null; ci = ci.prev) if (ci.fn?.proto) return false;
  return true;
}

/** Calls a value from the host; its first result, the others in `regs`. */
export function callHere(L: Thread, f: Value, args: readonly Value[]): Value {
  return here(L, () => callValue(f, args));
}

/**
 * As `callHere`, but the call may yield: UNWIND then, and its frames are back
 * among those that unwind.
 */
export function callYieldable(L: Thread, f: Value, args: readonly Value[]): Value {
  if (regs.L !== L) return onThread(L, () => callHere(L, f, args));
  const mark = new Mark(L);
  const floor = L.saved.length;
  countC(L);
  beginSegment(L, usedDepth(L));
  let first = callValue(f, args);
  if (first === UNWIND) {
    first = drive(L, first, floor, new Mark(L), true);
    if (first === UNWIND) {
      for (let frame = popAbove(L, floor); frame; frame = popAbove(L, floor)) L.unw.push(frame);
    }
  }
  mark.settle(L);
  return first;
}

function popAbove(L: Thread, floor: number): Frame | undefined {
  return L.saved.length > floor ? L.saved.pop() : undefined;
}

/** Whether the frames of all Lua functions under way can leave the JS stack. */
export function canUnwindAll(L: Thread): boolean {
  if (regs.foreign || regs.L !== L) return false;
  for (let co: Thread | null = L; co !== null; co = co.from) {
    if (co.nny !== co.bare) return false;
    if (!co.outward) return co.from === null || co.from.ci === co.from.base;
  }
  return true;
}

/** Makes the running code unwind as far as can be, then calls `call`. The caller returns UNWIND. */
export function unwindAll(L: Thread, call: LuaFunction): void {
  L.pendingCi = L.ci;
  regs.pending = call;
  regs.pendingArgs = NO_VALUES;
  regs.deep = true;
}

/** Has the running Lua function leave the JS stack, and come back in the form that its hooks want, with these results. */
export function unwindWith(L: Thread, values: Value[]): Value {
  L.pendingCi = L.ci;
  regs.pending = new LuaFunction(() => results(values), null, [], null);
  regs.pendingArgs = NO_VALUES;
  return UNWIND;
}

/**
 * The results of a call in which hooks may have been set: they hold from the
 * caller's next instruction on, also where it runs without looking at them.
 */
export function resultsUnderHooks(values: Value[]): Value {
  const { L } = regs;
  if (regs.budget >= 0 || !isTraced(L) || L.ci.frame?.fn === L.ci.fn) return results(values);
  return unwindWith(L, values);
}

/** Whether the running code may be suspended. */
export function checkYieldable(L: Thread): void {
  if (L.nny === 0) return;
  if (L === L.G.main) runError("attempt to yield from outside a coroutine");
  runError("attempt to yield across a C-call boundary");
}
