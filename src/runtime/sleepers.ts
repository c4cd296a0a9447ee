/**
 * Who sleeps until when: a binary heap by time, and by order of arrival where
 * that is equal. One timer for all of them is enough, set for the first.
 */
export class Sleepers<T> {
  readonly #heap: { at: number; order: number; sleeper: T }[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the first wakes; undefined when nobody sleeps. */
  get first(): number | undefined {
    return this.#heap[0]?.at;
  }

  add(at: number, sleeper: T): void {
    const entry = { at, order: this.#order++, sleeper };
    const heap = this.#heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up];
      if (!parent || !before(entry, parent)) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = entry;
  }

  /** Takes out one whose time is at or before `now`. */
  take(now: number): T | undefined {
    const heap = this.#heap;
    const top = heap[0];
    if (!top || top.at > now) return undefined;
    const last = heap.pop();
    if (last && heap.length > 0) this.#sink(last);
    return top.sleeper;
  }

  #sink(entry: { at: number; order: number; sleeper: T }): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      const left = heap[down];
      if (!left) break;
      const right = heap[down + 1];
      let child = left;
      if (right && before(right, left)) {
        child = right;
        down++;
      }
      if (!before(child, entry)) break;
      heap[i] = child;
      i = down;
    }
    heap[i] = entry;
  }
}

function before(a: { at: number; order: number }, b: { at: number; order: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
