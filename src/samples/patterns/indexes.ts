import type { Address } from "./addresses.ts";
import type { PatternEntry } from "./entry.ts";
import { KeyedEntries } from "./entry.ts";
import type { Int } from "./integers.ts";
import { RadixTree } from "./radix-tree.ts";

/** A sample, already of the type that the method compares. */
export type Sample = string | Int | Address;

/**
 * The entries of one version of a reference, arranged for one way of matching.
 * Which entry wins is part of HAProxy's behaviour: its trees give the longest
 * match, its lists the first in order.
 */
export interface PatternIndex {
  /** @throws PatternError when the key is not a pattern of this method */
  add(entry: PatternEntry): void;
  remove(entry: PatternEntry): void;
  find(sample: Sample): PatternEntry | undefined;
  /** How HAProxy keeps this entry, for `get map`: ours may be faster, with the same answers. */
  kind(entry: PatternEntry): "tree" | "list";
}

/** As C's tolower in the C locale: ASCII letters only, other bytes stay. */
export function foldCase(text: string): string {
  // eslint-disable-next-line no-control-regex -- the range is what makes this fast for most texts
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** HAProxy's string trees end a sample at its first NUL byte. */
function untilNul(text: string): string {
  const at = text.indexOf("\0");
  return at < 0 ? text : text.slice(0, at);
}

/** `str`: the whole text. */
export class ExactIndex implements PatternIndex {
  readonly #entries = new KeyedEntries();
  readonly #ignoreCase: boolean;

  constructor(ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
  }

  add(entry: PatternEntry): void {
    this.#entries.add(this.#key(entry.key), entry);
  }

  remove(entry: PatternEntry): void {
    this.#entries.remove(this.#key(entry.key), entry);
  }

  #key(text: string): string {
    return this.#ignoreCase ? foldCase(text) : text;
  }

  find(sample: Sample): PatternEntry | undefined {
    if (typeof sample !== "string") return undefined;
    return this.#entries.first(this.#ignoreCase ? foldCase(sample) : untilNul(sample));
  }

  kind(): "tree" | "list" {
    return this.#ignoreCase ? "list" : "tree";
  }
}

/** `beg` with case: the longest pattern that the text starts with. */
export class LongestPrefixIndex implements PatternIndex {
  readonly #tree = new RadixTree<PatternEntry>();

  add(entry: PatternEntry): void {
    this.#tree.add(entry.key, entry);
  }

  remove(entry: PatternEntry): void {
    this.#tree.remove(entry.key, entry);
  }

  find(sample: Sample): PatternEntry | undefined {
    if (typeof sample !== "string") return undefined;
    let found: PatternEntry | undefined;
    this.#tree.visitPrefixes(sample, (entries) => (found = entries[0]));
    return found;
  }

  kind(): "tree" | "list" {
    return "tree";
  }
}

/**
 * `beg` without case, and `end`: HAProxy walks a list, so the first pattern in
 * order wins, however short. Keyed by a text whose beginning is what matches.
 */
export class FirstPrefixIndex implements PatternIndex {
  readonly #tree = new RadixTree<PatternEntry>();
  readonly #key: (text: string) => string;

  constructor(key: (text: string) => string) {
    this.#key = key;
  }

  add(entry: PatternEntry): void {
    this.#tree.add(this.#key(entry.key), entry);
  }

  remove(entry: PatternEntry): void {
    this.#tree.remove(this.#key(entry.key), entry);
  }

  find(sample: Sample): PatternEntry | undefined {
    if (typeof sample !== "string") return undefined;
    let found: PatternEntry | undefined;
    this.#tree.visitPrefixes(this.#key(sample), ([entry]) => {
      if (entry && (found === undefined || entry.order < found.order)) found = entry;
    });
    return found;
  }

  kind(): "tree" | "list" {
    return "list";
  }
}

/** The text backwards: its end becomes a beginning. */
export function reversed(text: string): string {
  let backwards = "";
  for (let i = text.length - 1; i >= 0; i--) backwards += text.charAt(i);
  return backwards;
}
