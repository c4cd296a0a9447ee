/** The command socket: HAProxy's command line, for people and tools. */
export type { CommandTargets } from "./command.ts";
export { addressesOf, openConfiguredSockets } from "./configured-sockets.ts";
export { CommandSocket, type CommandSocketOptions } from "./command-socket.ts";
