/**
 * One Lua instruction as JavaScript. The common case is written out; the rest
 * is left to the functions of ./runtime.ts. `ci.pc` is set before anything that
 * may raise, call or be suspended. `Y` (UNWIND) as a result makes the frame
 * save itself: `writer.exit`.
 */
import { BITRK, FIELDS_PER_FLUSH, OP, openFrom } from "../opcodes.ts";
import { emitCall, emitForCall, emitReturn, emitTailCall } from "./emit-calls.ts";
import type { Value } from "../model.ts";
import { isFloat, type CodeWriter } from "./writer.ts";

const MAX = "9007199254740991";

const BINARY: Readonly<Record<number, string>> = {
  [OP.ADD]: "add",
  [OP.SUB]: "sub",
  [OP.MUL]: "mul",
  [OP.MOD]: "mod",
  [OP.POW]: "pow",
  [OP.DIV]: "div",
  [OP.IDIV]: "idiv",
  [OP.BAND]: "band",
  [OP.BOR]: "bor",
  [OP.BXOR]: "bxor",
  [OP.SHL]: "shl",
  [OP.SHR]: "shr",
};

/** Writes an instruction that simply goes on to the next one. */
export function emit(w: CodeWriter, pc: number): void {
  const { op, a, b, c } = w.at(pc);
  switch (op) {
    case OP.MOVE:
      w.assign(a, w.read(b));
      return;
    case OP.LOADK:
      w.assign(a, w.literal(w.p.k[b]));
      return;
    case OP.LOADKX:
      w.assign(a, w.literal(w.p.k[w.at(pc + 1).a]));
      return;
    case OP.LOADBOOL:
      w.assign(a, b !== 0 ? "true" : "false");
      return;
    case OP.LOADNIL:
      for (let r = a; r <= a + b; r++) w.assign(r, "undefined");
      return;
    case OP.GETUPVAL:
      w.assign(a, `u${b}.v`);
      return;
    case OP.SETUPVAL:
      w.line(`u${b}.v = ${w.read(a)};`);
      return;
    case OP.GETTABUP:
      w.line(`x = u${b}.v;`);
      emitGet(w, pc, a, "x", c);
      return;
    case OP.GETTABLE:
      emitGet(w, pc, a, w.simple(b, "x"), c);
      return;
    case OP.SELF: {
      const object = w.simple(b, "x");
      if (object !== "x") w.line(`x = ${object};`);
      w.assign(a + 1, "x");
      emitGet(w, pc, a, "x", c);
      return;
    }
    case OP.SETTABUP:
      w.line(`x = u${a}.v;`);
      emitSet(w, pc, "x", b, c);
      return;
    case OP.SETTABLE:
      emitSet(w, pc, w.simple(a, "x"), b, c);
      return;
    case OP.NEWTABLE:
      w.assign(a, "newTable()");
      return;
    case OP.UNM: {
      const x = w.simple(b, "x");
      guarded(w, pc, a, `typeof ${x} === "number"`, `0 - ${x}`, `unm(${x})`);
      return;
    }
    case OP.BNOT: {
      const x = w.simple(b, "x");
      guarded(w, pc, a, `typeof ${x} === "number" && ${x} < ${MAX}`, `-1 - ${x}`, `bnot(${x})`);
      return;
    }
    case OP.NOT: {
      const x = w.simple(b, "x");
      w.assign(a, `${x} === undefined || ${x} === false`);
      return;
    }
    case OP.LEN: {
      const x = w.simple(b, "x");
      const plain = `${x} !== undefined && ${x}.mt === undefined && (t = ${x}.arr) !== undefined && t.length > 1`;
      guarded(w, pc, a, plain, "t.length - 1", `len(${x})`);
      return;
    }
    case OP.CONCAT:
      emitConcat(w, pc, a, b, c);
      return;
    case OP.CLOSURE:
      emitClosure(w, a, b);
      return;
    case OP.VARARG:
      if (b === 0) w.line("m = va;");
      else for (let i = 0; i < b - 1; i++) w.assign(a + i, `va[${i}]`);
      return;
    case OP.SETLIST:
      emitSetList(w, pc);
      return;
    case OP.CALL:
      emitCall(w, pc);
      return;
    case OP.TFORCALL:
      emitForCall(w, pc);
      return;
    case OP.EXTRAARG:
      return;
    default:
      emitArithmetic(w, pc);
  }
}

/** `if (condition) a = fast; else a = slow`, where slow may raise or be suspended. */
function guarded(w: CodeWriter, pc: number, a: number, condition: string, fast: string, slow: string): void {
  const name = w.captured.has(a) ? "w" : w.register(a);
  w.line(`if (${condition}) ${name} = ${fast};`);
  w.line(`else { ci.pc = ${pc}; if ((t = ${slow}) === Y) ${w.exit} ${name} = t; }`);
  if (name === "w") w.assign(a, "w");
}

function emitArithmetic(w: CodeWriter, pc: number): void {
  const { op, a, b, c } = w.at(pc);
  const name = BINARY[op] ?? "add";
  const kb = w.constantOf(b);
  const kc = w.constantOf(c);
  const x = w.operand(b, "x");
  const y = w.operand(c, "y");
  const slow = `${name}(${x}, ${y})`;
  const conditions: string[] = [];
  for (const [k, e] of [[kb, x] as const, [kc, y] as const]) {
    if (k === undefined) conditions.push(`typeof ${e} === "number"`);
    else if (typeof k.value !== "number") conditions.push("false");
  }
  const positive = typeof kc?.value === "number" && kc.value > 0;
  const negative = typeof kc?.value === "number" && kc.value < 0;
  let fast = "t";
  switch (op) {
    case OP.ADD:
    case OP.SUB: {
      const sum = `(t = ${x} ${op === OP.ADD ? "+" : "-"} ${y})`;
      // A constant moves the result one way only.
      if (positive || negative)
        conditions.push((op === OP.ADD) === positive ? `${sum} <= ${MAX}` : `${sum} >= -${MAX}`);
      else conditions.push(`${sum} <= ${MAX} && t >= -${MAX}`);
      break;
    }
    case OP.MUL:
      conditions.push(`(t = ${x} * ${y}) <= ${MAX} && t >= -${MAX}`);
      fast = "t + 0";
      break;
    case OP.DIV:
      fast = `new LuaFloat(${x} / ${y})`;
      break;
    case OP.MOD:
      conditions.push(`${x} >= 0`);
      if (!positive) conditions.push(`${y} > 0`);
      fast = `${x} % ${y}`;
      break;
    case OP.IDIV:
      conditions.push(`${x} >= 0`);
      if (!positive) conditions.push(`${y} > 0`);
      fast = `floor(${x} / ${y})`;
      break;
    case OP.BAND:
    case OP.BOR:
    case OP.BXOR:
    case OP.SHL:
    case OP.SHR:
      fast = emitBits(op, conditions, { x, y, kb: kb?.value, kc: kc?.value });
      break;
    default:
      conditions.push("false");
  }
  if (conditions.includes("false")) {
    w.line(`ci.pc = ${pc}; if ((t = ${slow}) === Y) ${w.exit}`);
    w.assign(a, "t");
  } else guarded(w, pc, a, conditions.join(" && ") || "true", fast, slow);
}

const WORD = 2 ** 32;

/** Whether a constant is an integer of 32 bits without a sign. */
const isWord = (k: Value): k is number => typeof k === "number" && k >= 0 && k < WORD;

/** A bit operator on numbers: adds the conditions for the short form, which it gives. */
function emitBits(
  op: number,
  conditions: string[],
  { x, y, kb, kc }: { x: string; y: string; kb: Value; kc: Value },
): string {
  switch (op) {
    case OP.BAND:
      // Of any safe integer JavaScript's operators see the lower 32 bits.
      if (isWord(kc) || isWord(kb)) return `(${x} & ${y}) >>> 0`;
      break;
    case OP.SHL:
      if (typeof kc !== "number" || kc < 0 || kc > 52) conditions.push("false");
      else conditions.push(`${x} >= 0`, `(t = ${x} * ${2 ** kc}) <= ${MAX}`);
      return "t";
    case OP.SHR:
      if (typeof kc !== "number" || kc < 0 || kc > 52) conditions.push("false");
      else conditions.push(`${x} >= 0`);
      return typeof kc === "number" ? `floor(${x} / ${2 ** kc})` : "t";
  }
  const operator = op === OP.BAND ? "&" : op === OP.BOR ? "|" : "^";
  conditions.push(`(${x} >>> 0) === ${x}`, `(${y} >>> 0) === ${y}`);
  return `(${x} ${operator} ${y}) >>> 0`;
}

/** `a = object[key]`. */
function emitGet(w: CodeWriter, pc: number, a: number, object: string, key: number): void {
  const k = w.constantOf(key);
  if (typeof k?.value === "string") {
    const site = w.site(k.value);
    const hit = `${object} !== undefined && ${object}.shape === ${site}.shape && (t = ${object}.slots[${site}.slot]) !== undefined`;
    guarded(w, pc, a, hit, "t", `getField(${site}, ${object})`);
    return;
  }
  const i = w.operand(key, "y");
  const slow = `index(${object}, ${i})`;
  if (k !== undefined && typeof k.value !== "number") {
    w.line(`ci.pc = ${pc}; if ((t = ${slow}) === Y) ${w.exit}`);
    w.assign(a, "t");
    return;
  }
  const isNumber = k === undefined ? `typeof ${i} === "number" && ` : "";
  const hit = `${isNumber}${object} !== undefined && (z = ${object}.arr) !== undefined && ${i} > 0 && ${i} < z.length && (t = z[${i}]) !== undefined`;
  guarded(w, pc, a, hit, "t", slow);
}

/** `object[key] = value`. */
function emitSet(w: CodeWriter, pc: number, object: string, key: number, value: number): void {
  const k = w.constantOf(key);
  const v = w.operand(value, "y");
  const slow = (call: string): void => w.line(`else { ci.pc = ${pc}; if (${call} === Y) ${w.exit} }`);
  if (typeof k?.value === "string") {
    const site = w.site(k.value);
    const hit = `${object} !== undefined && ${object}.shape === ${site}.shape`;
    const free = `(${object}.mt === undefined || ${object}.slots[${site}.slot] !== undefined)`;
    w.line(`if (${hit} && ${free}) ${object}.slots[${site}.slot] = ${v};`);
    slow(`setField(${site}, ${object}, ${v})`);
    return;
  }
  const i = w.operand(key, "q");
  if (k !== undefined && typeof k.value !== "number") {
    w.line(`ci.pc = ${pc}; if (setIndex(${object}, ${i}, ${v}) === Y) ${w.exit}`);
    return;
  }
  const isNumber = k === undefined ? `typeof ${i} === "number" && ` : "";
  const inside = `${isNumber}${object} !== undefined && (z = ${object}.arr) !== undefined && ${i} > 0 && ${i} < z.length && ${v} !== undefined`;
  w.line(`if (${inside} && (${object}.mt === undefined || z[${i}] !== undefined)) z[${i}] = ${v};`);
  slow(`setElement(${object}, ${i}, ${v})`);
}

function emitConcat(w: CodeWriter, pc: number, a: number, b: number, c: number): void {
  if (c === b + 1) {
    const x = w.simple(b, "x");
    const y = w.simple(c, "y");
    const strings = `typeof ${x} === "string" && typeof ${y} === "string"`;
    guarded(w, pc, a, strings, `join(${x}, ${y})`, `concat([${x}, ${y}], ${b})`);
    return;
  }
  const parts: string[] = [];
  for (let r = b; r <= c; r++) parts.push(w.read(r));
  w.line(`ci.pc = ${pc}; if ((t = concatAll([${parts.join(", ")}], ${b})) === Y) ${w.exit}`);
  w.assign(a, "t");
}

function emitClosure(w: CodeWriter, a: number, index: number): void {
  const proto = w.p.protos[index];
  const cells = (proto?.upvalues ?? []).map((up) => {
    if (!up.instack) return `u${up.idx}`;
    const cell = w.cell(up.idx);
    return `${cell} === undefined ? (${cell} = new Cell(${w.register(up.idx)})) : ${cell}`;
  });
  w.assign(a, `closure(${w.constant(proto)}, [${cells.join(", ")}])`);
}

function emitSetList(w: CodeWriter, pc: number): void {
  const { a, b, c } = w.at(pc);
  const batch = c === 0 ? w.at(pc + 1).a : c;
  const first = (batch - 1) * FIELDS_PER_FLUSH;
  const table = w.read(a);
  if (b === 0) {
    // Fixed elements lie between the table and where the open results begin.
    const fixed: string[] = [];
    for (let r = a + 1; r < openFrom(w.p.code, pc); r++) fixed.push(w.read(r));
    w.line(`setList(${table}, ${first}, [undefined, ${fixed.map((e) => `${e}, `).join("")}...m]);`);
    return;
  }
  const values: string[] = [];
  for (let i = 1; i <= b; i++) values.push(w.read(a + i));
  w.line(`setList(${table}, ${first}, [undefined, ${values.join(", ")}]);`);
}

/** The condition under which a test goes on with the next instruction, after writing what it needs. */
export function emitCondition(w: CodeWriter, pc: number): string {
  const { op, a, b, c } = w.at(pc);
  if (op === OP.TEST || op === OP.TESTSET) {
    const x = w.simple(op === OP.TEST ? a : b, "x");
    return c !== 0 ? `${x} !== undefined && ${x} !== false` : `${x} === undefined || ${x} === false`;
  }
  const x = w.operand(b, "x");
  const y = w.operand(c, "y");
  const value = op === OP.EQ ? emitEquality(w, pc, x, y) : emitOrder(w, pc, x, y);
  return a !== 0 ? value : `!(${value})`;
}

function emitEquality(w: CodeWriter, pc: number, x: string, y: string): string {
  const { b, c } = w.at(pc);
  const k = [w.constantOf(b), w.constantOf(c)].find((found) => found !== undefined);
  const float = isFloat(w.constantOf(b)?.value) || isFloat(w.constantOf(c)?.value);
  if (!float && k !== undefined && typeof k.value !== "number" && typeof k.value !== "bigint") {
    return `${x} === ${y}`;
  }
  const objects = [b & BITRK ? "" : x, c & BITRK ? "" : y]
    .filter((e) => e !== "")
    .map((e) => `typeof ${e} === "object"`);
  if (float) objects.push("true");
  w.line(
    `if (${objects.join(" || ") || "false"}) { ci.pc = ${pc}; if ((t = equals(${x}, ${y})) === Y) ${w.exit} }`,
  );
  w.line(`else t = ${x} === ${y};`);
  return "t";
}

function emitOrder(w: CodeWriter, pc: number, x: string, y: string): string {
  const { op, b, c } = w.at(pc);
  const [sign, name] = op === OP.LT ? ["<", "lessThan"] : ["<=", "lessEqual"];
  const numbers: string[] = [];
  for (const [operand, e] of [[b, x] as const, [c, y] as const]) {
    const k = w.constantOf(operand);
    if (k === undefined) numbers.push(`typeof ${e} === "number"`);
    else if (typeof k.value !== "number") numbers.push("false");
  }
  w.line(`if (${numbers.length === 0 ? "true" : numbers.join(" && ")}) t = ${x} ${sign} ${y};`);
  w.line(`else { ci.pc = ${pc}; if ((t = ${name}(${x}, ${y})) === Y) ${w.exit} }`);
  return "t";
}

/** Closes the captured registers from `level` on: each gets its value back, the cell stays with the closures. */
export function emitClose(w: CodeWriter, level: number): void {
  for (const r of [...w.captured].sort((x, y) => x - y)) {
    if (r < level) continue;
    const cell = w.cell(r);
    w.line(`if (${cell} !== undefined) { ${w.register(r)} = ${cell}.v; ${cell} = undefined; }`);
  }
}

export { emitReturn, emitTailCall };
