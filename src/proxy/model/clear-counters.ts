import { counterStats, type ObjectType } from "../../shm/index.ts";
import { PrivateCounters, type Counting } from "./counters.ts";
import type { DeclaredProxy } from "./declared-proxy.ts";
import type { DeclaredServer } from "./declared-server.ts";

/** `clear counters`: highest values, or all figures, begin anew (counters.c). */

/** What is counted somewhere, and the gauges beside it. */
interface Counted {
  readonly counters: Counting;
  readonly gauges: object;
}

/** Gauges that tell the highest value so far. */
const isHighest = (name: string): boolean => name.endsWith("max");

function clear({ counters, gauges }: Counted, type: ObjectType, all: boolean): void {
  for (const name of Object.keys(gauges).filter(isHighest)) Object.assign(gauges, { [name]: 0 });
  if (!all) return;
  for (const { name, types } of counterStats) if (types.includes(type)) counters.set(name, 0);
}

/** Whether other processes count with it, in the shared map. */
export function countsInMap({ counters }: DeclaredServer): boolean {
  return !(counters instanceof PrivateCounters);
}

/** Of one server: all its figures. */
export function clearServer(server: DeclaredServer): void {
  clear(server, "backend", true);
}

/** Of a proxy with its servers and listeners: the highest values, or `all`. */
export function clearProxy(proxy: DeclaredProxy, all: boolean): void {
  clear(proxy.frontend, "frontend", all);
  clear(proxy.backend, "backend", all);
  for (const server of proxy.servers) clear(server, "backend", all);
  for (const listener of proxy.listeners) clear(listener, "frontend", all);
}
