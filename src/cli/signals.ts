import { Script } from "node:vm";

/** The signals that end a run, by number. */
const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Catches the signals that end a program, from now on, so that it can give its
 * slot back first.
 */
export class Signals {
  #caught: number | undefined;
  #listener: ((signal: number) => void) | undefined;

  constructor() {
    for (const [name, number] of Object.entries(numbers)) {
      process.once(name, () => {
        this.#caught = number;
        this.#listener?.(number);
      });
    }
  }

  /** Calls `fn` with the number of the first signal, also of one that has come already. */
  onSignal(fn: (signal: number) => void): void {
    this.#listener = fn;
    if (this.#caught !== undefined) fn(this.#caught);
  }
}

/**
 * Runs `body` so that Ctrl-C ends it even while it holds the thread, as a
 * script's main chunk may do for ever. Gives true when that happened. Other
 * signals wait until the body is done: JavaScript hears of them only then. A
 * Ctrl-C in the very moment in which the body ends Node may lose; the next one
 * it does not.
 */
export function endedByInterrupt(body: () => void): boolean {
  const slot = globalThis as { haluaInterruptible?: () => void };
  slot.haluaInterruptible = body;
  try {
    // A vm script is the one thing that Node lets Ctrl-C break into; it finds its work in a global.
    new Script("globalThis.haluaInterruptible()").runInThisContext({ breakOnSigint: true });
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") return true;
    throw error;
  } finally {
    delete slot.haluaInterruptible;
  }
}
