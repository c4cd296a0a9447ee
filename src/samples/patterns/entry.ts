/** One line of a map or ACL: what `show map` lists, and what every use of the reference finds. */
export interface PatternEntry {
  readonly key: string;
  /** The text after the key; undefined for an ACL's pattern. */
  value: string | undefined;
  /**
   * Whether maps find a value here. HAProxy decides it when an entry is made:
   * one made without a value stays without for lookups, even if it is set
   * later (pattern.c, pat_ref_set_elt).
   */
  readonly hasData: boolean;
  /** Grows with every entry of the reference: who came first. */
  readonly order: number;
  /** The line of the file, undefined for entries made at run time. */
  readonly line: number | undefined;
  /** The version of the reference it belongs to. */
  readonly generation: number;
}

/** Entries by key; of several with the same key the one that came first counts. */
export class KeyedEntries {
  readonly #entries = new Map<string, PatternEntry | PatternEntry[]>();

  add(key: string, entry: PatternEntry): void {
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, entry);
    else if (Array.isArray(known)) known.push(entry);
    else this.#entries.set(key, [known, entry]);
  }

  remove(key: string, entry: PatternEntry): void {
    const known = this.#entries.get(key);
    if (!Array.isArray(known)) {
      if (known === entry) this.#entries.delete(key);
      return;
    }
    const i = known.indexOf(entry);
    if (i >= 0) known.splice(i, 1);
    if (known.length === 0) this.#entries.delete(key);
  }

  first(key: string): PatternEntry | undefined {
    const known = this.#entries.get(key);
    return Array.isArray(known) ? known[0] : known;
  }

  all(key: string): readonly PatternEntry[] {
    const known = this.#entries.get(key);
    if (known === undefined) return [];
    return Array.isArray(known) ? known : [known];
  }
}
