import { RegularExpression } from "../regex.ts";
import type { PatternEntry } from "./entry.ts";
import { PatternError } from "./errors.ts";
import { foldCase, type PatternIndex, type Sample } from "./indexes.ts";
import { RadixTree } from "./radix-tree.ts";
import { RememberedAnswers } from "./remembered-answers.ts";

/** From how many entries on HAProxy remembers answers. */
const rememberedFrom = 5;

/**
 * The text that whatever matches must begin with: the plain characters after a
 * leading `^`. "" where that cannot be said at a glance.
 */
export function requiredPrefix(pattern: string): string {
  if (!pattern.startsWith("^") || pattern.includes("|")) return "";
  let prefix = "";
  for (let at = 1; at < pattern.length; at++) {
    let character = pattern.charAt(at);
    if (character === "\\")
      character = /^[^0-9A-Za-z]$/.test(pattern.charAt(at + 1)) ? pattern.charAt(++at) : "";
    else if (/[.^$*+?()[\]{}\0]/.test(character)) character = "";
    if (character === "") return prefix;
    // What comes next may allow none of it.
    if (/[*?{]/.test(pattern.charAt(at + 1))) return prefix;
    prefix += character;
  }
  return prefix;
}

/** An entry's compiled expression. */
interface Compiled {
  readonly entry: PatternEntry;
  readonly regex: RegularExpression;
  readonly prefix: string;
}

/**
 * `reg` and `regm`: the first expression in order that matches. Those that
 * begin with plain text are tried only for samples that begin with it.
 */
export class RegexIndex implements PatternIndex {
  readonly #ignoreCase: boolean;
  readonly #remembers: boolean;
  readonly #byEntry = new Map<PatternEntry, Compiled>();
  readonly #tree = new RadixTree<Compiled>();
  readonly #answers = new RememberedAnswers<string>();

  /** `remembers` is for `reg`: `regm` needs the groups of each match. */
  constructor(ignoreCase: boolean, remembers: boolean) {
    this.#ignoreCase = ignoreCase;
    this.#remembers = remembers;
  }

  add(entry: PatternEntry): void {
    const regex = RegularExpression.compile(entry.key, this.#ignoreCase);
    if (typeof regex === "string") throw new PatternError(regex);
    const compiled = { entry, regex, prefix: this.#fold(requiredPrefix(entry.key)) };
    this.#byEntry.set(entry, compiled);
    this.#tree.add(compiled.prefix, compiled);
    this.#answers.forget();
  }

  remove(entry: PatternEntry): void {
    const compiled = this.#byEntry.get(entry);
    if (!compiled) return;
    this.#byEntry.delete(entry);
    this.#tree.remove(compiled.prefix, compiled);
    this.#answers.forget();
  }

  #fold(text: string): string {
    return this.#ignoreCase ? foldCase(text) : text;
  }

  find(sample: Sample): PatternEntry | undefined {
    if (typeof sample !== "string") return undefined;
    if (!this.#remembers || this.#byEntry.size < rememberedFrom) return this.#search(sample);
    return this.#answers.get(sample, (given) => this.#search(given));
  }

  #search(sample: string): PatternEntry | undefined {
    return this.#candidates(sample).find(({ regex }) => regex.test(sample))?.entry;
  }

  /** The expressions to try, in order. */
  #candidates(sample: string): readonly Compiled[] {
    const groups: (readonly Compiled[])[] = [];
    this.#tree.visitPrefixes(this.#fold(sample), (group) => groups.push(group));
    if (groups.length <= 1) return groups[0] ?? [];
    return groups.flat().sort((a, b) => a.entry.order - b.entry.order);
  }

  kind(): "tree" | "list" {
    return "list";
  }

  /** What an entry's expression matches in `text`: the whole and the groups. */
  match(entry: PatternEntry, text: string): readonly (string | undefined)[] | undefined {
    return this.#byEntry.get(entry)?.regex.match(text);
  }
}
