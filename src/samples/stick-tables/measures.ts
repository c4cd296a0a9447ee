/**
 * What samples ask of an entry of a stick table, by the names that the fetches
 * (`sc_conn_cnt`, `src_conn_cnt`) and converters (`table_conn_cnt`) share
 * (stick_table.c). Nothing is kept for a key that has no entry: its measures
 * are 0. Where the table does not keep what is asked for, there is no sample.
 */
import { integer, type Sample } from "../sample.ts";
import type { ColumnName } from "./columns.ts";
import {
  countGeneral,
  countPlace,
  ratePlace,
  tagPlace,
  type GeneralCounter,
  type GeneralTag,
  type Place,
} from "./general-purpose.ts";
import type { StickEntry } from "./stick-entry.ts";
import type { StickTable } from "./stick-table.ts";

/** A measure of an entry. */
export interface Measure {
  /** Its first argument is the number of a counter or tag. */
  readonly indexed?: true;
  /** It changes the entry, and so needs one. */
  readonly changes?: true;
  /** `index` is 0 where it is not {@link indexed}. */
  measure(this: void, table: StickTable, entry: StickEntry, index: number): Sample | undefined;
}

const shown = (entry: StickEntry, place: Place | undefined): Sample | undefined => {
  const value = place && entry.get(...place);
  return typeof value === "number" ? integer(value) : undefined;
};

const column = (name: ColumnName): Measure => ({ measure: (_table, entry) => shown(entry, [name, 0]) });

const kilobytes = (name: ColumnName): Measure => ({
  measure: (_table, entry) => {
    const bytes = entry.get(name);
    return typeof bytes === "number" ? integer(Math.floor(bytes / 1024)) : undefined;
  },
});

const count = (counter: GeneralCounter): Measure => ({
  measure: (_table, entry) => shown(entry, countPlace(entry, counter)),
});

const rate = (counter: GeneralCounter): Measure => ({
  measure: (_table, entry) => shown(entry, ratePlace(entry, counter)),
});

const tag = (name: GeneralTag): Measure => ({
  measure: (_table, entry) => shown(entry, tagPlace(entry, name)),
});

/** Counts one more; 0 where there is nothing to count in. */
const increment = (counter: GeneralCounter): Measure => ({
  changes: true,
  measure: (table, entry) => {
    const counted = countGeneral(entry, counter, 1);
    if (counted !== undefined) table.renew(entry);
    return integer(counted ?? 0);
  },
});

/** Sets a counter to 0; gives what it was. */
const clear = (counter: GeneralCounter): Measure => ({
  changes: true,
  measure: (table, entry) => {
    const place = countPlace(entry, counter);
    const before = shown(entry, place);
    if (!place || !before) return undefined;
    entry.set(place[0], 0, place[1]);
    table.renew(entry);
    return before;
  },
});

/** A measure whose counter or tag the first argument numbers. */
const numbered = (of: (index: number) => Measure): Measure => {
  const { changes } = of(0);
  return {
    indexed: true,
    ...(changes && { changes }),
    measure: (table, entry, index) => of(index).measure(table, entry, 0),
  };
};

const COLUMNS = [
  "conn_cnt",
  "conn_cur",
  "conn_rate",
  "sess_cnt",
  "sess_rate",
  "http_req_cnt",
  "http_req_rate",
  "http_err_cnt",
  "http_err_rate",
  "http_fail_cnt",
  "http_fail_rate",
  "bytes_in_rate",
  "bytes_out_rate",
  "glitch_cnt",
  "glitch_rate",
] as const;

/** By their names in fetches, without what stands before (`sc_`, `sc0_`, `src_`). */
export const MEASURES: Readonly<Record<string, Measure>> = {
  ...Object.fromEntries(COLUMNS.map((name) => [name, column(name)])),
  kbytes_in: kilobytes("bytes_in_cnt"),
  kbytes_out: kilobytes("bytes_out_cnt"),
  get_gpc0: count("gpc0"),
  get_gpc1: count("gpc1"),
  get_gpc: numbered(count),
  gpc0_rate: rate("gpc0"),
  gpc1_rate: rate("gpc1"),
  gpc_rate: numbered(rate),
  get_gpt0: tag("gpt0"),
  get_gpt: numbered(tag),
  inc_gpc0: increment("gpc0"),
  inc_gpc1: increment("gpc1"),
  inc_gpc: numbered(increment),
  clr_gpc0: clear("gpc0"),
  clr_gpc1: clear("gpc1"),
  clr_gpc: numbered(clear),
};

/** The measure of a key's entry, which is made where the measure changes it and there is none. */
export function measureKey(
  table: StickTable,
  { measure, changes }: Measure,
  key: Sample,
  index: number,
): Sample | undefined {
  const tableKey = table.key(key);
  const found = tableKey === undefined ? undefined : table[changes ? "entry" : "find"](tableKey);
  return found ? measure(table, found, index) : integer(0);
}
