/**
 * What the libraries share: the C API with the functions only libraries need,
 * and the argument checks of lauxlib in the words of Lua 5.3.
 */
import { lua as core, lauxlib } from "../machine.ts";
import { bytesOf, pushText, textOf, toText, wrongType } from "../strings.ts";
import type { CFunction, Continuation, LuaApi, LuaDebug, LuaInteger, LuaThread } from "../types.ts";

/** The functions of lua.h that only the standard libraries call. */
export interface FullApi extends LuaApi {
  readonly LUA_MINSTACK: number;
  readonly LUA_HOOKCALL: number;
  lua_callk(L: LuaThread, nargs: number, nresults: number, context: unknown, k: Continuation | null): void;
  lua_compare(L: LuaThread, a: number, b: number, operation: number): boolean | number;
  lua_concat(L: LuaThread, n: number): void;
  lua_copy(L: LuaThread, from: number, to: number): void;
  lua_dump(
    L: LuaThread,
    writer: (L: LuaThread, bytes: Uint8Array, size: number, data: unknown) => number,
    data: unknown,
    strip: boolean,
  ): number;
  lua_gethook(L: LuaThread): ((L: LuaThread, ar: LuaDebug) => void) | null | undefined;
  lua_gethookcount(L: LuaThread): number;
  lua_gethookmask(L: LuaThread): number;
  lua_getlocal(L: LuaThread, ar: LuaDebug | null, n: number): Uint8Array | null;
  lua_setlocal(L: LuaThread, ar: LuaDebug, n: number): Uint8Array | null;
  lua_gettable(L: LuaThread, index: number): number;
  lua_settable(L: LuaThread, index: number): void;
  lua_getupvalue(L: LuaThread, index: number, n: number): Uint8Array | null;
  lua_setupvalue(L: LuaThread, index: number, n: number): Uint8Array | null;
  lua_getuservalue(L: LuaThread, index: number): number;
  lua_setuservalue(L: LuaThread, index: number): void;
  lua_iscfunction(L: LuaThread, index: number): boolean;
  lua_len(L: LuaThread, index: number): void;
  lua_pcallk(
    L: LuaThread,
    nargs: number,
    nresults: number,
    handler: number,
    context: unknown,
    k: Continuation | null,
  ): number;
  lua_rotate(L: LuaThread, index: number, n: number): void;
  lua_seti(L: LuaThread, index: number, n: LuaInteger): void;
  lua_upvalueid(L: LuaThread, index: number, n: number): unknown;
  lua_upvaluejoin(L: LuaThread, index1: number, n1: number, index2: number, n2: number): void;
}

export const lua = core as FullApi;
export { lauxlib };

/** Operations of lua_compare. */
export const LUA_OPLT = 1;

/** The functions of a library by name. */
export type Functions = Readonly<Record<string, CFunction>>;

/** Raises an error with the position of the running function's caller, as luaL_error. */
export function raise(L: LuaThread, message: string): never {
  lauxlib.luaL_where(L, 1);
  pushText(L, (toText(L, -1) ?? "") + message);
  return lua.lua_error(L);
}

/** "bad argument #arg to 'f' (message)". */
export function argumentError(L: LuaThread, arg: number, message: string): never {
  return lauxlib.luaL_argerror(L, arg, bytesOf(message));
}

export { wrongType as typeError };

/** The name of the type at `index`; "no value" where there is none. */
export function typeName(L: LuaThread, index: number): string {
  return textOf(lauxlib.luaL_typename(L, index));
}

/** Pushes the metatable's field and returns its type; pushes nothing and returns LUA_TNIL if there is none. */
export function getMetafield(L: LuaThread, index: number, name: string): number {
  if (!lua.lua_getmetatable(L, index)) return lua.LUA_TNIL;
  pushText(L, name);
  const type = lua.lua_rawget(L, -2);
  if (type === lua.LUA_TNIL) lua.lua_pop(L, 2);
  else lua.lua_remove(L, -2);
  return type;
}

export function checkType(L: LuaThread, arg: number, type: number): void {
  if (lua.lua_type(L, arg) !== type) wrongType(L, arg, textOf(lua.lua_typename(L, type)));
}

/** Any value, but not none. */
export function checkAny(L: LuaThread, arg: number): void {
  if (lua.lua_type(L, arg) === lua.LUA_TNONE) argumentError(L, arg, "value expected");
}

/** The argument as a float. */
export function checkNumber(L: LuaThread, arg: number): number {
  const value = lua.lua_tonumberx(L, arg);
  if (value === false) return wrongType(L, arg, "number");
  return value;
}

export function isAbsent(L: LuaThread, arg: number): boolean {
  return lua.lua_type(L, arg) <= lua.LUA_TNIL;
}

/** One of the given words; `otherwise` where the argument is absent or nil. */
export function checkOption<T extends string>(
  L: LuaThread,
  arg: number,
  options: readonly T[],
  otherwise?: T,
): T {
  if (otherwise !== undefined && isAbsent(L, arg)) return otherwise;
  const text = toText(L, arg) ?? wrongType(L, arg, "string");
  return options.find((option) => option === text) ?? argumentError(L, arg, `invalid option '${text}'`);
}

/** Makes room for `n` more values or raises "stack overflow (message)". */
export function checkStack(L: LuaThread, n: number, message: string): void {
  if (!lua.lua_checkstack(L, n)) raise(L, message === "" ? "stack overflow" : `stack overflow (${message})`);
}

/** Sets each function in the table on top of the stack. */
export function setFunctions(L: LuaThread, functions: Functions): void {
  for (const [name, fn] of Object.entries(functions)) {
    lua.lua_pushcfunction(L, fn);
    lua.lua_setfield(L, -2, bytesOf(name));
  }
}

/** A field of the table on top from a text. */
export function setTextField(L: LuaThread, name: string, text: string): void {
  pushText(L, text);
  lua.lua_setfield(L, -2, bytesOf(name));
}
