import { declareFunction, result, uncounted, type HostValue, type Item } from "../lua/index.ts";
import type { InfoFigures, Runtime } from "../runtime/index.ts";
import { fresh } from "./proxies-of.ts";

/** `core.get_info` (hlua_fcn.c). */

/** A record whose undefined entries stay away. */
function table(figures: InfoFigures): HostValue {
  return figures;
}

export const infoItems: Item<Runtime>[] = [
  declareFunction("get_info", {
    doc: 'The figures of `show info`, by their names: `Pid`, `Uptime_sec`, `CurrConns`, `Maxconn`, `Idle_pct` and so on. Names with blanks or dashes need brackets: `info["Ulimit-n"]`.',
    returns: [result("table<string, integer|string>", "a table of its own at each call")],
    since: "1.7",
    count: uncounted,
    body: (execution) => fresh(execution, () => table(execution.host.info())),
  }),
];
