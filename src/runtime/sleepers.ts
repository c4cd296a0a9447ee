/** All who wake at one time, in order of arrival, and how many of them have woken. */
interface Hour<T> {
  readonly at: number;
  readonly sleepers: T[];
  woken: number;
}

/**
 * Who sleeps until when: a binary heap of the times, each with a list of those
 * who sleep until then. Times are whole milliseconds, so that many share one.
 * One timer for all of them is enough, set for the first.
 */
export class Sleepers<T> {
  readonly #heap: Hour<T>[] = [];
  readonly #byTime = new Map<number, Hour<T>>();

  get size(): number {
    return this.#heap.reduce((sum, { sleepers, woken }) => sum + sleepers.length - woken, 0);
  }

  /** When the first wakes; undefined when nobody sleeps. */
  get first(): number | undefined {
    return this.#heap[0]?.at;
  }

  add(at: number, sleeper: T): void {
    const hour = this.#byTime.get(at);
    if (hour) hour.sleepers.push(sleeper);
    else this.#rise({ at, sleepers: [sleeper], woken: 0 });
  }

  /** Takes out one whose time is at or before `now`. */
  take(now: number): T | undefined {
    const top = this.#heap[0];
    if (!top || top.at > now) return undefined;
    const sleeper = top.sleepers[top.woken++];
    if (top.woken === top.sleepers.length) this.#drop(top);
    return sleeper;
  }

  #rise(hour: Hour<T>): void {
    this.#byTime.set(hour.at, hour);
    const heap = this.#heap;
    let i = heap.length;
    heap.push(hour);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up];
      if (!parent || hour.at > parent.at) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = hour;
  }

  #drop(top: Hour<T>): void {
    this.#byTime.delete(top.at);
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sink(last);
  }

  #sink(hour: Hour<T>): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      const left = heap[down];
      if (!left) break;
      const right = heap[down + 1];
      let child = left;
      if (right && right.at < left.at) {
        child = right;
        down++;
      }
      if (hour.at < child.at) break;
      heap[i] = child;
      i = down;
    }
    heap[i] = hour;
  }
}
