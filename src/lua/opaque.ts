import { lua, type LuaThread } from "../engine/index.ts";
import { table, type Argument } from "./arguments.ts";
import { textToBytes } from "./text.ts";
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

/** A table; what the userdata in one of its fields was made of by {@link opaque}, undefined where there is none. */
export function opaqueField(name: string, doc: string, field: string): Argument<unknown> {
  const key = textToBytes(field);
  const given = table(name, doc);
  return {
    ...given,
    read: (L, index) => {
      given.read(L, index);
      lua.lua_getfield(L, index, key);
      const held =
        lua.lua_type(L, -1) === lua.LUA_TUSERDATA
          ? (lua.lua_touserdata(L, -1) as { content?: unknown }).content
          : undefined;
      lua.lua_pop(L, 1);
      return held instanceof Opaque ? held.value : undefined;
    },
  };
}
