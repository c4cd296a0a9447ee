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

function namesOf(type: ObjectType): ReadonlyMap<string, string> {
  const own = counterStats.filter(({ types }) => types.includes(type));
  return new Map(own.map(({ name, counter, index }) => [name, `${counter}[${index}]`]));
}

/** The counter behind each stat. Every request counts some twenty times, so this must be quick. */
const counterNames: Readonly<Record<ObjectType, ReadonlyMap<string, string>>> = {
  frontend: namesOf("frontend"),
  backend: namesOf("backend"),
};

/** Events a second, over a window that slides with the time (HAProxy's freq_ctr). */
class Rate {
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

/** Counters of this process alone. */
export class PrivateCounters implements Counting {
  readonly #type: ObjectType;
  readonly #time: Time;
  readonly #counts = new Map<string, number>();
  readonly #rates = new Map<string, Rate>();
  /** Monotonic milliseconds of the last event. */
  readonly #moments = new Map<string, number>();

  constructor(type: ObjectType, time: Time) {
    this.#type = type;
    this.#time = time;
  }

  add(stat: string, n: number | bigint): void {
    const counter = this.#counter(stat);
    if (counter !== undefined) {
      this.#counts.set(counter, (this.#counts.get(counter) ?? 0) + Number(n));
      return;
    }
    const rate = this.#rates.get(stat) ?? new Rate();
    this.#rates.set(stat, rate);
    rate.add(Number(n), this.#time.monotonicMs());
  }

  set(stat: string, value: number | bigint): void {
    const counter = this.#counter(stat);
    if (counter !== undefined) this.#counts.set(counter, Number(value));
    else this.#moments.set(stat, this.#time.monotonicMs() - Number(value) * second);
  }

  get(stat: string): number {
    const counter = this.#counter(stat);
    if (counter !== undefined) return this.#counts.get(counter) ?? 0;
    const derived = derivedStats.find(({ name, types }) => name === stat && types.includes(this.#type));
    switch (derived?.how) {
      case "sum":
        return this.#sum(derived.counter, derived.words ?? 1);
      case "rate":
        return this.#rates.get(stat)?.at(this.#time.monotonicMs()) ?? 0;
      case "age":
        return this.#age(stat) ?? 0;
      case "age-or-never":
        return this.#age(stat) ?? -1;
      case undefined:
        return 0;
    }
  }

  #age(stat: string): number | undefined {
    const moment = this.#moments.get(stat);
    return moment === undefined ? undefined : Math.floor((this.#time.monotonicMs() - moment) / second);
  }

  #sum(counter: string, words: number): number {
    let sum = 0;
    for (let i = 0; i < words; i++) sum += this.#counts.get(`${counter}[${i}]`) ?? 0;
    return sum;
  }

  /** The counter behind a stat; two stats may show the same one. */
  #counter(stat: string): string | undefined {
    return counterNames[this.#type].get(stat);
  }
}
