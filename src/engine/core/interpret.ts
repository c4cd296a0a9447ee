/**
 * Runs the instructions of a frame one by one. Most functions of a script run
 * once, its body above all: this is sooner done than compiling them. Loops are
 * left to compiled code, so jumps only go forward here.
 */
import { concatAll, index, lengthOf, setIndex, equals, lessEqual, lessThan } from "./access.ts";
import { bnot, OPERATORS, unm } from "./arith.ts";
import { callObject } from "./calls.ts";
import {
  Cell,
  LuaFunction,
  type CallInfo,
  type LuaFrame,
  type Proto,
  type Thread,
  type Value,
} from "./model.ts";
import { BITRK, FIELDS_PER_FLUSH, MAX_TAILS, maySuspend, OP, openFrom } from "./opcodes.ts";
import { regs, results, UNWIND } from "./regs.ts";
import { newTable, setList } from "./runtime.ts";

/** What a frame does that ./activation.ts knows. */
export interface FrameWays<F extends LuaFrame> {
  /** Puts it among those that unwind. */
  leave: (frame: F) => Value;
  /** Completes the instruction at its `pc` with what that called for, and moves on. */
  finish: (frame: F, first: Value) => Value;
  closure: (proto: Proto, cells: Cell[]) => LuaFunction;
  /** Makes a tail call once those that it is nested in have unwound. */
  tailLater: (L: Thread, prev: CallInfo, fn: LuaFunction, args: Value[]) => Value;
}

/** Whether no instruction jumps back. */
export function isStraight({ code }: Proto): boolean {
  for (let i = 0; i < code.length; i += 4) {
    const op = code[i];
    if (op === OP.FORPREP || op === OP.TFORCALL) return false;
    if (op === OP.JMP && (code[i + 2] ?? 0) < 0) return false;
  }
  return true;
}

/** Runs a frame from its `pc` to its end; UNWIND when it had to be left. */
export function interpret<F extends LuaFrame>(frame: F, ways: FrameWays<F>): Value {
  const { ci, proto } = frame;
  const { code } = proto;
  for (;;) {
    const at = frame.pc * 4;
    const op = code[at] ?? 0;
    ci.pc = frame.pc;
    if (op === OP.RETURN) return leaveWith(frame, resultsOf(frame, at));
    if (op === OP.TAILCALL) {
      const f = get(frame, code[at + 1] ?? 0);
      if (f instanceof LuaFunction && f.proto !== null) {
        return tailCall(frame, f, argumentsOf(frame, at), ways);
      }
    }
    if (maySuspend(op)) {
      const first = evaluate(frame, op, at);
      if (first === UNWIND) return ways.leave(frame);
      ways.finish(frame, first);
    } else {
      frame.pc++;
      move(frame, op, at, ways);
    }
  }
}

function leaveWith(frame: LuaFrame, values: Value[]): Value {
  const { L } = regs;
  L.ci = frame.ci.prev ?? frame.ci;
  return results(values);
}

function get(frame: LuaFrame, r: number): Value {
  const cell = frame.C[r];
  return cell === undefined ? frame.R[r] : cell.v;
}

function set(frame: LuaFrame, r: number, v: Value): void {
  const cell = frame.C[r];
  if (cell === undefined) frame.R[r] = v;
  else cell.v = v;
}

/** A register or constant operand. */
function operand(frame: LuaFrame, x: number): Value {
  return x & BITRK ? frame.proto.k[x & 0xff] : get(frame, x);
}

/** The registers from `from` on: `count`, or up to the open results and these. */
function range(frame: LuaFrame, from: number, count: number): Value[] {
  const end = count < 0 ? openFrom(frame.proto.code, frame.ci.pc) : from + count;
  const values: Value[] = [];
  for (let r = from; r < end; r++) values.push(get(frame, r));
  return count < 0 ? [...values, ...frame.m] : values;
}

/** The frame is gone before the function is called. */
function tailCall<F extends LuaFrame>(frame: F, f: LuaFunction, args: Value[], ways: FrameWays<F>): Value {
  const { L } = regs;
  const { ci } = frame;
  const prev = ci.prev ?? ci;
  L.ci = prev;
  ci.tail = true;
  if (regs.tails > MAX_TAILS) return ways.tailLater(L, prev, f, args);
  regs.tails++;
  const first = f.fn(...args);
  regs.tails--;
  ci.tail = false;
  return first;
}

function argumentsOf(frame: LuaFrame, at: number): Value[] {
  const { code } = frame.proto;
  return range(frame, (code[at + 1] ?? 0) + 1, (code[at + 2] ?? 0) - 1);
}

function resultsOf(frame: LuaFrame, at: number): Value[] {
  const { code } = frame.proto;
  return range(frame, code[at + 1] ?? 0, (code[at + 2] ?? 0) - 1);
}

/** What an instruction gives that may call back into Lua, or UNWIND. */
function evaluate(frame: LuaFrame, op: number, at: number): Value {
  const { proto, fn } = frame;
  const [a, b, c] = [proto.code[at + 1] ?? 0, proto.code[at + 2] ?? 0, proto.code[at + 3] ?? 0];
  if (op >= OP.ADD && op <= OP.SHR) {
    return OPERATORS[op - OP.ADD]?.(operand(frame, b), operand(frame, c));
  }
  switch (op) {
    case OP.GETTABUP:
      return index(fn.cells[b]?.v, operand(frame, c));
    case OP.GETTABLE:
      return index(get(frame, b), operand(frame, c));
    case OP.SELF: {
      const object = get(frame, b);
      set(frame, a + 1, object);
      return index(object, operand(frame, c));
    }
    case OP.SETTABUP:
      return setIndex(fn.cells[a]?.v, operand(frame, b), operand(frame, c));
    case OP.SETTABLE:
      return setIndex(get(frame, a), operand(frame, b), operand(frame, c));
    case OP.UNM:
      return unm(get(frame, b));
    case OP.BNOT:
      return bnot(get(frame, b));
    case OP.LEN:
      return lengthOf(get(frame, b));
    case OP.CONCAT:
      return concatAll(range(frame, b, c - b + 1), b);
    case OP.EQ:
      return equals(operand(frame, b), operand(frame, c));
    case OP.LT:
      return lessThan(operand(frame, b), operand(frame, c));
    case OP.LE:
      return lessEqual(operand(frame, b), operand(frame, c));
    default: {
      const f = get(frame, a);
      const args = argumentsOf(frame, at);
      return f instanceof LuaFunction ? f.fn(...args) : callObject(f, args);
    }
  }
}

/** An instruction that moves values or jumps; `pc` is already at the next one. */
function move<F extends LuaFrame>(frame: F, op: number, at: number, ways: FrameWays<F>): void {
  const { proto, fn } = frame;
  const [a, b, c] = [proto.code[at + 1] ?? 0, proto.code[at + 2] ?? 0, proto.code[at + 3] ?? 0];
  switch (op) {
    case OP.MOVE:
      set(frame, a, get(frame, b));
      break;
    case OP.LOADK:
      set(frame, a, proto.k[b]);
      break;
    case OP.LOADKX:
      set(frame, a, proto.k[proto.code[at + 5] ?? 0]);
      frame.pc++;
      break;
    case OP.LOADBOOL:
      set(frame, a, b !== 0);
      if (c !== 0) frame.pc++;
      break;
    case OP.LOADNIL:
      for (let r = a; r <= a + b; r++) set(frame, r, undefined);
      break;
    case OP.GETUPVAL:
      set(frame, a, fn.cells[b]?.v);
      break;
    case OP.SETUPVAL: {
      const cell = fn.cells[b];
      if (cell) cell.v = get(frame, a);
      break;
    }
    case OP.NEWTABLE:
      set(frame, a, newTable());
      break;
    case OP.NOT: {
      const v = get(frame, b);
      set(frame, a, v === undefined || v === false);
      break;
    }
    case OP.JMP:
      if (a > 0) close(frame, a - 1);
      frame.pc += b;
      break;
    case OP.TEST:
      if (isTrue(get(frame, a)) !== (c !== 0)) frame.pc++;
      break;
    case OP.TESTSET: {
      const v = get(frame, b);
      if (isTrue(v) !== (c !== 0)) frame.pc++;
      else set(frame, a, v);
      break;
    }
    case OP.SETLIST: {
      const batch = c === 0 ? (proto.code[at + 5] ?? 0) : c;
      const values = range(frame, a + 1, b === 0 ? -1 : b);
      setList(get(frame, a), (batch - 1) * FIELDS_PER_FLUSH, [undefined, ...values]);
      if (c === 0) frame.pc++;
      break;
    }
    case OP.CLOSURE:
      set(frame, a, makeClosure(frame, b, ways));
      break;
    case OP.VARARG:
      if (b === 0) frame.m = frame.va;
      else for (let i = 0; i < b - 1; i++) set(frame, a + i, frame.va[i]);
      break;
  }
}

function isTrue(v: Value): boolean {
  return v !== undefined && v !== false;
}

/** Gives captured registers from `level` on their values back. */
function close(frame: LuaFrame, level: number): void {
  for (let r = level; r < frame.C.length; r++) {
    const cell = frame.C[r];
    if (cell === undefined) continue;
    frame.R[r] = cell.v;
    frame.C[r] = undefined;
  }
}

function makeClosure<F extends LuaFrame>(frame: F, which: number, ways: FrameWays<F>): Value {
  const proto = frame.proto.protos[which];
  if (proto === undefined) return undefined;
  const cells = proto.upvalues.map((up) => {
    if (up.instack) return (frame.C[up.idx] ??= new Cell(frame.R[up.idx]));
    return frame.fn.cells[up.idx] ?? new Cell(undefined);
  });
  return ways.closure(proto, cells);
}
