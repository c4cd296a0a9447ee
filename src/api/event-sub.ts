import {
  calledIn,
  declareFunction,
  func,
  hasContext,
  LuaClass,
  LuaError,
  method,
  nothing,
  result,
  strings,
  uncounted,
  type HostValue,
  type Item,
  type LuaFunction,
} from "../lua/index.ts";
import { eventTypes, type Runtime, type Subscription } from "../runtime/index.ts";

/** What `core.event_sub` gives, and each handler gets as its third argument. */
export const eventSubClass = new LuaClass<Runtime, Subscription<Runtime>>(
  "EventSub",
  "A subscription to events.",
  {
    unsub: method<Runtime, Subscription<Runtime>>("unsub", {
      doc: "Ends the subscription. A call of the handler that is under way finishes.",
      since: "2.8",
      count: uncounted,
      body: (_execution, subscription) => {
        subscription.unsubscribe();
        return nothing;
      },
    }),
  },
  "object",
);

/** The arguments of every `event_sub`. */
export const eventSubArguments = [
  strings("types", 'event names such as "SERVER_UP" or "SLOT_DOWN", or a whole family such as "SERVER"'),
  calledIn("event", func("fn", "the handler")),
] as const;

/** Subscribes `fn`; with `source`, to the events of that object only. Gives the EventSub. */
export function subscribe(
  host: Runtime,
  names: readonly string[],
  fn: LuaFunction,
  source?: object,
): HostValue {
  const parsed = eventTypes(names);
  if ("error" in parsed) throw new LuaError(parsed.error, parsed.unknown ? { argument: 1 } : {});
  return host.subscribe(parsed.types, source, fn, (subscription) => eventSubClass.wrap(subscription));
}

export const eventItems: Item<Runtime>[] = [
  declareFunction("event_sub", {
    doc: "Calls a function when something happens: `fn(event, data, sub, when)`, where `when` is in epoch seconds. One event at a time, in order; the function may wait. Slot events have `slot`, `pid` and `since` in their data.",
    args: eventSubArguments,
    returns: [result("EventSub", "ends the subscription with `:unsub()`")],
    since: "2.8",
    body: (execution, names, fn) => {
      const { host } = execution;
      // A script of which each thread has a copy subscribes once, while it is loaded (hlua_event_sub).
      if (host.stateId > 1 && !hasContext(execution)) return nothing;
      return subscribe(host, names, fn);
    },
  }),
];
