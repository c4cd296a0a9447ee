/**
 * Names for the values in an error message, read off the code: which variable,
 * field or constant a register was last loaded from.
 */
import type { CallInfo, Proto } from "./model.ts";
import { BITRK, OP, setsA } from "./opcodes.ts";

export interface VariableName {
  readonly kind: string;
  readonly name: string;
}

/** The n-th (from 1) local variable that is active at `pc`. */
export function localName(p: Proto, n: number, pc: number): string | undefined {
  let left = n;
  for (const local of p.locals) {
    if (local.startpc > pc) break;
    if (pc < local.endpc && --left === 0) return local.name;
  }
  return undefined;
}

/** How many local variables are active at an instruction; they are in the first registers. */
export function activeLocals(p: Proto, pc: number): number {
  let count = 0;
  for (const local of p.locals) {
    if (local.startpc > pc) break;
    if (pc < local.endpc) count++;
  }
  return count;
}

/** What register `reg` holds just before instruction `lastpc`. */
export function registerName(p: Proto, lastpc: number, reg: number): VariableName | undefined {
  const local = localName(p, reg + 1, lastpc);
  if (local !== undefined) return { kind: "local", name: local };
  const pc = findSetter(p, lastpc, reg);
  if (pc < 0) return undefined;
  const [op = 0, a = 0, b = 0, c = 0] = p.code.subarray(pc * 4, pc * 4 + 4);
  switch (op) {
    case OP.MOVE:
      return b < a ? registerName(p, pc, b) : undefined;
    case OP.GETTABUP:
    case OP.GETTABLE: {
      const table = op === OP.GETTABLE ? localName(p, b + 1, pc) : upvalueName(p, b);
      return { kind: table === "_ENV" ? "global" : "field", name: constantName(p, pc, c) };
    }
    case OP.GETUPVAL:
      return { kind: "upvalue", name: upvalueName(p, b) };
    case OP.LOADK: {
      const k = p.k[b];
      return typeof k === "string" ? { kind: "constant", name: cText(k) } : undefined;
    }
    case OP.SELF:
      return { kind: "method", name: constantName(p, pc, c) };
    default:
      return undefined;
  }
}

export function upvalueName(p: Proto, index: number): string {
  return p.upvalues[index]?.name ?? "?";
}

/** Names are C strings to Lua: they end at a zero byte. */
function cText(s: string): string {
  const end = s.indexOf("\0");
  return end < 0 ? s : s.slice(0, end);
}

function constantName(p: Proto, pc: number, operand: number): string {
  if (operand & BITRK) {
    const k = p.k[operand & 0xff];
    return typeof k === "string" ? cText(k) : "?";
  }
  const found = registerName(p, pc, operand);
  return found?.kind === "constant" ? found.name : "?";
}

/** The instruction before `lastpc` that gave `reg` its value, when that is certain. */
function findSetter(p: Proto, lastpc: number, reg: number): number {
  let setter = -1;
  // Code before this address ran only under a condition.
  let conditional = 0;
  const { code } = p;
  for (let pc = 0; pc < lastpc; pc++) {
    const op = code[pc * 4] ?? 0;
    const a = code[pc * 4 + 1] ?? 0;
    const b = code[pc * 4 + 2] ?? 0;
    let sets = false;
    if (op === OP.LOADNIL) sets = a <= reg && reg <= a + b;
    else if (op === OP.TFORCALL) sets = reg >= a + 2;
    else if (op === OP.CALL || op === OP.TAILCALL) sets = reg >= a;
    else if (op === OP.JMP) {
      const target = pc + 1 + b;
      if (pc < target && target <= lastpc && target > conditional) conditional = target;
    } else sets = setsA(op) && reg === a;
    if (sets) setter = pc < conditional ? -1 : pc;
  }
  return setter;
}

const METAMETHODS = [
  ...["__add", "__sub", "__mul", "__mod", "__pow", "__div", "__idiv", "__band", "__bor"],
  ...["__bxor", "__shl", "__shr", "__unm", "__bnot"],
];

/** What the code of `caller` calls the function it is calling now. */
export function calleeName(caller: CallInfo): VariableName | undefined {
  const p = caller.fn?.proto;
  if (!p) return undefined;
  const { pc } = caller;
  const op = p.code[pc * 4] ?? 0;
  const metamethod = (name: string): VariableName => ({ kind: "metamethod", name });
  switch (op) {
    case OP.CALL:
    case OP.TAILCALL:
      return registerName(p, pc, p.code[pc * 4 + 1] ?? 0);
    case OP.TFORCALL:
      return { kind: "for iterator", name: "for iterator" };
    case OP.SELF:
    case OP.GETTABUP:
    case OP.GETTABLE:
      return metamethod("__index");
    case OP.SETTABUP:
    case OP.SETTABLE:
      return metamethod("__newindex");
    case OP.LEN:
      return metamethod("__len");
    case OP.CONCAT:
      return metamethod("__concat");
    case OP.EQ:
      return metamethod("__eq");
    case OP.LT:
      return metamethod("__lt");
    case OP.LE:
      return metamethod("__le");
    default: {
      const name = METAMETHODS[op - OP.ADD];
      return name === undefined ? undefined : metamethod(name);
    }
  }
}

/**
 * The name of an operand of the instruction `ci` is at, as " (kind 'name')":
 * 1 for B, 2 for C, 0 for A; a register number plus 1000 for that register.
 */
export function operandName(ci: CallInfo, side: number): string {
  const p = ci.fn?.proto;
  if (!p) return "";
  const at = ci.pc * 4;
  const op = p.code[at] ?? 0;
  let found: VariableName | undefined;
  if (side === 1 && op === OP.GETTABUP)
    found = { kind: "upvalue", name: upvalueName(p, p.code[at + 2] ?? 0) };
  else if (side === 0 && op === OP.SETTABUP) {
    found = { kind: "upvalue", name: upvalueName(p, p.code[at + 1] ?? 0) };
  } else {
    let operand = side >= 1000 ? side - 1000 : (p.code[at + 1 + side] ?? 0);
    // A loop calls a copy of its iterator, which has no name.
    if (op === OP.TFORCALL) operand += 3;
    if (operand < BITRK) found = registerName(p, ci.pc, operand);
  }
  return found === undefined ? "" : ` (${found.kind} '${found.name}')`;
}
