import { lua, type Hook, type LuaThread } from "../engine/index.ts";
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
  lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, instructions);
}
