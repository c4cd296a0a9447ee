import { checkInteger } from "../../numbers.ts";
import { checkText, pushText, toText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { argumentError, lua, raise, typeName } from "../api.ts";
import { maxText, outOfMemory } from "./strings.ts";
import { type Pattern, patternOf } from "./pattern/pattern.ts";
import { pushCapture, pushMatch, searchFor } from "./search.ts";

/** What stands between the texts of a replacement string: a capture by number, 0 for the whole match. */
type Piece = string | number;

/** Replacement strings already taken apart. */
const replacements = new Map<string, readonly Piece[]>();

/** `string.gsub`. */
export function gsub(L: LuaThread): number {
  const text = checkText(L, 1);
  const patternText = checkText(L, 2);
  const kind = lua.lua_type(L, 3);
  const limit = lua.lua_type(L, 4) <= lua.LUA_TNIL ? text.length + 1 : Number(checkInteger(L, 4));
  if (
    kind !== lua.LUA_TNUMBER &&
    kind !== lua.LUA_TSTRING &&
    kind !== lua.LUA_TFUNCTION &&
    kind !== lua.LUA_TTABLE
  ) {
    argumentError(L, 3, "string/function/table expected");
  }
  const pattern = patternOf(patternText, true);
  const substitute = substitution(L, kind, pattern, text);
  let result = "";
  let copied = 0;
  let at = 0;
  let lastEnd = -1;
  let count = 0;
  while (count < limit) {
    let start = searchFor(L, pattern, text, at);
    if (start >= 0 && pattern.out[0] === lastEnd) {
      // An empty match where the last one ended does not count.
      start = start < text.length && !pattern.anchored ? searchFor(L, pattern, text, start + 1) : -1;
    }
    if (start < 0) break;
    count++;
    const end = pattern.out[0] ?? 0;
    result += text.substring(copied, start) + substitute(start, end);
    if (result.length > maxText - text.length) outOfMemory(L);
    copied = at = lastEnd = end;
    if (pattern.anchored) break;
  }
  pushText(L, count === 0 ? text : result + text.substring(copied));
  lua.lua_pushinteger(L, count);
  return 2;
}

/** How a match is replaced: gives the new text for the match from `start` to `end`. */
function substitution(
  L: LuaThread,
  kind: number,
  pattern: Pattern,
  text: string,
): (start: number, end: number) => string {
  if (kind === lua.LUA_TFUNCTION) {
    return (start, end) => {
      lua.lua_pushvalue(L, 3);
      const count = pushMatch(L, pattern, text, start);
      lua.lua_call(L, count, 1);
      return replacementValue(L, text, start, end);
    };
  }
  if (kind === lua.LUA_TTABLE) {
    return (start, end) => {
      if (pattern.captures > 0) pushCapture(L, pattern, text, 0);
      else pushText(L, text.substring(start, end));
      lua.lua_gettable(L, 3);
      return replacementValue(L, text, start, end);
    };
  }
  const pieces = replacementPieces(toText(L, 3) ?? "");
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (pieces.length === 0) return () => "";
  if (typeof only === "string") return () => only;
  return (start, end) => {
    let made = "";
    for (const piece of pieces) {
      made += typeof piece === "string" ? piece : captureText(L, pattern, text, piece, start, end);
    }
    return made;
  };
}

/** Takes the replacement from the top of the stack; false and nil keep the match. */
function replacementValue(L: LuaThread, text: string, start: number, end: number): string {
  if (!lua.lua_toboolean(L, -1)) {
    lua.lua_pop(L, 1);
    return text.substring(start, end);
  }
  const value = toText(L, -1);
  if (value === undefined) return raise(L, `invalid replacement value (a ${typeName(L, -1)})`);
  lua.lua_pop(L, 1);
  return value;
}

/** The pieces of a replacement string; -1 stands for a percent sign that means nothing. */
export function replacementPieces(replacement: string): readonly Piece[] {
  const known = replacements.get(replacement);
  if (known) return known;
  const pieces: Piece[] = [];
  let at = 0;
  let literal = "";
  while (at < replacement.length) {
    const percent = replacement.indexOf("%", at);
    if (percent < 0) break;
    literal += replacement.substring(at, percent);
    const code = replacement.charCodeAt(percent + 1);
    at = percent + 2;
    if (code === 37) {
      literal += "%";
      continue;
    }
    if (literal !== "") pieces.push(literal);
    literal = "";
    pieces.push(code >= 48 && code <= 57 ? code - 48 : -1);
  }
  literal += replacement.substring(at);
  if (literal !== "") pieces.push(literal);
  if (replacements.size >= 400) replacements.clear();
  replacements.set(replacement, pieces);
  return pieces;
}

function captureText(
  L: LuaThread,
  pattern: Pattern,
  text: string,
  number: number,
  start: number,
  end: number,
): string {
  if (number < 0) return raise(L, "invalid use of '%' in replacement string");
  const index = number - 1;
  if (number === 0 || (index === 0 && pattern.captures === 0)) return text.substring(start, end);
  if (index >= pattern.captures) return raise(L, `invalid capture index %${number}`);
  const from = pattern.out[1 + 2 * index] ?? 0;
  if (pattern.positions[index] === true) return String(from + 1);
  const to = pattern.out[2 + 2 * index] ?? 0;
  if (to < 0) return raise(L, "unfinished capture");
  return text.substring(from, to);
}
