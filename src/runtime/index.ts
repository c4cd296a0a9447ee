/** What makes scripts run: the scheduler, contexts, limits and logs. */
export { defaultLimits, type Limits } from "./limits.ts";
export { levelNames, Logger, writeToStderr, type LogOptions, type LogSink } from "./log.ts";
export * from "./net/index.ts";
export { Run, type Ending, type Leftover } from "./run.ts";
export { RunMemory } from "./run-memory.ts";
export { Runtime, type RuntimeOptions } from "./runtime.ts";
export { Services, type ServiceClass } from "./services.ts";
export { Subscription } from "./subscription.ts";
export { eventFamily, eventTypes, type RuntimeEvent } from "./events.ts";
export * from "./registry.ts";
export { ownFigures, type InfoFigures, type InfoSource } from "./info.ts";
export { ProcVariables, type ProcValue } from "./proc-variables.ts";
export { failure, failureOf } from "./messages.ts";
export type { AppletStream } from "./applet-stream.ts";
