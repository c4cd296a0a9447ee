import Table from "cli-table3";
import { writeSync } from "node:fs";

/** A cell of a table: text, or a number, which stands to the right. */
export type Cell = string | number | bigint;

const plain = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** An aligned table without lines; columns of numbers (and `-` for none) stand to the right. */
export function renderTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const colAligns = head.map((_, column) =>
    rows.length > 0 && rows.every((row) => typeof row[column] !== "string" || row[column] === "-")
      ? "right"
      : "left",
  );
  const table = new Table({
    head: [...head],
    chars: plain,
    colAligns,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  for (const row of rows) table.push(row.map(String));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** JSON for machines: an integer beyond 2^53-1 is written as a string, so that no reader rounds it. */
export function renderJson(value: unknown): string {
  const exact = (_key: string, item: unknown): unknown => (typeof item === "bigint" ? String(item) : item);
  return JSON.stringify(value, exact, 2);
}

/** Writes to stdout at once. A reader that has gone away ends the output, not the program with a stack trace. */
export function print(text: string): void {
  const bytes = Buffer.from(`${text}\n`);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
    }
  }
}
