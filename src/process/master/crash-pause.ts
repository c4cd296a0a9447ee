/** A worker that has served for so long has not crashed because of its start. */
const steadyMs = 10_000;

const firstMs = 1000;
const longestMs = 30_000;

/** How long a master waits before it starts a worker anew: the first time not at all, then longer and longer. */
export class CrashPause {
  #inARow = 0;

  /** Milliseconds; `servedMs` is how long the worker that crashed had served. */
  next(servedMs: number): number {
    if (servedMs >= steadyMs) this.#inARow = 0;
    const before = this.#inARow++;
    return before === 0 ? 0 : Math.min(firstMs * 2 ** (before - 1), longestMs);
  }
}
