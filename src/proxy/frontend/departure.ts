import type { Time } from "../../time.ts";

/** How many connections are told to leave at once, at least, and how long it is until the next. */
const leastAtOnce = 10;
const pauseMs = 20;

/** In so many portions all of them are told: one second. */
const mostPortions = 50;

/** What can be told to leave. */
interface Leaving {
  closeWhenIdle(): void;
}

/**
 * Tells connections to leave, a few at a time: those of a busy process come back
 * at once, and the one that takes them has not run for long. Each is told by the
 * end of a second; `told` is called behind the last.
 */
export function sendAway(connections: Iterable<Leaving>, time: Time, told: () => void): void {
  const waiting = [...connections];
  const portion = Math.max(leastAtOnce, Math.ceil(waiting.length / mostPortions));
  const next = (): void => {
    for (const connection of waiting.splice(0, portion)) connection.closeWhenIdle();
    if (waiting.length === 0) told();
    else time.after(pauseMs, next);
  };
  next();
}
