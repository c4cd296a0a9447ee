import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Collects garbage now, all of it. Holds the thread for milliseconds, so it is
 * for what must not wait for V8 to run out of memory: connections that scripts
 * have forgotten.
 */
export function collectGarbage(): void {
  collect ??= exposed();
  collect();
}

/** V8's own collector, which it shows to contexts made after this flag. */
function exposed(): () => void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  return gc;
}
