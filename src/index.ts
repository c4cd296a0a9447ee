/**
 * halua as a library: HAProxy's shared statistics file, and a host for scripts
 * on it. doc/internals/README.md shows the rooms behind this door.
 */
export { installApi } from "./api/index.ts";
export { HaluaError, type ErrorCode } from "./errors.ts";
export {
  defaultLimits,
  Runtime,
  type Limits,
  type LogOptions,
  type RuntimeOptions,
} from "./runtime/index.ts";
export {
  CountedObject,
  diagnose,
  releaseOnExit,
  SharedMap,
  slotToJson,
  Snapshot,
  statRowToJson,
  type Access,
  type Figure,
  type Finding,
  type MapEvents,
  type MapVersion,
  type ObjectView,
  type OpenOptions,
  type SlotState,
  type SlotView,
  type StatRow,
  type StatsQuery,
} from "./shm/index.ts";
export { systemTime, type Time, type Timer } from "./time.ts";
