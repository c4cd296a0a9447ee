import { statColumns, type StatKind, type StatRow, type StatValue } from "../model/index.ts";

/** One line of `show stat`, and whose it is. */
export interface TypedRow {
  readonly kind: StatKind;
  /** The proxy's number. */
  readonly iid: number;
  /** The server's or listener's number in the proxy; 0 for the proxy itself. */
  readonly sid: number;
  readonly row: StatRow;
}

/** The columns that scripts see; what HAProxy's modules add (h1, h2, ssl ...) is none of them. */
const known = new Set(statColumns.map(({ name }) => name));

/** A value of typed output, `u64:12`: integers up to 2^53 are numbers, above bigints. */
function parseValue(type: string, text: string): StatValue {
  if (type === "str") return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/**
 * Reads `show stat typed`: a figure a line, as in
 * `F.2.0.5.smax.1:MMPV:u32:0`, that is kind, proxy, number, position, name and
 * process, then tags, type and value (management manual, "show stat").
 */
export function parseTypedStats(text: string): TypedRow[] {
  const rows: TypedRow[] = [];
  let current: { head: string; row: Map<string, StatValue> } | undefined;
  for (const line of text.split("\n")) {
    const parts = /^(([FBSL])\.(\d+)\.(\d+))\.\d+\.([^.]+)\.\d+:[^:]*:([^:]*):(.*)$/.exec(line);
    if (!parts) continue;
    const [, head = "", kind = "", iid = "", sid = "", name = "", type = "", value = ""] = parts;
    if (current?.head !== head) {
      current = { head, row: new Map() };
      rows.push({ kind: kind as StatKind, iid: Number(iid), sid: Number(sid), row: current.row });
    }
    if (known.has(name)) current.row.set(name, parseValue(type, value));
  }
  return rows;
}

/** Reads `show info typed`: `7.Pid.1:SGP:u32:4711`, by name. */
export function parseTypedInfo(text: string): Record<string, number | string> {
  const figures: Record<string, number | string> = {};
  for (const line of text.split("\n")) {
    const parts = /^\d+\.([^.]+)\.\d+:[^:]*:([^:]*):(.*)$/.exec(line);
    if (!parts) continue;
    const [, name = "", type = "", value = ""] = parts;
    figures[name] = type === "str" ? value : Number(value);
  }
  return figures;
}
