import type { Time } from "../time.ts";
import type { Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { tickDifference, tickOfNs } from "./ticks.ts";

/** Changes of the shared nanoseconds within these low bits are not written (HAProxy: about 32 µs). */
const UNWRITTEN_BITS = 0x7fffn;

/** How long after its start a new clock's tick wraps, in seconds (HAProxy's boot-time wrap). */
const WRAP_AFTER_S = 20n;

/** The first reading of a new map's clock: HAProxy starts near the wrap on purpose, so that it is met early. */
export function startingNs(monotonicNs: bigint): bigint {
  const tick = BigInt.asUintN(32, monotonicNs / 1_000_000n);
  const untilWrapS = BigInt.asUintN(32, -tick) / 1_000n;
  return monotonicNs + BigInt.asUintN(32, untilWrapS - WRAP_AFTER_S) * 1_000_000_000n;
}

/**
 * A member's hand on the clock that all members share: its own monotonic clock
 * plus an offset found on joining, never behind the shared one, and moved
 * forward there by compare-and-swap. The rules are those of HAProxy's clock.
 */
export class SharedClock {
  readonly #time: Time;
  readonly #memory: Memory;
  readonly #nsIndex: number;
  readonly #msIndex: number;
  #offset: bigint;

  /** Joins the clock in `memory`. Touches it, so the file must be large enough. */
  constructor(memory: Memory, time: Time) {
    const { layout } = memory;
    this.#time = time;
    this.#memory = memory;
    this.#nsIndex = layout.nowNsOffset >>> 3;
    this.#msIndex = layout.nowMsOffset >>> 2;
    this.#offset = joinOffset(memory, layout, time, this.#nsIndex);
  }

  /** What is added to the own monotonic clock, in nanoseconds. */
  get offset(): bigint {
    return this.#offset;
  }

  /**
   * The shared clock in nanoseconds by this member's reckoning; reads the shared
   * one, and moves it forward where ours is ahead.
   */
  update(): bigint {
    const own = this.#time.monotonicNs() + this.#offset;
    let shared = Atomics.load(this.#memory.u64, this.#nsIndex);
    for (;;) {
      if (own <= shared) {
        // Another member is ahead: from now on we reckon from where it is.
        this.#offset += shared - own;
        this.#updateTick(shared);
        return shared;
      }
      if (((own ^ shared) & ~UNWRITTEN_BITS) === 0n) return own;
      const seen = Atomics.compareExchange(this.#memory.u64, this.#nsIndex, shared, own);
      if (seen === shared) break;
      shared = seen;
    }
    this.#updateTick(own);
    return own;
  }

  #updateTick(ns: bigint): void {
    const tick = tickOfNs(ns);
    let shared = Atomics.load(this.#memory.u32, this.#msIndex);
    while (tickDifference(tick, shared) > 0) {
      const seen = Atomics.compareExchange(this.#memory.u32, this.#msIndex, shared, tick);
      if (seen === shared) return;
      shared = seen;
    }
  }
}

function joinOffset(memory: Memory, layout: Layout, time: Time, nsIndex: number): bigint {
  const monotonic = time.monotonicNs();
  const shared = Atomics.load(memory.u64, nsIndex);
  const joined = shared - monotonic;
  if (layout.nowOffsetOffset === undefined) return joined;
  // In 1.1 all members take the first one's offset, so a map that stood still jumps to the present.
  const first = BigInt.asIntN(64, Atomics.load(memory.u64, layout.nowOffsetOffset >>> 3));
  return first > joined ? first : joined;
}
