/** What waits in a {@link PendingQueue}. */
export interface Pending {
  /** `set-priority-class`: the lowest goes first. */
  readonly priorityClass: number;
  /** `set-priority-offset`: milliseconds that it came later, or earlier, than it did. */
  readonly priorityOffset: number;
}

/** A place in a queue. */
export interface QueuePlace<T> {
  readonly item: T;
  readonly order: number;
  readonly at: number;
  /** How many had left the queue when it came. */
  readonly leftBefore: number;
}

/** Streams that wait for a place on a server: by class, then by the time they came (queue.c). */
export class PendingQueue<T extends Pending> {
  #places: QueuePlace<T>[] = [];
  #left = 0;
  /** The most that ever waited. */
  highest = 0;

  get length(): number {
    return this.#places.length;
  }

  get first(): QueuePlace<T> | undefined {
    return this.#places[0];
  }

  /** @param now monotonic milliseconds */
  add(item: T, now: number): QueuePlace<T> {
    const place = {
      item,
      order: item.priorityClass,
      at: now + item.priorityOffset,
      leftBefore: this.#left,
    };
    let i = this.#places.length;
    for (let before = this.#places[i - 1]; before && isBefore(place, before); before = this.#places[i - 1])
      i--;
    this.#places.splice(i, 0, place);
    this.highest = Math.max(this.highest, this.#places.length);
    return place;
  }

  /** Takes a place out whose turn has come; gives which one of those it was that left since it came, for the logs. */
  take(place: QueuePlace<T>): number {
    const position = this.#left - place.leftBefore + 1;
    this.remove(place);
    this.#left++;
    return position;
  }

  /** Takes a place out before its turn; gives how many were still in front of it when it came, plus one. */
  remove(place: QueuePlace<T>): number {
    const i = this.#places.indexOf(place);
    if (i >= 0) this.#places.splice(i, 1);
    return this.#left - place.leftBefore + 1;
  }

  /** All that wait, in order. */
  waiting(): readonly QueuePlace<T>[] {
    return this.#places.slice();
  }
}

/** Whether one goes before another. */
export function isBefore<T>(one: QueuePlace<T>, other: QueuePlace<T>): boolean {
  return one.order < other.order || (one.order === other.order && one.at < other.at);
}
