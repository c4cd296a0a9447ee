/**
 * Lua strings as JS strings whose every UTF-16 unit is one byte (0..255). The
 * mapping is lossless, and it is how the engine itself holds strings, so these
 * functions copy nothing.
 */
import { lua, lauxlib } from "./index.ts";
import type { LuaThread } from "./types.ts";

/** The text of the string or number at `index`; undefined for other types. */
export function toText(L: LuaThread, index: number): string | undefined {
  const type = lua.lua_type(L, index);
  if (type !== lua.LUA_TSTRING && type !== lua.LUA_TNUMBER) return undefined;
  lua.lua_pushvalue(L, index);
  const bytes = lua.lua_tolstring(L, -1);
  lua.lua_pop(L, 1);
  return bytes === null ? undefined : textOf(bytes);
}

/** The text of argument `arg`, or Lua's "string expected" error. */
export function checkText(L: LuaThread, arg: number): string {
  const text = toText(L, arg);
  if (text !== undefined) return text;
  const found = textOf(lauxlib.luaL_typename(L, arg));
  return lauxlib.luaL_argerror(L, arg, bytesOf(`string expected, got ${found}`));
}

/** Pushes a text as a Lua string. */
export function pushText(L: LuaThread, text: string): void {
  const bytes = bytesOf(text);
  lua.lua_pushlstring(L, bytes, bytes.length);
}

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

/** The text of bytes. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

declare const keyBrand: unique symbol;
/** A key prepared once and used often. */
export type PreparedKey = string & { readonly [keyBrand]: true };

/** Prepares a field name, so that later accesses need not look at its characters. */
export function key(text: string): PreparedKey {
  return text as PreparedKey;
}
