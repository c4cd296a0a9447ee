import {
  heldAt,
  lua,
  metatableAt,
  objectKind,
  stateOf,
  valueAt,
  type HostPlain,
  type HostTable,
  type LuaThread,
  type ObjectKind,
} from "../engine/index.ts";
import type { Argument } from "./arguments.ts";
import { bind } from "./binding.ts";
import { item, type FieldItem, type FunctionItem, type MethodSpec } from "./declare.ts";
import { argumentError } from "./errors.ts";
import type { Executions } from "./execution.ts";
import { LuaTable, Made } from "./lua-table.ts";
import { pushText, pushValue } from "./stack.ts";
import { textToBytes } from "./text.ts";
import type { HostValue, Pushable } from "./values.ts";

/**
 * HAProxy's objects are tables whose slot [0] holds a userdata and whose
 * metatable tells the class (hlua_fcn.c). Copying both clones an object, and
 * `pairs` shows [0]; so it is here.
 */

/** What the userdata in slot [0] holds: the instance, and what an object needs to be for it to count. */
class Holder {
  readonly instance: unknown;
  readonly owner: object;
  /** The class's metatable in the state, by identity. */
  readonly metatable: object;

  constructor(instance: unknown, owner: object, metatable: object) {
    this.instance = instance;
    this.owner = owner;
    this.metatable = metatable;
  }
}

/** An instance on its way to Lua. */
class Wrapped<T> extends Made {
  readonly #declared: { make(L: LuaThread, instance: T): HostTable };
  readonly #instance: T;

  constructor(declared: { make(L: LuaThread, instance: T): HostTable }, instance: T) {
    super();
    this.#declared = declared;
    this.#instance = instance;
  }

  make(L: LuaThread): HostTable {
    return this.#declared.make(L, this.#instance);
  }
}

const none: readonly HostPlain[] = [];

/** A field's value as the engine has it. */
function plainOf(L: LuaThread, value: HostValue): HostPlain {
  if (typeof value === "string" || typeof value === "boolean" || value === undefined) return value;
  if (value instanceof Made) return value.make(L);
  pushValue(L, value);
  const plain = valueAt(L, -1);
  lua.lua_pop(L, 1);
  return plain;
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
  /** The manual does not list the methods: there are too many, and it has them in another place. */
  readonly unlisted?: true;
  /** Told of each object that is made: for instances whose script may change fields that matter. */
  readonly made?: (instance: T, object: LuaTable) => void;
}

/** What a class declares, whatever its instances are: for lists of classes. */
export interface DeclaredClass<Host> {
  readonly name: string;
  readonly doc: string;
  readonly methods: readonly FunctionItem<Host>[];
  readonly fields: readonly Omit<FieldItem<never>, "value">[];
  readonly metamethods: readonly FunctionItem<Host>[];
  readonly unlisted?: boolean;
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
  /** How objects look in each state that has the class. */
  readonly #kinds = new WeakMap<object, ObjectKind>();
  readonly unlisted: boolean;
  readonly #key: Uint8Array;
  readonly #made: ((instance: T, object: LuaTable) => void) | undefined;

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
    this.fields = extras.fields ?? [];
    this.#made = extras.made;
    this.unlisted = extras.unlisted ?? false;
    const self = this.argument("self", "");
    this.methods = Object.values(methods).map((make) => make(self));
    this.metamethods = Object.values(extras.metamethods ?? {}).map((make) => make(self));
  }

  /** Makes the class known to a state. */
  install(L: LuaThread, executions: Executions<Host>): void {
    const base = lua.lua_gettop(L);
    const [metatable, methods, own] = [base + 1, base + 2, base + 3];
    for (let i = 0; i < 3; i++) lua.lua_newtable(L);
    this.#setFunctions(L, methods, this.methods, executions);
    if (this.storage === "index") {
      lua.lua_pushvalue(L, methods);
      lua.lua_setfield(L, metatable, textToBytes("__index"));
    }
    const title = `HAProxy class ${this.name}`;
    pushText(L, "__tostring");
    lua.lua_pushcfunction(L, (thread) => {
      pushText(thread, title);
      return 1;
    });
    lua.lua_rawset(L, metatable);
    this.#setFunctions(L, metatable, this.metamethods, executions);
    this.#kinds.set(
      stateOf(L),
      objectKind(
        L,
        metatable,
        this.storage === "object" ? methods : own,
        this.fields.map(({ name }) => name),
      ),
    );
    lua.lua_pushvalue(L, metatable);
    lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, this.#key);
    lua.lua_settop(L, base);
  }

  /** Puts functions into the table at `index`. */
  #setFunctions(
    L: LuaThread,
    index: number,
    items: readonly FunctionItem<Host>[],
    executions: Executions<Host>,
  ): void {
    for (const item of items) {
      pushText(L, item.name);
      lua.lua_pushcfunction(L, bind(item, executions));
      lua.lua_rawset(L, index);
    }
  }

  /** An object of the class as an argument of a function. */
  argument(name: string, doc: string): Argument<T> {
    return { name, type: this.name, doc, optional: false, read: (L, index) => this.read(L, index) };
  }

  /** An object for Lua; each call makes a new one, as HAProxy's lists do. */
  wrap(instance: T): Pushable {
    return new Wrapped(this, instance);
  }

  /** As {@link LuaClass.wrap}, in the state of `L`. */
  make(L: LuaThread, instance: T): HostTable {
    const kind = this.#kinds.get(stateOf(L));
    if (!kind) throw new Error(`the class ${this.name} is not installed in this state`);
    const { fields } = this;
    const own = fields.length === 0 ? none : fields.map(({ value }) => plainOf(L, value(instance)));
    const table = kind.make(L, new Holder(instance, this, kind.metatable), own);
    this.#made?.(instance, new LuaTable(table));
    return table;
  }

  /** Pushes the metatable that the class has in the state. */
  pushMetatable(L: LuaThread): void {
    lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, this.#key);
  }

  /** The instance behind the object at `index`; raises HAProxy's text for anything else. */
  read(L: LuaThread, index: number): T {
    const held = heldAt(L, index);
    if (held instanceof Holder && held.owner === this && held.metatable === metatableAt(L, index)) {
      return held.instance as T;
    }
    // HAProxy passes a null message here, and Lua 5.3 prints it so.
    return argumentError(L, index, "(null)");
  }
}

/** Declares a method; see {@link LuaClass}. */
export function method<Host, T, const A extends readonly Argument<unknown>[] = []>(
  name: string,
  spec: MethodSpec<Host, T, A>,
): (self: Argument<T>) => FunctionItem<Host> {
  return (self) => {
    const args = [guarded(self, spec.guard), ...(spec.args ?? [])];
    return item<Host>(name, spec, args, spec.body);
  };
}

function guarded<T>(self: Argument<T>, guard: ((self: T) => void) | undefined): Argument<T> {
  if (!guard) return self;
  return {
    ...self,
    read: (L, index) => {
      const object = self.read(L, index);
      guard(object);
      return object;
    },
  };
}
