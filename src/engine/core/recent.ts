import type { LuaFunction, Proto } from "./model.ts";

/** The last closure of each prototype, given out again when it would capture the same; forgotten at a collection. */
export const recent = { closures: new WeakMap<Proto, LuaFunction>() };
