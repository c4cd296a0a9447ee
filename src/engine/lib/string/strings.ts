import { charge, tick } from "../../budget.ts";
import { checkInteger, optInteger } from "../../numbers.ts";
import { checkText, pushText, textOf } from "../../strings.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { argumentError, checkStack, checkType, type Functions, lua, raise } from "../api.ts";

/** Longest string that Lua's string functions make: what fits C's int. */
const maxSize = 0x7fffffff;
/** Longest string V8 makes; a longer one is out of memory, as it would be for a smaller machine. */
export const maxText = 0x1fffffe8;

/** A position counted from 1, or from the end if negative, as an offset that may lie outside. */
export function absolutePosition(position: LuaInteger, length: number): number {
  const at = Number(position);
  if (at >= 0) return at;
  return -at > length ? 0 : length + at + 1;
}

function byte(L: LuaThread): number {
  const text = checkText(L, 1);
  const from = optInteger(L, 2, 1);
  let first = absolutePosition(from, text.length);
  let last = absolutePosition(optInteger(L, 3, first), text.length);
  if (first < 1) first = 1;
  if (last > text.length) last = text.length;
  if (first > last) return 0;
  const count = last - first + 1;
  if (count >= 0x7fffffff) raise(L, "string slice too long");
  checkStack(L, count, "string slice too long");
  for (let i = first - 1; i < last; i++) lua.lua_pushinteger(L, text.charCodeAt(i));
  return count;
}

function char(L: LuaThread): number {
  const count = lua.lua_gettop(L);
  let text = "";
  for (let i = 1; i <= count; i++) {
    const code = checkInteger(L, i);
    if (typeof code === "bigint" || code < 0 || code > 255) argumentError(L, i, "value out of range");
    text += String.fromCharCode(code);
  }
  pushText(L, text);
  return 1;
}

function dump(L: LuaThread): number {
  const strip = lua.lua_toboolean(L, 2);
  checkType(L, 1, lua.LUA_TFUNCTION);
  lua.lua_settop(L, 1);
  const parts: string[] = [];
  const write = (_L: LuaThread, bytes: Uint8Array, size: number): number => {
    parts.push(textOf(bytes.subarray(0, size)));
    return 0;
  };
  if (lua.lua_iscfunction(L, 1) || lua.lua_dump(L, write, null, strip) !== 0) {
    return raise(L, "unable to dump given function");
  }
  pushText(L, parts.join(""));
  return 1;
}

function len(L: LuaThread): number {
  lua.lua_pushinteger(L, checkText(L, 1).length);
  return 1;
}

function lower(L: LuaThread): number {
  const text = checkText(L, 1);
  tick(L, text.length >> 6);
  pushText(
    L,
    mapCase(text, /[A-Z]+/g, (run) => run.toLowerCase()),
  );
  return 1;
}

function upper(L: LuaThread): number {
  const text = checkText(L, 1);
  tick(L, text.length >> 6);
  pushText(
    L,
    mapCase(text, /[a-z]+/g, (run) => run.toUpperCase()),
  );
  return 1;
}

/** Changes ASCII letters only: the C locale has no others, and JavaScript would change latin1 ones too. */
function mapCase(text: string, letters: RegExp, change: (run: string) => string): string {
  return isAscii(text) ? change(text) : text.replace(letters, change);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function rep(L: LuaThread): number {
  const text = checkText(L, 1);
  const count = checkInteger(L, 2);
  const separator = lua.lua_type(L, 3) <= lua.LUA_TNIL ? "" : checkText(L, 3);
  if (count <= 0) {
    pushText(L, "");
    return 1;
  }
  const unit = text.length + separator.length;
  if (unit > maxSize / Number(count)) raise(L, "resulting string too large");
  const total = unit * Number(count) - separator.length;
  if (total > maxText) outOfMemory(L);
  charge(L, total);
  tick(L, total >> 8);
  const times = unit === 0 ? 0 : Number(count);
  pushText(L, separator === "" ? text.repeat(times) : (text + separator).repeat(times - 1) + text);
  return 1;
}

/** Raises what Lua raises when an allocation fails. */
export function outOfMemory(L: LuaThread): never {
  pushText(L, "not enough memory");
  return lua.lua_error(L);
}

function reverse(L: LuaThread): number {
  const text = checkText(L, 1);
  tick(L, text.length >> 4);
  let reversed = "";
  for (let i = text.length - 1; i >= 0; i--) reversed += text[i] ?? "";
  pushText(L, reversed);
  return 1;
}

function sub(L: LuaThread): number {
  const text = checkText(L, 1);
  let first = absolutePosition(checkInteger(L, 2), text.length);
  let last = absolutePosition(optInteger(L, 3, -1), text.length);
  if (first < 1) first = 1;
  if (last > text.length) last = text.length;
  pushText(L, first > last ? "" : text.substring(first - 1, last));
  return 1;
}

/** The functions that work on whole strings and positions. */
export const basicFunctions: Functions = { byte, char, dump, len, lower, rep, reverse, sub, upper };
