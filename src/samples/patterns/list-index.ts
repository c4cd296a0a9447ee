import type { PatternEntry } from "./entry.ts";
import { PatternError } from "./errors.ts";
import { foldCase, type PatternIndex, type Sample } from "./indexes.ts";
import { inRange, parseIntRange, type Int, type IntRange } from "./integers.ts";
import { RememberedAnswers } from "./remembered-answers.ts";
import { hasWord, trimDelimiters } from "./words.ts";

/** How the entries of a list are read and compared. */
export interface ListMatch<S extends Sample, P> {
  /** The key as it will be compared. @throws PatternError */
  parse(key: string): P;
  /** What is compared of a sample; undefined when it is of another type. */
  prepare(sample: Sample): S | undefined;
  matches(sample: S, pattern: P): boolean;
  /** From how many entries on answers are remembered; undefined for never. HAProxy does so from 20 on. */
  cacheFrom?: number;
}

/** Patterns that have to be tried one after the other: the first that matches counts. */
export class ListIndex<S extends Sample, P> implements PatternIndex {
  readonly #patterns = new Map<PatternEntry, P>();
  readonly #match: ListMatch<S, P>;
  readonly #answers = new RememberedAnswers<S>();

  constructor(match: ListMatch<S, P>) {
    this.#match = match;
  }

  add(entry: PatternEntry): void {
    this.#patterns.set(entry, this.#match.parse(entry.key));
    this.#answers.forget();
  }

  remove(entry: PatternEntry): void {
    this.#patterns.delete(entry);
    this.#answers.forget();
  }

  find(sample: Sample): PatternEntry | undefined {
    const prepared = this.#match.prepare(sample);
    if (prepared === undefined) return undefined;
    const { cacheFrom } = this.#match;
    if (cacheFrom === undefined || this.#patterns.size < cacheFrom) return this.#search(prepared);
    return this.#answers.get(prepared, (given) => this.#search(given));
  }

  #search(sample: S): PatternEntry | undefined {
    for (const [entry, pattern] of this.#patterns) if (this.#match.matches(sample, pattern)) return entry;
    return undefined;
  }

  kind(): "tree" | "list" {
    return "list";
  }
}

const text = (sample: Sample): string | undefined => (typeof sample === "string" ? sample : undefined);

const integer = (sample: Sample): Int | undefined =>
  typeof sample === "number" || typeof sample === "bigint" ? sample : undefined;

/** `sub`, `dir` and `dom`, with `fold` for the case. */
export function substrings(ignoreCase: boolean): ListMatch<string, string> {
  return folded(ignoreCase, {
    parse: (key) => key,
    prepare: text,
    matches: (sample, pattern) => sample.includes(pattern),
    cacheFrom: 20,
  });
}

export function words(delimiters: string, ignoreCase: boolean): ListMatch<string, string> {
  return folded(ignoreCase, {
    parse: (key) => trimDelimiters(key, delimiters),
    prepare: text,
    matches: (sample, pattern) => hasWord(sample, pattern, delimiters),
    cacheFrom: 20,
  });
}

function folded(ignoreCase: boolean, match: ListMatch<string, string>): ListMatch<string, string> {
  if (!ignoreCase) return match;
  return {
    ...match,
    parse: (key) => foldCase(match.parse(key)),
    prepare: (sample) => (typeof sample === "string" ? foldCase(sample) : undefined),
  };
}

function rangeOf(key: string, parse: (key: string) => IntRange | string): IntRange {
  const range = parse(key);
  if (typeof range === "string") throw new PatternError(range);
  return range;
}

/** `int`; `parse` reads the patterns, for versions have their own form. */
export function ranges(parse: (key: string) => IntRange | string): ListMatch<Int, IntRange> {
  return { parse: (key) => rangeOf(key, parse), prepare: integer, matches: inRange };
}

/** `len`: the number of bytes. */
export const lengths: ListMatch<string, IntRange> = {
  parse: (key) => rangeOf(key, parseIntRange),
  prepare: text,
  matches: (sample, range) => inRange(sample.length, range),
};

/** `bin`: bytes spelt in hexadecimal. */
export const bytes: ListMatch<string, string> = {
  parse: parseHex,
  prepare: text,
  matches: (sample, pattern) => sample === pattern,
  cacheFrom: 20,
};

function parseHex(key: string): string {
  // HAProxy looks at the length before the digits (parse_binary).
  if (key.length % 2 === 1) throw new PatternError("an even number of hex digit is expected");
  const wrong = /[^0-9a-fA-F]/.exec(key);
  if (wrong) throw new PatternError(`an hex digit is expected (found '${wrong[0]}')`);
  return Buffer.from(key, "hex").toString("latin1");
}
