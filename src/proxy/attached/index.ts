/** A live HAProxy behind the model of proxies: asked and changed over its stats socket. */
export { escapeWord, LivePatterns, type PatternOutcome } from "./live-patterns.ts";
export { LiveReferences, type LiveReferencesOptions } from "./live-references.ts";
export { LiveProxies, type LiveProxiesOptions } from "./live-proxies.ts";
export { StatsSocket, type CommandOptions, type StatsSocketOptions } from "./stats-socket.ts";
export { parseTypedInfo, parseStats, type StatLine } from "./fetched-output.ts";
export { parseServersState, type ServerStateLine } from "./servers-state.ts";
