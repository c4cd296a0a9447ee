/* eslint-disable prefer-rest-params -- what goes the long way takes the arguments as they were */
import { tick } from "../budget.ts";
import type { LuaFunction, Value } from "../core/model.ts";
import { results } from "../core/regs.ts";
import { checkInteger, optInteger } from "../numbers.ts";
import { checkText, pushText } from "../strings.ts";
import type { LuaInteger, LuaThread } from "../types.ts";
import { argumentError, checkStack, type Functions, lua, raise, setFunctions, setTextField } from "./api.ts";
import { accelerate, none, slow, watched } from "./fast/fast.ts";

const maxUnicode = 0x10ffff;
/** The least code point of a sequence by its continuation bytes; a lesser one is overlong. */
const least = [0, 0x80, 0x800, 0x10000];

/** The sequence at an offset: its code point and its length, or undefined if it is malformed. */
function decode(text: string, at: number): { code: number; length: number } | undefined {
  const first = text.charCodeAt(at);
  if (first < 0x80) return { code: first, length: 1 };
  // NaN, beyond the end, is like the zero behind every Lua string.
  if (Number.isNaN(first)) return { code: 0, length: 1 };
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc0 || first >= 0xf8) return undefined;
  let code = first & (0x3f >> more);
  for (let i = 1; i <= more; i++) {
    const next = text.charCodeAt(at + i);
    if ((next & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (next & 0x3f);
  }
  // Lua 5.3 lets surrogates pass.
  if (code > maxUnicode || code < (least[more] ?? 0)) return undefined;
  return { code, length: more + 1 };
}

function encode(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), tail(0));
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), tail(6), tail(0));
  return String.fromCharCode(0xf0 | (code >> 18), tail(12), tail(6), tail(0));
}

/** A position counted from 1, or from the end if negative; 0 if it is before the start. */
function position(value: LuaInteger, length: number): number {
  const at = Number(value);
  if (at >= 0) return at;
  return -at > length ? 0 : length + at + 1;
}

function isContinuation(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xc0) === 0x80;
}

function len(L: LuaThread): number {
  const text = checkText(L, 1);
  let at = position(optInteger(L, 2, 1), text.length);
  const last = position(optInteger(L, 3, -1), text.length) - 1;
  if (at < 1 || at - 1 > text.length) argumentError(L, 2, "initial position out of string");
  at--;
  if (last >= text.length) argumentError(L, 3, "final position out of string");
  let count = 0;
  while (at <= last) {
    const sequence = decode(text, at);
    if (!sequence) {
      lua.lua_pushnil(L);
      lua.lua_pushinteger(L, at + 1);
      return 2;
    }
    at += sequence.length;
    count++;
  }
  tick(L, count >> 4);
  lua.lua_pushinteger(L, count);
  return 1;
}

function codepoint(L: LuaThread): number {
  const text = checkText(L, 1);
  const first = position(optInteger(L, 2, 1), text.length);
  const last = position(optInteger(L, 3, first), text.length);
  if (first < 1) argumentError(L, 2, "out of range");
  if (last > text.length) argumentError(L, 3, "out of range");
  if (first > last) return 0;
  if (last - first >= 0x7fffffff) raise(L, "string slice too long");
  checkStack(L, last - first + 1, "string slice too long");
  let count = 0;
  for (let at = first - 1; at < last; count++) {
    const sequence = decode(text, at) ?? raise(L, "invalid UTF-8 code");
    lua.lua_pushinteger(L, sequence.code);
    at += sequence.length;
  }
  return count;
}

function char(L: LuaThread): number {
  let text = "";
  for (let i = 1; i <= lua.lua_gettop(L); i++) {
    const code = checkInteger(L, i);
    if (code < 0 || code > maxUnicode) argumentError(L, i, "value out of range");
    text += encode(Number(code));
  }
  pushText(L, text);
  return 1;
}

function offset(L: LuaThread): number {
  const text = checkText(L, 1);
  const n = Number(checkInteger(L, 2));
  const start = n >= 0 ? 1 : text.length + 1;
  let at = position(optInteger(L, 3, start), text.length);
  if (at < 1 || at - 1 > text.length) argumentError(L, 3, "position out of range");
  at--;
  if (n === 0) {
    while (at > 0 && isContinuation(text, at)) at--;
    lua.lua_pushinteger(L, at + 1);
    return 1;
  }
  if (isContinuation(text, at)) return raise(L, "initial position is a continuation byte");
  let left = n;
  if (n < 0) {
    while (left < 0 && at > 0) {
      do at--;
      while (at > 0 && isContinuation(text, at));
      left++;
    }
  } else {
    left--;
    while (left > 0 && at < text.length) {
      do at++;
      while (isContinuation(text, at));
      left--;
    }
  }
  if (left === 0) lua.lua_pushinteger(L, at + 1);
  else lua.lua_pushnil(L);
  return 1;
}

/** The iterator of `codes`: from one position to the next and its code point. */
function step(L: LuaThread): number {
  const text = checkText(L, 1);
  const control = lua.lua_tointegerx(L, 2);
  let at = Number(control === false ? 0 : control) - 1;
  if (at < 0) at = 0;
  else if (at < text.length) {
    do at++;
    while (isContinuation(text, at));
  }
  if (at >= text.length) return 0;
  const sequence = decode(text, at);
  if (!sequence || isContinuation(text, at + sequence.length)) return raise(L, "invalid UTF-8 code");
  lua.lua_pushinteger(L, at + 1);
  lua.lua_pushinteger(L, sequence.code);
  return 2;
}

/** The same without the C API's stack, for what is well formed. */
accelerate(step, function (this: LuaFunction, text: Value, control: Value): Value {
  if (typeof text !== "string" || typeof control !== "number" || watched()) return slow(this, arguments);
  let at = Math.max(control - 1, 0);
  if (control > 0 && at < text.length) {
    do at++;
    while (isContinuation(text, at));
  }
  if (at >= text.length) return none();
  const sequence = decode(text, at);
  if (!sequence || isContinuation(text, at + sequence.length)) return slow(this, arguments);
  return results([at + 1, sequence.code]);
});

function codes(L: LuaThread): number {
  const text = checkText(L, 1);
  lua.lua_pushcfunction(L, step);
  pushText(L, text);
  lua.lua_pushinteger(L, 0);
  return 3;
}

const functions: Functions = { char, codepoint, codes, len, offset };

/** Opens `utf8`. */
export function openUtf8(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  setTextField(L, "charpattern", "[\0-\x7f\xc2-\xf4][\x80-\xbf]*");
  return 1;
}
