import {
  forEachField,
  getField,
  HostFloat,
  hostTableAt,
  hostTypeName,
  isHostTable,
  newHostTable,
  pushPlain,
  setField,
  tableLength,
  type HostPlain,
  type HostTable,
  type LuaThread,
} from "../engine/index.ts";
import type { Argument } from "./arguments.ts";
import type { Pushable } from "./values.ts";

/** What a look into a table shows: a number without its Lua kind, and of functions and the like only what they are. */
export type Seen = undefined | boolean | number | bigint | string | LuaTable | OtherValue;

/** A value of which the host can only tell the type. */
export class OtherValue {
  readonly type: string;

  constructor(type: string) {
    this.type = type;
  }
}

/**
 * A table that a script has given, for the time of the call: looked into
 * without metamethods, and much cheaper than a LuaReference, which holds it.
 */
export class LuaTable {
  readonly #table: HostTable;

  constructor(table: HostTable) {
    this.#table = table;
  }

  /** The value at `key`. */
  get(key: string | number): Seen {
    return seen(getField(this.#table, key));
  }

  set(key: string | number, value: string | number | undefined): void {
    setField(this.#table, key, value);
  }

  /** Puts a value behind the last of the list. */
  append(value: string): void {
    setField(this.#table, tableLength(this.#table) + 1, value);
  }

  /** Puts a new list of one value at `key`. */
  setList(key: string | number, value: string): void {
    const list = newHostTable(this.#table);
    setField(list, 1, value);
    setField(this.#table, key, list);
  }

  /** Calls `look` for each pair, in the order of `next`. */
  forEach(look: (key: Seen, value: Seen) => void): void {
    forEachField(this.#table, (key, value) => look(seen(key), seen(value)));
  }
}

/** Something that is made whole for Lua, rather than put together on the stack. */
export abstract class Made implements Pushable {
  abstract make(L: LuaThread): HostPlain;

  pushTo(L: LuaThread): void {
    pushPlain(L, this.make(L));
  }
}

/** A table of lists by name, each from index 0 on: `{name = {[0] = value, ...}}`. */
export class ListsFromZero extends Made {
  readonly #names: readonly string[];
  readonly #values: readonly string[];

  /** A name for each value. */
  constructor(names: readonly string[], values: readonly string[]) {
    super();
    this.#names = names;
    this.#values = values;
  }

  make(L: LuaThread): HostTable {
    const all = newHostTable(L);
    for (let i = 0; i < this.#names.length; i++) {
      const name = this.#names[i];
      const list = getField(all, name);
      if (isHostTable(list)) {
        // Index 0 does not count for the border, and so HAProxy goes on.
        setField(list, tableLength(list) + 1, this.#values[i]);
        continue;
      }
      const made = newHostTable(L);
      setField(made, 0, this.#values[i]);
      setField(all, name, made);
    }
    return all;
  }
}

/** An empty table. */
export class EmptyTable extends Made {
  make(L: LuaThread): HostTable {
    return newHostTable(L);
  }
}

function seen(value: HostPlain): Seen {
  if (typeof value !== "object") return value;
  if (isHostTable(value)) return new LuaTable(value);
  return value instanceof HostFloat ? value.n : new OtherValue(hostTypeName(value));
}

/** Lua's name for the type of what was seen. */
export function seenType(value: Seen): string {
  if (value === undefined) return "nil";
  if (value instanceof LuaTable) return "table";
  if (value instanceof OtherValue) return value.type;
  return typeof value === "bigint" ? "number" : typeof value;
}

/** A table to look into, undefined for anything else. */
export function tableIfAny(name: string, doc: string): Argument<LuaTable | undefined> {
  return {
    name,
    type: "table?",
    doc,
    optional: true,
    read: (L, index) => lookAt(L, index),
  };
}

/** The same argument as a table to look into, once it has been read as what it is. */
export function asLuaTable(argument: Argument<unknown>): Argument<LuaTable> {
  return {
    ...argument,
    read: (L, index) => {
      const table = lookAt(L, index);
      if (table) return table;
      argument.read(L, index);
      throw new Error(`${argument.name} is no table`);
    },
  };
}

function lookAt(L: LuaThread, index: number): LuaTable | undefined {
  const table = hostTableAt(L, index);
  return table && new LuaTable(table);
}
