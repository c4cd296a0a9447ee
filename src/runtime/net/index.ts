/** The way out: connections and HTTP requests of scripts. */
export { ipOf, parseAddress, type Destination, type ParsedAddress } from "./address.ts";
export { Cancellation } from "./cancellation.ts";
export { HttpCall, type HttpFailure, type HttpResult } from "./http-call.ts";
export { readAll, readLine, type Link, type Reading } from "./link.ts";
export * from "./network.ts";
export { OpenLinks, type OutgoingSocket } from "./open-links.ts";
export { SystemNetwork } from "./system-network.ts";
