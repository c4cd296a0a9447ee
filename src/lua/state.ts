import {
  lauxlib,
  lua,
  lualib,
  openLibraries,
  setMemoryLimit,
  type LibraryName,
  type LuaThread,
} from "../engine/index.ts";
import { bind, hostFunction, nativeErrorText } from "./binding.ts";
import type { DeclaredClass } from "./class.ts";
import { canYield, Coroutine, coroutineCreate } from "./coroutine.ts";
import type { FunctionItem, Item } from "./declare.ts";
import { where } from "./errors.ts";
import { Executions, yieldingContexts, type Execution } from "./execution.ts";
import { popValue, pushText, pushValue, readText } from "./stack.ts";
import { tableGet, tableSet } from "./table.ts";
import { encodeUtf8, textToBytes } from "./text.ts";
import { trace } from "./trace.ts";
import { LuaFunction, LuaReference, type HostValue, type LuaValue, type Pushable } from "./values.ts";

/** What loading a chunk gave: a function, or the compiler's message. */
export type Loaded = { fn: LuaFunction } | { error: string };

/** LUA_GCCOLLECT of lua.h. */
const gcCollect = 2;

/** What a protected call gave. `memory` marks Lua's own "not enough memory". */
export type Called =
  { ok: true; values: LuaValue[] } | { ok: false; message: string | undefined; memory: boolean };

/** Closes the ways by which stock Fengari would load JavaScript into the process. */
const closeJavaScriptLoaders = `
package.jspath = nil
package.jsconfig = nil
for i = #package.searchers, 3, -1 do package.searchers[i] = nil end
package.loadlib = function(path, name)
  return nil, "dynamic libraries not enabled; check your Lua installation", "absent"
end`;

const getField = (L: LuaThread): number => {
  lua.lua_gettable(L, 1);
  return 1;
};

/**
 * One Lua state: the globals, the standard libraries, and what the host puts
 * in. `Host` is what the declared functions work on.
 */
export class LuaState<Host> {
  readonly main: LuaThread;
  readonly executions: Executions<Host>;

  /** `libraries` are the standard libraries besides the basic functions and `coroutine`; all by default. */
  constructor(outside: Execution<Host>, libraries?: readonly LibraryName[]) {
    this.executions = new Executions(outside);
    this.main = lauxlib.luaL_newstate();
    const L = this.main;
    lua.lua_atnativeerror(L, (thread) => {
      const error: unknown = lua.lua_touserdata(thread, 1);
      pushText(thread, encodeUtf8(nativeErrorText(error)));
      return 1;
    });
    if (libraries) openLibraries(L, libraries);
    else lualib.luaL_openlibs(L);
    this.#closeLoaders();
    this.#replaceCoroutineCreate();
  }

  #closeLoaders(): void {
    const loaded = this.load(closeJavaScriptLoaders, "=halua");
    if ("fn" in loaded) this.call(loaded.fn);
  }

  #replaceCoroutineCreate(): void {
    const L = this.main;
    lua.lua_getglobal(L, textToBytes("coroutine"));
    pushText(L, "create");
    lua.lua_pushcfunction(L, coroutineCreate(this.executions));
    lua.lua_rawset(L, -3);
    lua.lua_pop(L, 1);
  }

  /** Compiles `source` (a byte string). `chunkName` as Lua has it: `@file` or `=text`. */
  load(source: string, chunkName: string): Loaded {
    const L = this.main;
    const bytes = textToBytes(source);
    const status = lauxlib.luaL_loadbufferx(L, bytes, bytes.length, textToBytes(chunkName), null);
    if (status === lua.LUA_OK) {
      const fn = new LuaFunction(L, -1);
      lua.lua_pop(L, 1);
      return { fn };
    }
    const error = readText(L, -1) ?? "unknown error";
    lua.lua_pop(L, 1);
    return { error };
  }

  /** Calls `fn` on the main thread, as a script's body runs: it cannot yield. */
  call(fn: LuaFunction, args: readonly HostValue[] = []): Called {
    const L = this.main;
    const base = lua.lua_gettop(L);
    lua.lua_checkstack(L, args.length + 2);
    fn.pushTo(L);
    for (const value of args) pushValue(L, value);
    const status = lua.lua_pcall(L, args.length, lua.LUA_MULTRET, 0);
    if (status !== lua.LUA_OK) {
      const message = readText(L, -1);
      lua.lua_settop(L, base);
      return { ok: false, message, memory: status === lua.LUA_ERRMEM };
    }
    const values: LuaValue[] = [];
    while (lua.lua_gettop(L) > base) values.unshift(popValue(L));
    return { ok: true, values };
  }

  /** A coroutine of its own that will call `fn`. */
  coroutine(fn: LuaFunction, args: readonly HostValue[] = []): Coroutine {
    return new Coroutine(this.main, fn, args);
  }

  /** A table made and held: the same one each time it is given to Lua. */
  hold(table: Pushable | ReadonlyMap<HostValue, HostValue>): LuaReference {
    pushValue(this.main, table);
    const held = new LuaReference(this.main, -1, "table");
    lua.lua_pop(this.main, 1);
    return held;
  }

  /** The field `name` of a table, found as Lua finds it, by way of `__index`; undefined also where that raises. */
  index(table: LuaReference, name: string): LuaValue {
    const L = this.main;
    lua.lua_checkstack(L, 3);
    lua.lua_pushcfunction(L, getField);
    table.pushTo(L);
    pushText(L, name);
    const status = lua.lua_pcall(L, 2, 1, 0);
    const value = popValue(L);
    return status === lua.LUA_OK ? value : undefined;
  }

  /** The field `name` of the metatable of `value`, undefined where there is none. */
  metafield(value: LuaReference, name: string): LuaValue {
    const L = this.main;
    value.pushTo(L);
    if (!lua.lua_getmetatable(L, -1)) {
      lua.lua_pop(L, 1);
      return undefined;
    }
    pushText(L, name);
    lua.lua_rawget(L, -2);
    const field = popValue(L);
    lua.lua_pop(L, 2);
    return field;
  }

  /** The global `name`. */
  getGlobal(name: string): LuaValue {
    lua.lua_getglobal(this.main, textToBytes(name));
    return popValue(this.main);
  }

  /** Sets the global `name`. */
  setGlobal(name: string, value: HostValue): void {
    pushValue(this.main, value);
    lua.lua_setglobal(this.main, textToBytes(name));
  }

  /**
   * Makes a table of declared items, e.g. `core`; gives it for further fields.
   * With `like`, it has that class's metatable, as HAProxy's Map and Regex have.
   */
  module(items: readonly Item<Host>[], like?: DeclaredClass<Host>): LuaReference {
    const L = this.main;
    lua.lua_newtable(L);
    for (const item of items) {
      pushText(L, item.name);
      if (item.kind !== "function") pushValue(L, item.value);
      else lua.lua_pushcfunction(L, bind(item, this.executions));
      lua.lua_rawset(L, -3);
    }
    if (like) {
      like.pushMetatable(L);
      lua.lua_setmetatable(L, -2);
    }
    const table = new LuaReference(L, -1, "table");
    lua.lua_pop(L, 1);
    return table;
  }

  /** Makes the objects of a class known to this state. */
  install(declared: DeclaredClass<Host>): void {
    declared.install(this.main, this.executions);
  }

  /** A declared function as a value. */
  function(item: FunctionItem<Host>): Pushable {
    return hostFunction(item, this.executions);
  }

  /**
   * Whether the script that made the running call could be suspended right
   * there: not at start-up, not inside a coroutine of its own, not below a
   * function such as table.sort. For bodies that wait where they can and do
   * with less where they cannot.
   */
  callerCanWait(execution: Execution<Host>): boolean {
    const { caller } = this.executions;
    return caller !== undefined && yieldingContexts.has(execution.context) && canYield(caller, execution);
  }

  /** The call stack of the script that made the running call, in HAProxy's form. */
  callerTrace(): string {
    const { caller } = this.executions;
    return caller === undefined ? "" : trace(caller);
  }

  /** Where the script that made the running call stands; "" and 0 where that is unknown, as in a call from pcall. */
  callerPosition(): { file: string; line: number } {
    const { caller } = this.executions;
    const [, file = "", line = "0"] = /^(.*):([0-9]+): $/s.exec(caller ? where(caller, 1) : "") ?? [];
    return { file, line: Number(line) };
  }

  /** Collects garbage now, all of it, as `collectgarbage()` does. Holds the thread for milliseconds. */
  collectGarbage(): void {
    lua.lua_gc(this.main, gcCollect, 0);
  }

  /** Limits the memory of the state, in bytes; Infinity lifts the limit. */
  setMemoryLimit(bytes: number): void {
    setMemoryLimit(this.main, bytes);
  }

  /** Puts a pattern in front of `package.path` or `package.cpath`; without the library `package` there is nothing to do. */
  prependPath(pattern: string, kind: "path" | "cpath"): void {
    const library = this.getGlobal("package");
    if (!(library instanceof LuaReference)) return;
    const before = tableGet(this.main, library, kind);
    tableSet(this.main, library, kind, `${pattern};${typeof before === "string" ? before : ""}`);
  }

  /** Ends the state: its `__gc` metamethods run, its memory goes. */
  close(): void {
    lua.lua_close(this.main);
  }
}
