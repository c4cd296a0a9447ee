/* eslint-disable prefer-rest-params -- whether an argument was given at all matters, and a rest array costs */
import { textOfValue } from "../../core/access.ts";
import { allocate } from "../../core/account.ts";
import { typeName } from "../../core/errors.ts";
import { Host, LuaFunction, Table, Userdata, type Value } from "../../core/model.ts";
import { callHere, enter } from "../../core/run.ts";
import { regs, results } from "../../core/regs.ts";
import { get } from "../../core/table.ts";
import { tick } from "../../budget.ts";
import { type Functions, raise } from "../api.ts";
import { formatPieces } from "../string/format.ts";
import { isPlain } from "../string/search.ts";
import { replacementPieces } from "../string/gsub.ts";
import { type Pattern, patternOf } from "../string/pattern/pattern.ts";
import { maxText } from "../string/strings.ts";
import { accelerate, none, one, oneText, slow, thread, watched } from "./fast.ts";
import { formatValue } from "./format.ts";

/** Results longer than this go the long way, where their memory is asked for first. */
const longText = 65536;

function sub(this: LuaFunction, s: Value, i: Value, j: Value = -1): Value {
  if (typeof s !== "string" || typeof i !== "number" || typeof j !== "number" || watched())
    return slow(this, arguments);
  const n = s.length;
  const first = i > 0 ? i : i === 0 || -i > n ? 1 : n + i + 1;
  const last = j > n ? n : j >= 0 ? j : n + j + 1;
  return one(first > last ? "" : s.substring(first - 1, last));
}

function byte(this: LuaFunction, s: Value, i: Value = 1): Value {
  if (typeof s !== "string" || typeof i !== "number" || arguments.length > 2 || watched())
    return slow(this, arguments);
  const at = i >= 0 ? i - 1 : s.length + i;
  return at >= 0 && at < s.length ? one(s.charCodeAt(at)) : none();
}

function char(this: LuaFunction, ...codes: Value[]): Value {
  if (watched()) return slow(this, codes);
  for (const code of codes) {
    if (typeof code !== "number" || code < 0 || code > 255) return slow(this, codes);
  }
  return oneText(String.fromCharCode(...(codes as number[])));
}

function len(this: LuaFunction, s: Value): Value {
  return typeof s === "string" && !watched() ? one(s.length) : slow(this, arguments);
}

// Beyond ASCII JavaScript would change letters that the C locale does not know.
const latin = /[\x80-\xff]/;

function upper(this: LuaFunction, s: Value): Value {
  if (typeof s !== "string" || s.length > longText || latin.test(s) || watched())
    return slow(this, arguments);
  return oneText(s.toUpperCase());
}

function lower(this: LuaFunction, s: Value): Value {
  if (typeof s !== "string" || s.length > longText || latin.test(s) || watched())
    return slow(this, arguments);
  return oneText(s.toLowerCase());
}

function rep(this: LuaFunction, s: Value, n: Value): Value {
  if (
    typeof s !== "string" ||
    typeof n !== "number" ||
    arguments.length > 2 ||
    s.length * n > longText ||
    watched()
  ) {
    return slow(this, arguments);
  }
  return oneText(n <= 0 ? "" : s.repeat(n));
}

/** Where short strings are turned round. */
const reversed = Buffer.alloc(256);

function reverse(this: LuaFunction, s: Value): Value {
  if (typeof s !== "string" || s.length > reversed.length || watched()) return slow(this, arguments);
  const last = s.length - 1;
  for (let i = 0; i <= last; i++) reversed[i] = s.charCodeAt(last - i);
  return oneText(reversed.toString("latin1", 0, s.length));
}

/** The offset at which a search starts; -1 if that is behind the end. */
function startOf(init: number, length: number): number {
  const start = init > 0 ? init - 1 : init === 0 || -init > length ? 0 : length + init;
  return start > length ? -1 : start;
}

function isTrue(v: Value): boolean {
  return v !== undefined && v !== false;
}

function find(this: LuaFunction, s: Value, p: Value, init: Value = 1, plain: Value = false): Value {
  if (typeof s !== "string" || typeof p !== "string" || typeof init !== "number" || watched()) {
    return slow(this, arguments);
  }
  const from = startOf(init, s.length);
  if (from < 0) return one(undefined);
  if (isTrue(plain) || isPlain(p)) {
    const at = s.indexOf(p, from);
    if (s.length > longText) tick(thread(), ((at < 0 ? s.length : at) - from) >> 5);
    return at < 0 ? one(undefined) : results([at + 1, at + p.length]);
  }
  const pattern = patternOf(p, true);
  if (!pattern.sound) return slow(this, arguments);
  const start = pattern.find(thread(), s, from);
  if (start < 0) return one(undefined);
  const found: Value[] = [start + 1, pattern.out[0]];
  for (let i = 0; i < pattern.captures; i++) found.push(captured(pattern, s, i));
  return results(found);
}

/** A capture of the last match: text, or a position for `()`. */
function captured(pattern: Pattern, s: string, i: number): string | number {
  const from = pattern.out[1 + 2 * i] ?? 0;
  if (pattern.positions[i] === true) return from + 1;
  return s.substring(from, pattern.out[2 + 2 * i]);
}

/** All captures of the last match, or the whole of it. */
function matched(pattern: Pattern, s: string, start: number): Value[] {
  if (pattern.captures === 0) return [s.substring(start, pattern.out[0])];
  const values: Value[] = [];
  for (let i = 0; i < pattern.captures; i++) values.push(captured(pattern, s, i));
  return values;
}

function returnMatch(pattern: Pattern, s: string, start: number): Value {
  if (pattern.captures === 0) return one(s.substring(start, pattern.out[0]));
  return pattern.captures === 1 ? one(captured(pattern, s, 0)) : results(matched(pattern, s, start));
}

function match(this: LuaFunction, s: Value, p: Value, init: Value = 1): Value {
  if (typeof s !== "string" || typeof p !== "string" || typeof init !== "number" || watched()) {
    return slow(this, arguments);
  }
  const from = startOf(init, s.length);
  if (from < 0) return one(undefined);
  const pattern = patternOf(p, true);
  if (!pattern.sound) return slow(this, arguments);
  const start = pattern.find(thread(), s, from);
  return start < 0 ? one(undefined) : returnMatch(pattern, s, start);
}

/** PUC's third upvalue of what `gmatch` returns; here the function itself knows its state. */
const matchState = new Userdata({});

function gmatch(this: LuaFunction, s: Value, p: Value): Value {
  if (typeof s !== "string" || typeof p !== "string") return slow(this, arguments);
  const pattern = patternOf(p, false);
  if (!pattern.sound) return slow(this, arguments);
  let next = 0;
  let lastEnd = -1;
  const step = (): Value => {
    if (next > s.length) return none();
    let start = pattern.find(thread(), s, next);
    // An empty match where the last one ended is the same match again.
    if (start >= 0 && pattern.out[0] === lastEnd) {
      start = start < s.length ? pattern.find(thread(), s, start + 1) : -1;
    }
    if (start < 0) {
      next = s.length + 1;
      return none();
    }
    next = lastEnd = pattern.out[0] ?? 0;
    return returnMatch(pattern, s, start);
  };
  return one(new LuaFunction(step, null, [], new Host(undefined, [s, p, matchState], "gmatch_iterator")));
}

function gsub(this: LuaFunction, s: Value, p: Value, r: Value, limit: Value = Infinity): Value {
  if (typeof s !== "string" || typeof p !== "string" || typeof limit !== "number" || watched()) {
    return slow(this, arguments);
  }
  const pattern = patternOf(p, true);
  if (!pattern.sound) return slow(this, arguments);
  if (typeof r === "string") {
    const pieces = replacementPieces(r);
    // A replacement with a fault is for the long way to complain about.
    const highest = Math.max(pattern.captures, 1);
    if (!pieces.every((piece) => typeof piece === "string" || (piece >= 0 && piece <= highest))) {
      return slow(this, arguments);
    }
    return substituted(pattern, s, limit, (start, end) => {
      let made = "";
      for (const piece of pieces) {
        if (typeof piece === "string") made += piece;
        else if (piece === 0 || pattern.captures === 0) made += s.substring(start, end);
        else made += String(captured(pattern, s, piece - 1));
      }
      return made;
    });
  }
  if (r instanceof Table && r.mt === undefined) {
    for (const value of [...r.arr, ...r.slots])
      if (value !== undefined && typeof value !== "string") return slow(this, arguments);
    return substituted(pattern, s, limit, (start, end) => {
      const key = pattern.captures === 0 ? s.substring(start, end) : captured(pattern, s, 0);
      return (get(r, key) as string | undefined) ?? s.substring(start, end);
    });
  }
  if (r instanceof LuaFunction && regs.L.ci.d < regs.L.dmax) return withFunction(this, pattern, s, r, limit);
  return slow(this, arguments);
}

/** Calls a function for each match, on a level of its own like every function that calls others. */
function withFunction(self: LuaFunction, pattern: Pattern, s: string, f: LuaFunction, limit: number): Value {
  const { L } = regs;
  const ci = enter(L, self);
  ci.base = L.top;
  const result = substituted(pattern, s, limit, (start, end) => {
    const value = callHere(L, f, matched(pattern, s, start));
    if (typeof value === "string" && regs.n > 0) return value;
    if (regs.n === 0 || value === undefined || value === false) return s.substring(start, end);
    return textOfValue(value) ?? raise(thread(), `invalid replacement value (a ${typeName(value)})`);
  });
  L.ci = ci.prev ?? ci;
  return result;
}

/** The one loop of gsub. */
function substituted(
  pattern: Pattern,
  s: string,
  limit: number,
  make: (start: number, end: number) => string,
): Value {
  const L = thread();
  let made = "";
  let copied = 0;
  let at = 0;
  let lastEnd = -1;
  let count = 0;
  while (count < limit) {
    let start = pattern.find(L, s, at);
    if (start >= 0 && pattern.out[0] === lastEnd) {
      start = start < s.length && !pattern.anchored ? pattern.find(L, s, start + 1) : -1;
    }
    if (start < 0) break;
    count++;
    const end = pattern.out[0] ?? 0;
    made += s.substring(copied, start) + make(start, end);
    if (made.length > maxText - s.length) throw new RangeError("Invalid string length");
    copied = at = lastEnd = end;
    if (pattern.anchored) break;
  }
  if (count === 0) return results([s, 0]);
  made += s.substring(copied);
  allocate(made.length);
  return results([made, count]);
}

function format(this: LuaFunction, f: Value): Value {
  if (typeof f !== "string" || watched()) return slow(this, arguments);
  const pieces = formatPieces(f);
  let text = "";
  let arg = 1;
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    else {
      if (arg >= arguments.length) return slow(this, arguments);
      const made = formatValue(piece, arguments[arg++] as Value);
      if (made === undefined) return slow(this, arguments);
      text += made;
    }
  }
  return oneText(text);
}

/** Puts the short ways in front of the functions of `string`. */
export function accelerateString(functions: Functions): void {
  const entries = { byte, char, find, format, gmatch, gsub, len, lower, match, rep, reverse, sub, upper };
  for (const [name, entry] of Object.entries(entries)) accelerate(functions[name], entry);
}
