import { LuaClass, method, optional, result, string, type HostValue } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { SharedMap, SlotView, StatRow } from "../shm/index.ts";

/** A slot of the map, as `core.get_slot` gives it: looked up anew at each call. */
export class Slot {
  readonly map: SharedMap;
  readonly id: number;

  constructor(map: SharedMap, id: number) {
    this.map = map;
    this.id = id;
  }

  view(): SlotView {
    return this.map.slot(this.id);
  }
}

/**
 * Rows as a table by guid. A guid that is a frontend and a backend has both:
 * the second stands under `guid/backend`.
 */
export function statsTable(rows: readonly StatRow[]): Map<string, HostValue> {
  const table = new Map<string, HostValue>();
  for (const row of rows) {
    const key = table.has(row.guid) ? `${row.guid}/${row.type}` : row.guid;
    table.set(key, { ...row.stats, type: row.type });
  }
  return table;
}

const guid = optional(string("guid", "only this object"));

export const slotClass = new LuaClass<Runtime, Slot>(
  "Slot",
  "One of the 64 places of a shared statistics file.",
  {
    get_id: method<Runtime, Slot>("get_id", {
      doc: "The slot's number.",
      returns: [result("integer", "0..63")],
      since: "halua",
      body: (_execution, slot) => slot.id,
    }),
    get_pid: method<Runtime, Slot>("get_pid", {
      doc: "The process that holds the slot, or held it last.",
      returns: [result("integer?", "a process id; nil for a free slot")],
      since: "halua",
      body: (_execution, slot) => {
        const { pid, state } = slot.view();
        return state === "free" ? undefined : pid;
      },
    }),
    is_mine: method<Runtime, Slot>("is_mine", {
      doc: "Whether this program holds the slot.",
      returns: [result("boolean", "")],
      since: "halua",
      body: (_execution, slot) => slot.view().mine,
    }),
    get_state: method<Runtime, Slot>("get_state", {
      doc: "How the slot stands. A ghost's heartbeat still runs, but its process is gone.",
      returns: [result('"free"|"alive"|"ghost"|"expired"', "")],
      since: "halua",
      body: (_execution, slot) => slot.view().state,
    }),
    get_age: method<Runtime, Slot>("get_age", {
      doc: "Time since the last heartbeat.",
      returns: [result("integer?", "milliseconds; nil for a free slot")],
      since: "halua",
      body: (_execution, slot) => {
        const { ageMs, state } = slot.view();
        return state === "free" ? undefined : ageMs;
      },
    }),
    get_ttl: method<Runtime, Slot>("get_ttl", {
      doc: "Time until the slot expires, unless it beats again.",
      returns: [result("integer?", "milliseconds, 0 or less once expired; nil for a free slot")],
      since: "halua",
      body: (_execution, slot) => {
        const { ttlMs, state } = slot.view();
        return state === "free" ? undefined : ttlMs;
      },
    }),
    get_stats: method<Runtime, Slot, [typeof guid]>("get_stats", {
      doc: "The figures that the slot's process reports for itself, by guid, under the names of `show stat`. A guid used as frontend and as backend has both: the backend then stands under `guid/backend`.",
      args: [guid],
      returns: [result("table<string, table<string, integer|string>>", "figures by guid")],
      since: "halua",
      body: (_execution, slot, only) =>
        statsTable(slot.map.stats({ slot: slot.id, ...(only === undefined ? {} : { guids: [only] }) })),
    }),
    get_objects: method<Runtime, Slot>("get_objects", {
      doc: "The shared objects that the slot uses.",
      returns: [
        result("{guid: string, type: string, tgid: integer, users: integer[]}[]", "`users` are slot numbers"),
      ],
      since: "halua",
      body: (_execution, slot) =>
        slot.map
          .objects()
          .filter((object) => object.slots.includes(slot.id))
          .map(({ guid: name, type, tgid, slots }) => ({ guid: name, type, tgid, users: slots })),
    }),
    get_metrics: method<Runtime, Slot>("get_metrics", {
      doc: "The scripts' own figures (`core.counter`, `core.gauge`) of the slot's process.",
      returns: [
        result(
          "table<string, number>",
          "figures by name; empty where the process keeps none, as HAProxy does",
        ),
      ],
      since: "halua",
      body: (_execution, slot) => slot.map.metrics.ofSlot(slot.id),
    }),
  },
);
