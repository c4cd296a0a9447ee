import {
  LuaFloat,
  LuaReference,
  tableEntries,
  type HostValue,
  type LuaThread,
  type LuaValue,
} from "../../lua/index.ts";

/** Values that tests give to the host, and those that it gives to them. */

/** A plain value as text; undefined for what is none. */
export function textOf(value: LuaValue): string | undefined {
  if (value === undefined || value instanceof LuaReference) return undefined;
  return value instanceof LuaFloat ? String(value.value) : String(value);
}

/** The named fields of a table that a test gives: `{method = "GET", ...}`. */
export class Fields {
  readonly #L: LuaThread;
  readonly #values: ReadonlyMap<LuaValue, LuaValue>;

  constructor(L: LuaThread, table: LuaReference | undefined) {
    this.#L = L;
    this.#values = new Map(table ? tableEntries(L, table) : []);
  }

  /** The names that are not among `known`. */
  unknown(known: readonly string[]): string[] {
    return [...this.#values.keys()]
      .map((name) => textOf(name) ?? "?")
      .filter((name) => !known.includes(name));
  }

  value(name: string): LuaValue {
    return this.#values.get(name);
  }

  text(name: string): string | undefined {
    return textOf(this.#values.get(name));
  }

  /** A list of texts. */
  texts(name: string): string[] {
    const value = this.#values.get(name);
    if (!(value instanceof LuaReference)) return value === undefined ? [] : [textOf(value) ?? ""];
    return tableEntries(this.#L, value).map(([, text]) => textOf(text) ?? "");
  }

  /** Header fields, `{name = "value", other = {"first", "second"}}`, in alphabetical order. */
  headers(name: string): [string, string][] {
    const value = this.#values.get(name);
    if (!(value instanceof LuaReference)) return [];
    const L = this.#L;
    const pairs = tableEntries(L, value).flatMap(([header, given]): [string, string][] => {
      const all = given instanceof LuaReference ? tableEntries(L, given).map(([, one]) => one) : [given];
      return all.map((one) => [(textOf(header) ?? "").toLowerCase(), textOf(one) ?? ""]);
    });
    return pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  }
}

/** Header fields for a test: by name in lower case, several of one name joined by commas. */
export function headersForLua(headers: Iterable<readonly [name: string, value: string]>): HostValue {
  const byName = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = byName.get(name.toLowerCase());
    byName.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return byName;
}
