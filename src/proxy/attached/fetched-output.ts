import { statColumns, type StatKind, type StatRow, type StatValue } from "../model/index.ts";

/** What HAProxy answers to `show stat` and `show info typed`, read. */

/** One line of `show stat`, and whose it is. */
export interface StatLine {
  readonly kind: StatKind;
  /** The proxy's number. */
  readonly iid: number;
  readonly row: StatRow;
}

const kinds: readonly StatKind[] = ["F", "B", "S", "L"];

/**
 * The columns that scripts see, and whether they are texts. What HAProxy's
 * modules add (h1, h2, ssl ...) is none of them.
 */
const isText = new Map(statColumns.map(({ name, type }) => [name, type === "str"]));

/** Integers up to 2^53 are numbers, above bigints. */
function integer(text: string): StatValue {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** A CSV line's fields; those in quotes may hold commas and doubled quotes. */
function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const found = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...found].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

/**
 * Reads `show stat`: CSV with a header. Its typed form says the same in ten
 * times as many bytes, which tells on both sides where there are many servers.
 */
export function parseStats(text: string): StatLine[] {
  const [header = "", ...lines] = text.split("\n");
  const names = header.replace(/^# /, "").split(",");
  const at = (name: string): number => names.indexOf(name);
  const [type, iid] = [at("type"), at("iid")];
  const columns = names.flatMap((name, index) => {
    const text = isText.get(name);
    return text === undefined ? [] : { name, index, text };
  });
  return lines.flatMap((line) => {
    const fields = fieldsOf(line);
    const kind = kinds[Number(fields[type] ?? "")];
    if (kind === undefined || fields.length < names.length - 1) return [];
    const row = new Map<string, StatValue>();
    for (const column of columns) {
      const field = fields[column.index];
      if (field !== undefined && field !== "") row.set(column.name, column.text ? field : integer(field));
    }
    return { kind, iid: Number(fields[iid]), row };
  });
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
