import { checkInteger, pushInteger, wrap64 } from "../../numbers.ts";
import type { LuaThread } from "../../types.ts";
import { accelerateRandom } from "../fast/numbers.ts";
import { argumentError, checkNumber, type Functions, lua, raise } from "../api.ts";

/** Four words of xoshiro128**, a generator small enough to seed and copy at will. */
class Generator {
  private state = new Uint32Array(4);

  constructor() {
    this.seed(0);
  }

  seed(seed: number): void {
    // SplitMix spreads a small seed over the whole state.
    let z = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      z = (z + 0x9e3779b9) >>> 0;
      let word = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      this.state[i] = word ^ (word >>> 16);
    }
  }

  private word(): number {
    const s = this.state;
    const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = s;
    const scaled = Math.imul(s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    s[2] = s2 ^ s0;
    s[3] = s3 ^ s1;
    s[1] = s1 ^ s2 ^ s0;
    s[0] = s0 ^ s3 ^ s1;
    s[2] = s2 ^ s0 ^ (s1 << 9);
    const last = s3 ^ s1;
    s[3] = (last << 11) | (last >>> 21);
    return result;
  }

  /** A float in [0, 1) with 53 random bits. */
  float(): number {
    return ((this.word() >>> 5) * 0x4000000 + (this.word() >>> 6)) / 0x20000000000000;
  }
}

/** `random` and `randomseed` on a generator of their own; as in Lua 5.3, every state starts from the same seed. */
export function randomFunctions(): Functions {
  const generator = new Generator();
  const functions: Functions = {
    random(L: LuaThread): number {
      const r = generator.float();
      const count = lua.lua_gettop(L);
      if (count === 0) {
        lua.lua_pushnumber(L, r);
        return 1;
      }
      if (count > 2) raise(L, "wrong number of arguments");
      const low = count === 1 ? 1 : checkInteger(L, 1);
      const high = checkInteger(L, count);
      if (low > high) argumentError(L, 1, "interval is empty");
      if (typeof low === "number" && typeof high === "number" && Number.isSafeInteger(high - low + 1)) {
        pushInteger(L, low + Math.floor(r * (high - low + 1)));
        return 1;
      }
      const span = BigInt(high) - BigInt(low);
      if (span > 0x7fffffffffffffffn) argumentError(L, 1, "interval too large");
      pushInteger(L, wrap64(BigInt(low) + BigInt(Math.floor(r * (Number(span) + 1)))));
      return 1;
    },
    randomseed(L: LuaThread): number {
      const seed = checkNumber(L, 1);
      generator.seed(Number.isFinite(seed) ? Number(BigInt.asUintN(32, BigInt(Math.trunc(seed)))) : 0);
      generator.float();
      return 0;
    },
  };
  accelerateRandom(functions, () => generator.float());
  return functions;
}
