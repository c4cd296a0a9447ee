/** Converters that look their input up in a stick table (stick_table.c). */
import { tableAt, type SampleEnvironment } from "../environment.ts";
import { boolean, integer, type Sample } from "../sample.ts";
import {
  MEASURES,
  measureKey,
  type Measure,
  type StickEntry,
  type StickTable,
} from "../stick-tables/index.ts";
import type { Argument } from "../catalog/notation.ts";
import { numberAt, type Converter } from "./converter.ts";

/** The entry of the input; undefined where there is none. */
function entryOf(table: StickTable, sample: Sample): StickEntry | undefined {
  const key = table.key(sample);
  return key === undefined ? undefined : table.find(key);
}

/** A converter with a table at `at`. */
const withTable =
  (
    at: number,
    convert: (table: StickTable, args: readonly Argument[]) => (sample: Sample) => Sample | undefined,
  ): Converter =>
  (args, environment: SampleEnvironment) => {
    const table = tableAt(environment, args, at);
    return table ? convert(table, args) : () => undefined;
  };

const measured = (measure: Measure): Converter =>
  withTable(measure.indexed ? 1 : 0, (table, args) => {
    const index = measure.indexed ? (numberAt(args, 0) ?? 0) : 0;
    return (sample) => measureKey(table, measure, sample, index);
  });

/** A time of the input's entry; without an entry the default, if there is one. */
const time = (of: (table: StickTable, entry: StickEntry) => number): Converter =>
  withTable(0, (table, args) => {
    const otherwise = args[1] && integer(BigInt(args[1].value));
    return (sample) => {
      const entry = entryOf(table, sample);
      return entry ? integer(of(table, entry)) : otherwise;
    };
  });

const serverId: Measure = {
  measure: (_table, entry) => (entry.has("server_id") ? integer(entry.counted("server_id")) : undefined),
};

/** HAProxy counts its own look at the entry too. */
const trackers: Measure = { measure: (_table, { users }) => integer(users + 1) };

/** Some converters leave out what fetches of the same measure begin with. */
const converterName = (name: string): string => `table_${name.replace(/^get_/, "")}`;

export const STICK_CONVERTERS: Readonly<Record<string, Converter>> = {
  in_table: withTable(0, (table) => (sample) => boolean(entryOf(table, sample) !== undefined)),
  table_expire: time((table, entry) => table.timeLeft(entry)),
  table_idle: time((table, entry) => table.idleTime(entry)),
  table_server_id: measured(serverId),
  table_trackers: measured(trackers),
  ...Object.fromEntries(
    Object.entries(MEASURES).map(([name, measure]) => [converterName(name), measured(measure)]),
  ),
};
