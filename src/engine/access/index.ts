/** Lua values as the embedding kit sees them, by the engine that runs in this process. */
import { engineName } from "../machine.ts";
import { coreAccess } from "./core.ts";
import { stockAccess } from "./stock.ts";

export type { HostOther, HostPlain, HostTable, ObjectKind, RecordShape } from "./types.ts";
export { LuaFloat as HostFloat } from "../core/model.ts";

export const {
  stateOf,
  heldAt,
  metatableAt,
  objectKind,
  recordShape,
  valueAt,
  pushPlain,
  hostTypeName,
  isHostTable,
  hostTableAt,
  newHostTable,
  getField,
  setField,
  forEachField,
  tableLength,
  linesAt,
} = engineName === "stock" ? stockAccess : coreAccess;
