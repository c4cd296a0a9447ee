import { codeOf } from "./map-file.ts";
import type { RawSlot, Snapshot } from "./snapshot.ts";
import { HEARTBEAT_TIMEOUT_MS, heartbeatIsStale } from "./ticks.ts";

/**
 * What a slot is: `free`; `alive`; `ghost`, when its heartbeat still runs but its
 * process is gone; `expired`, when its heartbeat has run out and nobody has
 * claimed it since.
 */
export type SlotState = "free" | "alive" | "ghost" | "expired";

/** One slot of the map at a moment. */
export interface SlotView {
  /** 0..63. */
  readonly slot: number;
  /** Its owner's process id; -1 after a clean exit, 0 when never used. */
  readonly pid: number;
  readonly state: SlotState;
  /** Milliseconds of the shared clock since the last heartbeat; 0 for a free slot. */
  readonly ageMs: number;
  /** Milliseconds of the shared clock until it expires, 0 or less when it has; 0 for a free slot. */
  readonly ttlMs: number;
  /** True for this member's own slot. */
  readonly mine: boolean;
}

/** Answers whether a process exists. */
export type Liveness = (pid: number) => boolean;

/**
 * Whether a process exists on this machine: asked by signal 0, where a refusal
 * for lack of permission means that it does. Process ids have a meaning only in
 * one's own pid namespace: for a HAProxy in a container the answer says nothing,
 * so give `isAlive` yourself there, or open the map as a snapshot.
 */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/**
 * The view of one slot. Without `isAlive` no process is asked, and the file's
 * own clock alone judges.
 */
export function viewSlot(
  raw: RawSlot,
  snapshot: Snapshot,
  isAlive: Liveness | undefined,
  mine: number | undefined,
): SlotView {
  const { slot, pid, heartbeat } = raw;
  const isMine = slot === mine;
  if (heartbeat === 0) return { slot, pid, state: "free", ageMs: 0, ttlMs: 0, mine: isMine };
  const ttlMs = snapshot.ttl(heartbeat);
  const ageMs = HEARTBEAT_TIMEOUT_MS - ttlMs;
  return { slot, pid, state: stateOf(), ageMs, ttlMs, mine: isMine };

  function stateOf(): SlotState {
    if (heartbeatIsStale(heartbeat, snapshot.nowMs)) return "expired";
    // A claimed slot gets its pid a moment later; and kill() with 0 or less means whole groups.
    if (isAlive && !isMine && pid > 0 && !isAlive(pid)) return "ghost";
    return "alive";
  }
}
