import { LuaFloat, type Proto, type Value } from "../model.ts";
import { BITRK, OP } from "../opcodes.ts";
import { Site } from "../sites.ts";

/** How registers are kept: in JavaScript variables, or in an array that can be looked at and resumed. */
export type Flavour = "fast" | "resume" | "traced";

/** Strings longer than this are constants beside the code, not in it. */
const MAX_LITERAL = 200;

/** Collects the text of one function and the constants it refers to. */
export class CodeWriter {
  readonly p: Proto;
  readonly flavour: Flavour;
  readonly lines: string[] = [];
  readonly constants: unknown[] = [];
  readonly captured: ReadonlySet<number>;
  /** Instructions inside no loop. */
  readonly entryWeight: number;
  readonly hasLoops: boolean;

  constructor(p: Proto, flavour: Flavour) {
    this.p = p;
    this.flavour = flavour;
    this.captured = capturedRegisters(p);
    const { weight, loops } = weigh(p);
    this.entryWeight = weight;
    this.hasLoops = loops;
  }

  line(text: string): void {
    this.lines.push(text);
  }

  /** A name for a constant object. */
  constant(value: unknown): string {
    const known = this.constants.indexOf(value);
    return `k${known >= 0 ? known : this.constants.push(value) - 1}`;
  }

  site(key: string): string {
    return `k${this.constants.push(new Site(key)) - 1}`;
  }

  get exit(): string {
    return this.flavour === "fast" ? "break out;" : "return leave(F);";
  }

  register(r: number): string {
    return this.flavour === "fast" ? `r${r}` : `R[${r}]`;
  }

  cell(r: number): string {
    return this.flavour === "fast" ? `c${r}` : `C[${r}]`;
  }

  /** An expression for a register's value. */
  read(r: number): string {
    const name = this.register(r);
    if (!this.captured.has(r)) return name;
    const cell = this.cell(r);
    return `(${cell} === undefined ? ${name} : ${cell}.v)`;
  }

  /** As `read`, in a form that can be used several times: `temp` takes it when it is not simple. */
  simple(r: number, temp: string): string {
    if (this.flavour === "fast" && !this.captured.has(r)) return this.register(r);
    this.line(`${temp} = ${this.read(r)};`);
    return temp;
  }

  /** A register or constant operand in a form that can be used several times. */
  operand(x: number, temp: string): string {
    return x & BITRK ? this.literal(this.p.k[x & 0xff]) : this.simple(x, temp);
  }

  operandRead(x: number): string {
    return x & BITRK ? this.literal(this.p.k[x & 0xff]) : this.read(x);
  }

  /** Sets a register. */
  assign(r: number, expression: string): void {
    const name = this.register(r);
    if (!this.captured.has(r)) {
      this.line(`${name} = ${expression};`);
      return;
    }
    const cell = this.cell(r);
    this.line(`w = ${expression}; if (${cell} === undefined) ${name} = w; else ${cell}.v = w;`);
  }

  literal(value: Value): string {
    switch (typeof value) {
      case "undefined":
        return "undefined";
      case "boolean":
      case "number":
        return value === Infinity ? "Infinity" : String(value);
      case "bigint":
        return `${value}n`;
      case "string":
        return value.length <= MAX_LITERAL ? JSON.stringify(value) : this.constant(value);
      default:
        return this.constant(value);
    }
  }

  /** The constant an operand names; undefined for a register. */
  constantOf(x: number): { value: Value } | undefined {
    return x & BITRK ? { value: this.p.k[x & 0xff] } : undefined;
  }

  at(pc: number): { op: number; a: number; b: number; c: number } {
    const { code } = this.p;
    const i = pc * 4;
    return { op: code[i] ?? 0, a: code[i + 1] ?? 0, b: code[i + 2] ?? 0, c: code[i + 3] ?? 0 };
  }
}

/** Registers that some inner function captures. */
function capturedRegisters(p: Proto): Set<number> {
  const set = new Set<number>();
  for (const inner of p.protos) {
    for (const up of inner.upvalues) if (up.instack) set.add(up.idx);
  }
  return set;
}

function weigh(p: Proto): { weight: number; loops: boolean } {
  const count = p.code.length / 4;
  const inLoop = new Uint8Array(count);
  let loops = false;
  for (let pc = 0; pc < count; pc++) {
    const op = p.code[pc * 4] ?? 0;
    if (op !== OP.JMP && op !== OP.FORLOOP && op !== OP.TFORLOOP) continue;
    const target = pc + 1 + (p.code[pc * 4 + 2] ?? 0);
    if (target > pc) continue;
    loops = true;
    inLoop.fill(1, Math.max(target, 0), pc + 1);
  }
  let weight = 1;
  for (const covered of inLoop) weight += 1 - covered;
  return { weight, loops };
}

export function isFloat(v: Value): v is LuaFloat {
  return v instanceof LuaFloat;
}
