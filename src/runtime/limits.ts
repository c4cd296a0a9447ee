import type { Context } from "../lua/index.ts";
import type { Time } from "../time.ts";

/** What HAProxy's `tune.lua.*` bound. Milliseconds of CPU time; 0 means no limit. */
export interface Limits {
  /** `tune.lua.burst-timeout`: between two yields, those that a loop is forced to among them. */
  burst: number;
  /** `tune.lua.task-timeout`: tasks and event handlers, over their whole life. */
  task: number;
  /** `tune.lua.session-timeout`: fetches, converters, actions, filters, CLI commands. */
  session: number;
  /** `tune.lua.service-timeout`: services. */
  service: number;
  /** `tune.lua.forced-yield`: VM instructions between two looks at the clock. */
  forcedYield: number;
}

export const defaultLimits: Limits = {
  burst: 1000,
  task: 0,
  session: 4000,
  service: 4000,
  forcedYield: 10_000,
};

/** The limit on the whole life of a run in `context`. */
export function lifeLimit(limits: Limits, context: Context): number {
  switch (context) {
    case "task":
    case "event":
      return limits.task;
    case "service":
      return limits.service;
    case "body":
    case "init":
    case "none":
      return 0;
    default:
      return limits.session;
  }
}

/** A stretch of wall time below this is taken for CPU time as it is, in ms: finding out costs more than it is worth. */
const shortStretchMs = 5;

/**
 * Counts the CPU time of one run. Between `start` and `stop` it runs; waiting
 * does not count. Wall time bounds CPU time from above and is much cheaper to
 * read, so the CPU clock is asked only when a stretch was long, or the wall
 * clock says that a limit may have been passed.
 */
export class Stopwatch {
  readonly #time: Time;
  /** CPU time of the finished stretches. */
  #life = 0;
  #wallStart = 0;
  #cpuStart = 0;

  constructor(time: Time) {
    this.#time = time;
  }

  /** Begins a stretch at `wallMs`. `cpuMs` is the process's CPU time at about that moment, not after it. */
  start(wallMs: number, cpuMs: number): void {
    this.#wallStart = wallMs;
    this.#cpuStart = cpuMs;
  }

  /** Ends a stretch at `wallMs`, and with it the burst: a forced yield counts as one too (hlua.c, hlua_timer_reset). */
  stop(wallMs: number): void {
    this.#life += this.#stretch(wallMs);
  }

  /** Which of the two limits the run has passed by now. */
  passed(life: number, burst: number): "execution" | "burst" | undefined {
    const now = this.#time.monotonicMs();
    const wall = now - this.#wallStart;
    const lifeMayBeOver = life > 0 && this.#life + wall >= life;
    const burstMayBeOver = burst > 0 && wall >= burst;
    if (!lifeMayBeOver && !burstMayBeOver) return undefined;
    const spent = this.#stretch(now);
    if (life > 0 && this.#life + spent >= life) return "execution";
    if (burst > 0 && spent >= burst) return "burst";
    return undefined;
  }

  #stretch(now: number): number {
    const wall = now - this.#wallStart;
    return wall < shortStretchMs ? wall : Math.min(wall, this.#time.cpuMs() - this.#cpuStart);
  }
}
