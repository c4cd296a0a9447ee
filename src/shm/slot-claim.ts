import { pass } from "./fault-points.ts";
import type { Memory } from "./memory.ts";
import { HEARTBEAT_TIMEOUT_MS, heartbeatIsStale, TICK_ETERNITY, tickAdd, tickIsExpired } from "./ticks.ts";

/** What a clean exit leaves in a slot's pid. */
const NO_PID = -1;

/** How a heartbeat ended: written; or the slot was not ours any more. */
export type BeatResult = "beat" | "lost";

/**
 * The hold on one slot. What proves it is the value of our own last heartbeat:
 * every change of the slot is a compare-and-swap against it, so that a process
 * which slept past its expiry can never write over a new owner, not even between
 * the new owner's claim and its pid.
 */
export class SlotClaim {
  readonly slot: number;
  readonly pid: number;
  readonly #memory: Memory;
  #heartbeat: number;

  private constructor(memory: Memory, slot: number, pid: number, heartbeat: number) {
    this.#memory = memory;
    this.slot = slot;
    this.pid = pid;
    this.#heartbeat = heartbeat;
  }

  /**
   * Claims the first slot that nobody holds, walking from 0 as HAProxy does, or
   * with `first` that one if it can be had; undefined when all are taken.
   */
  static claim(memory: Memory, pid: number, now: number, first?: number): SlotClaim | undefined {
    const { slotCount } = memory.layout;
    if (first !== undefined) {
      const again = SlotClaim.#tryClaim(memory, first, pid, now);
      if (again) return again;
    }
    for (let slot = 0; slot < slotCount; slot++) {
      const claim = SlotClaim.#tryClaim(memory, slot, pid, now);
      if (claim) return claim;
    }
    return undefined;
  }

  /** True while some slot is held by somebody. */
  static anyHeld(memory: Memory, now: number): boolean {
    for (let slot = 0; slot < memory.layout.slotCount; slot++) {
      const heartbeat = Atomics.load(memory.u32, heartbeatIndex(memory, slot));
      if (!heartbeatIsStale(heartbeat, now)) return true;
    }
    return false;
  }

  static #tryClaim(memory: Memory, slot: number, pid: number, now: number): SlotClaim | undefined {
    const index = heartbeatIndex(memory, slot);
    const fresh = tickAdd(now, HEARTBEAT_TIMEOUT_MS);
    let seen = Atomics.load(memory.u32, index);
    while (heartbeatIsStale(seen, now)) {
      const before = Atomics.compareExchange(memory.u32, index, seen, fresh);
      if (before === seen) {
        pass("claim heartbeat");
        Atomics.store(memory.i32, pidIndex(memory, slot), pid);
        pass("claim pid");
        return new SlotClaim(memory, slot, pid, fresh);
      }
      seen = before;
    }
    return undefined;
  }

  /** The tick that our last heartbeat expires at. */
  get heartbeat(): number {
    return this.#heartbeat;
  }

  /** True while the slot carries our last heartbeat: nobody has claimed it since. */
  isUntouched(): boolean {
    const at = heartbeatIndex(this.#memory, this.slot);
    return Atomics.load(this.#memory.u32, at) === this.#heartbeat;
  }

  /** True while the slot is ours: untouched, and not expired. */
  holds(now: number): boolean {
    return this.isUntouched() && !tickIsExpired(this.#heartbeat, now);
  }

  /** Moves our expiry to a minute from `now`, unless the slot was lost or has expired. */
  beat(now: number): BeatResult {
    if (tickIsExpired(this.#heartbeat, now)) return "lost";
    const fresh = tickAdd(now, HEARTBEAT_TIMEOUT_MS);
    const index = heartbeatIndex(this.#memory, this.slot);
    const seen = Atomics.compareExchange(this.#memory.u32, index, this.#heartbeat, fresh);
    if (seen !== this.#heartbeat) return "lost";
    pass("beat");
    this.#heartbeat = fresh;
    // A process that stood still for a minute between its claim and its pid has put that over ours.
    const at = pidIndex(this.#memory, this.slot);
    if (Atomics.load(this.#memory.i32, at) !== this.pid) Atomics.store(this.#memory.i32, at, this.pid);
    return "beat";
  }

  /** Frees the slot in HAProxy's order, the heartbeat first and then the pid; does nothing to a slot that was lost. */
  release(): void {
    const memory = this.#memory;
    const index = heartbeatIndex(memory, this.slot);
    const seen = Atomics.compareExchange(memory.u32, index, this.#heartbeat, TICK_ETERNITY);
    if (seen !== this.#heartbeat) return;
    pass("release heartbeat");
    // By now another may have claimed it; then its pid stands there, and stays.
    Atomics.compareExchange(memory.i32, pidIndex(memory, this.slot), this.pid, NO_PID);
    pass("release pid");
  }
}

function heartbeatIndex({ layout }: Memory, slot: number): number {
  return (layout.slotsOffset + slot * layout.slotSize + layout.slotHeartbeatOffset) >>> 2;
}

function pidIndex({ layout }: Memory, slot: number): number {
  return (layout.slotsOffset + slot * layout.slotSize + layout.slotPidOffset) >>> 2;
}
