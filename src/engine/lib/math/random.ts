import { checkInteger, pushInteger, wrap64 } from "../../numbers.ts";
import type { LuaThread } from "../../types.ts";
import { accelerateRandom } from "../fast/numbers.ts";
import { argumentError, checkNumber, type Functions, lua, raise } from "../api.ts";

/** Words that the sequence depends on. */
const DEGREE = 31;
/** How far apart the two words are that are added for the next one. */
const SEPARATION = 3;

/**
 * `random(3)` of the GNU C library, which is what Lua 5.3 draws from on Linux: x[i] = x[i-3] + x[i-31],
 * without the lowest bit. So a seeded script gets the figures that it gets in HAProxy.
 */
class Generator {
  readonly #words = new Int32Array(DEGREE);
  #at = 0;

  constructor() {
    this.seed(1);
  }

  /** `srandom`: the first words are of a Lehmer generator, and the first 310 results are thrown away. */
  seed(seed: number): void {
    let word = (seed === 0 ? 1 : seed) | 0;
    this.#words[0] = word;
    for (let i = 1; i < DEGREE; i++) {
      // Schrage's way, whose divisions truncate: a negative seed makes other words than the modulus would.
      word = 16807 * (word % 127773) - 2836 * Math.trunc(word / 127773);
      if (word < 0) word += 2147483647;
      this.#words[i] = word;
    }
    this.#at = 0;
    for (let i = 0; i < 10 * DEGREE; i++) this.next();
  }

  /** 31 random bits. */
  next(): number {
    const words = this.#words;
    const at = this.#at;
    this.#at = at + 1 === DEGREE ? 0 : at + 1;
    const front = at + SEPARATION;
    const i = front < DEGREE ? front : front - DEGREE;
    const sum = ((words[i] ?? 0) + (words[at] ?? 0)) | 0;
    words[i] = sum;
    return sum >>> 1;
  }
}

/** `random` and `randomseed` on a generator of their own; as in Lua 5.3, every state starts from the same seed. */
export function randomFunctions(): Functions {
  const generator = new Generator();
  const functions: Functions = {
    random(L: LuaThread): number {
      const r = generator.next() / 2 ** 31;
      const count = lua.lua_gettop(L);
      if (count === 0) {
        lua.lua_pushnumber(L, r);
        return 1;
      }
      if (count > 2) raise(L, "wrong number of arguments");
      const low = count === 1 ? 1 : checkInteger(L, 1);
      const high = checkInteger(L, count);
      if (low > high) argumentError(L, 1, "interval is empty");
      const span = BigInt(high) - BigInt(low);
      if (span > 0x7fffffffffffffffn) argumentError(L, 1, "interval too large");
      pushInteger(L, wrap64(BigInt(low) + BigInt(Math.floor(r * (Number(span) + 1)))));
      return 1;
    },
    randomseed(L: LuaThread): number {
      const seed = checkNumber(L, 1);
      generator.seed(Number.isFinite(seed) ? Number(BigInt.asIntN(32, BigInt(Math.trunc(seed)))) : 0);
      generator.next();
      return 0;
    },
  };
  accelerateRandom(functions, () => generator.next());
  return functions;
}
