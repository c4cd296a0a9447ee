import { lua, type LuaThread } from "../engine/index.ts";
import { pushText } from "./stack.ts";

/** What a count hook may do to the code it interrupts. */
export type Interruption = { kind: "continue" } | { kind: "yield" } | { kind: "raise"; message: string };

/** Lets the code go on. */
export const proceed: Interruption = { kind: "continue" };

/**
 * Calls `decide` about every `instructions` VM instructions of `L`, and of the
 * coroutines it makes from now on. A yield is only asked for where Lua can
 * yield; `decide` gets told which thread was interrupted.
 */
export function interruptEvery(
  L: LuaThread,
  instructions: number,
  decide: (L: LuaThread) => Interruption,
): void {
  lua.lua_sethook(
    L,
    (thread) => {
      const answer = decide(thread);
      if (answer.kind === "yield") lua.lua_yield(thread, 0);
      else if (answer.kind === "raise") {
        pushText(thread, answer.message);
        lua.lua_error(thread);
      }
    },
    lua.LUA_MASKCOUNT,
    instructions,
  );
}
