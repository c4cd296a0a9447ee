import { columnsOf, statColumns } from "./stat-columns.ts";
import type { StatLine } from "./stat-lines.ts";
import { taggedJson } from "./tagged-json.ts";
import type { StatKind } from "./types.ts";

/** How the lines of `show stat` are written (stats.c, stats-json.c). */

const objectTypes: Record<StatKind, string> = { F: "Frontend", B: "Backend", S: "Server", L: "Listener" };

function csv(lines: readonly StatLine[]): string {
  const head = `# ${statColumns.map(({ name }) => name).join(",")},`;
  const rows = lines.map(({ row }) =>
    statColumns.map(({ name }) => `${quoted(String(row.get(name) ?? ""))},`).join(""),
  );
  return [head, ...rows].join("\n") + "\n";
}

/** A field that would break a line or be taken for two is quoted. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function typed(lines: readonly StatLine[]): string {
  return lines
    .map(({ kind, iid, sid, row }) => {
      const fields = columnsOf(kind).flatMap((column) => {
        const value = row.get(column.name);
        if (value === undefined) return [];
        const { position, name, type } = column;
        return `${kind}.${iid}.${sid}.${position}.${name}.1:${column.tags(kind)}:${type}:${value}\n`;
      });
      return fields.join("");
    })
    .join("");
}

function json(lines: readonly StatLine[]): string {
  const rows = lines.map(({ kind, iid, sid, row }) =>
    columnsOf(kind).flatMap((column) => {
      const value = row.get(column.name);
      if (value === undefined) return [];
      const { name, position, type } = column;
      const object = { objType: objectTypes[kind], proxyId: iid, id: sid };
      return { ...object, ...taggedJson(name, position, column.tags(kind), type, value) };
    }),
  );
  return JSON.stringify(rows) + "\n";
}

/** By what commands and the statistics page call them. */
export const statFormats = { csv, typed, json };

export type StatFormat = keyof typeof statFormats;
