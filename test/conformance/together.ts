import type { Case } from "./cases.ts";
import { runCase, type Seen, type Subject } from "./runner.ts";

/** How many cases run at the same time. */
const lanes = 2;

/**
 * Runs cases, some at a time, in their order. Each comes with its result to be
 * waited for; `stop` keeps those that have not begun from beginning.
 */
export function runTogether(
  subject: Subject,
  cases: readonly Case[],
  stop?: AbortSignal,
): [Case, Promise<Seen>][] {
  const free = Array.from({ length: lanes }, (_, lane) => lane);
  const waiting: ((lane: number) => void)[] = [];
  const run = async (one: Case): Promise<Seen> => {
    const lane = free.shift() ?? (await new Promise<number>((resolve) => waiting.push(resolve)));
    try {
      if (stop?.aborted) throw new Error("the tests have ended");
      return await runCase(subject, one, { lane, lanes });
    } finally {
      const next = waiting.shift();
      if (next) next(lane);
      else free.push(lane);
    }
  };
  return cases.map((one) => {
    const running = run(one);
    // A failure is told to whoever waits for the case, and to nobody before.
    running.catch(() => undefined);
    return [one, running];
  });
}
