import { collectGarbage, memoryInUse, stepGarbage } from "../../budget.ts";
import { optInteger } from "../../numbers.ts";
import type { LuaThread } from "../../types.ts";
import { checkOption, lua } from "../api.ts";
import { flushAll } from "../io/stream.ts";

/** What can be asked for, with lua_gc's number of it. */
const OPTIONS = {
  collect: 2,
  stop: 0,
  restart: 1,
  count: 3,
  step: 5,
  setpause: 6,
  setstepmul: 7,
  isrunning: 9,
} as const;
const names = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];

export function collectgarbage(L: LuaThread): number {
  const option = checkOption(L, 1, names, "collect");
  const data = Number(BigInt.asIntN(32, BigInt(optInteger(L, 2, 0))));
  switch (option) {
    case "collect":
      // Files without an owner would be closed now, so what they hold back has to be on disk.
      flushAll();
      return collectGarbage(L, 0);
    case "count":
      lua.lua_pushnumber(L, memoryInUse(L) / 1024);
      return 1;
    case "step":
      if (stepGarbage(L, data)) return collectGarbage(L, true);
      lua.lua_pushboolean(L, false);
      return 1;
    case "isrunning":
      lua.lua_pushboolean(L, lua.lua_gc(L, OPTIONS.isrunning, 0) !== 0);
      return 1;
    default:
      lua.lua_pushinteger(L, lua.lua_gc(L, OPTIONS[option], data));
      return 1;
  }
}
