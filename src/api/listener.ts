import { LuaClass, method, result, uncounted } from "../lua/index.ts";
import type { Listener } from "../proxy/model/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { fresh } from "./proxies-of.ts";

/** What every `get_stats` gives. */
export const statsResult = result(
  "table<string, integer|string>",
  "figures by the column names of `show stat`; columns that do not apply are absent",
);

export const listenerClass = new LuaClass<Runtime, Listener>(
  "Listener",
  "One address that a frontend accepts on; see `proxy.listeners`.",
  {
    get_stats: method<Runtime, Listener>("get_stats", {
      doc: "The listener's line of `show stat`. Empty unless the frontend has `option socket-stats`.",
      returns: [statsResult],
      since: "1.7",
      count: uncounted,
      body: (execution, listener) => fresh(execution, () => listener.stats()),
    }),
  },
);
