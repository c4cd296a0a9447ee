/** Lets a test come between a process's single changes of shared memory. */

const CHANGES = ["store", "add", "and", "or", "exchange", "compareExchange"] as const;

/** Thrown where a simulated process dies. */
export class Killed extends Error {}

/**
 * Runs `body`, and `between` before its `at`th atomic change (counted from 0),
 * once. Gives the number of changes that were made.
 */
export function interrupt(body: () => void, at: number, between: () => void): number {
  const atomics = Atomics as unknown as Record<string, (...args: unknown[]) => unknown>;
  const originals = CHANGES.map((name) => [name, atomics[name]!] as const);
  let made = 0;
  let isInside = false;
  for (const [name, original] of originals) {
    atomics[name] = (...args: unknown[]): unknown => {
      if (!isInside && made++ === at) {
        isInside = true;
        try {
          between();
        } finally {
          isInside = false;
        }
      }
      return original(...args);
    };
  }
  try {
    body();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  } finally {
    for (const [name, original] of originals) atomics[name] = original;
  }
  return made;
}
