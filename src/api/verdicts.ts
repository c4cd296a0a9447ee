import {
  constant,
  declareFunction,
  integer,
  LuaError,
  nothing,
  opaqueField,
  result,
  withReference,
  type FunctionItem,
  type Item,
} from "../lua/index.ts";
import { Run, type Runtime } from "../runtime/index.ts";

import { channelClass } from "./channel.ts";
import { ScriptFilterInstance } from "./filters.ts";

/** The global tables `act` and `filter`: what actions and filters answer (hlua.c). */

/** Sets when a run that answers "later" wants to be called again. */
function wakeTime(since: string, doc: string): FunctionItem<Runtime> {
  return declareFunction("wake_time", {
    doc,
    args: [integer("milliseconds", "from now")],
    where: "run",
    since,
    body: (execution, milliseconds) => {
      if (execution instanceof Run) execution.memory.wakeAfterMs = milliseconds >>> 0;
      return nothing;
    },
  });
}

/** Turns the payload callback of a filter on a channel on or off. */
function dataFilter(name: string, wanted: boolean, doc: string): FunctionItem<Runtime> {
  return declareFunction(name, {
    doc,
    args: [
      opaqueField("filter", "the filter: `self` of its callbacks", "__filter"),
      withReference(channelClass.argument("channel", "`txn.req`, `txn.res` or a message's `channel`")),
    ],
    returns: [result("Channel", "the channel")],
    since: "2.5",
    body: (_execution, instance, { value, reference }) => {
      if (!(instance instanceof ScriptFilterInstance)) {
        throw new LuaError("userdata expected, got nil", { argument: -1 });
      }
      instance.filterData(value.channel, wanted);
      return reference;
    },
  });
}

const verdicts: [name: string, value: number, meaning: string][] = [
  ["CONTINUE", 0, "go on with the next rule"],
  ["STOP", 1, "leave out the rest of the ruleset"],
  ["YIELD", 2, "call the function again, from its start, when there is news or after `act.wake_time`"],
  ["ERROR", 3, "internal error: status 500"],
  ["DONE", 4, "stop processing the message; it goes on to its destination"],
  ["DENY", 5, "refuse a request with status 403"],
  ["ABORT", 6, "end the stream; the answer counts as sent"],
  ["INVALID", 7, "refuse a request with status 400"],
];

export const actItems: readonly Item<Runtime>[] = [
  ...verdicts.map(([name, value, meaning]) => constant(name, value, "2.2", meaning)),
  wakeTime("2.2", "Says when an action that returns `act.YIELD` is called again at the latest."),
];

export const filterItems: readonly Item<Runtime>[] = [
  constant("CONTINUE", 1, "2.5", "go on"),
  constant("WAIT", 0, "2.5", "call the callback again when there is news or after `filter.wake_time`"),
  constant("ERROR", -1, "2.5", "end the stream with an error"),
  constant("FLT_CFG_FL_HTX", 1, "2.5", "flag of a class: the filter can handle HTTP"),
  dataFilter("register_data_filter", true, "Has the filter's payload callback called for a channel."),
  dataFilter("unregister_data_filter", false, "Has it called no more."),
  wakeTime("2.5", "Says when a callback that returns `filter.WAIT` is called again at the latest."),
];
