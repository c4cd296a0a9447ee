import { setTimeout as sleep } from "node:timers/promises";
import { print } from "./output.ts";

/** How often a refreshing view is drawn anew. */
const refreshMs = 1000;

/**
 * Prints what `render` gives: once, or with `repeat` again each second until
 * the process is interrupted. On a terminal each view takes the place of the
 * one before.
 */
export async function show(render: () => string, repeat: boolean): Promise<void> {
  if (!repeat) {
    print(render());
    return;
  }
  const clear = process.stdout.isTTY ? "\u001b[H\u001b[2J\u001b[3J" : "";
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  while (!stop.signal.aborted) {
    print(clear + render());
    await sleep(refreshMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}
