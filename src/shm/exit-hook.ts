import os from "node:os";

/** Signals that end a process by default and that a member should not die of without giving its slot back. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Something with a slot to give back. */
export interface Releasable {
  /** Synchronous and harmless when repeated. */
  release(): void;
}

/**
 * Gives a member's slot back when the process exits or is told to by SIGTERM,
 * SIGINT or SIGHUP; after the release a signal ends the process with status
 * 128 + its number, as a shell reports it, unless the program listens for that
 * signal itself. Nothing is installed by merely opening a map.
 *
 * Returns a function that takes the hooks away again.
 */
export function releaseOnExit(member: Releasable): () => void {
  const release = (): void => {
    member.release();
  };
  const bySignal = (signal: NodeJS.Signals): void => {
    release();
    if (process.listenerCount(signal) <= hooked) process.exit(128 + os.constants.signals[signal]);
  };
  hooked++;
  process.on("exit", release);
  for (const signal of SIGNALS) process.on(signal, bySignal);
  let installed = true;
  return () => {
    if (!installed) return;
    installed = false;
    hooked--;
    process.off("exit", release);
    for (const signal of SIGNALS) process.off(signal, bySignal);
  };
}

/** How many hooks listen for each signal, so that a program's own listeners can be told from them. */
let hooked = 0;
