/**
 * From a prototype to a JavaScript function. Three flavours of the same
 * instructions:
 *   fast    registers are JavaScript variables, jumps are structured code; it
 *           can be left at any suspension, its registers then go into an array
 *   resume  goes on with such an array from any instruction: a loop around a switch
 *   traced  as resume, with debug hooks before each instruction
 */
import type { Entry, LuaFrame, Proto, Value } from "../model.ts";
import { OP } from "../opcodes.ts";
import { emit, emitClose, emitCondition, emitReturn, emitTailCall } from "./emit.ts";
import { buildBlocks, successors, writeTree, type Block } from "./flow.ts";
import { emitForBody, emitForLoop, emitForPrep } from "./loops.ts";
import { CodeWriter, type Flavour } from "./writer.ts";

/** How many instructions a loop may run before it accounts for them. */
export const SLICE = 500;
/** Longer functions are not compiled whole: V8 would not optimise them. */
const MAX_STRUCTURED = 4500;

/** Longer functions have each loop compiled apart: V8 does not optimise what is too long. */
const MAX_WHOLE = 3000;

export type LoopForm = (frame: LuaFrame) => Value;
export type Runtime = Readonly<Record<string, unknown>>;

/** The fast form; undefined when the function's jumps cannot be structured. */
export function compileFast(p: Proto, runtime: Runtime): Entry | undefined {
  if (p.code.length / 4 > MAX_STRUCTURED) return undefined;
  const w = new CodeWriter(p, "fast");
  if (!writeStructured(w, 0, Infinity)) return undefined;
  const params = Array.from({ length: p.numparams }, (_, i) => `r${i}`);
  const locals: string[] = [];
  for (let r = p.numparams; r < p.maxstack; r++) locals.push(`r${r}`);
  const cells = [...w.captured];
  const vararg = p.isVararg ? "va" : "NONE";
  const head = [
    `return function (${[...params, ...(p.isVararg ? ["...va"] : [])].join(", ")}) {`,
    "const L = M.L, prev = L.ci; let ci = prev.next, t, x, y, z, w, q, m = NONE;",
    "if (ci === null) ci = newLevel(prev);",
    "L.ci = ci; ci.fn = this;",
    `if ((M.budget -= ${w.entryWeight}) < 0 || ci.d > L.dmax) {`,
    `if ((t = begin(this, ci, [${params.join(", ")}], ${vararg})) !== GO) return t; }`,
    ...upvalueLines(p, "this"),
    locals.length > 0 ? `let ${locals.join(", ")};` : "",
    cells.length > 0 ? `let ${cells.map((r) => `c${r}`).join(", ")};` : "",
    w.hasLoops ? "let left = SLICE;" : "",
    "out: {",
  ];
  const tail = ["}", `return save(this, ci, ${registerLists(w)}, ${vararg}); };`];
  return build([...head, ...w.lines, ...tail], w, runtime) as Entry;
}

/**
 * The fast form of what a frame has still to do, entered at the header of a
 * loop. In a long function it is the loop alone, which gives GO back where it
 * is left. Undefined when the jumps cannot be structured.
 */
export function compileLoop(p: Proto, header: number, runtime: Runtime): LoopForm | undefined {
  const w = new CodeWriter(p, "fast");
  const last = p.code.length / 4 > MAX_WHOLE ? lastJumpTo(p, header) : Infinity;
  if (!writeStructured(w, header, last)) return undefined;
  const head = [
    "return function (F) {",
    "const L = M.L, ci = F.ci, prev = ci.prev, R = F.R, C = F.C, va = F.va, self = F.fn;",
    "let t, x, y, z, w, q, m = NONE, left = SLICE;",
    ...upvalueLines(p, "self"),
    `let ${Array.from({ length: p.maxstack }, (_, r) => `r${r} = R[${r}]`).join(", ")};`,
    w.captured.size > 0 ? `let ${[...w.captured].map((r) => `c${r} = C[${r}]`).join(", ")};` : "",
    "out: {",
  ];
  const tail = ["}", `return save(self, ci, ${registerLists(w)}, va); };`];
  return build([...head, ...w.lines, ...tail], w, runtime) as LoopForm;
}

/** The last instruction of the loop at `header`. */
function lastJumpTo(p: Proto, header: number): number {
  for (let pc = p.code.length / 4 - 1; pc > header; pc--) {
    if (successors(p.code, pc)?.includes(header)) return pc;
  }
  return header;
}

/** Writes the instructions from `entry` on, up to `last`; false when they cannot be structured. */
function writeStructured(w: CodeWriter, entry: number, last: number): boolean {
  const root = buildBlocks(w.p.code, entry, last)?.[0];
  if (root === undefined) return false;
  writeTree(root, {
    line: (text) => w.line(text),
    write: (block, go) => {
      if (!block.isOutside) writeBlock(w, block, go);
      else w.line(`M.budget -= SLICE - left; return leaveLoop(F, ${block.start}, ${registerLists(w)});`);
    },
    backEdge: (header, from) => writeTick(w, header.start, from),
  });
  return true;
}

/** The registers and the open upvalues, as arrays. */
function registerLists(w: CodeWriter): string {
  const all = Array.from({ length: w.p.maxstack }, (_, r) => r);
  const open = all.map((r) => (w.captured.has(r) ? `c${r}` : "undefined"));
  return `[${all.map((r) => `r${r}`).join(", ")}], ${w.captured.size === 0 ? "NONE" : `[${open.join(", ")}]`}`;
}

/** The form that goes on from a frame. */
export function compileResume(p: Proto, flavour: Flavour, runtime: Runtime): (frame: LuaFrame) => Value {
  const w = new CodeWriter(p, flavour);
  const count = p.code.length / 4;
  for (let pc = 0; pc < count; pc++) {
    w.line(`case ${pc}:`);
    if (flavour === "traced") w.line(`ci.pc = ${pc}; if (traceStep(F, ${pc})) { F.m = m; return leave(F); }`);
    writeSwitched(w, pc);
  }
  const head = [
    "return function (F) {",
    "const L = M.L, ci = F.ci, prev = ci.prev, R = F.R, C = F.C, va = F.va, self = F.fn;",
    "let pc = F.pc, m = F.m, left = SLICE, hot = false, t, x, y, z, w, q;",
    "L.ci = ci; ci.fn = self;",
    ...upvalueLines(p, "self"),
    "for (;;) switch (pc) {",
  ];
  return build([...head, ...w.lines, "} };"], w, runtime) as (frame: LuaFrame) => Value;
}

function upvalueLines(p: Proto, self: string): string[] {
  const names = p.upvalues.map((_, i) => `u${i} = ${self}.cells[${i}]`);
  return names.length > 0 ? [`const ${names.join(", ")};`] : [];
}

function build(lines: string[], w: CodeWriter, runtime: Runtime): unknown {
  const names = Object.keys(runtime).join(", ");
  const constants = w.constants.map((_, i) => `k${i} = K[${i}]`);
  const head = [`"use strict"; const { ${names} } = H, { floor } = Math, SLICE = ${SLICE};`];
  if (constants.length > 0) head.push(`const ${constants.join(", ")};`);
  // This is the compiler: the text is made of instructions and quoted constants only.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function("H", "K", [...head, ...lines].join("\n"))(runtime, w.constants);
}

/**
 * A loop's round, at a jump from `from` back to `to`; the test of a numeric loop stands behind its
 * body. A loop in the resumed form goes on in the fast one when it runs for long.
 */
function writeTick(w: CodeWriter, to: number, from: number): void {
  const spent = `(left -= ${Math.abs(from - to) + 1}) < 0`;
  w.line(
    `if (${spent}) { ci.pc = ${to}; if (loopSpent(L, SLICE - left)) ${w.exit} left = SLICE; ${w.flavour === "resume" ? "hot = true; " : ""}}`,
  );
  if (w.flavour !== "resume") return;
  w.line(`if (hot && (q = loopForm(F, ${to})) !== undefined) {`);
  w.line("M.budget -= SLICE - left; left = SLICE;");
  w.line("if ((t = q(F)) !== GO) return t; pc = F.pc; continue; }");
}

function writeBlock(w: CodeWriter, block: Block, go: (k: number) => void): void {
  for (let pc = block.start; pc < block.end; pc++) emit(w, pc);
  const pc = block.end;
  const { op, a, b } = w.at(pc);
  switch (op) {
    case OP.JMP:
      if (a > 0) emitClose(w, a - 1);
      go(0);
      return;
    case OP.FORPREP:
      emitForPrep(w, pc);
      go(0);
      return;
    case OP.FORLOOP:
      w.line(`if (${emitForLoop(w, pc)}) {`);
      emitForBody(w, pc);
      break;
    case OP.TFORLOOP:
      w.line(`if ((t = ${w.read(a + 1)}) !== undefined) {`);
      w.assign(a, "t");
      break;
    case OP.EQ:
    case OP.LT:
    case OP.LE:
    case OP.TEST:
    case OP.TESTSET:
      w.line(`if (${emitCondition(w, pc)}) {`);
      if (op === OP.TESTSET) w.assign(a, w.read(b));
      break;
    case OP.RETURN:
      emitReturn(w, pc);
      return;
    case OP.TAILCALL:
      emitTailCall(w, pc);
      return;
    default:
      emit(w, pc);
      go(0);
      return;
  }
  go(0);
  w.line("}");
  go(1);
}

/** An instruction inside the switch. */
function writeSwitched(w: CodeWriter, pc: number): void {
  const { op, a, b, c } = w.at(pc);
  const jump = (to: number): void => {
    if (to <= pc) writeTick(w, to, pc);
    w.line(`pc = ${to}; continue;`);
  };
  switch (op) {
    case OP.JMP:
      if (a > 0) emitClose(w, a - 1);
      jump(pc + 1 + b);
      return;
    case OP.FORPREP:
      emitForPrep(w, pc);
      jump(pc + 1 + b);
      return;
    case OP.FORLOOP:
      w.line(`if (${emitForLoop(w, pc)}) {`);
      emitForBody(w, pc);
      jump(pc + 1 + b);
      w.line("}");
      return;
    case OP.TFORLOOP:
      w.line(`if ((t = ${w.read(a + 1)}) !== undefined) {`);
      w.assign(a, "t");
      jump(pc + 1 + b);
      w.line("}");
      return;
    case OP.EQ:
    case OP.LT:
    case OP.LE:
    case OP.TEST:
    case OP.TESTSET:
      w.line(`if (!(${emitCondition(w, pc)})) { pc = ${pc + 2}; continue; }`);
      if (op === OP.TESTSET) w.assign(a, w.read(b));
      return;
    case OP.RETURN:
      emitReturn(w, pc);
      return;
    case OP.TAILCALL:
      emitTailCall(w, pc);
      return;
    case OP.LOADBOOL:
      emit(w, pc);
      if (c !== 0) w.line(`pc = ${pc + 2}; continue;`);
      return;
    default:
      emit(w, pc);
  }
}
