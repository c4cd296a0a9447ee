/** The table of all keywords, and the look-ups in it. */
import { ACCEPTED_KEYWORDS } from "./accepted.ts";
import { ACTION_KEYWORDS } from "./actions.ts";
import { BIND_KEYWORDS } from "./bind.ts";
import { CHECK_KEYWORDS } from "./checks.ts";
import { COMPRESSION_KEYWORDS } from "./compression.ts";
import { ERROR_KEYWORDS } from "./errors.ts";
import { FILTER_KEYWORDS } from "./filters.ts";
import { GLOBAL_KEYWORDS } from "./global.ts";
import { STATUS_CODE_KEYWORDS } from "./status-codes.ts";
import { GLOBAL_LUA_KEYWORDS } from "./global-lua.ts";
import {
  GLOBAL_COMMON,
  GLOBAL_REGISTERED,
  GLOBAL_UNLISTED,
  PROXY_COMMON,
  PROXY_REGISTERED,
} from "./haproxy-names.ts";
import type { Keyword, LineKeyword, Section } from "./keyword.ts";
import { LOG_KEYWORDS } from "./logs.ts";
import { OPTION_KEYWORDS, OPTION_LINE } from "./options.ts";
import { BALANCE_KEYWORDS } from "./proxy-balance.ts";
import { GONE_KEYWORDS } from "./gone.ts";
import { PROXY_KEYWORDS } from "./proxy-basic.ts";
import { EXTERNAL_CHECK_KEYWORDS } from "./external-check.ts";
import { HEALTH_SECTION_KEYWORDS } from "./health-section.ts";
import { MAILER_KEYWORDS } from "./mailers.ts";
import { SECTION_KEYWORDS } from "./sections.ts";
import { SERVER_KEYWORDS } from "./server.ts";
import { STATS_KEYWORD } from "./stats-page.ts";
import { TLS_DEFAULT_KEYWORDS } from "./tls-defaults.ts";

const LINE_KEYWORDS: readonly LineKeyword[] = [
  ...GLOBAL_KEYWORDS,
  ...GLOBAL_LUA_KEYWORDS,
  ...STATUS_CODE_KEYWORDS,
  ...TLS_DEFAULT_KEYWORDS,
  ...PROXY_KEYWORDS,
  ...GONE_KEYWORDS,
  OPTION_LINE,
  ...BALANCE_KEYWORDS,
  ...CHECK_KEYWORDS,
  ...FILTER_KEYWORDS,
  ...COMPRESSION_KEYWORDS,
  ...LOG_KEYWORDS,
  ...ERROR_KEYWORDS,
  STATS_KEYWORD,
  ...SECTION_KEYWORDS,
  ...MAILER_KEYWORDS,
  ...HEALTH_SECTION_KEYWORDS,
  ...EXTERNAL_CHECK_KEYWORDS,
  ...ACCEPTED_KEYWORDS,
];

/** Every keyword halua reads, whatever comes of it. */
export const KEYWORDS: readonly Keyword[] = [
  ...LINE_KEYWORDS,
  ...OPTION_KEYWORDS,
  ...BIND_KEYWORDS,
  ...SERVER_KEYWORDS,
  ...ACTION_KEYWORDS,
];

const PROXY_LIKE: ReadonlySet<Section> = new Set(["defaults", "frontend", "listen", "backend"]);

/** All proxies share one table: a keyword in the wrong kind of proxy gives its own message. */
function tableOf(section: Section): Section {
  return PROXY_LIKE.has(section) ? "listen" : section;
}

const BY_SECTION = new Map<Section, Map<string, LineKeyword>>();
for (const entry of LINE_KEYWORDS) {
  for (const place of entry.places) {
    const section = tableOf(place as Section);
    const table = BY_SECTION.get(section) ?? new Map<string, LineKeyword>();
    table.set(entry.name, entry);
    BY_SECTION.set(section, table);
  }
}

export function findKeyword(section: Section, name: string): LineKeyword | undefined {
  return BY_SECTION.get(tableOf(section))?.get(name);
}

const GLOBAL_KNOWN: ReadonlySet<string> = new Set([
  ...GLOBAL_REGISTERED,
  ...GLOBAL_COMMON,
  ...GLOBAL_UNLISTED,
]);
const PROXY_KNOWN: ReadonlySet<string> = new Set([...PROXY_REGISTERED, ...PROXY_COMMON]);

/** Whether HAProxy has a keyword of that name in the section. */
export function isHaproxyKeyword(section: Section, name: string): boolean {
  if (section === "global") return GLOBAL_KNOWN.has(name) && !SECTION_NAMES.has(name);
  return PROXY_LIKE.has(section) && PROXY_KNOWN.has(name);
}

/** Section names stand in HAProxy's lists of suggestions, but are no keywords. */
const SECTION_NAMES: ReadonlySet<string> = new Set([
  "global",
  "defaults",
  "listen",
  "frontend",
  "backend",
  "peers",
  "resolvers",
]);

/** The words HAProxy looks through for one that is like a mistyped keyword. */
export function suggestionsFor(section: Section): readonly string[] {
  if (section === "global") return [...GLOBAL_REGISTERED, ...GLOBAL_COMMON];
  return PROXY_LIKE.has(section) ? [...PROXY_REGISTERED, ...PROXY_COMMON] : [];
}
