import {
  findProxy,
  statFormats,
  statLines,
  type Proxy,
  type StatFormat,
  type StatKind,
  type StatLine,
} from "../../proxy/model/index.ts";
import { noDescriptions } from "./absent.ts";
import { message, type Command, type CommandAnswer } from "./command.ts";

/** `show stat`: every line of every proxy, as CSV, typed or JSON. */

/** The bits by which a filter names kinds. */
const kindBits: Record<StatKind, number> = { F: 1, B: 2, S: 4, L: 8 };

interface Query {
  /** Proxy, kinds and number to be shown; -1 stands for all of them. */
  readonly filter?: { readonly iid: number; readonly kinds: number; readonly sid: number };
  readonly format: StatFormat;
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

function wanted({ filter }: Query, { kind, iid, sid }: StatLine): boolean {
  if (filter) {
    if (filter.iid !== -1 && filter.iid !== iid) return false;
    if ((filter.kinds & kindBits[kind]) === 0) return false;
    if (filter.sid !== -1 && filter.sid !== sid && (kind === "S" || kind === "L")) return false;
  }
  return true;
}

export const showStat: Command = {
  words: ["show", "stat"],
  usage: "show stat [json|no-maint|typed|up]*     : report counters for each proxy and server",
  run: async ({ proxies }, words): Promise<CommandAnswer> => {
    if (words.includes("desc", 2)) return message(noDescriptions, "err");
    await proxies.refresh();
    const query = parseQuery(words, proxies.all);
    if (typeof query === "string") return message(query);
    const lines = proxies.all
      .flatMap((proxy) => statLines(proxy, { maintenance: query.noMaint, down: query.up }))
      .filter((line) => wanted(query, line));
    return { text: statFormats[query.format](lines) };
  },
};
