/** Proxies, servers and listeners as scripts and the command socket see them. */
export { CheckState, type CheckReport } from "./check-state.ts";
export { clearProxy, clearServer, countsInMap } from "./clear-counters.ts";
export { PrivateCounters, type Counting } from "./counters.ts";
export { DeclaredListener } from "./declared-listener.ts";
export {
  DeclaredProxies,
  type DeclaredProxiesOptions,
  type ProxyDeclaration,
  type ServerDeclaration,
} from "./declared-proxies.ts";
export { DeclaredProxy } from "./declared-proxy.ts";
export { DeclaredServer } from "./declared-server.ts";
export type { ListenerSettings, ProxySettings, ServerSettings } from "./settings.ts";
export { stickTableSettings, type StickTableSettings } from "./stick-table-settings.ts";
export { canonicalIp, parseMaxconn, parseWeight, type ServerAddress } from "./server-changes.ts";
export { columnsOf, statColumns, type StatColumn } from "./stat-columns.ts";
export { statFormats, type StatFormat } from "./stat-formats.ts";
export { statLines, type StatLine } from "./stat-lines.ts";
export { taggedJson } from "./tagged-json.ts";
export * from "./traffic.ts";
export * from "./types.ts";
