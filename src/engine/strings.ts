/**
 * Lua strings as JS strings whose every UTF-16 unit is one byte (0..255). The
 * mapping is lossless, and it is how the engine itself holds strings, so these
 * functions copy nothing.
 */
import { allocate } from "./core/account.ts";
import { textOfValue } from "./core/access.ts";
import { at, push } from "./core/api/slots.ts";
import type { Thread } from "./core/model.ts";
import { engineName, lauxlib, lua } from "./machine.ts";
import type { LuaThread } from "./types.ts";

/** From here on a string made of parts is joined at once, so that its memory is real and counted. */
const FLATTEN = 4096;

/** The text of the string or number at `index`; undefined for other types. */
export const toText: (L: LuaThread, index: number) => string | undefined =
  engineName === "stock" ? stockToText : (L, index) => textOfValue(at(L as unknown as Thread, index));

/** Pushes a text as a Lua string. */
export const pushText: (L: LuaThread, text: string) => void =
  engineName === "stock"
    ? stockPushText
    : (L, text) => {
        allocate(text.length);
        // Reading a character makes V8 join the parts.
        if (text.length >= FLATTEN) text.charCodeAt(0);
        push(L as unknown as Thread, text);
      };

function stockToText(L: LuaThread, index: number): string | undefined {
  const type = lua.lua_type(L, index);
  if (type === lua.LUA_TSTRING) return textOf(lua.lua_tolstring(L, index) ?? new Uint8Array());
  if (type !== lua.LUA_TNUMBER) return undefined;
  // The number itself would become a string.
  lua.lua_checkstack(L, 1);
  lua.lua_pushvalue(L, index);
  const bytes = lua.lua_tolstring(L, -1);
  lua.lua_pop(L, 1);
  return bytes === null ? undefined : textOf(bytes);
}

function stockPushText(L: LuaThread, text: string): void {
  const bytes = bytesOf(text);
  lua.lua_checkstack(L, 1);
  lua.lua_pushlstring(L, bytes, bytes.length);
}

/** The text of argument `arg`, or Lua's "string expected" error. */
export function checkText(L: LuaThread, arg: number): string {
  const text = toText(L, arg);
  if (text !== undefined) return text;
  return wrongType(L, arg, "string");
}

/** "expected, got the type of the argument", by its `__name` if it has one. */
export function wrongType(L: LuaThread, arg: number, expected: string): never {
  return lauxlib.luaL_argerror(L, arg, bytesOf(`${expected} expected, got ${typeNameOf(L, arg)}`));
}

function typeNameOf(L: LuaThread, arg: number): string {
  if (lua.lua_getmetatable(L, arg)) {
    pushText(L, "__name");
    if (lua.lua_rawget(L, -2) === lua.LUA_TSTRING) return toText(L, -1) ?? "";
    lua.lua_pop(L, 2);
  }
  if (lua.lua_type(L, arg) === lua.LUA_TLIGHTUSERDATA) return "light userdata";
  return textOf(lauxlib.luaL_typename(L, arg));
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
