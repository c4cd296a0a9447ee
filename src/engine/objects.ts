/**
 * Objects as HAProxy makes them: tables with a metatable and a userdata in slot
 * [0]. Scripts call their methods all the time, so this goes by the C API's
 * stack only where it has to.
 */
import { HaluaError } from "../errors.ts";
import { allocate } from "./core/account.ts";
import { at, tableAt } from "./core/api/slots.ts";
import { setMetatable } from "./core/metatables.ts";
import { Table, Userdata, type Shape, type Thread, type Value } from "./core/model.ts";
import { getInt, next, set, shapeFor } from "./core/table.ts";
import { engineName } from "./machine.ts";
import type { LuaThread } from "./types.ts";

const TABLE = 5;

const thread = (L: LuaThread): Thread => L as unknown as Thread;

/** What the threads of one state have in common, by identity. */
export function stateOf(L: LuaThread): object {
  return thread(L).G;
}

/** What a userdata in slot [0] of the table at `index` holds; undefined when the table has no such slot or no metatable. */
export function heldAt(L: LuaThread, index: number): object | undefined {
  const object = at(thread(L), index);
  if (!(object instanceof Table) || object.mt === undefined) return undefined;
  const held = getInt(object, 0);
  return held instanceof Userdata ? held.data : undefined;
}

/** The metatable of the table at `index`, by identity. */
export function metatableAt(L: LuaThread, index: number): object | undefined {
  const object = at(thread(L), index);
  return object instanceof Table ? object.mt : undefined;
}

/** One kind of object in one state: its metatable, and what each object has in itself. */
export class ObjectKind {
  readonly #metatable: Table;
  readonly #shape: Shape;
  readonly #keys: readonly (string | 0)[];
  readonly #values: readonly Value[];

  /**
   * `metatable` and `fields` are indices of tables; each object gets a copy of
   * the fields. `own` names fields whose values each object is given when it is made.
   * Throws E_USAGE under stock Fengari, whose tables are not ours.
   */
  constructor(L: LuaThread, metatable: number, fields: number, own: readonly string[]) {
    if (engineName === "stock") {
      throw new HaluaError(
        "E_USAGE",
        "HALUA_ENGINE=stock runs Lua without HAProxy's objects, in `npm run bench:engine` and test/engine; leave it out",
      );
    }
    this.#metatable = tableAt(thread(L), metatable);
    const values: Value[] = [undefined, ...own.map(() => undefined)];
    const keys: (string | 0)[] = [0, ...own];
    const source = tableAt(thread(L), fields);
    for (let entry = next(source, undefined); entry; entry = next(source, entry[0])) {
      const [key, value] = entry;
      if (typeof key !== "string") continue;
      keys.push(key);
      values.push(value);
    }
    this.#keys = keys;
    this.#values = values;
    this.#shape = shapeFor(keys);
    // Objects yet to be made have what is in both: a collection must not take it for garbage until then.
    set(thread(L).G.registry, this.#metatable, source);
  }

  get metatable(): object {
    return this.#metatable;
  }

  /** A new object with `data` in its slot [0], and the values of its own fields. */
  make(L: LuaThread, data: object, own: readonly Value[]): Table {
    const table = new Table();
    const values = this.#values.slice();
    values[0] = new Userdata(data);
    for (let i = 0; i < own.length; i++) values[i + 1] = own[i];
    allocate(224 + 16 * values.length);
    if (this.#shape.dict) this.#keys.forEach((key, i) => set(table, key, values[i]));
    else {
      table.shape = this.#shape;
      table.slots = values;
    }
    setMetatable(thread(L).G, table, this.#metatable, TABLE);
    return table;
  }
}
