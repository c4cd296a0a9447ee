/** What stands in an {@link AgeOrder}; its neighbours there, which only that one sets. */
export interface Aged<T> {
  older: T | undefined;
  newer: T | undefined;
}

/** Things by the time of their last use: moving one to the end costs the same, however many there are. */
export class AgeOrder<T extends Aged<T>> implements Iterable<T> {
  #oldest: T | undefined;
  #newest: T | undefined;

  get oldest(): T | undefined {
    return this.#oldest;
  }

  /** Puts something that is not in it behind all others. */
  append(one: T): void {
    one.older = this.#newest;
    one.newer = undefined;
    if (this.#newest) this.#newest.newer = one;
    else this.#oldest = one;
    this.#newest = one;
  }

  remove(one: T): void {
    if (one.older) one.older.newer = one.newer;
    else if (this.#oldest === one) this.#oldest = one.newer;
    if (one.newer) one.newer.older = one.older;
    else if (this.#newest === one) this.#newest = one.older;
    one.older = one.newer = undefined;
  }

  /** The oldest first; the one that was given last may be removed or moved meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    for (let one = this.#oldest; one;) {
      const next: T | undefined = one.newer;
      yield one;
      one = next;
    }
  }
}
