import type { DeclaredProxy, StatKind, StatLine, StatValue } from "../model/index.ts";
import type { StatsQuery, StatsStatus } from "./query.ts";
import { pageStyle } from "./style.ts";

/** What a page shows. */
export interface PageContents {
  /** Where the page is. */
  readonly uri: string;
  readonly query: StatsQuery;
  /** Servers can be changed. */
  readonly isAdmin: boolean;
  /** Seconds. */
  readonly refresh: number | undefined;
  /** `show-legends`: addresses, ids and modes. */
  readonly showLegends: boolean;
  readonly proxies: readonly { readonly proxy: DeclaredProxy; readonly lines: readonly StatLine[] }[];
  /** `show-version` */
  readonly version: boolean;
  readonly node: string | undefined;
  readonly description: string | undefined;
  /** Of the process, by the names of `show info`. */
  readonly figures: Readonly<Record<string, number | string | undefined>>;
}

/** Groups of columns: their heading, and each column's heading and name in `show stat`. */
const groups: readonly (readonly [heading: string, columns: readonly (readonly [string, string])[]])[] = [
  [
    "Queue",
    [
      ["now", "qcur"],
      ["max", "qmax"],
      ["limit", "qlimit"],
    ],
  ],
  [
    "Sessions/s",
    [
      ["now", "rate"],
      ["max", "rate_max"],
      ["limit", "rate_lim"],
    ],
  ],
  [
    "Sessions",
    [
      ["now", "scur"],
      ["max", "smax"],
      ["limit", "slim"],
      ["total", "stot"],
      ["balanced", "lbtot"],
      ["last", "lastsess"],
    ],
  ],
  [
    "Bytes",
    [
      ["in", "bin"],
      ["out", "bout"],
    ],
  ],
  [
    "Denied",
    [
      ["req", "dreq"],
      ["resp", "dresp"],
    ],
  ],
  [
    "Errors",
    [
      ["req", "ereq"],
      ["conn", "econ"],
      ["resp", "eresp"],
    ],
  ],
  [
    "Again",
    [
      ["retries", "wretr"],
      ["moved", "wredis"],
    ],
  ],
  [
    "State",
    [
      ["status", "status"],
      ["since", "lastchg"],
      ["check", "check_status"],
      ["weight", "weight"],
      ["active", "act"],
      ["backup", "bck"],
      ["failed", "chkfail"],
      ["downs", "chkdown"],
      ["downtime", "downtime"],
      ["slow start", "throttle"],
    ],
  ],
];

/** Columns whose values are seconds. */
const durations: ReadonlySet<string> = new Set(["lastchg", "lastsess", "downtime"]);

const kindNames: Record<StatKind, string> = {
  F: "frontend",
  L: "listener",
  S: "server",
  B: "backend",
};

/** What the page says of the last change. */
const messages: Record<StatsStatus, readonly [good: boolean, text: string]> = {
  DONE: [true, "Done."],
  NONE: [true, "Nothing has changed."],
  PART: [false, "Done for some of the servers only."],
  ERRP: [false, "Not done: a proxy, server or action is wrong, or there is nothing to change."],
  EXCD: [false, "Not done: too many servers were chosen at a time."],
  DENY: [false, "Not allowed."],
  IVAL: [false, "Not done: the method is none of GET, HEAD and POST."],
  UNKN: [false, "Nobody knows how it ended."],
};

/** What can be asked of servers, as the form shows it. */
const choices: readonly (readonly [action: string, text: string])[] = [
  ["ready", "ready"],
  ["drain", "drain"],
  ["maint", "maintenance"],
  ["dhlth", "health checks off"],
  ["ehlth", "health checks on"],
  ["hrunn", "health: up"],
  ["hnolb", "health: stopping"],
  ["hdown", "health: down"],
  ["dagent", "agent checks off"],
  ["eagent", "agent checks on"],
  ["arunn", "agent: up"],
  ["adown", "agent: down"],
  ["shutdown", "end sessions"],
];

/** Writes the page. Byte string. */
export function renderPage(contents: PageContents): string {
  const { proxies, query, figures, node, version } = contents;
  const name = escaped(String(figures.Name ?? "HAProxy"));
  const where = node === undefined ? "" : ` on ${escaped(node === "" ? String(figures.node ?? "") : node)}`;
  const title = `${name} statistics${where}`;
  return [
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title>`,
    `<style>${pageStyle}</style></head>\n<body>\n<header><h1>${title}</h1>`,
    version ? `<p>Version ${escaped(String(figures.Version ?? ""))}</p>` : "",
    contents.description === undefined ? "" : `<p>${escaped(contents.description)}</p>`,
    `</header>\n`,
    message(query.status),
    process(figures),
    links(contents),
    ...proxies.map(({ proxy, lines }) => section(proxy, lines, contents)),
    "</body></html>\n",
  ].join("");
}

function message(status: StatsStatus | undefined): string {
  if (status === undefined) return "";
  const [good, text] = messages[status];
  return `<p class="message ${good ? "good" : "bad"}">${text}</p>\n`;
}

function process(figures: PageContents["figures"]): string {
  const items: readonly (readonly [string, string])[] = [
    ["process", "Pid"],
    ["uptime", "Uptime"],
    ["connections", "CurrConns"],
    ["of at most", "Maxconn"],
    ["connections/s", "ConnRate"],
    ["requests", "CumReq"],
    ["tasks", "Tasks"],
    ["idle %", "Idle_pct"],
  ];
  const terms = items.map(
    ([label, name]) => `<div><dt>${label}</dt><dd>${escaped(String(figures[name] ?? ""))}</dd></div>`,
  );
  return `<dl class="process">${terms.join("")}</dl>\n`;
}

function links({ uri, query, refresh }: PageContents): string {
  const address = (flags: Partial<StatsQuery>, format = ""): string => {
    const { hidesDown, norefresh, scope } = { ...query, ...flags };
    const path = `${uri}${format}${hidesDown ? ";up" : ""}${norefresh ? ";norefresh" : ""}`;
    return escaped(scope === "" ? path : `${path}?scope=${scope}`);
  };
  const link = (flags: Partial<StatsQuery>, text: string, format = ""): string =>
    `<a href="${address(flags, format)}">${text}</a>`;
  const all = [
    link(
      { hidesDown: !query.hidesDown },
      query.hidesDown ? "show servers that are down" : "hide servers that are down",
    ),
    ...(refresh === undefined
      ? []
      : [link({ norefresh: !query.norefresh }, query.norefresh ? "refresh" : "do not refresh")]),
    link({}, "now"),
    link({}, "CSV", ";csv"),
    link({}, "JSON", ";json"),
    link({}, "typed", ";typed"),
  ];
  const search =
    `<form method="get" action="${address({ scope: "" })}"><label>only proxies with ` +
    `<input name="scope" maxlength="20" value="${escaped(query.scope)}"></label></form>`;
  return `<nav>${all.join(" ")} ${search}</nav>\n`;
}

function section(proxy: DeclaredProxy, lines: readonly StatLine[], contents: PageContents): string {
  const canChange = contents.isAdmin && proxy.servers.length > 0;
  const heads = groups.map(([heading, columns]) => `<th colspan="${columns.length}">${heading}</th>`);
  const names = groups.flatMap(([, columns]) => columns.map(([heading]) => `<th>${heading}</th>`));
  const rows = lines.map((line) => row(line, canChange, contents.showLegends));
  const legend = contents.showLegends
    ? ` <small>${escaped(proxy.mode)}, id ${proxy.uuid}${proxy.capability === "frontend" ? "" : `, ${escaped(proxy.settings.algorithm)}`}</small>`
    : "";
  const table =
    `<table><thead><tr><th rowspan="2"></th>${heads.join("")}</tr><tr>${names.join("")}</tr></thead>\n` +
    `<tbody>\n${rows.join("")}</tbody></table>\n`;
  return (
    `<section><h2>${escaped(proxy.name)}${legend}</h2>\n` +
    (canChange ? form(proxy, table, contents) : table) +
    "</section>\n"
  );
}

function form(proxy: DeclaredProxy, table: string, { uri, query }: PageContents): string {
  const flags = (query.hidesDown ? ";up" : "") + (query.norefresh ? ";norefresh" : "");
  const scope = query.scope === "" ? "" : `?scope=${query.scope}`;
  const options = choices.map(([action, text]) => `<option value="${action}">${text}</option>`);
  return (
    `<form method="post" action="${escaped(uri + flags + scope)}">\n${table}` +
    `<p><label>Chosen servers: <select name="action"><option value=""></option>${options.join("")}</select></label> ` +
    `<input type="hidden" name="b" value="#${proxy.uuid}"> <button>Apply</button></p></form>\n`
  );
}

function row({ kind, row: values }: StatLine, canChange: boolean, showLegends: boolean): string {
  const name = escaped(String(values.get("svname") ?? ""));
  const box =
    canChange && kind === "S" ? `<input type="checkbox" name="s" value="${name}" aria-label="${name}"> ` : "";
  const address = showLegends && kind !== "F" ? values.get("addr") : undefined;
  const legend = address === undefined ? "" : ` title="${escaped(String(address))}"`;
  const cells = groups.flatMap(([, columns]) =>
    columns.map(([, column]) => cell(column, values.get(column), values.get("last_chk"))),
  );
  const status = String(values.get("status") ?? "");
  return `<tr class="${kindNames[kind]} ${stateClass(status)}"><th${legend}>${box}${name}</th>${cells.join("")}</tr>\n`;
}

function cell(column: string, value: StatValue | undefined, lastCheck: StatValue | undefined): string {
  if (value === undefined) return "<td></td>";
  if (durations.has(column)) return `<td>${duration(Number(value))}</td>`;
  const hint =
    column === "check_status" && lastCheck !== undefined ? ` title="${escaped(String(lastCheck))}"` : "";
  return `<td${hint}>${shown(value)}</td>`;
}

/** Large numbers in groups of three digits. */
function shown(value: StatValue): string {
  return typeof value === "string" ? escaped(value) : String(value).replace(/\B(?=(?:\d{3})+$)/g, "&#160;");
}

function duration(seconds: number): string {
  if (seconds < 0) return "";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** For the colour of a line. */
function stateClass(status: string): string {
  if (/^(?:UP|OPEN)$/.test(status)) return "up";
  if (status.startsWith("UP")) return "going-down";
  if (/^(?:DRAIN|NOLB)/.test(status)) return "draining";
  if (/^(?:MAINT|PAUSED)/.test(status)) return "maintenance";
  if (status === "DOWN" || status === "STOP") return "down";
  if (status.startsWith("DOWN")) return "going-up";
  return "unchecked";
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
