/**
 * Lua functions that left the JS stack, and what compiled code calls to leave
 * it, to begin and to go on.
 */
import { LuaFloat, LuaFunction, Cell, Frame, Proto, Table } from "./model.ts";
import type { CallInfo, Entry, LuaFrame, Thread, Value } from "./model.ts";
import { concat } from "./access.ts";
import { allocate } from "./account.ts";
import { compileFast, compileLoop, compileResume, type LoopForm } from "./compile/compile.ts";
import { unwindToCollect } from "./collect.ts";
import { EVENT, MASK, callHook, endInterrupt, isTraced, spent } from "./hooks.ts";
import { interpret, isStraight } from "./interpret.ts";
import { activeLocals } from "./names.ts";
import { OP } from "./opcodes.ts";
import { recent } from "./recent.ts";
import { allResults, regs, UNWIND } from "./regs.ts";
import { postpone, unwindWith } from "./run.ts";
import { runtime } from "./runtime.ts";
import { ipairsEntry, nextEntry } from "./builtins.ts";
import { getInt, next } from "./table.ts";
import { returning, traceStep } from "./traced.ts";

/** Tells compiled code to go on by itself. */
const GO: Value = new LuaFloat(0);

/** A Lua function's registers in an array. */
class Activation extends Frame implements LuaFrame {
  readonly fn: LuaFunction;
  readonly proto: Proto;
  readonly R: Value[];
  readonly C: (Cell | undefined)[];
  readonly va: Value[];
  pc: number;
  m: Value[];
  redo: boolean;
  /** The hook before the instruction at `pc` has been called. */
  hooked: boolean;
  /** The values left of an interrupted concatenation. */
  rest: Value[] | null;
  negate: boolean;

  constructor(fn: LuaFunction, proto: Proto, ci: CallInfo, R: Value[], C: (Cell | undefined)[], va: Value[]) {
    super(ci);
    this.fn = fn;
    this.proto = proto;
    this.R = R;
    this.C = C;
    this.va = va;
    this.pc = 0;
    this.m = NONE;
    this.redo = false;
    this.hooked = false;
    this.rest = null;
    this.negate = false;
  }

  override resume(first: Value): Value {
    regs.L.ci = this.ci;
    if (this.redo) this.redo = false;
    else if (finish(this, first) === UNWIND) return suspend(this);
    return runFrame(this);
  }

  override eachValue(visit: (v: unknown) => void): void {
    visit(this.fn);
    const live = liveRegisters(this);
    for (let r = 0; r < live; r++) {
      const cell = this.C[r];
      visit(cell === undefined ? this.R[r] : cell.v);
    }
    this.va.forEach(visit);
    this.rest?.forEach(visit);
    if (this.redo) this.m.forEach(visit);
  }

  set(r: number, v: Value): void {
    const cell = this.C[r];
    if (cell === undefined) this.R[r] = v;
    else cell.v = v;
  }
}

const NONE: Value[] = [];

/** How many registers of a frame are in use, the first ones: what is above, PUC's collector does not see either. */
function liveRegisters(frame: Activation): number {
  const { proto, pc } = frame;
  if (frame.redo)
    return frame.hooked || proto.lineinfo.length === 0 ? proto.maxstack : activeLocals(proto, pc);
  const a = proto.code[pc * 4 + 1] ?? 0;
  switch (proto.code[pc * 4]) {
    case OP.CALL:
    case OP.TAILCALL:
      return a;
    case OP.TFORCALL:
      return a + 3;
    default:
      return proto.maxstack;
  }
}

function runFrame(frame: Activation): Value {
  const { proto } = frame;
  if (isTraced(regs.L)) {
    frame.ci.frame = frame;
    return (proto.traced ??= compileResume(proto, "traced", runtimeOfCode))(frame);
  }
  return (proto.resume ??= compileResume(proto, "resume", runtimeOfCode))(frame);
}

/** The fast code that can go on with a frame at the header of a loop. */
function loopForm(frame: Activation, header: number): LoopForm | undefined {
  const { proto } = frame;
  const loops = (proto.loops ??= new Map<number, LoopForm | undefined>());
  let form = loops.get(header);
  if (form === undefined && !loops.has(header)) {
    form = compileLoop(proto, header, runtimeOfCode);
    loops.set(header, form);
  }
  return form;
}

/** Fast code of a loop hands its registers back: the frame goes on behind the loop. */
function leaveLoop(frame: Activation, pc: number, R: Value[], C: (Cell | undefined)[]): Value {
  for (let r = 0; r < R.length; r++) frame.R[r] = R[r];
  // Without captured registers both may be the one empty array.
  for (let r = 0; r < C.length; r++) frame.C[r] = C[r];
  frame.pc = pc;
  return GO;
}

/** Puts a frame among those that unwind. */
function suspend(frame: Activation): Value {
  const { L } = regs;
  frame.pc = frame.ci.pc;
  frame.rest = L.rest;
  frame.negate = L.negate;
  L.rest = null;
  L.negate = false;
  if (L.hookYield) {
    L.hookYield = false;
    frame.redo = true;
    frame.hooked = isTraced(L) && !regs.deep;
  }
  L.unw.push(frame);
  return UNWIND;
}

/** Completes the instruction that was suspended with the results it waited for. */
function finish(frame: Activation, first: Value): Value {
  const at = frame.pc * 4;
  const { code } = frame.proto;
  const a = code[at + 1] ?? 0;
  const c = code[at + 3] ?? 0;
  const op = code[at] ?? 0;
  let next = frame.pc + 1;
  switch (op) {
    case OP.CALL:
      takeResults(frame, a, c - 1, first);
      break;
    case OP.TAILCALL:
      takeResults(frame, a, -1, first);
      break;
    case OP.TFORCALL:
      takeResults(frame, a + 3, c, first);
      break;
    case OP.SETTABLE:
    case OP.SETTABUP:
      break;
    case OP.EQ:
    case OP.LT:
    case OP.LE: {
      const truth = first !== undefined && first !== false;
      if ((truth !== frame.negate) !== (a !== 0)) next++;
      frame.negate = false;
      break;
    }
    case OP.CONCAT: {
      const rest = frame.rest ?? NONE;
      frame.rest = null;
      regs.L.ci = frame.ci;
      const v = rest.length === 0 ? first : concat([...rest, first], code[at + 2] ?? 0);
      if (v === UNWIND) return UNWIND;
      frame.set(a, v);
      break;
    }
    default:
      frame.set(a, first);
  }
  frame.pc = next;
  return undefined;
}

function takeResults(frame: Activation, a: number, count: number, first: Value): void {
  if (count < 0) {
    frame.m = allResults(first);
    return;
  }
  if (count === 0) return;
  const all = allResults(first);
  for (let i = 0; i < count; i++) frame.set(a + i, all[i]);
}

/** Compiled code saves its registers. */
function save(fn: LuaFunction, ci: CallInfo, R: Value[], C: (Cell | undefined)[], va: Value[]): Value {
  const frame = new Activation(fn, fn.proto ?? NO_PROTO, ci, R, C, va);
  frame.pc = ci.pc;
  return suspend(frame);
}

function newActivation(fn: LuaFunction, ci: CallInfo, params: Value[], va: Value[]): Activation {
  const proto = fn.proto ?? NO_PROTO;
  const R = params.slice(0, proto.numparams);
  while (R.length < proto.maxstack) R.push(undefined);
  return new Activation(fn, proto, ci, R, [], va);
}

/** A call's budget is used up or the stack is deep: GO, or the call's outcome. */
function begin(fn: LuaFunction, ci: CallInfo, params: Value[], va: Value[]): Value {
  const { L } = regs;
  if (ci.d > L.dmax) return postpone(L, ci, fn, va.length > 0 ? [...params, ...va] : params);
  if (isTraced(L)) {
    const frame = newActivation(fn, ci, params, va);
    ci.frame = frame;
    ci.pc = 0;
    L.lastCi = null;
    if ((L.hookMask & MASK.CALL) !== 0) callHook(L, ci.tail ? EVENT.TAILCALL : EVENT.CALL, -1);
    return runFrame(frame);
  }
  ci.pc = 0;
  if (!stopsForCollection(L) && (regs.budget >= 0 || !spent(L))) return GO;
  return suspend(newActivation(fn, ci, params, va));
}

/** The entry of a function that has not been called yet: most are called once only. */
export function firstCall(this: LuaFunction, ...args: Value[]): Value {
  const proto = this.proto ?? NO_PROTO;
  const interpreted = proto.entry === firstCall && isStraight(proto);
  if (proto.entry === firstCall) proto.entry = compiledCall;
  this.fn = proto.entry;
  return interpreted ? callFrame(this, args, interpretFrame) : this.fn(...args);
}

/** The entry of a function that has not been compiled yet. */
function compiledCall(this: LuaFunction, ...args: Value[]): Value {
  const proto = this.proto ?? NO_PROTO;
  if (proto.entry === compiledCall) proto.entry = compileFast(proto, runtimeOfCode) ?? callResume;
  this.fn = proto.entry;
  return this.fn(...args);
}

/** The entry of a function that only exists in the form that works on frames. */
function callResume(this: LuaFunction, ...args: Value[]): Value {
  return callFrame(this, args, runFrame);
}

/** Calls a function with its registers in an array, which `run` goes on with. */
function callFrame(fn: LuaFunction, args: Value[], run: (frame: Activation) => Value): Value {
  const { L } = regs;
  const proto = fn.proto ?? NO_PROTO;
  const ci = L.ci.next ?? runtime.newLevel(L.ci);
  L.ci = ci;
  ci.fn = fn;
  const va = proto.isVararg ? args.slice(proto.numparams) : NONE;
  if ((regs.budget -= 20) < 0 || ci.d > L.dmax) {
    const outcome = begin(fn, ci, args.slice(0, proto.numparams), va);
    if (outcome !== GO) return outcome;
  }
  return run(newActivation(fn, ci, args, va));
}

function interpretFrame(frame: Activation): Value {
  return interpret(frame, frameWays);
}

/** A loop ran `steps` instructions: true when the frame has to save itself. */
function loopSpent(L: Thread, steps: number): boolean {
  regs.budget -= steps;
  if (regs.budget >= 0) return false;
  if (stopsForCollection(L)) return true;
  if (regs.budget >= 0) return false;
  if (isTraced(L) && L.ci.frame?.fn !== L.ci.fn) {
    L.hookYield = true;
    unwindWith(L, NONE);
    return true;
  }
  return spent(L);
}

/** Whether the running code is to unwind for a collection that is due. */
function stopsForCollection(L: Thread): boolean {
  if (!regs.interrupted) return false;
  endInterrupt();
  if (!unwindToCollect(L)) return false;
  L.hookYield = true;
  return true;
}

/** A tail call too deep in others: made again once they have unwound. */
function tailLater(L: Thread, prev: CallInfo, fn: LuaFunction, args: Value[]): Value {
  L.pendingCi = prev;
  regs.pending = fn;
  regs.pendingArgs = args;
  return UNWIND;
}

/** A closure of `proto`; the last one again when it captured the same variables. */
function closure(proto: Proto, cells: Cell[]): LuaFunction {
  const last = recent.closures.get(proto);
  if (last?.cells.length === cells.length && cells.every((cell, i) => cell === last.cells[i])) return last;
  allocate(64 + 24 * cells.length);
  const made = new LuaFunction(proto.entry, proto, cells, null);
  recent.closures.set(proto, made);
  return made;
}

/**
 * A round of a generic `for` over `next` or `ipairs` without a call: the key,
 * with its value in `regs.value`; GO for any other iterator.
 */
function iterate(entry: Value | Entry, state: Value, control: Value): Value {
  if (!(state instanceof Table)) return GO;
  if (entry === nextEntry) {
    const found = next(state, control);
    if (found === null) return GO;
    regs.value = found?.[1];
    return found?.[0];
  }
  if (entry !== ipairsEntry || typeof control !== "number") return GO;
  const value = getInt(state, control + 1);
  if (value === undefined && state.mt !== undefined) return GO;
  regs.value = value;
  return value === undefined ? undefined : control + 1;
}

const NO_PROTO = new Proto(firstCall);

const frameWays = { leave: suspend, finish, closure, tailLater };

const runtimeOfCode = {
  ...runtime,
  GO,
  NONE,
  begin,
  save,
  leave: suspend,
  loopForm,
  leaveLoop,
  loopSpent,
  traceStep,
  returning,
  tailLater,
  closure,
  iterate,
};
