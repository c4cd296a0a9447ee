import { pushPlain, recordShape, type LuaThread, type RecordShape } from "../engine/index.ts";
import type { Pushable } from "./values.ts";

/** What a field of a {@link RecordKind} may be: a safe integer, a text, a boolean, or nothing. */
export type RecordField = number | string | boolean | undefined;

/**
 * Tables with the same fields that are made often: the names are looked up
 * once. A plain object does as well where speed does not matter.
 */
export class RecordKind {
  readonly #shape: RecordShape;

  constructor(...names: readonly string[]) {
    this.#shape = recordShape(names);
  }

  /** A table with these values for the names, in order. */
  of(...values: RecordField[]): Pushable {
    return { pushTo: (L: LuaThread) => pushPlain(L, this.#shape.table(L, values)) };
  }
}
