import {
  LuaError,
  LuaFloat,
  LuaReference,
  tableEntries,
  type LuaThread,
  type LuaValue,
} from "../../lua/index.ts";

/** Reads a field of an options table; undefined for a value of a wrong type. */
interface FieldKind<T> {
  readonly type: string;
  readonly read: (value: LuaValue, L: LuaThread) => T | undefined;
}

export const text: FieldKind<string> = {
  type: "string",
  read: (value) => {
    if (typeof value === "string") return value;
    return typeof value === "number" ? String(value) : undefined;
  },
};

/** Zero or more. */
export const amount: FieldKind<number> = {
  type: "number of 0 or more",
  read: (value) => {
    const number = value instanceof LuaFloat ? value.value : value;
    return typeof number === "number" && number >= 0 ? number : undefined;
  },
};

/** A table of texts by name. */
export const texts: FieldKind<Record<string, string>> = {
  type: "table of strings",
  read: (value, L) => {
    if (!(value instanceof LuaReference) || value.type !== "table") return undefined;
    const pairs = tableEntries(L, value).map(([key, each]) => [text.read(key, L), text.read(each, L)]);
    return pairs.every((pair): pair is [string, string] => !pair.includes(undefined))
      ? Object.fromEntries(pairs)
      : undefined;
  },
};

/** A list of texts. */
export const words: FieldKind<string[]> = {
  type: "list of strings",
  read: (value, L) => {
    const pairs = texts.read(value, L);
    return pairs && Object.values(pairs);
  },
};

type Fields<K> = { [N in keyof K]?: K[N] extends FieldKind<infer T> ? T : never };

/** The fields of the table that a script gives to `what`. Raises for a name that is not among `kinds`, and for a wrong type. */
export function readFields<K extends Readonly<Record<string, FieldKind<unknown>>>>(
  L: LuaThread,
  what: string,
  table: LuaReference | undefined,
  kinds: K,
): Fields<K> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of table ? tableEntries(L, table) : []) {
    const name = typeof key === "string" ? key : "";
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) {
      throw new LuaError(`${what}: there is no option '${name}'; there are ${Object.keys(kinds).join(", ")}`);
    }
    const read = kind.read(value, L);
    if (read === undefined) throw new LuaError(`${what}: '${name}' must be a ${kind.type}`);
    fields[name] = read;
  }
  return fields as Fields<K>;
}
