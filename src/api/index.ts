import type { Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { logItems } from "./core-log.ts";
import { slotItems } from "./core-slots.ts";
import { taskItems } from "./core-tasks.ts";
import { eventItems, eventSubClass } from "./event-sub.ts";
import { mapClass } from "./shared-map.ts";
import { slotClass } from "./slot.ts";

/** Every item of the global `core`. */
export const coreItems: readonly Item<Runtime>[] = [...taskItems, ...logItems, ...eventItems, ...slotItems];

/** Puts HAProxy's globals and classes into a runtime's Lua state. */
export function installApi(runtime: Runtime): void {
  const { lua } = runtime;
  lua.install(slotClass);
  lua.install(mapClass);
  lua.install(eventSubClass);
  lua.setGlobal("core", lua.module(coreItems));
  publishSlotEvents(runtime);
}

/** Turns what the map tells into the events of `core.event_sub`. */
function publishSlotEvents(runtime: Runtime): void {
  const { map } = runtime;
  if (!map) return;
  const when = (): number => Math.floor(runtime.time.wallMs() / 1000);
  const slotEvent =
    (type: string) =>
    ({ slot, pid, since }: { slot: number; pid: number; since: number }): void =>
      runtime.publish({ type, data: { slot, pid, since }, when: when() });
  map.on("slot-up", slotEvent("SLOT_UP"));
  map.on("slot-down", slotEvent("SLOT_DOWN"));
  map.on("slot-expired", slotEvent("SLOT_EXPIRED"));
  map.on("map-reset", () => runtime.publish({ type: "MAP_RESET", data: {}, when: when() }));
}
