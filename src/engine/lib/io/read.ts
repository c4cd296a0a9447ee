import { checkInteger } from "../../numbers.ts";
import { checkText, pushText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { argumentError, checkStack, lua, raise } from "../api.ts";
import { pushFailure } from "./handle.ts";
import { readNumeral } from "./numeral.ts";
import type { Stream } from "./stream.ts";

/**
 * Reads by the formats in arguments `first` and up (a line if there are none)
 * and pushes the results; the first one that fails is nil and ends it.
 */
export function readFormats(L: LuaThread, stream: Stream, first: number): number {
  const last = lua.lua_gettop(L);
  stream.begin();
  let pushed = 0;
  let good = true;
  if (last < first) {
    good = readLine(L, stream, true);
    pushed = 1;
  } else {
    checkStack(L, last - first + 1 + 20, "too many arguments");
    for (let arg = first; arg <= last && good; arg++) {
      good = readOne(L, stream, arg);
      pushed++;
    }
  }
  if (stream.failure) return pushFailure(L, stream.failure);
  if (!good) {
    lua.lua_pop(L, 1);
    lua.lua_pushnil(L);
  }
  return pushed;
}

/** Pushes what one format reads, or anything and false. */
function readOne(L: LuaThread, stream: Stream, arg: number): boolean {
  if (lua.lua_type(L, arg) === lua.LUA_TNUMBER) return readBytes(L, stream, arg);
  const format = checkText(L, arg);
  switch (format.charAt(format.startsWith("*") ? 1 : 0)) {
    case "n": {
      const numeral = readNumeral(stream);
      if (!numeral) lua.lua_pushnil(L);
      else if (numeral.isFloat) lua.lua_pushnumber(L, Number(numeral.value));
      else lua.lua_pushinteger(L, numeral.value);
      return numeral !== undefined;
    }
    case "l":
      return readLine(L, stream, true);
    case "L":
      return readLine(L, stream, false);
    case "a":
      pushText(L, stream.all());
      return true;
    default:
      return argumentError(L, arg, "invalid format");
  }
}

function readBytes(L: LuaThread, stream: Stream, arg: number): boolean {
  const count = Number(checkInteger(L, arg));
  if (count < 0) raise(L, "not enough memory for buffer allocation");
  if (count === 0) {
    pushText(L, "");
    return stream.peek() >= 0;
  }
  const bytes = stream.bytes(count);
  pushText(L, bytes ?? "");
  return bytes !== undefined;
}

function readLine(L: LuaThread, stream: Stream, chop: boolean): boolean {
  const line = stream.line();
  pushText(L, line === undefined ? "" : chop && line.endsWith("\n") ? line.slice(0, -1) : line);
  return line !== undefined;
}
