import { lua, type LuaThread } from "../engine/index.ts";
import { popValue, pushValue, readValue } from "./stack.ts";
import type { HostValue, LuaReference, LuaValue } from "./values.ts";

/**
 * Looks into Lua tables that the host holds by reference. All access is raw:
 * no metamethod runs, so nothing here can raise or yield. `L` is any thread of
 * the table's state.
 */

/** The value at `key`, undefined where there is none. */
export function tableGet(L: LuaThread, table: LuaReference, key: LuaValue): LuaValue {
  table.pushTo(L);
  pushValue(L, key);
  lua.lua_rawget(L, -2);
  const value = popValue(L);
  lua.lua_pop(L, 1);
  return value;
}

/** Puts `value` at `key`; undefined removes it. */
export function tableSet(L: LuaThread, table: LuaReference, key: LuaValue, value: HostValue): void {
  table.pushTo(L);
  pushValue(L, key);
  pushValue(L, value);
  lua.lua_rawset(L, -3);
  lua.lua_pop(L, 1);
}

/** All pairs, in the order of `next`. */
export function tableEntries(L: LuaThread, table: LuaReference): [LuaValue, LuaValue][] {
  const pairs: [LuaValue, LuaValue][] = [];
  lua.lua_checkstack(L, 4);
  table.pushTo(L);
  lua.lua_pushnil(L);
  while (lua.lua_next(L, -2) !== 0) {
    pairs.push([readValue(L, -2), readValue(L, -1)]);
    lua.lua_pop(L, 1);
  }
  lua.lua_pop(L, 1);
  return pairs;
}

/** The values at 1..#t. */
export function tableToArray(L: LuaThread, table: LuaReference): LuaValue[] {
  const values: LuaValue[] = [];
  table.pushTo(L);
  const length = lua.lua_rawlen(L, -1);
  for (let i = 1; i <= length; i++) {
    lua.lua_rawgeti(L, -1, i);
    values.push(popValue(L));
  }
  lua.lua_pop(L, 1);
  return values;
}
