/**
 * What the embedding kit (`src/lua`) does to Lua values beyond the C API, in
 * terms that hold for either engine: see {@link Access}.
 */
import type { LuaFloat } from "../core/model.ts";
import type { LuaThread } from "../types.ts";

declare const tableBrand: unique symbol;
declare const otherBrand: unique symbol;

/** A Lua table, as the engine has it. Good for one call, or for as long as something in Lua refers to it. */
export interface HostTable {
  readonly [tableBrand]: true;
}

/** A function, thread or userdata, as the engine has it. */
export interface HostOther {
  readonly [otherBrand]: true;
}

/**
 * A Lua value on the host's side: nil is undefined, a string is a byte string,
 * an integer a number while |v| <= 2^53-1 and a bigint beyond, a float a
 * LuaFloat, anything else the engine's own.
 */
export type HostPlain = undefined | boolean | number | bigint | string | LuaFloat | HostTable | HostOther;

/** A record's keys, prepared once: tables made with it need no look-up. */
export interface RecordShape {
  /** A new table, in the state of `L`, with these values for the keys, in order. */
  table(L: LuaThread, values: HostPlain[]): HostTable;
}

/** One kind of object in one state: a table with a userdata in slot [0], fields, and a metatable, as HAProxy's objects are. */
export interface ObjectKind {
  /** The metatable, by identity. */
  readonly metatable: object;
  /** A new object with `data` in its slot [0], and the values of its own fields. */
  make(L: LuaThread, data: object, own: readonly HostPlain[]): HostTable;
}

/** Each engine gives one of these. No function here runs a metamethod or can raise, but for want of memory. */
export interface Access {
  /** What the threads of one state have in common, by identity. */
  readonly stateOf: (L: LuaThread) => object;
  /** What a userdata in slot [0] of the table at `index` holds; undefined when the table has no such slot or no metatable. */
  readonly heldAt: (L: LuaThread, index: number) => object | undefined;
  /** The metatable of the table at `index`, by identity. */
  readonly metatableAt: (L: LuaThread, index: number) => object | undefined;
  /**
   * `metatable` and `fields` are indices of tables; each object gets a copy of
   * the fields. `own` names fields whose values each object is given when it is made.
   */
  readonly objectKind: (
    L: LuaThread,
    metatable: number,
    fields: number,
    own: readonly string[],
  ) => ObjectKind;
  readonly recordShape: (keys: readonly string[]) => RecordShape;
  /** The value at `index`; undefined for nil and for none. */
  readonly valueAt: (L: LuaThread, index: number) => HostPlain;
  readonly pushPlain: (L: LuaThread, value: HostPlain) => void;
  /** Lua's name for a value's type; "light userdata" for one of these. */
  readonly hostTypeName: (value: HostPlain) => string;
  readonly isHostTable: (value: HostPlain) => value is HostTable;
  /** The table at `index`, undefined for any other value. */
  readonly hostTableAt: (L: LuaThread, index: number) => HostTable | undefined;
  /** An empty table in the state of a thread or of another table. */
  readonly newHostTable: (beside: LuaThread | HostTable) => HostTable;
  readonly getField: (table: HostTable, key: HostPlain) => HostPlain;
  readonly setField: (table: HostTable, key: HostPlain, value: HostPlain) => void;
  /** Calls `look` for each pair, in the order of `next`. */
  readonly forEachField: (table: HostTable, look: (key: HostPlain, value: HostPlain) => void) => void;
  /** The border that `#` gives. */
  readonly tableLength: (table: HostTable) => number;
  /**
   * The lines of the Lua function at `index`, and of the functions in it, at
   * which something may be done. The return that ends every function counts only
   * where its line has more than that.
   */
  readonly linesAt: (L: LuaThread, index: number) => ReadonlySet<number>;
}
