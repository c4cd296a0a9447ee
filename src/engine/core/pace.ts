/**
 * When a state's heap is collected without being asked to: as in PUC, when it
 * has grown by `setpause` since the last time. Only states that have weak
 * tables or objects with `__gc` are; for others it would make no difference.
 */
import { account, setChecks } from "./account.ts";
import { interrupt } from "./hooks.ts";
import type { Global } from "./model.ts";
import { regs } from "./regs.ts";

/** A collection is not worth it for less: PUC does its in small pieces. */
const LEAST = 256 * 1024;

/** The first weak table or object with `__gc` of a state. */
export function beginCollecting(G: Global): void {
  if (!G.collected) wait(G, LEAST);
  G.collected = true;
}

/** After a collection that left `size` bytes. */
export function collectLater(G: Global, size: number): void {
  wait(G, Math.max((size * (G.tuning.pause - 100)) / 100, LEAST));
}

function wait(G: Global, bytes: number): void {
  G.due = account.used + bytes;
  setChecks(account.limit, G.due);
}

/** The sum has passed `account.due`: has the running code stop for a collection if it is its turn. */
export function lookAtPace(): void {
  const { G } = regs.L;
  if (G.collected && account.used >= G.due && G.tuning.running) {
    // Asked again later, should it not be possible where the code stops.
    wait(G, LEAST);
    interrupt();
  } else setChecks(account.limit, account.used + LEAST);
}
