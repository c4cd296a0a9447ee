import { HaluaError } from "../../errors.ts";

/** How often a state of another process is looked at. */
const lookMs = 20;

/** Resolves with the first answer of `look` that is not undefined; rejects with E_LAB after `ms`. Answers that are refused count as undefined. */
export async function until<T>(
  what: string,
  ms: number,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    let last: unknown;
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      if (error instanceof HaluaError && error.code === "E_LAB") throw error;
      last = error;
    }
    if (performance.now() >= end) {
      const why = last instanceof Error ? ` (${last.message})` : "";
      throw new HaluaError("E_LAB", `${what}: not within ${ms} ms${why}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
