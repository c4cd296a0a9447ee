import { numberToText } from "../../numbers.ts";
import { pushText, toText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { getMetafield, lua, raise, typeName } from "../api.ts";

/**
 * Addresses of objects. JavaScript has none to show, so each object that is
 * asked for gets a number of its own, spaced and placed like a real heap's.
 */
const addresses = new WeakMap<object, string>();
let nextAddress = 0x55d0c0a012a0;

/** A stable, unique text like 0x55d0c0a012a0 for an object of a script. */
export function addressOf(object: unknown): string {
  if ((typeof object !== "object" || object === null) && typeof object !== "function") return "(nil)";
  let address = addresses.get(object);
  if (address === undefined) {
    address = `0x${nextAddress.toString(16)}`;
    nextAddress += 32 + 16 * (nextAddress % 3);
    addresses.set(object, address);
  }
  return address;
}

/** What `tostring` gives for the value at `index`; leaves the stack as it was. */
export function displayText(L: LuaThread, index: number): string {
  const type = lua.lua_type(L, index);
  if (type === lua.LUA_TSTRING) return toText(L, index) ?? "";
  index = lua.lua_absindex(L, index);
  if (getMetafield(L, index, "__tostring") !== lua.LUA_TNIL) {
    lua.lua_pushvalue(L, index);
    lua.lua_call(L, 1, 1);
    const text = toText(L, -1);
    if (text === undefined) return raise(L, "'__tostring' must return a string");
    lua.lua_pop(L, 1);
    return text;
  }
  switch (type) {
    case lua.LUA_TNUMBER:
      return numberText(L, index);
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(L, index) ? "true" : "false";
    case lua.LUA_TNIL:
      return "nil";
  }
  let name = typeName(L, index);
  if (getMetafield(L, index, "__name") !== lua.LUA_TNIL) {
    if (lua.lua_type(L, -1) === lua.LUA_TSTRING) name = toText(L, -1) ?? name;
    lua.lua_pop(L, 1);
  }
  return `${name}: ${addressOf(lua.lua_topointer(L, index))}`;
}

/** The text of the number at `index`, without changing the value on the stack. */
export function numberText(L: LuaThread, index: number): string {
  if (lua.lua_isinteger(L, index)) return String(lua.lua_tointegerx(L, index));
  return numberToText(Number(lua.lua_tonumberx(L, index)), true);
}

/** Pushes what `tostring` gives for the value at `index`. */
export function pushDisplay(L: LuaThread, index: number): void {
  if (lua.lua_type(L, index) === lua.LUA_TSTRING) lua.lua_pushvalue(L, index);
  else pushText(L, displayText(L, index));
}
