/**
 * HAProxy's ticks: milliseconds cut to 32 bits, compared as a signed
 * difference so that they may wrap, with 0 kept for "never". A tick is an
 * unsigned integer here (0..4294967295). The rules are those of HAProxy's tick
 * functions and of its clock.
 */

/** The tick that means "never set". */
export const TICK_ETERNITY = 0;

/** How long a slot stays taken after its last heartbeat, in milliseconds (HAProxy's heartbeat timeout). */
export const HEARTBEAT_TIMEOUT_MS = 60_000;

/** How often an owner refreshes its heartbeat, in milliseconds. */
export const HEARTBEAT_PERIOD_MS = 1_000;

/** `tick` plus `ms`, which may be negative; never 0, which becomes 1. */
export function tickAdd(tick: number, ms: number): number {
  const sum = (tick + ms) >>> 0;
  return sum === TICK_ETERNITY ? 1 : sum;
}

/** Signed milliseconds from `from` to `to`: right while they are less than 24.8 days apart. */
export function tickDifference(to: number, from: number): number {
  return (to - from) | 0;
}

/** True when the expiry tick lies at or before `now`; a tick never set is not expired. */
export function tickIsExpired(expiry: number, now: number): boolean {
  return expiry !== TICK_ETERNITY && tickDifference(expiry, now) <= 0;
}

/** True when a slot with this heartbeat may be claimed: never set, or expired. */
export function heartbeatIsStale(heartbeat: number, now: number): boolean {
  return heartbeat === TICK_ETERNITY || tickIsExpired(heartbeat, now);
}

/** The tick of a clock in nanoseconds: its milliseconds cut to 32 bits, 0 replaced by 1. */
export function tickOfNs(ns: bigint): number {
  const tick = Number(BigInt.asUintN(32, ns / 1_000_000n));
  return tick === TICK_ETERNITY ? 1 : tick;
}
