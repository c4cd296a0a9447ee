import { tableSet, type DeclaredClass, type Item } from "../lua/index.ts";
import { CertificateStore } from "../proxy/certificates.ts";
import type { Runtime } from "../runtime/index.ts";
import { appletHttpClass } from "./applet-http.ts";
import { appletTcpClass } from "./applet-tcp.ts";
import { channelClass } from "./channel.ts";
import { certCacheItems } from "./cert-cache.ts";
import { concatClass, concatItems } from "./concat.ts";
import { addressItems } from "./core-addresses.ts";
import { convertersClass } from "./converters.ts";
import { dateItems } from "./core-dates.ts";
import { infoItems } from "./core-info.ts";
import { proxyClasses, proxyItems } from "./core-proxies.ts";
import { logItems } from "./core-log.ts";
import { patternItems } from "./core-patterns.ts";
import { processItems } from "./core-process.ts";
import { resolveItems } from "./core-resolve.ts";
import { registerItems } from "./core-register.ts";
import { slotItems } from "./core-slots.ts";
import { taskItems } from "./core-tasks.ts";
import { textItems } from "./core-text.ts";
import { eventItems, eventSubClass } from "./event-sub.ts";
import { ProxiesBehindCore } from "./proxies-of.ts";
import { mapItems, patternMapClass } from "./pattern-map.ts";
import { installPatternReferences } from "./pattern-references.ts";
import { patrefClass } from "./patref.ts";
import { fetchesClass } from "./fetches.ts";
import { httpClass } from "./http.ts";
import { httpMessageClass } from "./http-message.ts";
import { httpClientClass, httpItems } from "./http-client.ts";
import { counterClass, gaugeClass, metricItems } from "./metrics.ts";
import { queueClass, queueItems } from "./queue.ts";
import { replyClass } from "./reply.ts";
import { regexClass, regexItems } from "./regex.ts";
import { mapClass } from "./shared-map.ts";
import { publishSlotEvents } from "./slot-events.ts";
import { socketClass, socketItems } from "./socket.ts";
import { slotClass } from "./slot.ts";
import { stickTableClass } from "./stick-table.ts";
import { txnClass } from "./txn.ts";
import { actItems, filterItems } from "./verdicts.ts";

/** A global table of declared items. */
export interface Module {
  readonly name: string;
  readonly doc: string;
  readonly items: readonly Item<Runtime>[];
  /** The class whose metatable the table has, as HAProxy's constructors have it. */
  readonly like?: DeclaredClass<Runtime>;
}

/** Every item of the global `core`. */
export const coreItems: readonly Item<Runtime>[] = [
  ...taskItems,
  ...registerItems,
  ...logItems,
  ...eventItems,
  ...dateItems,
  ...textItems,
  ...addressItems,
  ...concatItems,
  ...queueItems,
  ...infoItems,
  ...processItems,
  ...patternItems,
  ...slotItems,
  ...metricItems,
  ...socketItems,
  ...httpItems,
  ...resolveItems,
  ...proxyItems,
];

/** Every global table. What is not here, scripts do not have. */
export const modules: readonly Module[] = [
  { name: "core", doc: "HAProxy's main table: life cycle, logs, and what halua adds.", items: coreItems },
  { name: "act", doc: "What actions answer.", items: actItems },
  { name: "filter", doc: "What the callbacks of filters answer.", items: filterItems },
  { name: "Map", doc: "Makes maps, and names their methods.", items: mapItems, like: patternMapClass },
  { name: "Regex", doc: "Makes regular expressions.", items: regexItems, like: regexClass },
  { name: "CertCache", doc: "Changes certificates in memory.", items: certCacheItems },
];

/** Every class of objects. */
export const classes: readonly DeclaredClass<Runtime>[] = [
  slotClass,
  mapClass,
  counterClass,
  gaugeClass,
  eventSubClass,
  concatClass,
  queueClass,
  regexClass,
  socketClass,
  httpClientClass,
  patternMapClass,
  patrefClass,
  stickTableClass,
  ...proxyClasses,
  appletTcpClass,
  appletHttpClass,
  txnClass,
  replyClass,
  channelClass,
  httpClass,
  httpMessageClass,
  fetchesClass,
  convertersClass,
];

/** Puts HAProxy's globals and classes into a runtime's Lua state. */
export function installApi(runtime: Runtime): void {
  const { lua, stateId } = runtime;
  for (const each of classes) lua.install(each);
  for (const { name, items, like } of modules) {
    const table = lua.module(items, like);
    if (name === "core") tableSet(lua.main, table, "thread", stateId);
    lua.setGlobal(name, table);
  }
  // The states of single threads find these where the first has put them.
  if (stateId > 0) return;
  runtime.services.add(ProxiesBehindCore, new ProxiesBehindCore());
  runtime.services.add(CertificateStore, new CertificateStore());
  publishSlotEvents(runtime);
  installPatternReferences(runtime);
}
