import { lauxlib, lua, type LuaThread } from "../engine/index.ts";
import { pushText, pushValue, readText } from "./stack.ts";
import { bytesToText, textToBytes } from "./text.ts";
import type { HostValue } from "./values.ts";

/**
 * Thrown by a class body to raise an error in the script that called it.
 * `position` says whether the caller's `file:line: ` goes in front of a text,
 * as luaL_error does and lua_error does not. `argument` makes the text one about
 * that argument: `bad argument #3 to 'name' (text)`.
 */
export class LuaError extends Error {
  override readonly name = "LuaError";
  readonly value: HostValue;
  readonly position: boolean;
  readonly argument: number | undefined;

  constructor(value: HostValue, options: { position?: boolean; argument?: number } = {}) {
    super(typeof value === "string" ? value : "a Lua error that is not a text");
    this.value = value;
    this.position = options.position ?? true;
    this.argument = options.argument;
  }

  /** Raises this error on `L`; does not return. */
  raiseOn(L: LuaThread): never {
    if (this.argument !== undefined) return argumentError(L, this.argument, this.message);
    if (typeof this.value !== "string") pushValue(L, this.value);
    else pushText(L, (this.position ? where(L, 1) : "") + this.value);
    return lua.lua_error(L);
  }
}

/**
 * Raises whatever is the call's last argument, the object itself where there is
 * no other: what HAProxy does where it calls lua_error without a message.
 */
export class LastArgumentError extends LuaError {
  constructor() {
    super(undefined);
  }

  override raiseOn(L: LuaThread): never {
    return lua.lua_error(L);
  }
}

/** `file:line: ` of the function at `level` (0 is the running one, 1 its caller), "" where unknown. */
export function where(L: LuaThread, level: number): string {
  lauxlib.luaL_where(L, level);
  const text = readText(L, -1) ?? "";
  lua.lua_pop(L, 1);
  return text;
}

/** Raises `bad argument #index to 'name' (message)`, with Lua's own rules for methods. */
export function argumentError(L: LuaThread, index: number, message: string): never {
  return lauxlib.luaL_argerror(L, index, textToBytes(message));
}

/** Raises `bad argument #index to 'name' (expected expected, got actual)`. */
export function typeError(L: LuaThread, index: number, expected: string): never {
  return argumentError(L, index, `${expected} expected, got ${typeNameAt(L, index)}`);
}

/** Lua's name for the type at `index`, as error messages spell it. */
export function typeNameAt(L: LuaThread, index: number): string {
  const type = lua.lua_type(L, index);
  if (type === lua.LUA_TNONE) return "no value";
  if (type === lua.LUA_TLIGHTUSERDATA) return "light userdata";
  return bytesToText(lua.lua_typename(L, type));
}
