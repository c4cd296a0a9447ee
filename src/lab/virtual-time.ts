import type { Time, Timer } from "../time.ts";

interface Pending {
  at: number;
  order: number;
  fn: () => void;
}

/**
 * A clock that stands still until a test moves it. Timers run in order of
 * their time, and of their making where that is equal. CPU time is moved by
 * hand too ({@link VirtualTime.spend}).
 */
export class VirtualTime implements Time {
  #ms: number;
  #cpu = 0;
  #order = 0;
  readonly #wallStart: number;
  #pending: Pending[] = [];

  /** `startMs` is where the monotonic clock begins, `wallMs` what the wall shows then. */
  constructor(startMs = 1_000_000, wallMs = Date.UTC(2026, 0, 1)) {
    this.#ms = startMs;
    this.#wallStart = wallMs - startMs;
  }

  monotonicNs(): bigint {
    return BigInt(Math.round(this.#ms * 1e6));
  }

  monotonicMs(): number {
    return this.#ms;
  }

  wallMs(): number {
    return this.#wallStart + this.#ms;
  }

  cpuMs(): number {
    return this.#cpu;
  }

  after(ms: number, fn: () => void): Timer {
    const entry = { at: this.#ms + Math.max(0, ms), order: this.#order++, fn };
    this.#pending.push(entry);
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== entry);
      },
    };
  }

  soon(fn: () => void): void {
    setImmediate(fn);
  }

  /** Adds CPU time without moving the clocks. */
  spend(ms: number): void {
    this.#cpu += ms;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Milliseconds until the next timer is due; undefined where none waits. */
  get next(): number | undefined {
    if (this.#pending.length === 0) return undefined;
    return Math.max(0, Math.min(...this.#pending.map(({ at }) => at)) - this.#ms);
  }

  /** Moves the clock without running any timer: what a stopped process sees when it wakes. */
  jump(ms: number): void {
    this.#ms += ms;
  }

  /** Moves the clock by `ms` and runs what falls due on the way, at its own moment, synchronously. */
  advanceSync(ms: number): void {
    const end = this.#ms + ms;
    for (let next = this.#take(end); next; next = this.#take(end)) next.fn();
    this.#ms = end;
  }

  /** As {@link advanceSync}, but lets promises and {@link soon} calls settle before and after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    await settle();
    for (let next = this.#take(end); next; next = this.#take(end)) {
      next.fn();
      await settle();
    }
    this.#ms = end;
    await settle();
  }

  #take(end: number): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.#pending) {
      if (entry.at > end) continue;
      if (!first || entry.at < first.at || (entry.at === first.at && entry.order < first.order))
        first = entry;
    }
    if (!first) return undefined;
    const taken = first;
    this.#pending = this.#pending.filter((entry) => entry !== taken);
    this.#ms = Math.max(this.#ms, taken.at);
    return taken;
  }
}

/** A few turns of the event loop: enough for a promise chain started by a timer to come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
