import { LuaClass, method, optional, result, string } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { SharedMap } from "../shm/index.ts";
import { statsTable } from "./slot.ts";

const guid = optional(string("guid", "only this object"));

/** What `core.get_map` gives: the shared statistics file as a whole. */
export const mapClass = new LuaClass<Runtime, SharedMap>("SharedMap", "The shared statistics file.", {
  get_path: method<Runtime, SharedMap>("get_path", {
    doc: "Where the file is.",
    returns: [result("string", "a path")],
    since: "halua",
    body: (_execution, map) => map.path,
  }),
  get_version: method<Runtime, SharedMap>("get_version", {
    doc: "The version of the file's layout.",
    returns: [result("string", '"1.1" for HAProxy 3.3, "1.2" for 3.4, "1.3" for 3.5')],
    since: "halua",
    body: (_execution, map) => map.version,
  }),
  now_ms: method<Runtime, SharedMap>("now_ms", {
    doc: "The clock that all processes on the file share.",
    returns: [result("integer", "milliseconds, 32 bits, wraps; never 0")],
    since: "halua",
    body: (_execution, map) => map.nowMs(),
  }),
  now_ns: method<Runtime, SharedMap>("now_ns", {
    doc: "The clock that all processes on the file share.",
    returns: [result("integer", "nanoseconds")],
    since: "halua",
    body: (_execution, map) => map.nowNs(),
  }),
  get_stats: method<Runtime, SharedMap, [typeof guid]>("get_stats", {
    doc: "The figures of all live processes together, by guid: each object counted once.",
    args: [guid],
    returns: [result("table<string, table<string, integer|string>>", "figures by guid")],
    since: "halua",
    body: (_execution, map, only) => statsTable(map.stats(only === undefined ? {} : { guids: [only] })),
  }),
  get_orphans: method<Runtime, SharedMap>("get_orphans", {
    doc: "Objects that no live slot uses: figures that a reload lost.",
    returns: [
      result(
        "{guid: string, type: string, tgid: integer, stats: table<string, integer>}[]",
        "one entry an object",
      ),
    ],
    since: "halua",
    body: (_execution, map) =>
      map.orphans().map((object) => ({
        guid: object.guid,
        type: object.type,
        tgid: object.tgid,
        stats: object.stats(),
      })),
  }),
  get_metrics: method<Runtime, SharedMap>("get_metrics", {
    doc: "The totals of all scripts' own figures (`core.counter`, `core.gauge`).",
    returns: [result("table<string, number>", "figures by name")],
    since: "halua",
    body: (_execution, map) => map.metrics.totals(),
  }),
});
