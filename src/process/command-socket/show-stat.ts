import {
  columnsOf,
  findProxy,
  statColumns,
  type Proxy,
  type StatKind,
  type StatRow,
} from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer } from "./command.ts";
import { taggedJson } from "./typed.ts";

/** `show stat`: every line of every proxy, as CSV, typed or JSON. */

interface Line {
  readonly kind: StatKind;
  readonly iid: number;
  readonly sid: number;
  readonly row: StatRow;
}

const objectTypes: Record<StatKind, string> = { F: "Frontend", B: "Backend", S: "Server", L: "Listener" };
/** The bits by which a filter names kinds. */
const kindBits: Record<StatKind, number> = { F: 1, B: 2, S: 4, L: 8 };

/** A proxy's lines in HAProxy's order. */
function linesOf(proxy: Proxy): Line[] {
  const lines: Line[] = [];
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

interface Query {
  /** Proxy, kinds and number to be shown; -1 stands for all of them. */
  readonly filter?: { readonly iid: number; readonly kinds: number; readonly sid: number };
  readonly format: "csv" | "typed" | "json";
  /** No servers in maintenance. */
  readonly noMaint: boolean;
  /** No servers that are down. */
  readonly up: boolean;
}

function parseQuery(words: readonly string[], proxies: readonly Proxy[]): Query | string {
  let at = 2;
  if (words[at] === "domain") {
    if (words[at + 1] !== "proxy") return "Invalid statistics domain.";
    at += 2;
  }
  const integer = (word: string | undefined): number => Number.parseInt(word ?? "", 10) || 0;
  let filter: Query["filter"];
  if (words[at + 2] !== undefined) {
    const name = words[at] ?? "";
    const proxy = findProxy(proxies, name, "frontend") ?? findProxy(proxies, name, "backend");
    const iid = proxy?.uuid ?? integer(name);
    if (iid === 0) return "No such proxy.";
    filter = { iid, kinds: integer(words[at + 1]), sid: integer(words[at + 2]) };
    at += 3;
  }
  const flags = words.slice(at);
  const format = flags.findLast((flag) => flag === "typed" || flag === "json");
  return {
    ...(filter && { filter }),
    format: format === "typed" || format === "json" ? format : "csv",
    noMaint: flags.includes("no-maint"),
    up: flags.includes("up"),
  };
}

function wanted({ filter, noMaint, up }: Query, { kind, iid, sid, row }: Line): boolean {
  if (filter) {
    if (filter.iid !== -1 && filter.iid !== iid) return false;
    if ((filter.kinds & kindBits[kind]) === 0) return false;
    if (filter.sid !== -1 && filter.sid !== sid && (kind === "S" || kind === "L")) return false;
  }
  if (kind !== "S") return true;
  const status = String(row.get("status") ?? "");
  const maintained = status.startsWith("MAINT");
  if (noMaint && maintained) return false;
  return !(up && (maintained || status.startsWith("DOWN")));
}

function csv(lines: readonly Line[]): string {
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

function typed(lines: readonly Line[]): string {
  return lines
    .map(({ kind, iid, sid, row }) => {
      const fields = columnsOf(kind).flatMap((column) => {
        const value = row.get(column.name);
        if (value === undefined) return [];
        const { position, name, type } = column;
        return `${kind}.${iid}.${sid}.${position}.${name}.1:${column.tags(kind)}:${type}:${value}\n`;
      });
      return fields.join("") + "\n";
    })
    .join("");
}

function json(lines: readonly Line[]): string {
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

const formats = { csv, typed, json };

export const showStat: Command = {
  words: ["show", "stat"],
  usage: "show stat [desc|json|no-maint|typed|up]*: report counters for each proxy and server",
  run: async ({ proxies }, words): Promise<CommandAnswer> => {
    await proxies.refresh();
    const query = parseQuery(words, proxies.all);
    if (typeof query === "string") return message(query);
    const lines = proxies.all.flatMap(linesOf).filter((line) => wanted(query, line));
    return { text: formats[query.format](lines) };
  },
};
