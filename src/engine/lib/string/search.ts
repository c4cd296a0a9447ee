import { tick } from "../../budget.ts";
import { optInteger } from "../../numbers.ts";
import { checkText, pushText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { checkStack, type Functions, lua, raise } from "../api.ts";
import { type Pattern, PatternFault, patternOf } from "./pattern/pattern.ts";
import { absolutePosition } from "./strings.ts";

/** Characters that make a pattern more than plain text. Without them `)` and `]` are plain too. */
const special = /[\^$*+?.([%-]/;
const plain = new Map<string, boolean>();

/** Whether a pattern is nothing but text. */
export function isPlain(pattern: string): boolean {
  const known = plain.get(pattern);
  if (known !== undefined) return known;
  if (plain.size >= 400) plain.clear();
  const answer = !special.test(pattern);
  plain.set(pattern, answer);
  return answer;
}

/** `Pattern.find` with the faults of the pattern as Lua errors. */
export function searchFor(L: LuaThread, pattern: Pattern, text: string, init: number): number {
  try {
    return pattern.find(L, text, init);
  } catch (fault) {
    if (fault instanceof PatternFault) raise(L, fault.message);
    throw fault;
  }
}

/** The offset at which a search starts, from argument 3; beyond the end there is nothing to find. */
function startOf(L: LuaThread, length: number): number {
  const init = lua.lua_type(L, 3) === lua.LUA_TNONE ? 1 : absolutePosition(optInteger(L, 3, 1), length);
  return init < 1 ? 0 : init - 1;
}

function find(L: LuaThread): number {
  const text = checkText(L, 1);
  const pattern = checkText(L, 2);
  const init = startOf(L, text.length);
  if (init > text.length) {
    lua.lua_pushnil(L);
    return 1;
  }
  if (isPlain(pattern) || lua.lua_toboolean(L, 4)) {
    const at = text.indexOf(pattern, init);
    tick(L, ((at < 0 ? text.length : at) - init) >> 5);
    if (at < 0) {
      lua.lua_pushnil(L);
      return 1;
    }
    lua.lua_pushinteger(L, at + 1);
    lua.lua_pushinteger(L, at + pattern.length);
    return 2;
  }
  const compiled = patternOf(pattern, true);
  const start = searchFor(L, compiled, text, init);
  if (start < 0) {
    lua.lua_pushnil(L);
    return 1;
  }
  lua.lua_pushinteger(L, start + 1);
  lua.lua_pushinteger(L, compiled.out[0] ?? 0);
  return 2 + pushCaptures(L, compiled, text);
}

function match(L: LuaThread): number {
  const text = checkText(L, 1);
  const pattern = checkText(L, 2);
  const init = startOf(L, text.length);
  if (init <= text.length) {
    const compiled = patternOf(pattern, true);
    const start = searchFor(L, compiled, text, init);
    if (start >= 0) return pushMatch(L, compiled, text, start);
  }
  lua.lua_pushnil(L);
  return 1;
}

function gmatch(L: LuaThread): number {
  const text = checkText(L, 1);
  const compiled = patternOf(checkText(L, 2), false);
  let next = 0;
  let lastEnd = -1;
  lua.lua_settop(L, 2);
  const step = (L: LuaThread): number => {
    if (next > text.length) return 0;
    let start = searchFor(L, compiled, text, next);
    // An empty match where the last one ended is the same match again.
    if (start >= 0 && compiled.out[0] === lastEnd) {
      start = start < text.length ? searchFor(L, compiled, text, start + 1) : -1;
    }
    if (start < 0) {
      next = text.length + 1;
      return 0;
    }
    next = lastEnd = compiled.out[0] ?? 0;
    return pushMatch(L, compiled, text, start);
  };
  // As upvalues PUC's function has the text, the pattern and its state, which here is the function's own.
  lua.lua_newuserdata(L, 0);
  lua.lua_pushcclosure(L, step, 3);
  return 1;
}

/** Pushes the captures of the last match, or the whole match if the pattern has none. */
export function pushMatch(L: LuaThread, pattern: Pattern, text: string, start: number): number {
  if (pattern.captures > 0) return pushCaptures(L, pattern, text);
  pushText(L, text.substring(start, pattern.out[0]));
  return 1;
}

function pushCaptures(L: LuaThread, pattern: Pattern, text: string): number {
  checkStack(L, pattern.captures, "too many captures");
  for (let i = 0; i < pattern.captures; i++) pushCapture(L, pattern, text, i);
  return pattern.captures;
}

/** Pushes one capture: text, or a position for `()`. */
export function pushCapture(L: LuaThread, pattern: Pattern, text: string, index: number): void {
  const from = pattern.out[1 + 2 * index] ?? 0;
  const to = pattern.out[2 + 2 * index] ?? 0;
  if (pattern.positions[index] === true) lua.lua_pushinteger(L, from + 1);
  else if (to < 0) raise(L, "unfinished capture");
  else pushText(L, text.substring(from, to));
}

/** The functions that look for patterns; `gsub` has a file of its own. */
export const searchFunctions: Functions = { find, gmatch, match };
