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

/** Which servers are left out. */
export interface HiddenServers {
  readonly maintenance: boolean;
  /** Those in maintenance too. */
  readonly down: boolean;
}

/**
 * A proxy's lines in HAProxy's order. Where servers are left out, the
 * backend's status tells how many of all are there.
 */
export function statLines(proxy: Proxy, hidden?: HiddenServers): StatLine[] {
  const lines = allLines(proxy);
  if (!hidden || !(hidden.maintenance || hidden.down)) return lines;
  return lines
    .filter((line) => !isServerOut(line, hidden))
    .map((line) => (line.kind === "B" ? countingServers(line, proxy) : line));
}

function countingServers(line: StatLine, { servers }: Proxy): StatLine {
  const up = servers.filter(({ state }) => state !== "STOPPED").length;
  const status = `${String(line.row.get("status") ?? "")} (${up}/${servers.length})`;
  return { ...line, row: new Map(line.row).set("status", status) };
}

function allLines(proxy: Proxy): StatLine[] {
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

function isServerOut({ kind, row }: StatLine, { maintenance, down }: HiddenServers): boolean {
  if (kind !== "S") return false;
  const status = String(row.get("status") ?? "");
  if (status.startsWith("MAINT")) return maintenance || down;
  return down && status.startsWith("DOWN");
}
