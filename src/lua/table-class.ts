import { lua, type LuaThread } from "../engine/index.ts";
import { bind } from "./binding.ts";
import type { DeclaredClass } from "./class.ts";
import type { FieldItem, FunctionItem } from "./declare.ts";
import type { Executions } from "./execution.ts";
import { pushText, pushValue } from "./stack.ts";
import { textToBytes } from "./text.ts";
import type { HostValue, Pushable } from "./values.ts";

/**
 * A class whose objects are mere tables with a metatable: scripts may edit
 * their fields, and the methods take any table. HAProxy's Reply is one.
 */
export class TableClass<Host> implements DeclaredClass<Host> {
  readonly name: string;
  readonly doc: string;
  readonly methods: readonly FunctionItem<Host>[];
  readonly fields: readonly Omit<FieldItem<never>, "value">[];
  readonly metamethods: readonly FunctionItem<Host>[] = [];
  readonly #key: Uint8Array;

  constructor(
    name: string,
    doc: string,
    methods: readonly FunctionItem<Host>[],
    fields: readonly Omit<FieldItem<never>, "value">[],
  ) {
    this.name = name;
    this.doc = doc;
    this.methods = methods;
    this.fields = fields;
    this.#key = textToBytes(`halua.class.${name}`);
  }

  install(L: LuaThread, executions: Executions<Host>): void {
    lua.lua_newtable(L);
    lua.lua_newtable(L);
    for (const item of this.methods) {
      pushText(L, item.name);
      lua.lua_pushcfunction(L, bind(item, executions));
      lua.lua_rawset(L, -3);
    }
    lua.lua_setfield(L, -2, textToBytes("__index"));
    lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, this.#key);
  }

  pushMetatable(L: LuaThread): void {
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, this.#key);
  }

  /** A new object with these fields. */
  of(fields: Readonly<Record<string, HostValue>>): Pushable {
    return {
      pushTo: (L) => {
        pushValue(L, fields);
        this.pushMetatable(L);
        lua.lua_setmetatable(L, -2);
      },
    };
  }
}
