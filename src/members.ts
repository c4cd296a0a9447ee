/** What can be one of {@link Members}; it remembers where it sits. */
export interface Member {
  /** Kept by {@link Members}; 0 to begin with. */
  seat: number;
}

/**
 * A collection for members that come and go all the time: streams, connections,
 * those who wait. Joining and leaving cost a few assignments. It has no order.
 *
 * Not a Set, because V8 rebuilds the table of a Set every few times something is
 * deleted, and lets each table point to its successor. Once one of them has
 * grown old, so does every later one with all that is in it at that time: requests
 * that live for a millisecond then are left to the full collections.
 */
export class Members<T extends Member> {
  readonly #all: T[] = [];

  get size(): number {
    return this.#all.length;
  }

  has(member: T): boolean {
    return this.#all[member.seat] === member;
  }

  /** To be called for who is not among them. */
  add(member: T): void {
    member.seat = this.#all.length;
    this.#all.push(member);
  }

  /** To be called for who is among them. */
  delete(member: T): void {
    const last = this.#all.pop();
    if (!last || last === member) return;
    this.#all[member.seat] = last;
    last.seat = member.seat;
  }

  /** All there are now: who leaves meanwhile is among them. */
  list(): readonly T[] {
    return this.#all.slice();
  }
}
