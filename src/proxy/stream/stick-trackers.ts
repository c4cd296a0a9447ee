import type { StickEntry, StickTable } from "../../samples/stick-tables/index.ts";

/** What `track-sc<n>` follows: an entry of a table, by the number of the counter. */
export interface Tracker {
  readonly table: StickTable;
  readonly entry: StickEntry;
}

/** The stick counters of a session or a stream: `sc0`, `sc1`... */
export type StickTrackers = (Tracker | undefined)[];
