import { tickDifference } from "./ticks.ts";

/** The window of HAProxy's rates, in milliseconds. */
export const RATE_PERIOD_MS = 1_000;

/** Bit 0 of a rate's tick: somebody turns the window over at this moment. */
export const RATE_UPDATE_IN_PROGRESS = 1;

/** The three 32-bit words of a rate, as they lie in the file (HAProxy's frequency counter). */
export interface RateWords {
  /** When the current window began; bit 0 marks an update in progress. */
  currTick: number;
  /** Events in the current window. */
  currCtr: number;
  /** Events in the window before it. */
  prevCtr: number;
}

/**
 * Events a second at `nowMs`: the current window plus the part of the previous
 * one that a sliding second still covers. A lone event does not flap: while the
 * current window is empty and the previous one holds at most one event, that one
 * is reported whole. The rule is that of HAProxy's frequency counters; a reader
 * that cannot wait ignores the update bit, as HAProxy's own estimate does.
 */
export function rateAt(words: RateWords, nowMs: number): number {
  const tick = (words.currTick & ~RATE_UPDATE_IN_PROGRESS) >>> 0;
  let remain = tickDifference((tick + RATE_PERIOD_MS) >>> 0, nowMs);
  let past = words.prevCtr;
  let current = words.currCtr;
  if (remain < 0) {
    remain += RATE_PERIOD_MS;
    past = remain >= 0 ? current : 0;
    current = 0;
  }
  if (current === 0 && past <= 1) return past;
  return Math.floor((past * remain + current * RATE_PERIOD_MS) / RATE_PERIOD_MS);
}

/**
 * What a window becomes when it is turned over at `nowMs`: its new tick, and
 * whether the counts so far still fall in the window just before (false when a
 * whole window was missed).
 */
export function turnOver(tick: number, nowMs: number): { tick: number; keepsPast: boolean } {
  const next = (tick + RATE_PERIOD_MS) >>> 0;
  const keepsPast = (nowMs - next) >>> 0 < RATE_PERIOD_MS;
  const start = keepsPast ? next : nowMs;
  return { tick: (start & ~RATE_UPDATE_IN_PROGRESS) >>> 0, keepsPast };
}
