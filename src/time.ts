/**
 * Time as a dependency. Whatever sleeps, expires or stamps takes a `Time`, so
 * that a test can move 60 seconds in no time (see `src/lab/virtual-time.ts`).
 */
export interface Time {
  /** Monotonic clock in nanoseconds, from an arbitrary start. Never goes back. */
  monotonicNs(): bigint;
  /** The same clock in milliseconds with a fraction; cheaper where 53 bits do. */
  monotonicMs(): number;
  /** Wall clock in milliseconds since the epoch. */
  wallMs(): number;
  /** CPU time this process has used so far, user and system, in milliseconds. */
  cpuMs(): number;
  /** Calls `fn` once, `ms` milliseconds from now (0 or more). */
  after(ms: number, fn: () => void, options?: { background?: boolean }): Timer;
  /** Calls `fn` in the next turn of the event loop, after I/O that is ready now. */
  soon(fn: () => void): void;
}

/** A pending call made by {@link Time.after}. */
export interface Timer {
  /** Forgets the call. Harmless when it has already run. */
  cancel(): void;
}

const longestTimeoutMs = 2 ** 31 - 1;

/** The machine's own clocks and timers. A `background` timer does not keep the process alive. */
export const systemTime: Time = {
  monotonicNs: () => process.hrtime.bigint(),
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  after: (ms, fn, options) => {
    let timeout: NodeJS.Timeout;
    // Node's timers count 31 bits of milliseconds; a longer wait is made of several.
    const wait = (left: number): void => {
      const part = Math.min(left, longestTimeoutMs);
      timeout = setTimeout(() => (left > part ? wait(left - part) : fn()), part);
      if (options?.background) timeout.unref();
    };
    wait(ms);
    return { cancel: () => clearTimeout(timeout) };
  },
  soon: (fn) => {
    setImmediate(fn);
  },
};
