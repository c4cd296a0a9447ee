import { checkInteger, textToNumber, wrap64 } from "../../numbers.ts";
import { bytesOf, pushText, toText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import {
  argumentError,
  checkAny,
  checkType,
  type Functions,
  getMetafield,
  isAbsent,
  lua,
  raise,
  setFunctions,
  setTextField,
  typeError,
  typeName,
} from "../api.ts";
import { accelerateBase } from "../fast/numbers.ts";
import { stdout, writeOut } from "../io/standard.ts";
import { displayText, pushDisplay } from "../string/display.ts";
import { collectgarbage } from "./collectgarbage.ts";
import { loadFunctions } from "./load.ts";
import { protectedFunctions } from "./protected.ts";

function tostring(L: LuaThread): number {
  checkAny(L, 1);
  pushDisplay(L, 1);
  return 1;
}

function print(L: LuaThread): number {
  const count = lua.lua_gettop(L);
  lua.lua_getglobal(L, bytesOf("tostring"));
  // A script may have put another function in tostring's place.
  const own = lua.lua_iscfunction(L, -1) && lua.lua_topointer(L, -1) === tostring;
  let line = "";
  for (let i = 1; i <= count; i++) {
    if (i > 1) line += "\t";
    // Values with a metatable may call Lua code, whose errors must find tostring on the stack.
    if (own && lua.lua_type(L, i) !== lua.LUA_TTABLE && lua.lua_type(L, i) !== lua.LUA_TUSERDATA) {
      line += displayText(L, i);
      continue;
    }
    lua.lua_pushvalue(L, -1);
    lua.lua_pushvalue(L, i);
    lua.lua_call(L, 1, 1);
    line += toText(L, -1) ?? raise(L, "'tostring' must return a string to 'print'");
    lua.lua_pop(L, 1);
  }
  writeOut(`${line}\n`);
  stdout.flush();
  return 0;
}

function tonumber(L: LuaThread): number {
  if (isAbsent(L, 2)) {
    if (lua.lua_type(L, 1) === lua.LUA_TNUMBER) {
      lua.lua_settop(L, 1);
      return 1;
    }
    const numeral = lua.lua_type(L, 1) === lua.LUA_TSTRING ? textToNumber(toText(L, 1) ?? "") : undefined;
    if (numeral) {
      if (numeral.isFloat) lua.lua_pushnumber(L, Number(numeral.value));
      else lua.lua_pushinteger(L, numeral.value);
      return 1;
    }
    checkAny(L, 1);
  } else {
    const base = checkInteger(L, 2);
    if (lua.lua_type(L, 1) !== lua.LUA_TSTRING) typeError(L, 1, "string");
    if (base < 2 || base > 36) argumentError(L, 2, "base out of range");
    const value = integerInBase(toText(L, 1) ?? "", Number(base));
    if (value !== undefined) {
      lua.lua_pushinteger(L, value);
      return 1;
    }
  }
  lua.lua_pushnil(L);
  return 1;
}

/** An integer in digits and letters, which wraps around as Lua's does. */
function integerInBase(text: string, base: number): number | bigint | undefined {
  const parts = /^[ \t-\r]*([-+]?)([0-9A-Za-z]+)[ \t-\r]*$/.exec(text);
  const digits = parts?.[2];
  if (digits === undefined) return undefined;
  let value = 0n;
  let small = 0;
  let exact = true;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= base) return undefined;
    if (exact) {
      const next = small * base + worth;
      if (Number.isSafeInteger(next)) {
        small = next;
        continue;
      }
      exact = false;
      value = BigInt(small);
    }
    value = BigInt.asUintN(64, value * BigInt(base) + BigInt(worth));
  }
  const negative = parts?.[1] === "-";
  if (exact) return negative ? 0 - small : small;
  return wrap64(negative ? -value : value);
}

function select(L: LuaThread): number {
  const count = lua.lua_gettop(L);
  if (lua.lua_type(L, 1) === lua.LUA_TSTRING && toText(L, 1)?.startsWith("#") === true) {
    lua.lua_pushinteger(L, count - 1);
    return 1;
  }
  let from = Number(checkInteger(L, 1));
  if (from < 0) from += count;
  else if (from > count) from = count;
  if (from < 1) argumentError(L, 1, "index out of range");
  return count - from;
}

function next(L: LuaThread): number {
  checkType(L, 1, lua.LUA_TTABLE);
  lua.lua_settop(L, 2);
  if (lua.lua_next(L, 1)) return 2;
  lua.lua_pushnil(L);
  return 1;
}

function pairs(L: LuaThread): number {
  checkAny(L, 1);
  if (getMetafield(L, 1, "__pairs") === lua.LUA_TNIL) {
    lua.lua_pushcfunction(L, next);
    lua.lua_pushvalue(L, 1);
    lua.lua_pushnil(L);
  } else {
    lua.lua_pushvalue(L, 1);
    lua.lua_call(L, 1, 3);
  }
  return 3;
}

function ipairsStep(L: LuaThread): number {
  const index = checkInteger(L, 2);
  const following =
    typeof index === "number" && index < Number.MAX_SAFE_INTEGER ? index + 1 : wrap64(BigInt(index) + 1n);
  lua.lua_pushinteger(L, following);
  return lua.lua_geti(L, 1, following) === lua.LUA_TNIL ? 1 : 2;
}

function ipairs(L: LuaThread): number {
  checkAny(L, 1);
  // Debian's lua5.3 is built with Lua 5.2's __ipairs.
  if (getMetafield(L, 1, "__ipairs") !== lua.LUA_TNIL) {
    lua.lua_pushvalue(L, 1);
    lua.lua_call(L, 1, 3);
    return 3;
  }
  lua.lua_pushcfunction(L, ipairsStep);
  lua.lua_pushvalue(L, 1);
  lua.lua_pushinteger(L, 0);
  return 3;
}

function rawequal(L: LuaThread): number {
  checkAny(L, 1);
  checkAny(L, 2);
  lua.lua_pushboolean(L, Boolean(lua.lua_rawequal(L, 1, 2)));
  return 1;
}

function rawlen(L: LuaThread): number {
  const type = lua.lua_type(L, 1);
  if (type !== lua.LUA_TTABLE && type !== lua.LUA_TSTRING) argumentError(L, 1, "table or string expected");
  lua.lua_pushinteger(L, lua.lua_rawlen(L, 1));
  return 1;
}

function rawget(L: LuaThread): number {
  checkType(L, 1, lua.LUA_TTABLE);
  checkAny(L, 2);
  lua.lua_settop(L, 2);
  lua.lua_rawget(L, 1);
  return 1;
}

function rawset(L: LuaThread): number {
  checkType(L, 1, lua.LUA_TTABLE);
  checkAny(L, 2);
  checkAny(L, 3);
  lua.lua_settop(L, 3);
  lua.lua_rawset(L, 1);
  return 1;
}

function getmetatable(L: LuaThread): number {
  checkAny(L, 1);
  if (!lua.lua_getmetatable(L, 1)) lua.lua_pushnil(L);
  else getMetafield(L, 1, "__metatable");
  return 1;
}

function setmetatable(L: LuaThread): number {
  const type = lua.lua_type(L, 2);
  checkType(L, 1, lua.LUA_TTABLE);
  if (type !== lua.LUA_TNIL && type !== lua.LUA_TTABLE) argumentError(L, 2, "nil or table expected");
  if (getMetafield(L, 1, "__metatable") !== lua.LUA_TNIL)
    return raise(L, "cannot change a protected metatable");
  lua.lua_settop(L, 2);
  lua.lua_setmetatable(L, 1);
  return 1;
}

function type(L: LuaThread): number {
  checkAny(L, 1);
  pushText(L, typeName(L, 1));
  return 1;
}

const functions: Functions = {
  collectgarbage,
  getmetatable,
  ipairs,
  next,
  pairs,
  print,
  rawequal,
  rawget,
  rawlen,
  rawset,
  select,
  setmetatable,
  tonumber,
  tostring,
  type,
  ...loadFunctions,
  ...protectedFunctions,
};

accelerateBase(functions);

/** Opens the basic functions into the table of globals. */
export function openBase(L: LuaThread): number {
  lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, lua.LUA_RIDX_GLOBALS);
  setFunctions(L, functions);
  lua.lua_pushvalue(L, -1);
  lua.lua_setfield(L, -2, bytesOf("_G"));
  setTextField(L, "_VERSION", "Lua 5.3");
  return 1;
}
