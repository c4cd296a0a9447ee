import type { Proxy, StatKind, StatRow } from "./types.ts";

/** A line of `show stat`, with what tells it apart. */
export interface StatLine {
  readonly kind: StatKind;
  /** The number of its proxy. */
  readonly iid: number;
  /** The number of the server or listener, or 0. */
  readonly sid: number;
  readonly row: StatRow;
}

/** A proxy's lines in HAProxy's order. */
export function statLines(proxy: Proxy): StatLine[] {
  const lines: StatLine[] = [];
  const add = (kind: StatKind, row: StatRow | undefined): void => {
    if (row !== undefined && row.size > 0) {
      lines.push({ kind, iid: proxy.uuid, sid: Number(row.get("sid") ?? 0), row });
    }
  };
  add("F", proxy.stats("frontend"));
  for (const listener of proxy.listeners) add("L", listener.stats());
  for (const server of proxy.servers) add("S", server.stats());
  add("B", proxy.stats("backend"));
  return lines;
}

/** Whether the line is that of a server in maintenance, or of one that is down or in maintenance. */
export function isServerOut({ kind, row }: StatLine, which: "maintenance" | "down"): boolean {
  if (kind !== "S") return false;
  const status = String(row.get("status") ?? "");
  return status.startsWith("MAINT") || (which === "down" && status.startsWith("DOWN"));
}
