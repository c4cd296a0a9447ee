/** Something with a place in a {@link SortedList}. */
export interface Keyed {
  /** An unsigned 32-bit integer; not to be changed while it is in a list. */
  key: number;
}

/** Items by key; equal ones in the order in which they came, as in HAProxy's elastic binary trees. */
export class SortedList<T extends Keyed> {
  readonly #items: T[] = [];

  get first(): T | undefined {
    return this.#items[0];
  }

  insert(item: T): void {
    let at = this.#items.length;
    for (let before = this.#items[at - 1]; before && before.key > item.key; before = this.#items[at - 1])
      at--;
    this.#items.splice(at, 0, item);
  }

  remove(item: T): void {
    const at = this.#items.indexOf(item);
    if (at >= 0) this.#items.splice(at, 1);
  }
}
