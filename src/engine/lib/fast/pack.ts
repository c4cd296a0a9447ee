/* eslint-disable prefer-rest-params -- whether an argument was given at all matters, and a rest array costs */
import { LuaFloat, type LuaFunction, type Value } from "../../core/model.ts";
import { results } from "../../core/regs.ts";
import type { Functions } from "../api.ts";
import { accelerate, oneText, slow, watched } from "./fast.ts";

/** One option of a format without alignment. */
interface Step {
  readonly kind: "signed" | "unsigned" | "float" | "zero" | "counted" | "pad";
  readonly size: number;
  readonly little: boolean;
}

/** Options in their plain form; any other format goes the long way. */
const plainFormat = /^(?:[<>= bBhHlLjJTfdnzx]|[iI][1-8]?|s[1248]?)*$/;
const sizes: Readonly<Partial<Record<string, number>>> = {
  b: 1,
  h: 2,
  l: 8,
  j: 8,
  t: 8,
  i: 4,
  f: 4,
  d: 8,
  n: 8,
  s: 8,
};

const plans = new Map<string, readonly Step[] | undefined>();

function planOf(format: string): readonly Step[] | undefined {
  if (plans.has(format)) return plans.get(format);
  const plan = plainFormat.test(format) ? makePlan(format) : undefined;
  if (plans.size >= 400) plans.clear();
  plans.set(format, plan);
  return plan;
}

function makePlan(format: string): Step[] {
  const steps: Step[] = [];
  let little = true;
  for (const [option] of format.matchAll(/[<>= ]|[A-Za-z]\d?/g)) {
    const letter = option.charAt(0);
    const lower = letter.toLowerCase();
    if (letter === "<" || letter === "=") little = true;
    else if (letter === ">") little = false;
    else if (letter === "z") steps.push({ kind: "zero", size: 0, little });
    else if (letter === "x") steps.push({ kind: "pad", size: 1, little });
    else if (letter !== " ") {
      const size = option.length > 1 ? Number(option.slice(1)) : (sizes[lower] ?? 0);
      const kind =
        letter === "s"
          ? "counted"
          : "fdn".includes(letter)
            ? "float"
            : letter === lower
              ? "signed"
              : "unsigned";
      steps.push({ kind, size, little });
    }
  }
  return steps;
}

const view = new DataView(new ArrayBuffer(8));

const HIGH = 2 ** 32;

/** The bytes of a safe integer; undefined for one that needs a closer look. */
function packedInteger(v: Value, step: Step): string | undefined {
  if (typeof v !== "number") return undefined;
  if (step.size < 8) {
    const signed = step.kind === "signed";
    const limit = 2 ** (step.size * 8 - (signed ? 1 : 0));
    if (v >= limit || v < (signed ? -limit : 0)) return undefined;
  }
  const high = Math.floor(v / HIGH);
  let bytes = "";
  for (let k = 0; k < step.size; k++) {
    const place = step.little ? k : step.size - 1 - k;
    bytes += String.fromCharCode((place < 4 ? v >>> (8 * place) : high >> (8 * (place - 4))) & 255);
  }
  return bytes;
}

function packedFloat(v: Value, step: Step): string | undefined {
  const n = typeof v === "number" ? v : v instanceof LuaFloat ? v.n : NaN;
  if (Number.isNaN(n)) return undefined;
  if (step.size === 4) view.setFloat32(0, n, step.little);
  else view.setFloat64(0, n, step.little);
  let bytes = "";
  for (let k = 0; k < step.size; k++) bytes += String.fromCharCode(view.getUint8(k));
  return bytes;
}

function packed(v: Value, step: Step): string | undefined {
  switch (step.kind) {
    case "signed":
    case "unsigned":
      return packedInteger(v, step);
    case "float":
      return packedFloat(v, step);
    case "zero":
      return typeof v === "string" && !v.includes("\0") ? `${v}\0` : undefined;
    case "counted": {
      if (typeof v !== "string") return undefined;
      const count = packedInteger(v.length, { ...step, kind: "unsigned" });
      return count === undefined ? undefined : count + v;
    }
    case "pad":
      return "\0";
  }
}

function pack(this: LuaFunction, format: Value): Value {
  const plan = typeof format === "string" && !watched() ? planOf(format) : undefined;
  if (!plan) return slow(this, arguments);
  let text = "";
  let arg = 1;
  for (const step of plan) {
    const bytes = packed(step.kind === "pad" ? undefined : (arguments[arg++] as Value), step);
    if (bytes === undefined) return slow(this, arguments);
    text += bytes;
  }
  return oneText(text);
}

/** An integer; undefined when it is none that JavaScript's numbers hold. */
function unpackedInteger(data: string, at: number, { size, little, kind }: Step): number | undefined {
  let low = 0;
  let high = 0;
  for (let place = size - 1; place >= 0; place--) {
    const byte = data.charCodeAt(little ? at + place : at + size - 1 - place);
    if (place < 4) low = low * 256 + byte;
    else high = high * 256 + byte;
  }
  const value = high * HIGH + low;
  if (size < 7) return kind === "signed" && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
  // Of eight bytes, the sign is the highest bit whatever they are called.
  const signed = size === 8 ? (high | 0) * HIGH + low : kind === "signed" && high >= 2 ** 23 ? NaN : value;
  return Number.isSafeInteger(signed) ? signed : undefined;
}

function unpackedFloat(data: string, at: number, step: Step): number {
  for (let k = 0; k < step.size; k++) view.setUint8(k, data.charCodeAt(at + k));
  return step.size === 4 ? view.getFloat32(0, step.little) : view.getFloat64(0, step.little);
}

/** What one option reads at `at`, and where the next one begins; undefined for what goes the long way. */
function unpacked(data: string, at: number, step: Step): { value: Value; end: number } | undefined {
  const end = at + step.size;
  if (end > data.length) return undefined;
  switch (step.kind) {
    case "float": {
      const n = unpackedFloat(data, at, step);
      return Number.isNaN(n) ? undefined : { value: new LuaFloat(n), end };
    }
    case "zero": {
      const zero = data.indexOf("\0", at);
      return zero < 0 ? undefined : { value: data.substring(at, zero), end: zero + 1 };
    }
    case "counted": {
      const count = unpackedInteger(data, at, step);
      if (count === undefined || count < 0 || end + count > data.length) return undefined;
      return { value: data.substring(end, end + count), end: end + count };
    }
    case "pad":
      return { value: undefined, end };
    default: {
      const value = unpackedInteger(data, at, step);
      return value === undefined ? undefined : { value, end };
    }
  }
}

function unpack(this: LuaFunction, format: Value, data: Value, init: Value = 1): Value {
  const plan = typeof format === "string" && !watched() ? planOf(format) : undefined;
  if (!plan || typeof data !== "string" || typeof init !== "number" || init < 1 || plan.length > 100) {
    return slow(this, arguments);
  }
  const values: Value[] = [];
  let at = init - 1;
  for (const step of plan) {
    const found = unpacked(data, at, step);
    if (found === undefined) return slow(this, arguments);
    if (step.kind !== "pad") values.push(found.value);
    at = found.end;
  }
  if (at > data.length) return slow(this, arguments);
  values.push(at + 1);
  return results(values);
}

/** Puts the short ways in front of `string.pack` and `string.unpack`. */
export function acceleratePack(functions: Functions): void {
  accelerate(functions.pack, pack);
  accelerate(functions.unpack, unpack);
}
