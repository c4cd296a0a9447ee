import { lua, type LuaThread } from "../engine/index.ts";
import type { Execution, Executions } from "./execution.ts";
import { popValues, pushValue, readText, readValue } from "./stack.ts";
import { trace } from "./trace.ts";
import type { HostValue, LuaFunction, LuaValue } from "./values.ts";

/** How a resume ended. */
export type Resumed =
  | { status: "yielded" }
  | { status: "done"; values: LuaValue[] }
  | {
      status: "error";
      /** What was raised. */
      value: LuaValue;
      /** The error's text; undefined when its value is neither string nor number. */
      message: string | undefined;
      /** The call stack at the error, in HAProxy's form. */
      trace: string;
      memory: boolean;
    };

const yielded: Resumed = { status: "yielded" };

/** A Lua coroutine run by the host: one call of a function, resumed until it ends. */
export class Coroutine {
  readonly thread: LuaThread;
  #held: unknown;
  #arguments: number;

  /** Prepares a call of `fn` on a new thread beside `L`. */
  constructor(L: LuaThread, fn: LuaFunction, args: readonly HostValue[]) {
    this.thread = lua.lua_newthread(L);
    lua.lua_pop(L, 1);
    lua.lua_checkstack(this.thread, args.length + 2);
    fn.pushTo(this.thread);
    for (const value of args) pushValue(this.thread, value);
    this.#arguments = args.length;
  }

  /** Tells the state's collections that the thread is in use; while it runs, they know. */
  hold(): void {
    if (this.#held !== undefined) return;
    lua.lua_checkstack(this.thread, 1);
    lua.lua_pushthread(this.thread);
    this.#held = lua.lua_toproxy(this.thread, -1);
    lua.lua_pop(this.thread, 1);
  }

  /** Runs until the function ends, raises, or yields. */
  resume(from: LuaThread | null = null): Resumed {
    const L = this.thread;
    const count = this.#arguments;
    this.#arguments = 0;
    const status = lua.lua_resume(L, from, count);
    if (status === lua.LUA_YIELD) {
      this.hold();
      return yielded;
    }
    if (status === lua.LUA_OK) return { status: "done", values: popValues(L, lua.lua_gettop(L)) };
    const value = readValue(L, -1);
    const message = readText(L, -1);
    return { status: "error", value, message, trace: trace(L), memory: status === lua.LUA_ERRMEM };
  }

  /** Where the coroutine stands, in HAProxy's form. */
  trace(): string {
    return trace(this.thread);
  }
}

/**
 * HAProxy's `coroutine.create`: the new coroutine belongs to the run that
 * makes it, so that `core.sleep` and the like work inside. It does not check
 * its argument (hlua.c, hlua_coroutine_create).
 */
export function coroutineCreate(executions: Executions<unknown>): (L: LuaThread) => number {
  return (L) => {
    const thread = lua.lua_newthread(L);
    lua.lua_pushvalue(L, 1);
    lua.lua_xmove(L, thread, 1);
    executions.inherit(L, thread);
    return 1;
  };
}

/** Whether the thread that runs now could be suspended right here. */
export function canYield(L: LuaThread, execution: Execution<unknown>): boolean {
  return execution.thread === L && lua.lua_isyieldable(L);
}
