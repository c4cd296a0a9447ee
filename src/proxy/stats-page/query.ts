import type { StatFormat } from "../model/index.ts";

/** What a request for the statistics page asks for, behind the page's address. */
export interface StatsQuery {
  readonly format: StatFormat | "html";
  /** `;up`: no servers that are down. */
  readonly hidesDown: boolean;
  /** `;no-maint` */
  readonly hidesMaintenance: boolean;
  /** `;norefresh` */
  readonly norefresh: boolean;
  /** `;st=`: how the last change ended. */
  readonly status: StatsStatus | undefined;
  /** `scope=`: only proxies with this in their names; "" for all. */
  readonly scope: string;
}

/** How a change by the page ended (stats.c). */
export const statsStatuses = ["DENY", "DONE", "ERRP", "EXCD", "NONE", "PART", "UNKN", "IVAL"] as const;

export type StatsStatus = (typeof statsStatuses)[number];

const longestScope = 20;

/** Reads what stands behind the page's address, wherever it stands there (http_handle_stats()). */
export function parseStatsQuery(text: string): StatsQuery {
  const status = /;st=(.{4})/s.exec(text)?.[1];
  const scope = (/scope=([^;& ]*)/.exec(text)?.[1] ?? "").slice(0, longestScope);
  return {
    format: formatOf(text),
    hidesDown: text.includes(";up"),
    hidesMaintenance: text.includes(";no-maint"),
    norefresh: text.includes(";norefresh"),
    status: status === undefined ? undefined : (statsStatuses.find((each) => each === status) ?? "UNKN"),
    scope: /[^A-Za-z0-9_:.-]/.test(scope) ? "" : scope,
  };
}

/** Of several, the last that HAProxy looks for counts. */
function formatOf(text: string): StatsQuery["format"] {
  if (text.includes(";json")) return "json";
  if (text.includes(";typed")) return "typed";
  return text.includes(";csv") ? "csv" : "html";
}
