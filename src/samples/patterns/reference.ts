import { KeyedEntries, type PatternEntry } from "./entry.ts";
import { PatternError } from "./errors.ts";
import { PatternExpression, type PatternUse } from "./expression.ts";
import type { ResolveName } from "./network-index.ts";

/** What happens to a reference; the names are those of `event_sub`. */
export type PatternEvent = "PAT_REF_ADD" | "PAT_REF_DEL" | "PAT_REF_SET" | "PAT_REF_COMMIT" | "PAT_REF_CLEAR";

/** Versions are 32-bit numbers that wrap. */
const versionBits = 0xffff_ffff;

/** The entries of one version: in order, and by key. */
interface Generation {
  readonly entries: Set<PatternEntry>;
  readonly byKey: KeyedEntries;
}

/** How a reference is made; see {@link PatternReference}. */
export interface ReferenceOptions {
  /** The file's name; undefined for patterns that stand in the configuration. */
  name: string | undefined;
  /** Where it is used, for `show map`. */
  description: string;
  /** Whether its entries have values. */
  hasValues: boolean;
  /** `-u` */
  id?: number;
  resolve?: ResolveName | undefined;
  changed?: ((event: PatternEvent, reference: PatternReference) => void) | undefined;
}

/**
 * A set of patterns, usually a file's, shared by all maps and ACLs that name
 * it: a change reaches them all at once. It has versions: one is live, others
 * may be prepared beside it and take its place at once when committed.
 */
export class PatternReference {
  readonly name: string | undefined;
  readonly hasValues: boolean;
  description: string;
  /** Its number for `#id`; given when the configuration is complete. */
  id: number | undefined;
  isMap = false;
  isAcl = false;
  readonly #resolve: ResolveName | undefined;
  readonly #changed: (event: PatternEvent) => void;
  readonly #expressions: PatternExpression[] = [];
  readonly #generations = new Map<number, Generation>();
  #current = 0;
  #next = 0;
  #order = 0;

  constructor(options: ReferenceOptions) {
    const { changed } = options;
    this.name = options.name;
    this.description = options.description;
    this.hasValues = options.hasValues;
    this.id = options.id;
    this.#resolve = options.resolve;
    this.#changed = (event) => changed?.(event, this);
  }

  /** The version that lookups see. */
  get currentVersion(): number {
    return this.#current;
  }

  /** The version given out last. */
  get nextVersion(): number {
    return this.#next;
  }

  /** How many entries all versions have. */
  get size(): number {
    let size = 0;
    for (const { entries } of this.#generations.values()) size += entries.size;
    return size;
  }

  get expressions(): readonly PatternExpression[] {
    return this.#expressions;
  }

  /**
   * The expression for a use, with the entries that there are; the same for
   * all who ask alike. A use that some entry does not fit is not kept.
   * @throws PatternError, with the line of the file where there is one
   */
  expression(use: PatternUse): PatternExpression {
    const known = this.#expressions.find((expression) => expression.serves(use));
    if (known) return known;
    const expression = new PatternExpression(use, this.#resolve);
    for (const { entries } of this.#generations.values()) {
      for (const entry of entries) this.#fill(expression, entry);
    }
    this.#expressions.push(expression);
    return expression;
  }

  #fill(expression: PatternExpression, entry: PatternEntry): void {
    try {
      expression.add(entry);
    } catch (error) {
      if (!(error instanceof PatternError) || entry.line === undefined || this.name === undefined)
        throw error;
      throw new PatternError(`${error.message} at line ${entry.line} of file '${this.name}'`, {
        cause: error,
      });
    }
  }

  /** The entries of a version in order; may be changed while it is walked. */
  entries(version = this.#current): Iterable<PatternEntry> {
    return this.#generations.get(version)?.entries ?? [];
  }

  /** The entry with this key; of several the first. */
  find(key: string, version = this.#current): PatternEntry | undefined {
    return this.#generations.get(version)?.byKey.first(key);
  }

  /**
   * Adds an entry, also where there is one with the same key.
   * @throws PatternError when some use of the reference does not take it; then nothing is added
   */
  add(key: string, value: string | undefined, version = this.#current, line?: number): PatternEntry {
    const entry: PatternEntry = {
      key,
      value,
      hasData: value !== undefined,
      order: this.#order++,
      line,
      generation: version,
    };
    for (const [i, expression] of this.#expressions.entries()) {
      try {
        expression.add(entry);
      } catch (error) {
        for (const before of this.#expressions.slice(0, i)) before.remove(entry);
        throw error;
      }
    }
    const generation = this.#generation(version);
    generation.entries.add(entry);
    generation.byKey.add(key, entry);
    if (version === this.#current && line === undefined) this.#changed("PAT_REF_ADD");
    return entry;
  }

  #generation(version: number): Generation {
    const known = this.#generations.get(version);
    if (known) return known;
    const made = { entries: new Set<PatternEntry>(), byKey: new KeyedEntries() };
    this.#generations.set(version, made);
    return made;
  }

  /**
   * Gives all entries with this key another value.
   * @throws PatternError `entry not found`, or when the value is not of a map's type
   */
  set(key: string, value: string, version = this.#current): void {
    const entries = this.#generations.get(version)?.byKey.all(key) ?? [];
    if (entries.length === 0) throw new PatternError("entry not found");
    this.#checkValue(value);
    for (const entry of entries) entry.value = value;
    if (version === this.#current) this.#changed("PAT_REF_SET");
  }

  /** Sets the value where there is the key, else adds both. @throws PatternError */
  put(key: string, value: string, version = this.#current): void {
    if (this.find(key, version)) this.set(key, value, version);
    else this.add(key, value, version);
  }

  /** Gives one entry another value, without an event, as `set map #0x...` does. @throws PatternError */
  setEntry(entry: PatternEntry, value: string): void {
    if (!this.#has(entry)) throw new PatternError("key or pattern not found");
    this.#checkValue(value);
    entry.value = value;
  }

  #checkValue(value: string): void {
    for (const expression of this.#expressions) expression.checkValue(value);
  }

  #has(entry: PatternEntry): boolean {
    return this.#generations.get(entry.generation)?.entries.has(entry) ?? false;
  }

  /** Removes the first entry with this key; whether there was one. */
  delete(key: string, version = this.#current): boolean {
    const entry = this.find(key, version);
    return entry !== undefined && this.deleteEntry(entry);
  }

  /** Removes an entry; whether it was there. */
  deleteEntry(entry: PatternEntry): boolean {
    if (!this.#has(entry)) return false;
    for (const expression of this.#expressions) expression.remove(entry);
    const generation = this.#generation(entry.generation);
    generation.entries.delete(entry);
    generation.byKey.remove(entry.key, entry);
    this.#changed("PAT_REF_DEL");
    return true;
  }

  /** Opens a new, empty version; gives its number. */
  prepare(): number {
    this.#next = (this.#next + 1) >>> 0;
    return this.#next;
  }

  /** Gives a version's number back, if no other was given out since. */
  giveUp(version: number): void {
    if (this.#next === version) this.#next = (version - 1) >>> 0;
  }

  /** Whether a version can still take the live one's place: no later one has. */
  mayCommit(version: number): boolean {
    return ((version - this.#current) | 0) > 0;
  }

  /** Whether `prepare` gave this version out since the live one. */
  isPrepared(version: number): boolean {
    return ((version - this.#current - 1) & versionBits) >>> 0 < (this.#next - this.#current) >>> 0;
  }

  /** Makes a version the live one and forgets those before it; whether it could. */
  commit(version: number): boolean {
    if (!this.mayCommit(version)) return false;
    this.#current = version >>> 0;
    this.#changed("PAT_REF_COMMIT");
    this.clear((version - (versionBits >>> 1)) >>> 0, (version - 1) >>> 0);
    return true;
  }

  /** Removes all entries of the versions from `from` to `to`, which may wrap; all versions if none are named. */
  clear(from = 0, to = versionBits): void {
    const span = (to - from) >>> 0;
    for (const version of this.#generations.keys()) {
      if ((version - from) >>> 0 > span) continue;
      this.#generations.delete(version);
      for (const expression of this.#expressions) expression.drop(version);
    }
    if ((this.#current - from) >>> 0 <= span) this.#changed("PAT_REF_CLEAR");
  }
}
