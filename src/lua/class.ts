import { lua, type LuaThread } from "../engine/index.ts";
import type { Argument } from "./arguments.ts";
import { bind } from "./binding.ts";
import { item, type FieldItem, type FunctionItem, type MethodSpec } from "./declare.ts";
import { argumentError } from "./errors.ts";
import type { Executions } from "./execution.ts";
import { pushText, pushValue } from "./stack.ts";
import { textToBytes } from "./text.ts";
import type { Pushable } from "./values.ts";

/**
 * HAProxy's objects are tables whose slot [0] holds a userdata and whose
 * metatable tells the class (hlua_fcn.c). Copying both clones an object, and
 * `pairs` shows [0]; so it is here.
 */

/** The userdata in slot [0]: the instance, and what an object needs to be for it to count. */
interface Holder {
  instance?: unknown;
  owner?: object;
  /** The class's metatable in the state, by identity. */
  metatable?: unknown;
}

/** What a class has beyond methods. */
export interface ClassExtras<Host, T> {
  /** Fields that each object gets when it is made; an undefined value leaves the field out. */
  readonly fields?: readonly FieldItem<T>[];
  /**
   * Metamethods by name (`__index`, `__tostring`), declared as methods are. An
   * `__index` stands in for the table of methods, so it suits "object" storage.
   */
  readonly metamethods?: Record<string, (self: Argument<T>) => FunctionItem<Host>>;
}

/** What a class declares, whatever its instances are: for lists of classes. */
export interface DeclaredClass<Host> {
  readonly name: string;
  readonly doc: string;
  readonly methods: readonly FunctionItem<Host>[];
  readonly fields: readonly Omit<FieldItem<never>, "value">[];
  readonly metamethods: readonly FunctionItem<Host>[];
  install(L: LuaThread, executions: Executions<Host>): void;
  pushMetatable(L: LuaThread): void;
}

/** A Lua class over instances of `T`. */
export class LuaClass<Host, T> implements DeclaredClass<Host> {
  readonly name: string;
  readonly doc: string;
  readonly methods: readonly FunctionItem<Host>[];
  readonly fields: readonly FieldItem<T>[];
  readonly metamethods: readonly FunctionItem<Host>[];
  /**
   * Where the methods live: in the metatable's `__index`, or in each object, as
   * HAProxy does for Proxy, Server, Patref, Queue and EventSub.
   */
  readonly storage: "index" | "object";
  readonly #key: Uint8Array;
  readonly #methodsKey: Uint8Array;

  constructor(
    name: string,
    doc: string,
    methods: Record<string, (self: Argument<T>) => FunctionItem<Host>>,
    storage: "index" | "object" = "index",
    extras: ClassExtras<Host, T> = {},
  ) {
    this.name = name;
    this.doc = doc;
    this.storage = storage;
    this.#key = textToBytes(`halua.class.${name}`);
    this.#methodsKey = textToBytes(`halua.methods.${name}`);
    this.fields = extras.fields ?? [];
    const self: Argument<T> = {
      name: "self",
      type: name,
      doc: "",
      optional: false,
      read: (L, index) => this.read(L, index),
    };
    this.methods = Object.values(methods).map((make) => make(self));
    this.metamethods = Object.values(extras.metamethods ?? {}).map((make) => make(self));
  }

  /** Makes the class known to a state. */
  install(L: LuaThread, executions: Executions<Host>): void {
    lua.lua_newtable(L);
    lua.lua_newtable(L);
    this.#setFunctions(L, this.methods, executions);
    if (this.storage === "object") lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, this.#methodsKey);
    else lua.lua_setfield(L, -2, textToBytes("__index"));
    const title = `HAProxy class ${this.name}`;
    pushText(L, "__tostring");
    lua.lua_pushcfunction(L, (thread) => {
      pushText(thread, title);
      return 1;
    });
    lua.lua_rawset(L, -3);
    this.#setFunctions(L, this.metamethods, executions);
    lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, this.#key);
  }

  /** Puts functions into the table on top. */
  #setFunctions(L: LuaThread, items: readonly FunctionItem<Host>[], executions: Executions<Host>): void {
    for (const item of items) {
      pushText(L, item.name);
      lua.lua_pushcfunction(L, bind(item, executions));
      lua.lua_rawset(L, -3);
    }
  }

  /** An object for Lua; each call makes a new one, as HAProxy's lists do. */
  wrap(instance: T): Pushable {
    return { pushTo: (L) => this.#push(L, instance) };
  }

  #push(L: LuaThread, instance: T): void {
    lua.lua_checkstack(L, 6);
    lua.lua_createtable(L, 1, 0);
    const holder = lua.lua_newuserdata(L, 0) as Holder;
    holder.instance = instance;
    holder.owner = this;
    lua.lua_rawseti(L, -2, 0);
    if (this.storage === "object") this.#copyMethods(L);
    for (const field of this.fields) {
      const value = field.value(instance);
      if (value === undefined) continue;
      pushText(L, field.name);
      pushValue(L, value);
      lua.lua_rawset(L, -3);
    }
    this.pushMetatable(L);
    holder.metatable = lua.lua_topointer(L, -1);
    lua.lua_setmetatable(L, -2);
  }

  /** Pushes the metatable that the class has in the state. */
  pushMetatable(L: LuaThread): void {
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, this.#key);
  }

  /** With the object on top: puts each method into it. */
  #copyMethods(L: LuaThread): void {
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, this.#methodsKey);
    for (const method of this.methods) {
      pushText(L, method.name);
      lua.lua_pushvalue(L, -1);
      lua.lua_rawget(L, -3);
      lua.lua_rawset(L, -4);
    }
    lua.lua_pop(L, 1);
  }

  /** The instance behind the object at `index`; raises HAProxy's text for anything else. */
  read(L: LuaThread, index: number): T {
    const holder = this.#holder(L, index);
    // HAProxy passes a null message here, and Lua 5.3 prints it so.
    if (holder === undefined) return argumentError(L, index, "(null)");
    return holder.instance as T;
  }

  #holder(L: LuaThread, index: number): Holder | undefined {
    if (lua.lua_type(L, index) !== lua.LUA_TTABLE || !lua.lua_getmetatable(L, index)) return undefined;
    const metatable = lua.lua_topointer(L, -1);
    lua.lua_pop(L, 1);
    lua.lua_rawgeti(L, index, 0);
    const holder = lua.lua_touserdata(L, -1) as Holder | null;
    lua.lua_pop(L, 1);
    return holder?.owner === this && holder.metatable === metatable ? holder : undefined;
  }
}

/** Declares a method; see {@link LuaClass}. */
export function method<Host, T, const A extends readonly Argument<unknown>[] = []>(
  name: string,
  spec: MethodSpec<Host, T, A>,
): (self: Argument<T>) => FunctionItem<Host> {
  return (self) => {
    const args = [self, ...(spec.args ?? [])];
    return item<Host>(name, spec, args, spec.body);
  };
}
