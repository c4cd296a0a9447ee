import type { CheckState } from "./check-state.ts";
import type { Counting } from "./counters.ts";
import { addressForStats, type ServerAddress } from "./server-changes.ts";
import { weightScale, type ServerOwner, type StatusOwner } from "./server-status.ts";
import type { ListenerSettings, ProxySettings } from "./settings.ts";
import { columnsOf } from "./stat-columns.ts";
import type { BackendGauges, FrontendGauges, ListenerGauges, ServerGauges } from "./traffic.ts";
import {
  adminFlags,
  anyDrain,
  anyMaintenance,
  type Proxy,
  type StatKind,
  type StatRow,
  type StatValue,
} from "./types.ts";

/** The lines of `show stat` of this program's own proxies (stats-proxy.c). */

/** Figures of one side of a proxy. */
export interface Side<Gauges> {
  readonly counters: Counting;
  readonly gauges: Gauges;
}

/** A proxy as its lines need it. */
export interface CountedProxy extends ServerOwner {
  readonly settings: ProxySettings;
  readonly frontend: Side<FrontendGauges>;
  readonly backend: Side<BackendGauges>;
  readonly maxconn: number;
  readonly acceptState: "OPEN" | "PAUSED" | "STOP";
  readonly totalWeight: number;
  readonly userWeight: number;
  readonly downtime: number;
}

/** A server as its line needs it. */
export interface CountedServer extends StatusOwner {
  readonly gauges: ServerGauges;
  readonly target: ServerAddress;
}

/** A listener as its line needs it. */
export interface CountedListener {
  readonly settings: ListenerSettings;
  readonly proxy: CountedProxy;
  readonly counters: Counting;
  readonly gauges: ListenerGauges;
  readonly statName: string;
  readonly state: "OPEN" | "WAITING" | "FULL";
}

/** The columns of a line that are no shared counters; undefined leaves one out. */
type Own = Readonly<Record<string, StatValue | undefined>>;

const typeNumbers: Record<StatKind, number> = { F: 0, B: 1, S: 2, L: 3 };

/** Counters that only HTTP has. */
const httpOnly = new Set([
  ...["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other", "req_tot"],
  ...["intercepted", "cache_lookups", "cache_hits", "cache_hint_hits"],
]);

/** A frontend's requests are counted anyhow. */
function isHttpOnly(name: string, kind: StatKind): boolean {
  return httpOnly.has(name) && !(name === "req_tot" && kind === "F");
}

/** Puts a line together. `hidden` counters are left out. */
function makeRow(
  kind: StatKind,
  proxy: Proxy,
  own: Own,
  counters: Counting,
  hidden: (name: string) => boolean = () => false,
): StatRow {
  const common: Own = {
    pxname: proxy.name,
    mode: proxy.mode,
    pid: 1,
    iid: proxy.uuid,
    sid: 0,
    type: typeNumbers[kind],
    ...own,
  };
  const row = new Map<string, StatValue>();
  for (const { name, shared } of columnsOf(kind)) {
    if (!shared) {
      const value = common[name];
      if (value !== undefined) row.set(name, value);
    } else if (!hidden(name) && (proxy.mode === "http" || !isHttpOnly(name, kind))) {
      row.set(name, counters.get(name));
    }
  }
  return row;
}

export function frontendRow(proxy: CountedProxy): StatRow {
  const { settings, frontend } = proxy;
  const own: Own = {
    svname: "FRONTEND",
    status: proxy.acceptState,
    slim: proxy.maxconn,
    rate_lim: settings.rateLimit,
    ...frontend.gauges,
  };
  return makeRow("F", proxy, own, frontend.counters);
}

export function backendRow(proxy: CountedProxy): StatRow {
  const { settings, backend } = proxy;
  const own: Own = {
    svname: "BACKEND",
    status: proxy.totalWeight > 0 || proxy.servers.length === 0 ? "UP" : "DOWN",
    slim: settings.fullconn,
    weight: Math.ceil(proxy.totalWeight / weightScale),
    uweight: proxy.userWeight,
    act: proxy.activeServers,
    bck: proxy.backupServers,
    downtime: proxy.servers.length === 0 ? undefined : proxy.downtime,
    cookie: settings.cookie,
    algo: settings.algorithm,
    agg_server_status: 0,
    agg_server_check_status: 0,
    agg_check_status: 0,
    ...backend.gauges,
  };
  return makeRow("B", proxy, own, backend.counters);
}

export function serverRow(server: CountedServer): StatRow {
  const { settings, status, check, agent, gauges, proxy } = server;
  const reference = checkedServer(server);
  const own: Own = {
    svname: server.name,
    sid: server.puid,
    srid: server.rid,
    scur: server.currentSessions,
    qcur: server.queued,
    slim: server.maxconn === 0 ? undefined : server.maxconn,
    qlimit: settings.maxqueue === 0 ? undefined : settings.maxqueue,
    src_ilim: settings.poolMaxConn < 0 ? undefined : settings.poolMaxConn,
    status: statusText(server, reference),
    weight: Math.ceil(status.eweight / weightScale),
    uweight: server.weight,
    act: server.backup ? 0 : 1,
    bck: server.backup ? 1 : 0,
    downtime: check.enabled ? status.downtime : undefined,
    throttle: status.throttle,
    tracked: server.tracked && `${server.tracked.proxy.name}/${server.tracked.name}`,
    addr: addressForStats(server.target),
    cookie: settings.cookie,
    ...(check.active && checkColumns("check", check, reference.check)),
    ...(agent.active && checkColumns("agent", agent, agent)),
    ...gauges,
  };
  return makeRow("S", proxy, own, server.counters, (name) => {
    if (name === "chkfail" || name === "chkdown") return !check.enabled;
    return name === "hanafail" && !reference.settings.observe;
  });
}

function checkColumns(which: "check" | "agent", state: CheckState, limits: CheckState): Own {
  const { report, hasReport } = state;
  return {
    [`${which}_status`]: (state.inProgress ? "* " : "") + report.short,
    [`${which}_code`]: report.code,
    // What traffic has shown took no time of its own.
    [`${which}_duration`]:
      which === "agent" || (hasReport && report.duration >= 0) ? report.duration : undefined,
    [`${which}_desc`]: report.desc,
    [which === "check" ? "last_chk" : "last_agt"]: report.output,
    [`${which}_rise`]: limits.rise,
    [`${which}_fall`]: limits.fall,
    [`${which}_health`]: limits.health,
  };
}

/** The server at the end of a chain of tracking ones, whose checks decide. */
function checkedServer(server: StatusOwner): StatusOwner {
  let at = server;
  while (at.tracked !== undefined) at = at.tracked;
  return at;
}

function statusText(server: StatusOwner, reference: StatusOwner): string {
  const { admin } = server.status;
  if (admin & adminFlags.RMAINT) return "MAINT (resolution)";
  if (admin & adminFlags.IMAINT) {
    const through = server.tracked ?? server;
    return `MAINT (via ${through.proxy.name}/${through.name})`;
  }
  if (admin & anyMaintenance) return "MAINT";
  return healthText(server, reference);
}

/** How far the checks are from changing their mind: `UP 1/3`. */
function fraction({ check, status }: StatusOwner): string {
  return status.state === "STOPPED"
    ? ` ${check.health}/${check.rise}`
    : ` ${check.health - check.rise + 1}/${check.fall}`;
}

function healthText(server: StatusOwner, reference: StatusOwner): string {
  const { check, agent } = reference;
  switch (server.status.state) {
    case "RUNNING":
    case "STARTING": {
      const goingDown = check.enabled && check.health < check.full;
      if (server.status.admin & anyDrain) {
        if (agent.enabled) return "DRAIN (agent)";
        return goingDown ? `DRAIN${fraction(reference)}` : "DRAIN";
      }
      if (goingDown) return `UP${fraction(reference)}`;
      return check.enabled ? "UP" : "no check";
    }
    case "STOPPING": {
      const unchecked = !server.check.enabled && server.tracked === undefined;
      return unchecked || check.health === check.full ? "NOLB" : `NOLB${fraction(reference)}`;
    }
    case "STOPPED":
      if (agent.enabled && agent.health === 0) return "DOWN (agent)";
      if (check.enabled && check.health === 0) return "DOWN";
      return agent.enabled || check.enabled ? `DOWN${fraction(reference)}` : "DOWN";
  }
}

/** A listener's line; it exists only with `option socket-stats`. */
export function listenerRow(listener: CountedListener): StatRow {
  const { proxy, settings } = listener;
  if (!proxy.settings.socketStats) return new Map();
  const own: Own = {
    svname: listener.statName,
    sid: settings.luid,
    status: listener.state,
    slim: settings.maxconn,
    addr: addressForStats(settings.address),
    proto: settings.protocol,
    ...listener.gauges,
  };
  return makeRow("L", proxy, own, listener.counters);
}
