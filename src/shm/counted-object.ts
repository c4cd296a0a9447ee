import { HaluaError } from "../errors.ts";
import { pass } from "./fault-points.ts";
import { figureOfBigInt, type Figure } from "./figures.ts";
import type { DerivedPlace, Layout } from "./layout.ts";
import { Memory } from "./memory.ts";
import { KeyBytes, type ObjectKey } from "./object-key.ts";
import { RATE_UPDATE_IN_PROGRESS, rateAt, RATE_PERIOD_MS, turnOver } from "./rate.ts";
import type { ObjectType } from "./stat-names.ts";
import { momentOf, readDerived, readStats, type Moment, type Stats } from "./stat-reader.ts";
import { tickOfNs } from "./ticks.ts";

const ONE = 1n;
/** How often a rate is looked at again while another process turns its window over. */
const RATE_TRIES = 1_000;

/** What a {@link CountedObject} needs of the member it belongs to. */
export interface CountingHost {
  /** Makes sure that shared memory may be touched; where it may not, objects have been made private before this returns. */
  check(): void;
  /** The shared clock, in nanoseconds. */
  nowNs(): bigint;
}

/** Where an object counts: in the map at an index, or in private memory (index -1). */
export interface Place {
  readonly memory: Memory;
  readonly base: number;
  readonly index: number;
}

/**
 * One object that this member counts on: an entry of the map for its guid, type
 * and thread group. While the member has no slot (all taken, or the file lost)
 * it counts in private memory, as HAProxy does; what was counted there is added
 * to the map's object once there is one again.
 *
 * Stats have the names of `show stat`. Errors: E_USAGE for a stat that this
 * type of object, in this version of the file, does not have.
 */
export class CountedObject {
  readonly guid: string;
  readonly type: ObjectType;
  readonly tgid: number;
  readonly #host: CountingHost;
  #key: KeyBytes;
  #place: Place;

  constructor(host: CountingHost, layout: Layout, key: ObjectKey) {
    this.guid = key.guid;
    this.type = key.type;
    this.tgid = key.tgid;
    this.#host = host;
    this.#key = new KeyBytes(layout, key);
    this.#place = privatePlace(layout);
  }

  /** The key as the file has it. */
  get key(): KeyBytes {
    return this.#key;
  }

  /** The index in the map, or undefined while counting privately. */
  get index(): number | undefined {
    return this.#place.index < 0 ? undefined : this.#place.index;
  }

  /**
   * Adds `n` to a counter, atomically across processes; for `rate`, `req_rate`
   * and `conn_rate` it notes `n` events now.
   */
  add(stat: string, n: number | bigint): void {
    this.#host.check();
    const { memory, base } = this.#place;
    const counter = memory.layout.stats[this.type].byName.get(stat);
    if (counter) {
      const at = (base >>> 3) + (counter.word >>> 1);
      Atomics.add(memory.u64, at, n === 1 ? ONE : this.#whole(stat, n));
      pass("count");
      return;
    }
    const derived = this.#derived(stat);
    if (derived.how !== "rate") throw this.#notAddable(stat, derived.how);
    this.#noteEvents((base >>> 2) + derived.word, Number(this.#whole(stat, n)));
  }

  /** Sets a counter to `value`; for `lastchg` and `lastsess`, `value` seconds ago. */
  set(stat: string, value: number | bigint): void {
    this.#host.check();
    const { memory, base } = this.#place;
    const counter = memory.layout.stats[this.type].byName.get(stat);
    if (counter) {
      const at = (base >>> 3) + (counter.word >>> 1);
      Atomics.store(memory.u64, at, BigInt.asUintN(64, this.#whole(stat, value)));
      return;
    }
    const derived = this.#derived(stat);
    if (derived.how !== "age" && derived.how !== "age-or-never") throw this.#notSettable(stat, derived.how);
    const second = this.#host.nowNs() / 1_000_000_000n - this.#whole(stat, value);
    Atomics.store(memory.u32, (base >>> 2) + derived.word, Number(BigInt.asUintN(32, second)));
  }

  /** One figure now, summed over all processes that use the object. */
  get(stat: string): Figure {
    this.#host.check();
    const { memory, base } = this.#place;
    const counter = memory.layout.stats[this.type].byName.get(stat);
    if (counter) return figureOfBigInt(Atomics.load(memory.u64, (base >>> 3) + (counter.word >>> 1)));
    const derived = this.#derived(stat);
    if (derived.how === "rate") return this.#readRate((base >>> 2) + derived.word);
    return readDerived(derived, memory.u32, base >>> 2, this.#moment());
  }

  /** All figures now. */
  stats(): Stats {
    this.#host.check();
    const { memory, base } = this.#place;
    return readStats(memory.layout, this.type, memory.u32, base >>> 2, this.#moment());
  }

  /**
   * Moves counting to another place. What was counted privately is added there;
   * what was counted in the map stays in the map.
   */
  moveTo(place: Place): void {
    const from = this.#place;
    this.#place = place;
    if (from.index >= 0) return;
    const { layout } = from.memory;
    const target = place.memory.layout;
    for (const { name, word } of layout.stats[this.type].counters) {
      const counted = from.memory.u64[word >>> 1] ?? 0n;
      const counter = target.stats[this.type].byName.get(name);
      // reqbin and bin are one counter under two names: what was moved once is gone.
      from.memory.u64[word >>> 1] = 0n;
      if (counted !== 0n && counter)
        Atomics.add(place.memory.u64, (place.base >>> 3) + (counter.word >>> 1), counted);
    }
  }

  /** Counts in private memory from now on, from zero. */
  moveToPrivate(layout: Layout): void {
    if (this.#place.index < 0) return;
    this.#place = privatePlace(layout);
  }

  /** Takes the form of another version of the file, for a map that was replaced. */
  adaptTo(layout: Layout): void {
    if (this.#place.memory.layout === layout) return;
    this.#key = new KeyBytes(layout, { guid: this.guid, type: this.type, tgid: this.tgid });
  }

  #noteEvents(at: number, n: number): void {
    const { u32 } = this.#place.memory;
    for (let attempt = 0; ; attempt++) {
      const tick = Atomics.load(u32, at);
      const now = tickOfNs(this.#host.nowNs());
      if ((now - tick) >>> 0 < RATE_PERIOD_MS) {
        Atomics.add(u32, at + 1, n);
        return;
      }
      const locked = (tick | RATE_UPDATE_IN_PROGRESS) >>> 0;
      if (locked === tick) {
        // Turning a window over takes no time: whoever holds it this long has died in it.
        const unlocked = (tick & ~RATE_UPDATE_IN_PROGRESS) >>> 0;
        if (attempt >= RATE_TRIES) Atomics.compareExchange(u32, at, tick, unlocked);
        continue;
      }
      if (Atomics.compareExchange(u32, at, tick, locked) !== tick) continue;
      const past = Atomics.exchange(u32, at + 1, n);
      const next = turnOver(tick, now);
      Atomics.store(u32, at + 2, next.keepsPast ? past : 0);
      Atomics.store(u32, at, next.tick);
      return;
    }
  }

  #readRate(at: number): number {
    const { u32 } = this.#place.memory;
    for (let attempt = 0; ; attempt++) {
      const currTick = Atomics.load(u32, at);
      const currCtr = Atomics.load(u32, at + 1);
      const prevCtr = Atomics.load(u32, at + 2);
      const isStable = (currTick & RATE_UPDATE_IN_PROGRESS) === 0 && Atomics.load(u32, at) === currTick;
      if (isStable || attempt === RATE_TRIES)
        return rateAt({ currTick, currCtr, prevCtr }, tickOfNs(this.#host.nowNs()));
    }
  }

  #moment(): Moment {
    const ns = this.#host.nowNs();
    return momentOf(ns, tickOfNs(ns));
  }

  #derived(stat: string): DerivedPlace {
    const { layout } = this.#place.memory;
    const derived = layout.stats[this.type].derivedByName.get(stat);
    if (derived) return derived;
    throw new HaluaError(
      "E_USAGE",
      `guid ${this.guid}: a ${this.type} has no stat ${JSON.stringify(stat)} in version ${layout.version} of the map; the names are those of "show stat"`,
    );
  }

  #whole(stat: string, n: number | bigint): bigint {
    if (typeof n === "bigint") return n;
    if (Number.isSafeInteger(n)) return BigInt(n);
    throw new HaluaError(
      "E_USAGE",
      `guid ${this.guid}: ${stat} counts whole numbers, not ${n}; give an integer up to 2^53 - 1 or a bigint`,
    );
  }

  #notAddable(stat: string, how: string): HaluaError {
    return new HaluaError(
      "E_USAGE",
      how === "sum"
        ? `guid ${this.guid}: ${stat} is a sum of other counters; add to one of them`
        : `guid ${this.guid}: ${stat} is an age in seconds; set it instead of adding to it`,
    );
  }

  #notSettable(stat: string, how: string): HaluaError {
    return new HaluaError(
      "E_USAGE",
      how === "sum"
        ? `guid ${this.guid}: ${stat} is a sum of other counters; set one of them`
        : `guid ${this.guid}: ${stat} is a rate; add events to it instead of setting it`,
    );
  }
}

function privatePlace(layout: Layout): Place {
  return { memory: Memory.ofOneObject(layout), base: 0, index: -1 };
}
