import { inputType, type InputType, type MatchMethod } from "../../match-methods.ts";
import type { PatternEntry } from "./entry.ts";
import { PatternError } from "./errors.ts";
import {
  ExactIndex,
  FirstPrefixIndex,
  foldCase,
  LongestPrefixIndex,
  reversed,
  type PatternIndex,
  type Sample,
} from "./indexes.ts";
import { parseIntRange, parseVersionRange } from "./integers.ts";
import { bytes, lengths, ListIndex, ranges, substrings, words } from "./list-index.ts";
import { NetworkIndex, type ResolveName } from "./network-index.ts";
import { parseValue, replaceGroups, type MapValue, type OutputType } from "./outputs.ts";
import { RegexIndex } from "./regex-index.ts";
import { directoryDelimiters, domainDelimiters } from "./words.ts";

/** A method of `-m`, or `ver`: integers whose patterns are dotted versions. */
export type PatternMethod = MatchMethod | "ver";

/** One way of using a reference: how it is matched and what its values are. */
export interface PatternUse {
  readonly method: PatternMethod;
  readonly ignoreCase: boolean;
  /** `-n`: host names among addresses are refused. Maps never resolve them. */
  readonly noDns: boolean;
  /** What a map gives; undefined for an ACL, which looks at keys only. */
  readonly output: OutputType | undefined;
}

/** Which uses HAProxy takes for the same: those that read and keep patterns alike (pattern_new_expr). */
const families: Partial<Record<PatternMethod, string>> = {
  found: "value",
  bool: "value",
  int: "number",
  len: "number",
  sub: "list of strings",
  dir: "list of strings",
  dom: "list of strings",
  end: "list of strings",
};

function makeIndex(use: PatternUse, resolve: ResolveName | undefined): PatternIndex {
  const { method, ignoreCase } = use;
  switch (method) {
    case "str":
      return new ExactIndex(ignoreCase);
    case "beg":
      return ignoreCase ? new FirstPrefixIndex(foldCase) : new LongestPrefixIndex();
    case "end":
      return new FirstPrefixIndex(ignoreCase ? (text) => reversed(foldCase(text)) : reversed);
    case "ip":
      return new NetworkIndex(use.noDns ? undefined : resolve);
    case "sub":
      return new ListIndex(substrings(ignoreCase));
    case "dir":
      return new ListIndex(words(directoryDelimiters, ignoreCase));
    case "dom":
      return new ListIndex(words(domainDelimiters, ignoreCase));
    case "reg":
    case "regm":
      return new RegexIndex(ignoreCase, method === "reg");
    case "len":
      return new ListIndex(lengths);
    case "bin":
      return new ListIndex(bytes);
    case "int":
      return new ListIndex(ranges(parseIntRange));
    case "ver":
      return new ListIndex(ranges(parseVersionRange));
    case "found":
    case "bool":
      // These do not look at patterns: any will do.
      return new ListIndex({ parse: (key: string) => key, prepare: () => undefined, matches: () => false });
  }
}

/**
 * A reference used in one way, shared by all who use it so: keeps each version
 * of the reference arranged for its method.
 */
export class PatternExpression {
  readonly use: PatternUse;
  readonly input: InputType;
  readonly #indexes = new Map<number, PatternIndex>();
  readonly #resolve: ResolveName | undefined;

  constructor(use: PatternUse, resolve?: ResolveName) {
    this.use = use;
    this.input = use.method === "ver" ? "sint" : inputType(use.method);
    this.#resolve = resolve;
  }

  /** Names all uses for which HAProxy keeps one list; `get map` shows each once. */
  get family(): string {
    const { method, ignoreCase, noDns, output } = this.use;
    return [families[method] ?? method, ignoreCase, noDns, output].join();
  }

  serves(use: PatternUse): boolean {
    const own = this.use;
    return (
      own.method === use.method &&
      own.ignoreCase === use.ignoreCase &&
      own.noDns === use.noDns &&
      own.output === use.output
    );
  }

  /** Refuses a value that is not of this map's type. @throws PatternError */
  checkValue(value: string | undefined): void {
    const { output } = this.use;
    if (value === undefined || output === undefined || parseValue(output, value) !== undefined) return;
    throw new PatternError(`unable to parse '${value}'`);
  }

  /** @throws PatternError in HAProxy's words when the key or its value is not valid here */
  add(entry: PatternEntry): void {
    this.checkValue(entry.value);
    let index = this.#indexes.get(entry.generation);
    if (!index) this.#indexes.set(entry.generation, (index = makeIndex(this.use, this.#resolve)));
    index.add(entry);
  }

  remove(entry: PatternEntry): void {
    this.#indexes.get(entry.generation)?.remove(entry);
  }

  /** Forgets a whole version. */
  drop(generation: number): void {
    this.#indexes.delete(generation);
  }

  find(sample: Sample, generation: number): PatternEntry | undefined {
    return this.#indexes.get(generation)?.find(sample);
  }

  /** How HAProxy keeps the entry. */
  kind(entry: PatternEntry): "tree" | "list" {
    return this.#indexes.get(entry.generation)?.kind(entry) ?? "list";
  }

  /** The entry's value as this map gives it; undefined where there is none. */
  value(entry: PatternEntry): MapValue | undefined {
    const { output } = this.use;
    if (output === undefined || entry.value === undefined || !entry.hasData) return undefined;
    return parseValue(output, entry.value);
  }

  /** `regm`: the entry's value with the groups of its match in `sample`; undefined where that cannot be made. */
  replaced(entry: PatternEntry, sample: string): string | undefined {
    const index = this.#indexes.get(entry.generation);
    const groups = index instanceof RegexIndex ? index.match(entry, sample) : undefined;
    return groups && entry.value !== undefined ? replaceGroups(entry.value, groups) : undefined;
  }
}
