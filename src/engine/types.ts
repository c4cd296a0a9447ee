/**
 * The types of Fengari's public C-API modules, as far as `src/lua` uses them.
 * Fengari ships none. Integers cross as a JS number while they are safe
 * (|v| <= 2^53-1) and as a bigint beyond; strings as bytes.
 */
declare const stateBrand: unique symbol;

/** One Lua thread (coroutine) of a Lua state. Opaque above the engine. */
export interface LuaThread {
  readonly [stateBrand]: true;
}

/** A host function on Fengari's stack: returns how many results it left on top. */
export type CFunction = (L: LuaThread) => number;

/** Continues after a yield or a protected call. */
export type Continuation = (L: LuaThread, status: number, context: unknown) => number;

/** A debug hook. */
export type Hook = (L: LuaThread, ar: LuaDebug) => void;

export type LuaInteger = number | bigint;

/** An activation record, filled by `lua_getstack` and `lua_getinfo`. */
export interface LuaDebug {
  event: number;
  name: Uint8Array | null;
  namewhat: Uint8Array | null;
  what: Uint8Array | null;
  source: Uint8Array | null;
  currentline: number;
  linedefined: number;
  lastlinedefined: number;
  nups: number;
  nparams: number;
  isvararg: boolean;
  istailcall: boolean;
  short_src: Uint8Array | null;
}

/** `lua.js`: the API of lua.h. */
export interface LuaApi {
  readonly LUA_OK: 0;
  readonly LUA_YIELD: 1;
  readonly LUA_ERRRUN: 2;
  readonly LUA_ERRSYNTAX: 3;
  readonly LUA_ERRMEM: 4;
  readonly LUA_ERRGCMM: 5;
  readonly LUA_ERRERR: 6;
  readonly LUA_MULTRET: -1;
  readonly LUA_REGISTRYINDEX: number;
  readonly LUA_RIDX_GLOBALS: number;
  readonly LUA_RIDX_MAINTHREAD: number;
  readonly LUA_TNONE: -1;
  readonly LUA_TNIL: 0;
  readonly LUA_TBOOLEAN: 1;
  readonly LUA_TLIGHTUSERDATA: 2;
  readonly LUA_TNUMBER: 3;
  readonly LUA_TSTRING: 4;
  readonly LUA_TTABLE: 5;
  readonly LUA_TFUNCTION: 6;
  readonly LUA_TUSERDATA: 7;
  readonly LUA_TTHREAD: 8;
  readonly LUA_MASKCALL: number;
  readonly LUA_MASKRET: number;
  readonly LUA_MASKLINE: number;
  readonly LUA_MASKCOUNT: number;
  readonly LUA_HOOKCOUNT: number;
  readonly lua_Debug: new () => LuaDebug;
  lua_upvalueindex(i: number): number;
  lua_absindex(L: LuaThread, index: number): number;
  lua_atnativeerror(L: LuaThread, handler: CFunction | null): CFunction | null;
  lua_atpanic(L: LuaThread, handler: CFunction | null): CFunction | null;
  lua_call(L: LuaThread, nargs: number, nresults: number): void;
  lua_checkstack(L: LuaThread, n: number): boolean;
  lua_close(L: LuaThread): void;
  lua_createtable(L: LuaThread, narray: number, nrecord: number): void;
  lua_error(L: LuaThread): never;
  lua_gc(L: LuaThread, what: number, data: number): number;
  lua_gettable(L: LuaThread, index: number): number;
  lua_getfield(L: LuaThread, index: number, key: Uint8Array): number;
  lua_getglobal(L: LuaThread, name: Uint8Array): number;
  lua_geti(L: LuaThread, index: number, n: LuaInteger): number;
  lua_getinfo(L: LuaThread, what: Uint8Array, ar: LuaDebug): number;
  lua_getmetatable(L: LuaThread, index: number): boolean;
  lua_getstack(L: LuaThread, level: number, ar: LuaDebug): number;
  lua_gettop(L: LuaThread): number;
  lua_insert(L: LuaThread, index: number): void;
  lua_isinteger(L: LuaThread, index: number): boolean;
  lua_isyieldable(L: LuaThread): boolean;
  lua_load(
    L: LuaThread,
    reader: (L: LuaThread, data: unknown) => Uint8Array | null,
    data: unknown,
    chunkname: Uint8Array,
    mode: Uint8Array | null,
  ): number;
  lua_newtable(L: LuaThread): void;
  lua_newthread(L: LuaThread): LuaThread;
  lua_newuserdata(L: LuaThread, size: number): object;
  lua_next(L: LuaThread, index: number): number;
  lua_pcall(L: LuaThread, nargs: number, nresults: number, handler: number): number;
  lua_pop(L: LuaThread, n: number): void;
  lua_pushboolean(L: LuaThread, value: boolean): void;
  lua_pushcclosure(L: LuaThread, fn: CFunction, nupvalues: number): void;
  lua_pushcfunction(L: LuaThread, fn: CFunction): void;
  lua_pushinteger(L: LuaThread, value: LuaInteger): void;
  lua_pushlightuserdata(L: LuaThread, value: unknown): void;
  lua_pushlstring(L: LuaThread, bytes: Uint8Array, length: number): Uint8Array;
  lua_pushnil(L: LuaThread): void;
  lua_pushnumber(L: LuaThread, value: number): void;
  lua_pushstring(L: LuaThread, bytes: Uint8Array | null): Uint8Array | null;
  lua_pushthread(L: LuaThread): boolean;
  lua_pushvalue(L: LuaThread, index: number): void;
  lua_rawequal(L: LuaThread, a: number, b: number): number;
  lua_rawget(L: LuaThread, index: number): number;
  lua_rawgeti(L: LuaThread, index: number, n: LuaInteger): number;
  lua_rawlen(L: LuaThread, index: number): number;
  lua_rawset(L: LuaThread, index: number): void;
  lua_rawseti(L: LuaThread, index: number, n: LuaInteger): void;
  lua_remove(L: LuaThread, index: number): void;
  lua_replace(L: LuaThread, index: number): void;
  lua_resume(L: LuaThread, from: LuaThread | null, nargs: number): number;
  lua_setfield(L: LuaThread, index: number, key: Uint8Array): void;
  lua_setglobal(L: LuaThread, name: Uint8Array): void;
  lua_sethook(L: LuaThread, hook: Hook | null, mask: number, count: number): void;
  lua_setmetatable(L: LuaThread, index: number): boolean;
  lua_settop(L: LuaThread, index: number): void;
  lua_status(L: LuaThread): number;
  lua_toboolean(L: LuaThread, index: number): boolean;
  /** A function that pushes the value at `index` again, on any thread of the same state; keeps the value alive. */
  lua_toproxy(L: LuaThread, index: number): (L: LuaThread) => void;
  lua_tointegerx(L: LuaThread, index: number): LuaInteger | false;
  lua_tonumberx(L: LuaThread, index: number): number | false;
  lua_topointer(L: LuaThread, index: number): unknown;
  lua_tolstring(L: LuaThread, index: number): Uint8Array | null;
  lua_tothread(L: LuaThread, index: number): LuaThread | null;
  lua_touserdata(L: LuaThread, index: number): object | null;
  lua_type(L: LuaThread, index: number): number;
  lua_typename(L: LuaThread, type: number): Uint8Array;
  lua_xmove(from: LuaThread, to: LuaThread, n: number): void;
  lua_yield(L: LuaThread, nresults: number): number;
  lua_yieldk(L: LuaThread, nresults: number, context: unknown, k: Continuation | null): number;
}

/** `lauxlib.js`: the API of lauxlib.h. */
export interface AuxiliaryApi {
  readonly LUA_REFNIL: -1;
  readonly LUA_NOREF: -2;
  luaL_newstate(): LuaThread;
  luaL_argerror(L: LuaThread, arg: number, message: Uint8Array): never;
  luaL_error(L: LuaThread, format: Uint8Array, ...args: unknown[]): never;
  luaL_loadbufferx(
    L: LuaThread,
    bytes: Uint8Array,
    size: number,
    name: Uint8Array,
    mode: Uint8Array | null,
  ): number;
  luaL_ref(L: LuaThread, table: number): number;
  luaL_requiref(L: LuaThread, name: Uint8Array, open: CFunction, global: boolean): void;
  luaL_tolstring(L: LuaThread, index: number): Uint8Array;
  luaL_traceback(L: LuaThread, L1: LuaThread, message: Uint8Array | null, level: number): void;
  luaL_typename(L: LuaThread, index: number): Uint8Array;
  luaL_unref(L: LuaThread, table: number, reference: number): void;
  luaL_where(L: LuaThread, level: number): void;
}

/** `lualib.js`: the standard libraries. */
export interface LibraryApi {
  luaL_openlibs(L: LuaThread): void;
  luaopen_base: CFunction;
  luaopen_coroutine: CFunction;
  luaopen_table: CFunction;
  luaopen_io: CFunction;
  luaopen_os: CFunction;
  luaopen_string: CFunction;
  luaopen_utf8: CFunction;
  luaopen_math: CFunction;
  luaopen_debug: CFunction;
  luaopen_package: CFunction;
}
