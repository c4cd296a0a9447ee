/**
 * HAProxy's 64-bit integers in patterns and samples. One that a number holds
 * exactly is a number, others are bigints; JavaScript compares the two exactly.
 */
export type Int = number | bigint;

/** The integers from `min` to `max`; an end that is missing is open. */
export interface IntRange {
  readonly min?: Int;
  readonly max?: Int;
}

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

function narrow(value: bigint): Int {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** A pattern's integer: digits with an optional minus, nothing else; undefined for anything else, or more than 64 bits. */
function strictInt(text: string): Int | undefined {
  // A lone minus counts as zero (strl2llrc).
  if (text === "-") return 0;
  if (!/^-?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < least || value > most ? undefined : narrow(value);
}

/** A dotted version as one integer: `1.3` is 0x10003. */
function dottedInt(text: string): Int | undefined {
  const dot = text.indexOf(".");
  const major = strictInt(dot < 0 ? text : text.slice(0, dot));
  const minor = dot < 0 ? 0 : strictInt(text.slice(dot + 1));
  if (major === undefined || minor === undefined || major >= 65536 || minor >= 65536) return undefined;
  return Number(major) * 65536 + Number(minor);
}

/** Splits at the first `:` or `-`. */
function ends(text: string): [string, string] | undefined {
  const at = text.search(/[:-]/);
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

function parseRange(text: string, read: (text: string) => Int | undefined): IntRange | "number" | "range" {
  const parts = ends(text);
  if (parts === undefined) {
    const value = read(text);
    return value === undefined ? "number" : { min: value, max: value };
  }
  const [low, high] = parts;
  if (low === "" && high === "") return "range";
  const min = low === "" ? undefined : read(low);
  const max = high === "" ? undefined : read(high);
  if ((low !== "" && min === undefined) || (high !== "" && max === undefined)) return "range";
  if (min !== undefined && max !== undefined && min > max) return "range";
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/**
 * A range as patterns spell it: `5`, `5:9`, `5-9`, `:9`, `5:`. Gives HAProxy's
 * text for anything else. A minus separates, so a range cannot start below zero.
 */
export function parseIntRange(text: string): IntRange | string {
  const range = text === "" ? "range" : parseRange(text, strictInt);
  if (range === "number") return `'${text}' is not a number`;
  return range === "range" ? `'${text}' is not a valid number range` : range;
}

/** A range of dotted versions, `3.0-3.1`; for the ACLs on protocol versions. */
export function parseVersionRange(text: string): IntRange | string {
  const range = text === "" ? "range" : parseRange(text, dottedInt);
  if (range === "number") return `'${text}' is not a dotted number`;
  return range === "range" ? `'${text}' is not a valid dotted number range` : range;
}

export function inRange(value: Int, { min, max }: IntRange): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/**
 * The integer at the start of a text, as HAProxy converts strings: a sign and
 * digits, 0 without any, cut to 64 bits. `rest` is what follows.
 */
export function readInt(text: string): { value: Int; rest: string } {
  const [all = "", sign = "", digits = ""] = /^([+-]?)([0-9]*)/.exec(text) ?? [];
  const rest = text.slice(all.length);
  if (digits.length < 16) return { value: digits === "" ? 0 : Number(sign + digits) + 0, rest };
  const value = BigInt(sign === "-" ? -BigInt(digits) : digits);
  return { value: narrow(value < least ? least : value > most ? most : value), rest };
}
