/**
 * Values of the engine's own core, without the C API's stack where it can be
 * left out: scripts call methods of objects all the time. A thread, a table and
 * the like are the core's own objects under the names that hold for either engine.
 */
import { allocate } from "../core/account.ts";
import { at, push, tableAt } from "../core/api/slots.ts";
import { setMetatable } from "../core/metatables.ts";
import {
  Light,
  LuaFloat,
  LuaFunction,
  Table,
  Thread,
  Userdata,
  type Proto,
  type Shape,
  type Value,
} from "../core/model.ts";
import { get, getInt, length, next, set, shapeFor } from "../core/table.ts";
import type { LuaThread } from "../types.ts";
import type { Access, HostPlain, HostTable, ObjectKind, RecordShape } from "./types.ts";

const TABLE = 5;

const thread = (L: LuaThread): Thread => L as unknown as Thread;
const inside = (table: HostTable): Table => table as unknown as Table;
const shown = (table: Table): HostTable => table as unknown as HostTable;
const plain = (value: Value): HostPlain => value as unknown as HostPlain;
const valueOf = (value: HostPlain): Value => value as unknown as Value;

class CoreShape implements RecordShape {
  readonly #shape: Shape;
  readonly #keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
    this.#shape = shapeFor(keys);
  }

  table(_L: LuaThread, values: HostPlain[]): HostTable {
    const table = new Table();
    allocate(96 + 16 * values.length);
    fill(table, this.#shape, this.#keys, values as unknown as Value[]);
    return shown(table);
  }
}

/** Gives an empty table the keys of a shape, with these values. */
function fill(table: Table, shape: Shape, keys: readonly (string | 0)[], values: Value[]): void {
  if (shape.dict) keys.forEach((key, i) => set(table, key, values[i]));
  else {
    table.shape = shape;
    table.slots = values;
  }
}

class CoreKind implements ObjectKind {
  readonly metatable: Table;
  readonly #shape: Shape;
  readonly #keys: readonly (string | 0)[];
  readonly #values: readonly Value[];

  constructor(L: Thread, metatable: Table, fields: Table, own: readonly string[]) {
    this.metatable = metatable;
    const values: Value[] = [undefined, ...own.map(() => undefined)];
    const keys: (string | 0)[] = [0, ...own];
    for (let entry = next(fields, undefined); entry; entry = next(fields, entry[0])) {
      const [key, value] = entry;
      if (typeof key !== "string") continue;
      keys.push(key);
      values.push(value);
    }
    this.#keys = keys;
    this.#values = values;
    this.#shape = shapeFor(keys);
    // Objects yet to be made have what is in both: a collection must not take it for garbage until then.
    set(L.G.registry, metatable, fields);
  }

  make(L: LuaThread, data: object, own: readonly HostPlain[]): HostTable {
    const table = new Table();
    const values = this.#values.slice();
    values[0] = new Userdata(data);
    for (let i = 0; i < own.length; i++) values[i + 1] = valueOf(own[i]);
    allocate(224 + 16 * values.length);
    fill(table, this.#shape, this.#keys, values);
    setMetatable(thread(L).G, table, this.metatable, TABLE);
    return shown(table);
  }
}

function addLines({ lineinfo, protos }: Proto, lines: Set<number>): void {
  for (let i = 0; i < lineinfo.length - 1; i++) lines.add(lineinfo[i] ?? 0);
  for (const inner of protos) addLines(inner, lines);
}

function hostTypeName(value: HostPlain): string {
  switch (typeof value) {
    case "undefined":
      return "nil";
    case "bigint":
      return "number";
    case "object":
      if (value instanceof Table) return "table";
      if (value instanceof LuaFloat) return "number";
      if (value instanceof LuaFunction) return "function";
      if (value instanceof Thread) return "thread";
      return value instanceof Light ? "light userdata" : "userdata";
    default:
      return typeof value;
  }
}

export const coreAccess: Access = {
  stateOf: (L) => thread(L).G,
  heldAt(L, index) {
    const object = at(thread(L), index);
    if (!(object instanceof Table) || object.mt === undefined) return undefined;
    const held = getInt(object, 0);
    return held instanceof Userdata ? held.data : undefined;
  },
  metatableAt(L, index) {
    const object = at(thread(L), index);
    return object instanceof Table ? object.mt : undefined;
  },
  objectKind: (L, metatable, fields, own) =>
    new CoreKind(thread(L), tableAt(thread(L), metatable), tableAt(thread(L), fields), own),
  recordShape: (keys) => new CoreShape(keys),
  valueAt: (L, index) => plain(at(thread(L), index)),
  pushPlain: (L, value) => push(thread(L), valueOf(value)),
  hostTypeName,
  isHostTable: (value): value is HostTable => value instanceof Table,
  hostTableAt(L, index) {
    const value = at(thread(L), index);
    return value instanceof Table ? shown(value) : undefined;
  },
  newHostTable() {
    allocate(96);
    return shown(new Table());
  },
  getField: (table, key) => plain(get(inside(table), valueOf(key))),
  setField(table, key, value) {
    allocate(32);
    set(inside(table), valueOf(key), valueOf(value));
  },
  forEachField(table, look) {
    const source = inside(table);
    for (let entry = next(source, undefined); entry; entry = next(source, entry[0])) {
      look(plain(entry[0]), plain(entry[1]));
    }
  },
  tableLength: (table) => length(inside(table)),
  linesAt(L, index) {
    const fn = at(thread(L), index);
    const lines = new Set<number>();
    if (fn instanceof LuaFunction && fn.proto) addLines(fn.proto, lines);
    return lines;
  },
};
