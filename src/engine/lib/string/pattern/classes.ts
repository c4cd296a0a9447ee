/**
 * Sets of bytes, the unit a Lua pattern matches: a literal, `.`, a class such
 * as `%a`, or a `[set]`. Each is a table of 256 marks, so that a test is one
 * load; the classes are those of the C locale.
 */
export interface ByteSet {
  /** 1 for a member, 0 for any other byte. */
  readonly table: Uint8Array;
  /** The only member, or -1. Lets literal text be compared without the table. */
  readonly only: number;
}

const classTests: Readonly<Record<string, (c: number) => boolean>> = {
  a: (c) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122),
  c: (c) => c < 32 || c === 127,
  d: (c) => c >= 48 && c <= 57,
  g: (c) => c > 32 && c < 127,
  l: (c) => c >= 97 && c <= 122,
  p: (c) => c > 32 && c < 127 && !isAlphanumeric(c),
  s: (c) => c === 32 || (c >= 9 && c <= 13),
  u: (c) => c >= 65 && c <= 90,
  w: isAlphanumeric,
  x: (c) => (c >= 48 && c <= 57) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102),
  // Lua 5.3 keeps %z, though its manual no longer names it.
  z: (c) => c === 0,
};

function isAlphanumeric(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
}

const singles: ByteSet[] = [];
const classes = new Map<number, ByteSet>();

/** The set of one byte. */
export function singleByte(code: number): ByteSet {
  const known = singles[code];
  if (known) return known;
  const table = new Uint8Array(256);
  table[code] = 1;
  const set = { table, only: code };
  singles[code] = set;
  return set;
}

/** The set of `%x` for the byte after the percent sign: a class, its complement, or the byte itself. */
export function classOf(letter: number): ByteSet {
  const known = classes.get(letter);
  if (known) return known;
  const name = String.fromCharCode(letter);
  const lower = name.toLowerCase();
  const test = letter < 128 ? classTests[lower] : undefined;
  if (!test) return singleByte(letter);
  const table = new Uint8Array(256);
  for (let c = 0; c < 256; c++) table[c] = test(c) === (name === lower) ? 1 : 0;
  const set = { table, only: -1 };
  classes.set(letter, set);
  return set;
}

/** `.`: every byte. */
export const anyByte: ByteSet = { table: new Uint8Array(256).fill(1), only: -1 };

const percent = 37;
const caret = 94;
const dash = 45;

/** The set `pattern[start..end]`, where `start` is at `[` and `end` at the closing `]`. */
export function bracketSet(pattern: string, start: number, end: number): ByteSet {
  const table = new Uint8Array(256);
  let at = start + 1;
  const negated = pattern.charCodeAt(at) === caret;
  if (negated) at++;
  while (at < end) {
    const c = pattern.charCodeAt(at);
    if (c === percent) {
      // A percent sign as the last character of a set stands for the bracket after it.
      const members = classOf(pattern.charCodeAt(at + 1)).table;
      for (let i = 0; i < 256; i++) if (members[i] === 1) table[i] = 1;
      at += 2;
    } else if (pattern.charCodeAt(at + 1) === dash && at + 2 < end) {
      const last = pattern.charCodeAt(at + 2);
      for (let i = c; i <= last; i++) table[i] = 1;
      at += 3;
    } else {
      table[c] = 1;
      at++;
    }
  }
  if (negated) for (let i = 0; i < 256; i++) table[i] = table[i] === 1 ? 0 : 1;
  return { table, only: -1 };
}

/** Whether no byte is in both sets. */
export function disjoint(a: ByteSet, b: ByteSet): boolean {
  for (let i = 0; i < 256; i++) if (a.table[i] === 1 && b.table[i] === 1) return false;
  return true;
}
