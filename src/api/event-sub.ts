import { LuaClass, method, nothing } from "../lua/index.ts";
import type { Runtime, Subscription } from "../runtime/index.ts";

/** What `core.event_sub` gives, and each handler gets as its third argument. */
export const eventSubClass = new LuaClass<Runtime, Subscription<Runtime>>(
  "EventSub",
  "A subscription to events.",
  {
    unsub: method<Runtime, Subscription<Runtime>>("unsub", {
      doc: "Ends the subscription. A call of the handler that is under way finishes.",
      since: "2.8",
      body: (_execution, subscription) => {
        subscription.unsubscribe();
        return nothing;
      },
    }),
  },
  "object",
);
