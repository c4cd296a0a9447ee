import { counterStats, derivedStats, type ObjectType } from "../../shm/index.ts";
import type { Time } from "../../time.ts";

/**
 * Where an object counts what HAProxy's processes share: the columns of `show
 * stat` whose tags end in P. A CountedObject of `src/shm` is one; without a
 * guid or a map, {@link PrivateCounters} is.
 */
export interface Counting {
  /** Adds to a counter; for a rate, notes `n` events now. */
  add(stat: string, n: number | bigint): void;
  /** Sets a counter; for `lastchg` and `lastsess`, seconds ago. */
  set(stat: string, value: number | bigint): void;
  get(stat: string): number | bigint;
}

const second = 1000;

/** One number; stats that show the same counter share it. */
class Count {
  value = 0;
}

/** Events a second, over a window that slides with the time (HAProxy's freq_ctr). */
export class Rate {
  #start = 0;
  #current = 0;
  #past = 0;

  add(n: number, now: number): void {
    this.#turn(now);
    this.#current += n;
  }

  at(now: number): number {
    this.#turn(now);
    // A lone event does not flap: it is reported whole for a second.
    if (this.#current === 0 && this.#past <= 1) return this.#past;
    const left = second - (now - this.#start);
    return Math.floor((this.#past * left) / second) + this.#current;
  }

  #turn(now: number): void {
    const passed = now - this.#start;
    if (passed < second) return;
    this.#past = passed < 2 * second ? this.#current : 0;
    this.#current = 0;
    this.#start = passed < 2 * second ? this.#start + second : now;
  }
}

/** Counters of this process alone. Every request counts some twenty times, so this must be quick. */
export class PrivateCounters implements Counting {
  readonly #time: Time;
  /** By stat. */
  readonly #counts = new Map<string, Count>();
  readonly #sums = new Map<string, readonly Count[]>();
  readonly #rates = new Map<string, Rate>();
  /** What is told as seconds since its last event. */
  readonly #ages = new Map<string, "age" | "age-or-never">();
  /** Monotonic milliseconds of the last event. */
  readonly #moments = new Map<string, number>();

  constructor(type: ObjectType, time: Time) {
    this.#time = time;
    const byCounter = new Map<string, Count>();
    for (const { name, types, counter, index } of counterStats) {
      if (!types.includes(type)) continue;
      const key = `${counter}[${index}]`;
      const count = byCounter.get(key) ?? new Count();
      byCounter.set(key, count);
      this.#counts.set(name, count);
    }
    for (const { name, types, counter, how, words = 1 } of derivedStats) {
      if (!types.includes(type)) continue;
      if (how === "rate") this.#rates.set(name, new Rate());
      else if (how !== "sum") this.#ages.set(name, how);
      else {
        const keys = Array.from({ length: words }, (_, i) => `${counter}[${i}]`);
        this.#sums.set(
          name,
          keys.map((key) => byCounter.get(key)).filter((count) => count !== undefined),
        );
      }
    }
  }

  add(stat: string, n: number | bigint): void {
    const count = this.#counts.get(stat);
    if (count) count.value += Number(n);
    else this.#rates.get(stat)?.add(Number(n), this.#time.monotonicMs());
  }

  set(stat: string, value: number | bigint): void {
    const count = this.#counts.get(stat);
    if (count) count.value = Number(value);
    else this.#moments.set(stat, this.#time.monotonicMs() - Number(value) * second);
  }

  get(stat: string): number {
    const count = this.#counts.get(stat);
    if (count) return count.value;
    const rate = this.#rates.get(stat);
    if (rate) return rate.at(this.#time.monotonicMs());
    const age = this.#ages.get(stat);
    if (age) return this.#age(stat) ?? (age === "age" ? 0 : -1);
    return this.#sums.get(stat)?.reduce((sum, { value }) => sum + value, 0) ?? 0;
  }

  #age(stat: string): number | undefined {
    const moment = this.#moments.get(stat);
    return moment === undefined ? undefined : Math.floor((this.#time.monotonicMs() - moment) / second);
  }
}
