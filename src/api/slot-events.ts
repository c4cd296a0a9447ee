import type { Runtime } from "../runtime/index.ts";

/** Turns what the map tells into the SLOT and MAP_RESET events of `core.event_sub`. */
export function publishSlotEvents(runtime: Runtime): void {
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
