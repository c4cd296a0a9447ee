import { lua, type LuaThread } from "../engine/index.ts";
import type { Argument } from "./arguments.ts";
import type { Pushable } from "./values.ts";

/**
 * Userdata without a metatable: a value that a script can only hand back, such
 * as what `core.parse_addr` gives.
 */

/** What stands in the userdata. Other classes' userdata have another shape. */
class Opaque {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** A userdata around `value`; each push makes a new one. */
export function opaque(value: unknown): Pushable {
  return {
    pushTo: (L: LuaThread): void => {
      (lua.lua_newuserdata(L, 0) as { content?: Opaque }).content = new Opaque(value);
    },
  };
}

/** Any value; where it is a userdata made by {@link opaque}, what stands in it, else undefined. */
export function opaqueArgument(name: string, doc: string): Argument<unknown> {
  return {
    name,
    type: "userdata",
    doc,
    optional: false,
    read: (L, index) => {
      if (lua.lua_type(L, index) !== lua.LUA_TUSERDATA) return undefined;
      const { content } = lua.lua_touserdata(L, index) as { content?: unknown };
      return content instanceof Opaque ? content.value : undefined;
    },
  };
}
