import type { PatternEntry } from "./entry.ts";

/** tune.pattern.cache-size: how many answers are remembered. */
const most = 10_000;

/** The last answers of lists that take long to search; to be forgotten at each change. */
export class RememberedAnswers<S> {
  /** The least recently used first. */
  readonly #answers = new Map<S, PatternEntry | undefined>();

  forget(): void {
    this.#answers.clear();
  }

  /** The answer for a sample, from `search` where it is not known. */
  get(sample: S, search: (sample: S) => PatternEntry | undefined): PatternEntry | undefined {
    const answers = this.#answers;
    let found = answers.get(sample);
    // A map keeps the order of insertion, so what was used last is put last.
    if (found !== undefined || answers.has(sample)) answers.delete(sample);
    else found = search(sample);
    answers.set(sample, found);
    if (answers.size > most) {
      const [oldest] = answers.keys();
      if (oldest !== undefined) answers.delete(oldest);
    }
    return found;
  }
}
