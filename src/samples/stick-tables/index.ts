/** Stick tables: counters by key that expire (stick_table.c). Traffic counts into them, scripts read them. */
export { columnTypes, isColumnName, type Column, type ColumnKind, type ColumnName } from "./columns.ts";
export {
  countGeneral,
  countPlace,
  ratePlace,
  tagPlace,
  type GeneralCounter,
  type GeneralTag,
  type Place,
} from "./general-purpose.ts";
export { keySample, stickKey, type KeyType, type StickKey } from "./keys.ts";
export { MEASURES, measureKey, type Measure } from "./measures.ts";
export { PeriodCounter } from "./period-counter.ts";
export { StickEntry } from "./stick-entry.ts";
export { StickTable, type StickTableOptions } from "./stick-table.ts";
