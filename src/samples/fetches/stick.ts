/**
 * Fetches of stick tables: of what a stick counter follows (`sc_conn_cnt`,
 * `sc0_conn_cnt`), of the client's address (`src_conn_cnt`), and of tables as a whole.
 */
import type { Argument } from "../catalog/notation.ts";
import { tableAt } from "../environment.ts";
import { boolean, integer, type Sample } from "../sample.ts";
import {
  keySample,
  MEASURES,
  measureKey,
  type Measure,
  type StickEntry,
  type StickTable,
} from "../stick-tables/index.ts";
import type { FetchContext } from "../views.ts";
import { addressSample, sourceOf } from "./addresses.ts";
import { argumentNumber, resolved, type Fetch, type Taking } from "./fetch.ts";

/** A table, and the entry that a counter leads to in it, if there is one. */
interface Found {
  readonly table: StickTable;
  readonly entry: StickEntry | undefined;
}

type Finding = (context: FetchContext) => Found | undefined;

/**
 * The entry that a stick counter follows; with a table, the same key's entry
 * there. None where nothing is followed, or the table has keys of another kind.
 */
function followed(counter: number, other: StickTable | undefined): Finding {
  return ({ session, stream }) => {
    const tracker = stream?.trackers?.[counter] ?? session?.trackers?.[counter];
    if (!tracker) return undefined;
    const { table, entry } = tracker;
    if (!other) return { table, entry };
    if (other.type !== table.type || other.keyLength !== table.keyLength) return undefined;
    return { table: other, entry: other.find(entry.key) };
  };
}

/** A fetch of a counter; its number is in the name (`sc1_`) or among the arguments, from `at` on. */
function counterFetch(
  name: string,
  at: number,
  take: (find: Finding, args: readonly Argument[]) => Taking,
): Fetch {
  const digit = /^sc([0-9])_/.exec(name)?.[1];
  return resolved((args, environment) => {
    const counter = digit === undefined ? argumentNumber(args, at) : Number(digit);
    const table = tableAt(environment, args, digit === undefined ? at + 1 : at);
    return take(followed(counter, table), args);
  });
}

const counterMeasure = (name: string, { indexed, measure }: Measure): Fetch =>
  counterFetch(name, indexed ? 1 : 0, (find, args) => {
    const index = indexed ? argumentNumber(args, 0) : 0;
    return (context) => {
      const found = find(context);
      if (!found) return undefined;
      return found.entry ? measure(found.table, found.entry, index) : integer(0);
    };
  });

/** Asks a measure of the client's address. */
const sourceMeasure = (measure: Measure): Fetch =>
  resolved((args, environment) => {
    const index = measure.indexed ? argumentNumber(args, 0) : 0;
    const table = tableAt(environment, args, measure.indexed ? 1 : 0);
    return (context) => {
      const source = addressSample(sourceOf(context));
      return source && table && measureKey(table, measure, source, index);
    };
  });

/** Counts a connection of the client's address, which nothing else counts then. */
const sourceUpdate = resolved((args, environment) => {
  const table = tableAt(environment, args, 0);
  return (context) => {
    const source = addressSample(sourceOf(context));
    const key = source && table?.key(source);
    const entry = key === undefined ? undefined : table?.entry(key);
    if (!table || !entry?.add("conn_cnt")) return undefined;
    table.renew(entry);
    return integer(entry.counted("conn_cnt"));
  };
});

const PLAIN: Readonly<Record<string, (find: Finding) => Taking>> = {
  tracked: (find) => (context) => boolean(find(context) !== undefined),
  trackers: (find) => (context) => {
    const found = find(context);
    return found && integer(found.entry?.users ?? 0);
  },
  key: (find) => (context) => {
    const found = find(context);
    return found?.entry && keySample(found.table.type, found.entry.key);
  },
};

const ofTable = (value: (table: StickTable) => number): Fetch =>
  resolved((args, environment) => {
    const table = tableAt(environment, args, 0);
    return (): Sample | undefined => table && integer(value(table));
  });

const COUNTER_PREFIXES = ["sc_", "sc0_", "sc1_", "sc2_"];

/** By name; more than HAProxy has, so that the catalog decides which exist. */
export const STICK_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...COUNTER_PREFIXES.flatMap((prefix) => [
    ...Object.entries(MEASURES).map(([name, measure]): [string, Fetch] => [
      prefix + name,
      counterMeasure(prefix + name, measure),
    ]),
    ...Object.entries(PLAIN).map(([name, take]): [string, Fetch] => [
      prefix + name,
      counterFetch(prefix + name, 0, take),
    ]),
  ]),
  ...Object.entries(MEASURES).map(([name, measure]): [string, Fetch] => [
    `src_${name}`,
    sourceMeasure(measure),
  ]),
  ["src_updt_conn_cnt", sourceUpdate],
  ["table_cnt", ofTable(({ used }) => used)],
  ["table_avl", ofTable(({ size, used }) => size - used)],
];
