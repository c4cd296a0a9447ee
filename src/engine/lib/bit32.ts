/**
 * `bit32`, the bit operations of Lua 5.2: Debian's lua5.3 still opens it, so
 * scripts written for both may rely on it.
 */
import { checkInteger } from "../numbers.ts";
import type { LuaThread } from "../types.ts";
import { argumentError, type Functions, lua, raise, setFunctions } from "./api.ts";

/** The low 32 bits of an argument, unsigned. */
function bits(L: LuaThread, arg: number): number {
  const value = checkInteger(L, arg);
  if (typeof value === "bigint") return Number(BigInt.asUintN(32, value));
  // ToUint32 takes a number modulo 2^32, exactly what is wanted while it is a safe integer.
  return value >>> 0;
}

function push(L: LuaThread, value: number): number {
  lua.lua_pushinteger(L, value >>> 0);
  return 1;
}

function fold(L: LuaThread, start: number, combine: (a: number, b: number) => number): number {
  let result = start;
  for (let i = 1; i <= lua.lua_gettop(L); i++) result = combine(result, bits(L, i));
  return result >>> 0;
}

function and(L: LuaThread): number {
  return fold(L, -1, (a, b) => a & b);
}

/** A shift left, or right where the distance is negative. */
function shifted(value: number, distance: number): number {
  if (distance <= -32 || distance >= 32) return 0;
  return distance >= 0 ? value << distance : value >>> -distance;
}

/** A distance as far as it matters: beyond 64 there is nothing left to shift. */
function distance(L: LuaThread, arg: number): number {
  return Math.max(-64, Math.min(64, Number(checkInteger(L, arg))));
}

function arshift(L: LuaThread): number {
  const value = bits(L, 1);
  const by = distance(L, 2);
  if (by < 0 || value < 0x80000000) return push(L, shifted(value, -by));
  return push(L, by >= 32 ? 0xffffffff : (value | 0) >> by);
}

function rotated(L: LuaThread, sign: number): number {
  const value = bits(L, 1);
  const by = Number(BigInt.asUintN(5, BigInt(sign) * BigInt(checkInteger(L, 2))));
  return push(L, by === 0 ? value : (value << by) | (value >>> (32 - by)));
}

/** The field that arguments `arg` and `arg + 1` name: its first bit and a mask of its width. */
function field(L: LuaThread, arg: number): { shift: number; mask: number } {
  const first = Number(checkInteger(L, arg));
  const width = lua.lua_type(L, arg + 1) <= lua.LUA_TNIL ? 1 : Number(checkInteger(L, arg + 1));
  if (first < 0) argumentError(L, arg, "field cannot be negative");
  if (width <= 0) argumentError(L, arg + 1, "width must be positive");
  if (first + width > 32) raise(L, "trying to access non-existent bits");
  return { shift: first, mask: width === 32 ? 0xffffffff : (1 << width) - 1 };
}

const functions: Functions = {
  arshift,
  band: (L) => push(L, and(L)),
  bnot: (L) => push(L, ~bits(L, 1)),
  bor: (L) =>
    push(
      L,
      fold(L, 0, (a, b) => a | b),
    ),
  btest: (L) => {
    lua.lua_pushboolean(L, and(L) !== 0);
    return 1;
  },
  bxor: (L) =>
    push(
      L,
      fold(L, 0, (a, b) => a ^ b),
    ),
  extract: (L) => {
    const value = bits(L, 1);
    const { shift, mask } = field(L, 2);
    return push(L, (value >>> shift) & mask);
  },
  lrotate: (L) => rotated(L, 1),
  lshift: (L) => push(L, shifted(bits(L, 1), distance(L, 2))),
  replace: (L) => {
    const value = bits(L, 1);
    const fresh = bits(L, 2);
    const { shift, mask } = field(L, 3);
    return push(L, (value & ~(mask << shift)) | ((fresh & mask) << shift));
  },
  rrotate: (L) => rotated(L, -1),
  rshift: (L) => push(L, shifted(bits(L, 1), -distance(L, 2))),
};

/** Opens `bit32`. */
export function openBit32(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  return 1;
}
