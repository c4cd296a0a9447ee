import { checkInteger, floatToInteger, pushInteger, wrap64 } from "../../numbers.ts";
import { pushText } from "../../strings.ts";
import type { CFunction, LuaThread } from "../../types.ts";
import { argumentError, checkAny, checkNumber, type Functions, lua, LUA_OPLT } from "../api.ts";

/** The integer at `arg` if it is one by type: no float, no text. */
function integerAt(L: LuaThread, arg: number): number | bigint | undefined {
  if (!lua.lua_isinteger(L, arg)) return undefined;
  const value = lua.lua_tointegerx(L, arg);
  return value === false ? undefined : value;
}

/** Pushes a float without fraction as an integer where it fits, else as it is. */
function pushWhole(L: LuaThread, value: number): void {
  const integer = floatToInteger(value);
  if (integer === undefined) lua.lua_pushnumber(L, value);
  else pushInteger(L, integer);
}

function rounding(round: (x: number) => number): CFunction {
  return (L) => {
    if (lua.lua_isinteger(L, 1)) lua.lua_settop(L, 1);
    else pushWhole(L, round(checkNumber(L, 1)));
    return 1;
  };
}

function abs(L: LuaThread): number {
  const integer = integerAt(L, 1);
  if (integer === undefined) lua.lua_pushnumber(L, Math.abs(checkNumber(L, 1)));
  else if (integer >= 0) lua.lua_settop(L, 1);
  else pushInteger(L, typeof integer === "number" ? -integer : wrap64(-integer));
  return 1;
}

const invalid = new Float64Array(new BigUint64Array([0xfff8000000000000n]).buffer);

function fmod(L: LuaThread): number {
  const [m, d] = [integerAt(L, 1), integerAt(L, 2)];
  if (m !== undefined && d !== undefined) {
    if (d === 0) argumentError(L, 2, "zero");
    if (typeof m === "number" && typeof d === "number") pushInteger(L, (m % d) + 0);
    else pushInteger(L, wrap64(BigInt(m) % BigInt(d)));
    return 1;
  }
  // C leaves the order open, and the compiler took the second one first.
  const y = checkNumber(L, 2);
  const x = checkNumber(L, 1);
  let result = x % y;
  if (Number.isNaN(result)) result = Number.isNaN(x) ? x : Number.isNaN(y) ? y : (invalid[0] ?? result);
  lua.lua_pushnumber(L, result);
  return 1;
}

function modf(L: LuaThread): number {
  if (lua.lua_isinteger(L, 1)) {
    lua.lua_settop(L, 1);
    lua.lua_pushnumber(L, 0);
    return 2;
  }
  const x = checkNumber(L, 1);
  const whole = Math.trunc(x);
  pushWhole(L, whole);
  lua.lua_pushnumber(L, Number.isFinite(x) ? x - whole : Number.isNaN(x) ? x : 0);
  return 2;
}

function tointeger(L: LuaThread): number {
  const value = lua.lua_tointegerx(L, 1);
  if (value !== false) pushInteger(L, value);
  else {
    checkAny(L, 1);
    lua.lua_pushnil(L);
  }
  return 1;
}

function type(L: LuaThread): number {
  if (lua.lua_type(L, 1) === lua.LUA_TNUMBER) pushText(L, lua.lua_isinteger(L, 1) ? "integer" : "float");
  else {
    checkAny(L, 1);
    lua.lua_pushnil(L);
  }
  return 1;
}

function ult(L: LuaThread): number {
  const [a, b] = [checkInteger(L, 1), checkInteger(L, 2)];
  lua.lua_pushboolean(L, a >= 0 === b >= 0 ? a < b : a >= 0);
  return 1;
}

/** `max` and `min`: the argument that no other one beats, compared as `<` does. */
function extreme(beats: (L: LuaThread, challenger: number, best: number) => boolean): CFunction {
  return (L) => {
    const count = lua.lua_gettop(L);
    if (count < 1) argumentError(L, 1, "value expected");
    let best = 1;
    for (let i = 2; i <= count; i++) if (beats(L, i, best)) best = i;
    lua.lua_pushvalue(L, best);
    return 1;
  };
}

function less(L: LuaThread, a: number, b: number): boolean {
  return Boolean(lua.lua_compare(L, a, b, LUA_OPLT));
}

function ldexp(L: LuaThread): number {
  const x = checkNumber(L, 1);
  // C takes the exponent as an int, so it wraps.
  const exponent = Number(BigInt.asIntN(32, BigInt(checkInteger(L, 2))));
  lua.lua_pushnumber(L, scale(x, exponent));
  return 1;
}

/** x * 2^exponent, rounded once even where the result is subnormal. */
function scale(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  let power = Math.max(-2300, Math.min(2300, exponent));
  while (power > 1000) {
    x *= 2 ** 1000;
    power -= 1000;
  }
  // A factor as large as 2^-900 keeps every bit while the value is large; the one step that may round is the last.
  while (power < -1000 && Math.abs(x) >= 2 ** -50) {
    x *= 2 ** -900;
    power += 900;
  }
  return power < -1074 ? x * 2 ** -1074 * 2 ** Math.max(power + 1074, -1074) : x * 2 ** power;
}

/** The functions that know integers from floats. */
export const integerFunctions: Functions = {
  abs,
  ceil: rounding(Math.ceil),
  floor: rounding(Math.floor),
  fmod,
  ldexp,
  max: extreme((L, challenger, best) => less(L, best, challenger)),
  min: extreme((L, challenger, best) => less(L, challenger, best)),
  modf,
  tointeger,
  type,
  ult,
};
