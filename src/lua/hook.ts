import { lua, type Hook, type LuaThread } from "../engine/index.ts";
import { hookSource, lineObserver, type LineObserver } from "./lines.ts";
import { pushText } from "./stack.ts";

/** What a count hook may do to the code it interrupts. */
export type Interruption = { kind: "continue" } | { kind: "yield" } | { kind: "raise"; message: string };

/** Lets the code go on. */
export const proceed: Interruption = { kind: "continue" };

/** A count hook, made once and set as often as need be. */
export type CountHook = Hook;

/**
 * A hook that does what `decide` says. A yield may only be asked for where Lua
 * can yield; `decide` is told which thread was interrupted.
 */
export function countHook(decide: (L: LuaThread) => Interruption): CountHook {
  return (L) => {
    const answer = decide(L);
    if (answer.kind === "yield") lua.lua_yield(L, 0);
    else if (answer.kind === "raise") {
      pushText(L, answer.message);
      lua.lua_error(L);
    }
  };
}

/** Has `hook` called each `instructions` VM instructions of `L`, and of the coroutines it makes from now on. */
export function interruptEvery(L: LuaThread, instructions: number, hook: CountHook): void {
  const observe = lineObserver(L);
  if (!observe) lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, instructions);
  else lua.lua_sethook(L, both(hook, observe), lua.LUA_MASKCOUNT | lua.LUA_MASKLINE, instructions);
}

/** A hook for lines as well. */
function both(count: CountHook, observe: LineObserver): Hook {
  return (L, ar) => {
    if (ar.event === lua.LUA_HOOKCOUNT) count(L, ar);
    else observe(hookSource(L, ar), ar.currentline);
  };
}
