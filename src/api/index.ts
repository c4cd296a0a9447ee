import type { DeclaredClass, Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { logItems } from "./core-log.ts";
import { slotItems } from "./core-slots.ts";
import { taskItems } from "./core-tasks.ts";
import { eventItems, eventSubClass } from "./event-sub.ts";
import { mapClass } from "./shared-map.ts";
import { publishSlotEvents } from "./slot-events.ts";
import { slotClass } from "./slot.ts";

/** A global table of declared items. */
export interface Module {
  readonly name: string;
  readonly doc: string;
  readonly items: readonly Item<Runtime>[];
}

/** Every item of the global `core`. */
export const coreItems: readonly Item<Runtime>[] = [...taskItems, ...logItems, ...eventItems, ...slotItems];

/** Every global table. What is not here, scripts do not have. */
export const modules: readonly Module[] = [
  { name: "core", doc: "HAProxy's main table: life cycle, logs, and what halua adds.", items: coreItems },
];

/** Every class of objects. */
export const classes: readonly DeclaredClass<Runtime>[] = [slotClass, mapClass, eventSubClass];

/** Puts HAProxy's globals and classes into a runtime's Lua state. */
export function installApi(runtime: Runtime): void {
  const { lua } = runtime;
  for (const each of classes) lua.install(each);
  for (const { name, items } of modules) lua.setGlobal(name, lua.module(items));
  publishSlotEvents(runtime);
}
