/** Debug hooks: the count hook of compiled code, and calling a hook at all. */
import type { CallInfo, DebugRecord, Thread } from "./model.ts";
import { regs } from "./regs.ts";

export const MASK = { CALL: 1, RET: 2, LINE: 4, COUNT: 8 } as const;
export const EVENT = { CALL: 0, RET: 1, LINE: 2, COUNT: 3, TAILCALL: 4 } as const;

/** Below this, a count hook wants every instruction counted: code runs traced. */
const FINE_COUNT = 500;
const NO_LIMIT = 1_000_000_000;

/** Whether the thread's code must run instruction by instruction. */
export function isTraced(L: Thread): boolean {
  if (L.G.observed) return true;
  const mask = L.hookMask;
  if (mask === 0 || L.inHook) return false;
  return (mask & (MASK.CALL | MASK.RET | MASK.LINE)) !== 0 || L.hookBase < FINE_COUNT;
}

/** Whether calls are watched: library functions then go the way on which hooks see them. */
export function watched(): boolean {
  return (regs.L.hookMask & (MASK.CALL | MASK.RET)) !== 0;
}

/** What the running thread may spend before it looks at its hooks. */
export function loadBudget(L: Thread): void {
  const { interrupted } = regs;
  regs.interrupted = false;
  regs.owed = 0;
  if (isTraced(L)) regs.budget = -1;
  else regs.budget = (L.hookMask & MASK.COUNT) !== 0 && !L.inHook ? L.hookLeft : NO_LIMIT;
  if (interrupted) interrupt();
}

/** Has the running code stop at its next call or round of a loop, as if its budget were used up. */
export function interrupt(): void {
  if (regs.interrupted) return;
  regs.interrupted = true;
  regs.owed = regs.budget + 1;
  regs.budget = -1;
}

/** The running code has stopped. */
export function endInterrupt(): void {
  regs.budget += regs.owed;
  regs.owed = 0;
  regs.interrupted = false;
}

/** Keeps what the running thread has left, when another one takes over. */
export function storeBudget(L: Thread): void {
  if ((L.hookMask & MASK.COUNT) !== 0 && !L.inHook && !isTraced(L))
    L.hookLeft = Math.max(regs.budget + regs.owed, 0);
}

export function setHook(L: Thread, hook: Thread["hook"], mask: number, count: number): void {
  const off = hook === null || mask === 0;
  L.hook = off ? null : hook;
  L.hookMask = off ? 0 : mask;
  L.hookBase = count;
  L.hookLeft = count;
  if ((L.hookMask & MASK.LINE) !== 0) lineIsSeen(L, L.ci);
  if (regs.L === L) loadBudget(L);
}

/** The line that the innermost Lua function from `ci` outwards is at makes no line event of its own again. */
export function lineIsSeen(L: Thread, ci: CallInfo | null): void {
  let at = ci;
  while (at?.prev && !at.fn?.proto) at = at.prev;
  L.lastCi = at;
  L.lastPc = at?.pc ?? 0;
}

class HookRecord implements DebugRecord {
  name = null;
  namewhat = null;
  what = null;
  source = null;
  linedefined = -1;
  lastlinedefined = -1;
  nups = 0;
  nparams = 0;
  isvararg = false;
  istailcall = false;
  short_src = null;
  event: number;
  currentline: number;
  i_ci: DebugRecord["i_ci"];
  constructor(event: number, currentline: number, ci: DebugRecord["i_ci"]) {
    this.event = event;
    this.currentline = currentline;
    this.i_ci = ci;
  }
}

/** Calls the thread's hook. Afterwards `L.status` says whether it yielded. */
export function callHook(L: Thread, event: number, line: number): void {
  const { hook, ci } = L;
  if (hook === null || L.inHook) return;
  const { base } = ci;
  const { top } = L;
  ci.base = top;
  const { hookedAt } = L;
  storeBudget(L);
  L.inHook = true;
  L.hookedAt = ci;
  loadBudget(L);
  try {
    hook(L, new HookRecord(event, line, ci));
  } finally {
    L.inHook = false;
    L.hookedAt = hookedAt;
    L.top = top;
    ci.base = base;
    if (regs.L === L) loadBudget(L);
  }
}

/**
 * The budget of compiled code is used up: fires the count hook if there is
 * one. True when the hook yielded, and the frame has to save itself.
 */
export function spent(L: Thread): boolean {
  if ((L.hookMask & MASK.COUNT) !== 0 && !L.inHook && !isTraced(L)) {
    callHook(L, EVENT.COUNT, -1);
    L.hookLeft = L.hookBase;
    loadBudget(L);
    if (L.status === 1) {
      L.hookYield = true;
      return true;
    }
    return false;
  }
  loadBudget(L);
  return false;
}

/** Counts the steps of a long host function; a hook that fires may raise, not yield. */
export function countSteps(L: Thread, steps: number): void {
  if (regs.L !== L) return;
  regs.budget -= steps;
  if (regs.budget + regs.owed >= 0 || (L.hookMask & MASK.COUNT) === 0 || L.inHook) return;
  L.nny++;
  try {
    callHook(L, EVENT.COUNT, -1);
  } finally {
    L.nny--;
  }
  L.hookLeft = L.hookBase;
  loadBudget(L);
}
