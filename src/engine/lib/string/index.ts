import { pushText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { type Functions, lua, setFunctions } from "../api.ts";
import { acceleratePack } from "../fast/pack.ts";
import { accelerateString } from "../fast/string.ts";
import { bytesOf } from "../../strings.ts";
import { format } from "./format.ts";
import { gsub } from "./gsub.ts";
import { packFunctions } from "./pack.ts";
import { searchFunctions } from "./search.ts";
import { basicFunctions } from "./strings.ts";

const functions: Functions = { ...basicFunctions, ...searchFunctions, ...packFunctions, format, gsub };
accelerateString(functions);
acceleratePack(functions);

/** Opens `string` and makes it the index of every string, so that `s:upper()` works. */
export function openString(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  lua.lua_newtable(L);
  pushText(L, "");
  lua.lua_pushvalue(L, -2);
  lua.lua_setmetatable(L, -2);
  lua.lua_pop(L, 1);
  lua.lua_pushvalue(L, -2);
  lua.lua_setfield(L, -2, bytesOf("__index"));
  lua.lua_pop(L, 1);
  return 1;
}
