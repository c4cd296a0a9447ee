import { isColumnName, type Column, type StickTableOptions } from "../../samples/stick-tables/index.ts";

/** A stick table of a proxy, but for the clock. */
export type StickTableSettings = Omit<StickTableOptions, "time">;

/** A `stick-table` line as src/config reads it. */
interface StickTableLine {
  readonly name: string;
  readonly type: StickTableOptions["type"];
  readonly keyLength: number;
  readonly size: number;
  readonly expire?: number;
  readonly noPurge: boolean;
  readonly bytesUnit: number;
  readonly store: readonly { readonly name: string; readonly period?: number; readonly size?: number }[];
}

/** What `stick` rules remember of servers. */
const serverColumns: readonly Column[] = [{ name: "server_id" }, { name: "server_key" }];

/**
 * What a line declares. Counters that the table does not know were refused when the line was read.
 *
 * @param remembersServers whether `stick` rules use the table
 */
export function stickTableSettings(line: StickTableLine, remembersServers: boolean): StickTableSettings {
  const { name, type, keyLength, size, expire = 0, noPurge, bytesUnit, store } = line;
  const columns = store.flatMap(({ name: column, period, size: elements }) =>
    isColumnName(column)
      ? [
          {
            name: column,
            ...(period !== undefined && { period }),
            ...((column === "bytes_in_rate" || column === "bytes_out_rate") && { unit: bytesUnit }),
            ...(elements !== undefined && { elements }),
          },
        ]
      : [],
  );
  const implied = remembersServers
    ? serverColumns.filter((one) => !columns.some((column) => column.name === one.name))
    : [];
  return { name, type, keyLength, size, expire, noPurge, columns: [...implied, ...columns] };
}
