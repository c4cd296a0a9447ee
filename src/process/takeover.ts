import { HaluaError } from "../errors.ts";
import { systemTime } from "../time.ts";

/** The processes that a new one replaces. */
export interface Replaced {
  readonly pids: readonly number[];
  readonly signal: "SIGUSR1" | "SIGTERM";
}

/** How often, and how many times, a socket that is in use is tried again: HAProxy's, one second in all. */
const retryMs = 10;
const retries = 100;

/**
 * Opens listeners that the processes before may still hold: they are asked to
 * pause (SIGTTOU) and, where that does not help in a second, to go on (SIGTTIN).
 */
export async function makeRoom(replaced: Replaced | undefined, listen: () => Promise<void>): Promise<void> {
  let asked = false;
  for (let tries = 0; ; tries++) {
    try {
      await listen();
      return;
    } catch (error) {
      if (!isInUse(error) || !replaced || replaced.pids.length === 0) throw error;
      if (tries === retries) {
        for (const pid of replaced.pids) tell(pid, "SIGTTIN");
        throw error;
      }
      if (!asked) for (const pid of replaced.pids) tell(pid, "SIGTTOU");
      asked = true;
      await new Promise<void>((resolve) => void systemTime.after(retryMs, resolve));
    }
  }
}

function isInUse(error: unknown): boolean {
  if (!(error instanceof HaluaError) || error.code !== "E_LISTEN") return false;
  return (error.cause as NodeJS.ErrnoException | undefined)?.code === "EADDRINUSE";
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, and its sockets with it.
  }
}
