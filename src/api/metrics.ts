import {
  declareFunction,
  integer64,
  LuaClass,
  method,
  nothing,
  number,
  optional,
  result,
  string,
  type Item,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Counter, Gauge } from "../shm/index.ts";
import { mapOf } from "./core-slots.ts";

/** A script's own figures, beside the shared statistics file. */

const more = optional(integer64("n", "0 or more; 1 by default"));
const change = optional(number("n", "may be negative; 1 by default"));

export const counterClass = new LuaClass<Runtime, Counter>(
  "Counter",
  "A figure of a script's own that only goes up, in 64 bits.",
  {
    add: method<Runtime, Counter, [typeof more]>("add", {
      doc: "Counts. Nothing counted is lost when the process ends, however it ends.",
      args: [more],
      since: "halua",
      body: (_execution, counter, n = 1) => {
        counter.add(n);
        return nothing;
      },
    }),
    get: method<Runtime, Counter>("get", {
      doc: "What this process has counted.",
      returns: [result("integer", "")],
      since: "halua",
      body: (_execution, counter) => counter.get(),
    }),
    total: method<Runtime, Counter>("total", {
      doc: "What all processes have counted together, those that are gone included.",
      returns: [result("integer", "")],
      since: "halua",
      body: (_execution, counter) => counter.total(),
    }),
  },
);

export const gaugeClass = new LuaClass<Runtime, Gauge>(
  "Gauge",
  "A figure of a script's own that is set, 0 at first.",
  {
    set: method<Runtime, Gauge, [ReturnType<typeof number>]>("set", {
      doc: "Sets it for this process.",
      args: [number("value", "any finite number")],
      since: "halua",
      body: (_execution, gauge, value) => {
        gauge.set(value);
        return nothing;
      },
    }),
    add: method<Runtime, Gauge, [typeof change]>("add", {
      doc: "Adds to what this process has set.",
      args: [change],
      since: "halua",
      body: (_execution, gauge, n = 1) => {
        gauge.add(n);
        return nothing;
      },
    }),
    get: method<Runtime, Gauge>("get", {
      doc: "What this process has set.",
      returns: [result("number", "an integer where it is whole")],
      since: "halua",
      body: (_execution, gauge) => gauge.get(),
    }),
    total: method<Runtime, Gauge>("total", {
      doc: "The sum of what the processes have set that are alive.",
      returns: [result("number", "an integer where it is whole")],
      since: "halua",
      body: (_execution, gauge) => gauge.total(),
    }),
  },
);

const name = string("name", "1 to 63 letters, digits and `_ : . -`");

export const metricItems: Item<Runtime>[] = [
  declareFunction("counter", {
    doc: "A counter shared by all processes on the map, each of which counts in its own slot. The same name is the same counter, in every process.",
    args: [name],
    returns: [result("Counter", "")],
    since: "halua",
    body: ({ host }, of) => counterClass.wrap(mapOf(host).metrics.counter(of)),
  }),
  declareFunction("gauge", {
    doc: "A gauge of which each process on the map has its own value.",
    args: [name],
    returns: [result("Gauge", "")],
    since: "halua",
    body: ({ host }, of) => gaugeClass.wrap(mapOf(host).metrics.gauge(of)),
  }),
];
