/**
 * The table in which the compiler finds a constant's number again (lcode.c's
 * `addk`), as the two functions of ltable.js that it takes. Fengari's own clears
 * a map, which allocates one, and makes a list's link with every new key.
 */
import type { FengariModule, FengariString, TaggedValue } from "./fengari.d.ts";

/** Fengari's Table, as far as it is used here. */
interface ScannerTable {
  readonly strong: Map<unknown, { readonly key: TaggedValue; readonly value: TaggedValue }>;
}

const LIGHT_USERDATA = 2;
const STRING = 4;

/** What tells keys apart: integers come as light userdata, so that they differ from floats. */
function identity({ type, value }: TaggedValue, hash: (s: FengariString) => string): unknown {
  if ((type & 15) === STRING) return hash(value as FengariString);
  return type === LIGHT_USERDATA ? `#${value as number | bigint}` : value;
}

/** ltable.js's luaH_get and luaH_setfrom for the scanner's table. */
export interface ScannerTableFunctions {
  readonly get: (L: unknown, table: ScannerTable, key: TaggedValue) => TaggedValue;
  readonly set: (L: unknown, table: ScannerTable, key: TaggedValue, value: TaggedValue) => void;
}

export function makeScannerTable(lstring: FengariModule, lobject: FengariModule): ScannerTableFunctions {
  const hash = lstring.luaS_hashlongstr as (s: FengariString) => string;
  const absent = lobject.luaO_nilobject as TaggedValue;
  return {
    get: (_L, table, key) => table.strong.get(identity(key, hash))?.value ?? absent,
    set: (_L, table, key, value) => {
      table.strong.set(identity(key, hash), { key, value });
    },
  };
}
