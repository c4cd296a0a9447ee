/**
 * What an entry of a stick table can keep. `sint` and `uint` are 32-bit, `ull`
 * 64-bit; a `rate` counts events over a period; a `dict` is a text.
 */
export type ColumnKind = "sint" | "uint" | "ull" | "rate" | "dict";

export interface ColumnType {
  readonly kind: ColumnKind;
  /** Declared with a number of elements: `gpc(3)`. */
  readonly isArray?: true;
}

/** By name, in HAProxy's order (stick_table.c). */
export const columnTypes = {
  server_id: { kind: "sint" },
  gpt0: { kind: "uint" },
  gpc0: { kind: "uint" },
  gpc0_rate: { kind: "rate" },
  conn_cnt: { kind: "uint" },
  conn_rate: { kind: "rate" },
  conn_cur: { kind: "uint" },
  sess_cnt: { kind: "uint" },
  sess_rate: { kind: "rate" },
  http_req_cnt: { kind: "uint" },
  http_req_rate: { kind: "rate" },
  http_err_cnt: { kind: "uint" },
  http_err_rate: { kind: "rate" },
  bytes_in_cnt: { kind: "ull" },
  bytes_in_rate: { kind: "rate" },
  bytes_out_cnt: { kind: "ull" },
  bytes_out_rate: { kind: "rate" },
  gpc1: { kind: "uint" },
  gpc1_rate: { kind: "rate" },
  server_key: { kind: "dict" },
  http_fail_cnt: { kind: "uint" },
  http_fail_rate: { kind: "rate" },
  gpt: { kind: "uint", isArray: true },
  gpc: { kind: "uint", isArray: true },
  gpc_rate: { kind: "rate", isArray: true },
  glitch_cnt: { kind: "uint" },
  glitch_rate: { kind: "rate" },
} as const satisfies Record<string, ColumnType>;

export type ColumnName = keyof typeof columnTypes;

/** Whether HAProxy knows a column of this name. */
export function isColumnName(name: string): name is ColumnName {
  return Object.hasOwn(columnTypes, name);
}

/** A column as a table declares it. */
export interface Column {
  readonly name: ColumnName;
  /** Milliseconds; for rates only. */
  readonly period?: number;
  /** For rates only: how many events make one count; 1 unless given. `brates-factor` of rates of bytes. */
  readonly unit?: number;
  /** How many elements an array has; 1 unless given. */
  readonly elements?: number;
}
