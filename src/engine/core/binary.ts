/** Precompiled chunks, in the format of PUC Lua 5.3 on a 64-bit little-endian machine. */
import { wrap64 } from "../numerals.ts";
import { firstCall } from "./activation.ts";
import { STATUS } from "./errors.ts";
import { throwLua, LuaFloat, Proto, type Value } from "./model.ts";
import { OP } from "./opcodes.ts";

const SIGNATURE = "\x1bLua";
/** Version, format, bytes that text transfers would spoil, the sizes of C types. */
const HEADER = "\x53\0\x19\x93\r\n\x1a\n\x04\x08\x04\x08\x08";
const CHECK_INTEGER = 0x5678;
const CHECK_NUMBER = 370.5;
const MAX_SBX = 131071;
const TAG = { NIL: 0, BOOLEAN: 1, FLOAT: 3, SHORT: 4, INTEGER: 19, LONG: 20 } as const;

export function isBinary(source: Uint8Array): boolean {
  return source[0] === 27;
}

function hasBx(op: number): boolean {
  return op === OP.LOADK || op === OP.CLOSURE || op === OP.LOADKX;
}

function hasSbx(op: number): boolean {
  return op === OP.JMP || op === OP.FORLOOP || op === OP.FORPREP || op === OP.TFORLOOP;
}

class Output {
  bytes = Buffer.alloc(256);
  size = 0;

  #room(n: number): number {
    const at = this.size;
    this.size += n;
    if (this.size > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.size)]);
    return at;
  }
  byte(v: number): void {
    const at = this.#room(1);
    this.bytes.writeUInt8(v, at);
  }
  int(v: number): void {
    const at = this.#room(4);
    this.bytes.writeInt32LE(v | 0, at);
  }
  integer(v: number | bigint): void {
    const at = this.#room(8);
    this.bytes.writeBigInt64LE(BigInt(v), at);
  }
  number(v: number): void {
    const at = this.#room(8);
    this.bytes.writeDoubleLE(v, at);
  }
  raw(text: string): void {
    const at = this.#room(text.length);
    this.bytes.write(text, at, "latin1");
  }
  string(text: string | undefined): void {
    if (text === undefined) {
      this.byte(0);
      return;
    }
    const size = text.length + 1;
    if (size < 0xff) this.byte(size);
    else {
      this.byte(0xff);
      this.integer(size);
    }
    this.raw(text);
  }
}

/** A prototype as a precompiled chunk; `strip` leaves its debug information out. */
export function dump(p: Proto, strip: boolean): Uint8Array {
  const out = new Output();
  out.raw(SIGNATURE + HEADER);
  out.integer(CHECK_INTEGER);
  out.number(CHECK_NUMBER);
  out.byte(p.upvalues.length);
  dumpFunction(out, p, undefined, strip);
  return out.bytes.subarray(0, out.size);
}

function dumpFunction(out: Output, p: Proto, parent: string | undefined, strip: boolean): void {
  out.string(strip || p.source === parent ? undefined : p.source);
  out.int(p.linedefined);
  out.int(p.lastlinedefined);
  out.byte(p.numparams);
  out.byte(p.isVararg ? 1 : 0);
  out.byte(p.maxstack);
  dumpCode(out, p.code);
  out.int(p.k.length);
  for (const k of p.k) dumpConstant(out, k);
  out.int(p.upvalues.length);
  for (const up of p.upvalues) {
    out.byte(up.instack ? 1 : 0);
    out.byte(up.idx);
  }
  out.int(p.protos.length);
  for (const inner of p.protos) dumpFunction(out, inner, p.source, strip);
  const lines = strip ? [] : p.lineinfo;
  out.int(lines.length);
  for (const line of lines) out.int(line);
  const locals = strip ? [] : p.locals;
  out.int(locals.length);
  for (const local of locals) {
    out.string(local.name);
    out.int(local.startpc);
    out.int(local.endpc);
  }
  const names = strip ? [] : p.upvalues;
  out.int(names.length);
  for (const up of names) out.string(up.name);
}

function dumpCode(out: Output, code: Int32Array): void {
  out.int(code.length / 4);
  for (let i = 0; i < code.length; i += 4) {
    const [op = 0, a = 0, b = 0, c = 0] = code.subarray(i, i + 4);
    if (op === OP.EXTRAARG) out.int(op | (a << 6));
    else if (hasBx(op)) out.int(op | (a << 6) | (b << 14));
    else if (hasSbx(op)) out.int(op | (a << 6) | ((b + MAX_SBX) << 14));
    else out.int(op | (a << 6) | (c << 14) | (b << 23));
  }
}

function dumpConstant(out: Output, k: Value): void {
  if (k === undefined) out.byte(TAG.NIL);
  else if (typeof k === "boolean") {
    out.byte(TAG.BOOLEAN);
    out.byte(k ? 1 : 0);
  } else if (k instanceof LuaFloat) {
    out.byte(TAG.FLOAT);
    out.number(k.n);
  } else if (typeof k === "string") {
    out.byte(k.length <= 40 ? TAG.SHORT : TAG.LONG);
    out.string(k);
  } else {
    out.byte(TAG.INTEGER);
    out.integer(k as number | bigint);
  }
}

class Input {
  readonly bytes: Buffer;
  readonly name: string;
  at = 0;
  constructor(bytes: Uint8Array, name: string) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.name = name;
  }

  fail(why: string): never {
    throwLua(`${this.name}: ${why} precompiled chunk`, STATUS.ERRSYNTAX);
  }
  #skip(n: number): number {
    const { at } = this;
    if (n < 0 || at + n > this.bytes.length) this.fail("truncated");
    this.at += n;
    return at;
  }
  byte(): number {
    return this.bytes.readUInt8(this.#skip(1));
  }
  int(): number {
    return this.bytes.readInt32LE(this.#skip(4));
  }
  integer(): number | bigint {
    return wrap64(this.bytes.readBigInt64LE(this.#skip(8)));
  }
  number(): number {
    return this.bytes.readDoubleLE(this.#skip(8));
  }
  raw(n: number): string {
    const at = this.#skip(n);
    return this.bytes.toString("latin1", at, at + n);
  }
  string(): string | undefined {
    const small = this.byte();
    const size = small === 0xff ? Number(this.integer()) : small;
    return size === 0 ? undefined : this.raw(size - 1);
  }
  list<T>(read: () => T): T[] {
    const n = this.int();
    // Every element takes a byte at least: a count beyond that is no count.
    if (n < 0 || n > this.bytes.length - this.at) this.fail("truncated");
    return Array.from({ length: n }, read);
  }
}

/** The prototype in a precompiled chunk; raises what is wrong with it. */
export function undump(source: Uint8Array, chunkname: string): Proto {
  const shown = /^[@=]/.test(chunkname)
    ? chunkname.slice(1)
    : chunkname.startsWith("\x1b")
      ? "binary string"
      : chunkname;
  const input = new Input(source, shown);
  if (input.raw(4) !== SIGNATURE) input.fail("not a");
  const header = input.raw(HEADER.length);
  if (!header.startsWith(HEADER.charAt(0))) input.fail("version mismatch in");
  if (header.charAt(1) !== HEADER.charAt(1)) input.fail("format mismatch in");
  if (header.slice(2, 8) !== HEADER.slice(2, 8)) input.fail("corrupted");
  if (header !== HEADER) input.fail("size mismatch in");
  if (input.integer() !== CHECK_INTEGER) input.fail("endianness mismatch in");
  if (input.number() !== CHECK_NUMBER) input.fail("float format mismatch in");
  input.byte();
  return readFunction(input, undefined);
}

function readFunction(input: Input, parent: string | undefined): Proto {
  const p = new Proto(firstCall);
  p.source = input.string() ?? parent;
  p.linedefined = input.int();
  p.lastlinedefined = input.int();
  p.numparams = input.byte();
  p.isVararg = input.byte() !== 0;
  p.maxstack = input.byte();
  const words = input.list(() => input.int());
  p.code = new Int32Array(words.flatMap(decode));
  p.k = input.list(() => readConstant(input));
  const slots = input.list(() => ({ instack: input.byte() !== 0, idx: input.byte() }));
  p.protos = input.list(() => readFunction(input, p.source));
  p.lineinfo = input.list(() => input.int());
  p.locals = input.list(() => ({ name: input.string() ?? "?", startpc: input.int(), endpc: input.int() }));
  const names = input.list(() => input.string());
  p.upvalues = slots.map((slot, i) => ({ ...slot, name: names[i] }));
  return p;
}

function decode(word: number): number[] {
  const op = word & 0x3f;
  const a = (word >>> 6) & 0xff;
  const bx = word >>> 14;
  if (op === OP.EXTRAARG) return [op, word >>> 6, 0, 0];
  if (hasBx(op)) return [op, a, bx, 0];
  if (hasSbx(op)) return [op, a, bx - MAX_SBX, 0];
  return [op, a, (word >>> 23) & 0x1ff, (word >>> 14) & 0x1ff];
}

function readConstant(input: Input): Value {
  switch (input.byte()) {
    case TAG.NIL:
      return undefined;
    case TAG.BOOLEAN:
      return input.byte() !== 0;
    case TAG.FLOAT:
      return new LuaFloat(input.number());
    case TAG.INTEGER:
      return input.integer();
    case TAG.SHORT:
    case TAG.LONG:
      return input.string() ?? "";
    default:
      return input.fail("corrupted");
  }
}
