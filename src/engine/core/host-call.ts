/** Calls of host functions written for the C API, and their continuation after a yield. */
import { callYieldable, checkYieldable, enter, here, postpone, resultsUnderHooks, Mark } from "./run.ts";
import { callHook, EVENT, MASK } from "./hooks.ts";
import { Frame, type CallInfo, type LuaFunction, type Thread, type Value } from "./model.ts";
import { allResults, regs, UNWIND } from "./regs.ts";
import { LuaError } from "./model.ts";
import { toLuaError } from "./native-errors.ts";
import { callValue } from "./calls.ts";
import { STATUS } from "./errors.ts";

export type Continuation = (L: Thread, status: number, context: unknown) => number;

/** Thrown through a host function that is suspended in the middle; its caller sees UNWIND. */
const SUSPENDED = { suspended: true };

/** The entry of every host function of the C API. */
export function hostEntry(this: LuaFunction, ...args: Value[]): Value {
  const { L } = regs;
  const ci = enter(L, this);
  if (ci.d > L.dmax) return postpone(L, ci, this, args);
  const { stack } = L;
  ci.base = L.top;
  for (const v of args) stack[L.top++] = v;
  return run(L, ci, undefined, 0, undefined);
}

/** Runs a host function, or its continuation `k`, on the arguments on the stack. */
function run(L: Thread, ci: CallInfo, k: Continuation | undefined, status: number, context: unknown): Value {
  const c = ci.fn?.host?.c;
  let n: number;
  try {
    if ((L.hookMask & MASK.CALL) !== 0 && k === undefined) callHook(L, EVENT.CALL, -1);
    n = k ? k(L, status, context) : c ? c(L) : 0;
    if ((L.hookMask & MASK.RET) !== 0) callHook(L, EVENT.RET, -1);
  } catch (error) {
    if (error !== SUSPENDED) throw error;
    n = -1;
  }
  if (L.status === STATUS.YIELD || n < 0) {
    L.top = ci.base;
    return UNWIND;
  }
  return leave(L, ci, n);
}

/** Hands the `n` values on top over as results. */
function leave(L: Thread, ci: CallInfo, n: number): Value {
  const { stack } = L;
  const from = L.top - n;
  const first = n === 0 ? undefined : stack[from];
  regs.n = n;
  if (n > 1) regs.rets = stack.slice(from, L.top);
  const values = regs.budget < 0 ? stack.slice(from, L.top) : undefined;
  for (let i = ci.base; i < L.top; i++) stack[i] = undefined;
  L.top = ci.base;
  L.ci = ci.prev ?? ci;
  return values ? resultsUnderHooks(values) : first;
}

/** A host function that waits, with its part of the stack. */
class HostFrame extends Frame {
  readonly fn: LuaFunction | null;
  readonly values: Value[];
  readonly k: Continuation;
  readonly context: unknown;
  readonly wanted: number;
  constructor(ci: CallInfo, values: Value[], wanted: number, k: Continuation, context: unknown) {
    super(ci);
    this.fn = ci.fn;
    this.values = values;
    this.wanted = wanted;
    this.k = k;
    this.context = context;
  }

  override resume(first: Value): Value {
    const all = allResults(first);
    return this.goOn(
      this.wanted < 0 ? all : Array.from({ length: this.wanted }, (_, i) => all[i]),
      STATUS.YIELD,
    );
  }

  override eachValue(visit: (v: unknown) => void): void {
    visit(this.fn);
    this.values.forEach(visit);
  }

  goOn(values: readonly Value[], status: number): Value {
    const { L } = regs;
    const { ci } = this;
    L.ci = ci;
    ci.fn = this.fn;
    ci.base = L.top;
    for (const v of this.values) L.stack[L.top++] = v;
    for (const v of values) L.stack[L.top++] = v;
    return run(L, ci, this.k, status, this.context);
  }
}

/** Keeps the running host function's stack below its `count` topmost values. */
function park(
  L: Thread,
  ci: CallInfo,
  count: number,
  wanted: number,
  k: Continuation,
  context: unknown,
): HostFrame {
  return new HostFrame(ci, L.stack.slice(ci.base, L.top - count), wanted, k, context);
}

/** lua_yieldk. */
export function yieldk(L: Thread, count: number, context: unknown, k: Continuation | null): number {
  checkYieldable(L);
  L.status = STATUS.YIELD;
  L.transfer = L.stack.slice(L.top - count, L.top);
  if (L.inHook) return 0;
  if (k) L.unw.push(park(L, L.ci, count, -1, k, context));
  return -1;
}

/** lua_callk: the results in place of function and arguments. */
export function callk(
  L: Thread,
  nargs: number,
  wanted: number,
  context: unknown,
  k: Continuation | null,
): void {
  const { ci } = L;
  const from = L.top - nargs - 1;
  const f = L.stack[from];
  const args = L.stack.slice(from + 1, L.top);
  dropTo(L, from);
  const yieldable = k !== null && L.nny === L.bare;
  const first = yieldable ? callYieldable(L, f, args) : here(L, () => callValue(f, args));
  if (first === UNWIND && k) suspendCall(park(L, ci, 0, wanted, k, context));
  pushResults(L, first, wanted);
}

function suspendCall(frame: HostFrame): never {
  regs.L.unw.push(frame);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a signal, not an error
  throw SUSPENDED;
}

function dropTo(L: Thread, top: number): void {
  for (let i = top; i < L.top; i++) L.stack[i] = undefined;
  L.top = top;
}

export function pushResults(L: Thread, first: Value, wanted: number): void {
  const { stack } = L;
  if (wanted === 1) stack[L.top++] = regs.n > 0 ? first : undefined;
  else {
    const all = allResults(first);
    const n = wanted < 0 ? all.length : wanted;
    for (let i = 0; i < n; i++) stack[L.top++] = all[i];
  }
}

/** lua_pcallk. */
export function pcallk(
  L: Thread,
  nargs: number,
  wanted: number,
  handlerIndex: number,
  context: unknown,
  k: Continuation | null,
): number {
  const handler =
    handlerIndex === 0
      ? undefined
      : L.stack[handlerIndex > 0 ? L.ci.base + handlerIndex - 1 : L.top + handlerIndex];
  const { ci } = L;
  const from = L.top - nargs - 1;
  const f = L.stack[from];
  const args = L.stack.slice(from + 1, L.top);
  dropTo(L, from);
  const thread = regs.L;
  const mark = new Mark(L);
  const saved = L.saved.length;
  let first: Value;
  try {
    const yieldable = k !== null && L.nny === L.bare;
    first = yieldable ? callYieldable(L, f, args) : here(L, () => callValue(f, args));
  } catch (error) {
    if (error === SUSPENDED) throw error;
    const failure = handled(L, error, handler);
    regs.L = thread;
    mark.restore(L);
    L.saved.length = saved;
    L.stack[L.top++] = failure.value;
    return failure.status;
  }
  if (first === UNWIND && k) {
    const frame = park(L, ci, 0, wanted, k, context);
    frame.recover = (error: unknown) => {
      const failure = handled(L, error, handler);
      return frame.goOn([failure.value], failure.status);
    };
    suspendCall(frame);
  }
  pushResults(L, first, wanted);
  return STATUS.OK;
}

/** An error as a Lua error, after the message handler has seen it with the stack as it was. */
export function handled(L: Thread, thrown: unknown, handler: Value): LuaError {
  let error = toLuaError(L, thrown);
  if (handler === undefined || error.status === STATUS.ERRMEM || error.status === STATUS.ERRERR) return error;
  const { nC, nny } = L;
  // The handler's own errors go to the handler again, as deep as host calls may nest.
  for (let i = 0; i < 10; i++) {
    try {
      L.nC = Math.min(nC, 190);
      L.handling++;
      const { value } = error;
      return new LuaError(
        here(L, () => callValue(handler, [value])),
        error.status,
      );
    } catch (next) {
      error = toLuaError(L, next);
    } finally {
      L.handling--;
      L.nC = nC;
      L.nny = nny;
    }
  }
  return new LuaError("error in error handling", STATUS.ERRERR);
}
