/**
 * Where an entry keeps its general purpose counters and tags: `gpc0`, `gpc1`
 * and `gpt0` have columns of their own or else are the first elements of the
 * arrays, which is where those with a number are.
 */
import type { ColumnName } from "./columns.ts";
import type { StickEntry } from "./stick-entry.ts";

/** A counter: by its old name, or its place in the array `gpc`. */
export type GeneralCounter = "gpc0" | "gpc1" | number;

/** A tag: by its old name, or its place in the array `gpt`. */
export type GeneralTag = "gpt0" | number;

/** A column, and the element of it. */
export type Place = readonly [name: ColumnName, element: number];

const COUNTS: Readonly<Record<"gpc0" | "gpc1", readonly Place[]>> = {
  gpc0: [
    ["gpc0", 0],
    ["gpc", 0],
  ],
  gpc1: [
    ["gpc1", 0],
    ["gpc", 1],
  ],
};

const RATES: Readonly<Record<"gpc0" | "gpc1", readonly Place[]>> = {
  gpc0: [
    ["gpc0_rate", 0],
    ["gpc_rate", 0],
  ],
  gpc1: [
    ["gpc1_rate", 0],
    ["gpc_rate", 1],
  ],
};

const TAG: readonly Place[] = [
  ["gpt0", 0],
  ["gpt", 0],
];

const there = (entry: StickEntry, places: readonly Place[]): Place | undefined =>
  places.find(([name, element]) => entry.has(name, element));

/** Where the entry keeps a counter; undefined where its table does not. */
export const countPlace = (entry: StickEntry, counter: GeneralCounter): Place | undefined =>
  there(entry, typeof counter === "number" ? [["gpc", counter]] : COUNTS[counter]);

/** Where the entry keeps a counter's rate; undefined where its table does not. */
export const ratePlace = (entry: StickEntry, counter: GeneralCounter): Place | undefined =>
  there(entry, typeof counter === "number" ? [["gpc_rate", counter]] : RATES[counter]);

/** Where the entry keeps a tag; undefined where its table does not. */
export const tagPlace = (entry: StickEntry, tag: GeneralTag): Place | undefined =>
  there(entry, typeof tag === "number" ? [["gpt", tag]] : TAG);

/**
 * Counts in a counter and its rate, where there are any, modulo 2^32.
 * @returns the counter, or else the rate's count of its current period; undefined where the table has neither
 */
export function countGeneral(entry: StickEntry, counter: GeneralCounter, by: number): number | undefined {
  const rate = ratePlace(entry, counter);
  const count = countPlace(entry, counter);
  if (rate) entry.add(rate[0], by, rate[1]);
  if (count) entry.add(count[0], by, count[1]);
  const shown = count ?? rate;
  return shown && entry.counted(...shown);
}
