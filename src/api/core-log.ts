import {
  constant,
  declareFunction,
  integer,
  nothing,
  restrict,
  string,
  type Item,
  type Argument,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/** `core`'s log functions and level constants (hlua.c, hlua_log). */

const levels: [name: string, level: number, since: string, meaning: string][] = [
  ["silent", -1, "3.0", "no log at all; only for txn:set_loglevel"],
  ["emerg", 0, "1.6", "syslog level 0"],
  ["alert", 1, "1.6", "syslog level 1"],
  ["crit", 2, "1.6", "syslog level 2"],
  ["err", 3, "1.6", "syslog level 3"],
  ["warning", 4, "1.6", "syslog level 4"],
  ["notice", 5, "1.6", "syslog level 5"],
  ["info", 6, "1.6", "syslog level 6"],
  ["debug", 7, "1.6", "syslog level 7; shown only in debug mode"],
];

const shortcuts: [name: string, level: number][] = [
  ["Debug", 7],
  ["Info", 6],
  ["Warning", 4],
  ["Alert", 1],
];

/** A log level 0..7: of a number, what a C int holds. HAProxy names argument 1 in its message wherever the level stands. */
const level = restrict(
  integer("level", "one of the constants `core.emerg` to `core.debug`"),
  (value) => ((value | 0) >= 0 && (value | 0) <= 7 ? undefined : "Invalid loglevel."),
  1,
);

export const logItems: Item<Runtime>[] = [
  ...levels.map(([name, value, since, meaning]) => constant(name, value, since, meaning)),
  declareFunction("log", {
    doc: "Logs a message at a level. What is not printable ASCII is shown as dots.",
    args: [level, string("message", "the text")],
    since: "1.6",
    body: ({ host }, at, message) => {
      host.log.script(at | 0, message);
      return nothing;
    },
  }),
  ...shortcuts.map(([name, at]) =>
    declareFunction<Runtime, [Argument<string>]>(name, {
      doc: `Logs a message at level ${at}.`,
      args: [string("message", "the text")],
      since: "1.6",
      // HAProxy's messages spell these names in lower case.
      count: { message: () => `'${name.toLowerCase()}' needs 1 arguments` },
      body: ({ host }, message) => {
        host.log.script(at, message);
        return nothing;
      },
    }),
  ),
];
