import { pushInteger } from "../../numbers.ts";
import type { CFunction, LuaThread } from "../../types.ts";
import { bytesOf } from "../../strings.ts";
import { checkNumber, type Functions, lua, setFunctions } from "../api.ts";
import { accelerateMath } from "../fast/numbers.ts";
import { integerFunctions } from "./integers.ts";
import { randomFunctions } from "./random.ts";

const nanBits = new Float64Array(new BigUint64Array([0xfff8000000000000n]).buffer);

/** What the processor makes of an invalid operation: a NaN with its sign set, which Lua prints as "-nan". */
function invalid(result: number, ...inputs: number[]): number {
  if (!Number.isNaN(result)) return result;
  return inputs.find((input) => Number.isNaN(input)) ?? nanBits[0] ?? result;
}

function unary(compute: (x: number) => number): CFunction {
  return (L) => {
    const x = checkNumber(L, 1);
    lua.lua_pushnumber(L, invalid(compute(x), x));
    return 1;
  };
}

function binary(compute: (x: number, y: number) => number): CFunction {
  return (L) => {
    const x = checkNumber(L, 1);
    const y = checkNumber(L, 2);
    lua.lua_pushnumber(L, invalid(compute(x, y), x, y));
    return 1;
  };
}

function atan(L: LuaThread): number {
  const y = checkNumber(L, 1);
  const x = lua.lua_type(L, 2) <= lua.LUA_TNIL ? 1 : checkNumber(L, 2);
  lua.lua_pushnumber(L, Math.atan2(y, x));
  return 1;
}

function log(L: LuaThread): number {
  const x = checkNumber(L, 1);
  if (lua.lua_type(L, 2) <= lua.LUA_TNIL) {
    lua.lua_pushnumber(L, invalid(Math.log(x), x));
    return 1;
  }
  const base = checkNumber(L, 2);
  let result: number;
  if (base === 2) result = Math.log2(x);
  else if (base === 10) result = Math.log10(x);
  else result = Math.log(x) / Math.log(base);
  lua.lua_pushnumber(L, invalid(result, x, base));
  return 1;
}

const view = new DataView(new ArrayBuffer(8));

/** The mantissa in [0.5, 1) and the exponent of 2 that make up the value. */
function frexp(L: LuaThread): number {
  const x = checkNumber(L, 1);
  if (x === 0 || !Number.isFinite(x)) {
    lua.lua_pushnumber(L, x);
    pushInteger(L, 0);
    return 2;
  }
  // A subnormal has no exponent bits to read, so it is scaled into the normal range first.
  const subnormal = Math.abs(x) < 2 ** -1022;
  view.setFloat64(0, subnormal ? x * 2 ** 54 : x);
  const high = view.getUint16(0);
  const exponent = ((high >> 4) & 0x7ff) - 1022 - (subnormal ? 54 : 0);
  view.setUint16(0, (high & 0x800f) | (1022 << 4));
  lua.lua_pushnumber(L, view.getFloat64(0));
  pushInteger(L, exponent);
  return 2;
}

const constants = { pi: Math.PI, huge: Infinity };

const floatFunctions: Functions = {
  acos: unary(Math.acos),
  asin: unary(Math.asin),
  atan,
  // Kept from Lua 5.2, as Debian's lua5.3 keeps them.
  atan2: binary(Math.atan2),
  cos: unary(Math.cos),
  cosh: unary(Math.cosh),
  deg: unary((x) => x * (180 / Math.PI)),
  exp: unary(Math.exp),
  frexp,
  log,
  log10: unary(Math.log10),
  pow: binary((x, y) => x ** y),
  rad: unary((x) => x * (Math.PI / 180)),
  sin: unary(Math.sin),
  sinh: unary(Math.sinh),
  sqrt: unary(Math.sqrt),
  tan: unary(Math.tan),
  tanh: unary(Math.tanh),
};

const sharedFunctions: Functions = { ...floatFunctions, ...integerFunctions };
accelerateMath(sharedFunctions);

/** Opens `math`. */
export function openMath(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, { ...sharedFunctions, ...randomFunctions() });
  for (const [name, value] of Object.entries(constants)) {
    lua.lua_pushnumber(L, value);
    lua.lua_setfield(L, -2, bytesOf(name));
  }
  pushInteger(L, 0x7fffffffffffffffn);
  lua.lua_setfield(L, -2, bytesOf("maxinteger"));
  pushInteger(L, -0x8000000000000000n);
  lua.lua_setfield(L, -2, bytesOf("mininteger"));
  return 1;
}
