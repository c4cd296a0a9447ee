import {
  calledIn,
  declareFunction,
  func,
  integer,
  LuaError,
  nothing,
  result,
  type Item,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { SharedMap } from "../shm/index.ts";
import { mapClass } from "./shared-map.ts";
import { Slot, slotClass } from "./slot.ts";

/** What halua adds to `core`: the shared statistics file and the slots in it. */

const slotCount = 64;

/** The map that a runtime stands on; raises an error where it has none. */
export function mapOf(host: Runtime): SharedMap {
  if (host.map) return host.map;
  throw new LuaError("no shared statistics file: start halua with --map FILE");
}

function slotObject(map: SharedMap, id: number): ReturnType<typeof slotClass.wrap> {
  return slotClass.wrap(new Slot(map, id));
}

export const slotItems: Item<Runtime>[] = [
  declareFunction("get_slots", {
    doc: "The slots in use, in the order of their numbers: alive, ghosts and expired ones.",
    returns: [result("Slot[]", "")],
    since: "halua",
    body: ({ host }) => {
      const map = mapOf(host);
      return map.slots().map(({ slot }) => slotObject(map, slot));
    },
  }),
  declareFunction("get_slot", {
    doc: "One slot, free or not.",
    args: [integer("id", "0..63")],
    returns: [result("Slot?", "nil for any other number")],
    since: "halua",
    body: ({ host }, id) => (id >= 0 && id < slotCount ? slotObject(mapOf(host), id) : undefined),
  }),
  declareFunction("my_slot", {
    doc: "The slot that this program holds.",
    returns: [result("Slot?", "nil for an observer, and while all slots are taken")],
    since: "halua",
    body: ({ host }) => {
      const map = mapOf(host);
      return map.mySlot === undefined ? undefined : slotObject(map, map.mySlot);
    },
  }),
  declareFunction("get_map", {
    doc: "The shared statistics file.",
    returns: [result("SharedMap", "")],
    since: "halua",
    body: ({ host }) => mapClass.wrap(mapOf(host)),
  }),
  declareFunction("register_heartbeat", {
    doc: "Registers a function that is asked before each heartbeat of the own slot, each second. `false` or an error withholds that heartbeat, and a slot without heartbeat expires after a minute. All registered functions must agree.",
    args: [calledIn("heartbeat", func("fn", "called without arguments; cannot wait"))],
    since: "halua",
    body: ({ host }, fn) => {
      if (host.stateId !== 0) throw new LuaError("register_heartbeat: only for scripts of 'lua-load'");
      host.heartbeats.register(fn);
      return nothing;
    },
  }),
];
