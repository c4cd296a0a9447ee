/** Fetches of the state of proxies and servers, which arguments name (backend.c, frontend.c). */
import { proxyAt, serverAt, type ProxyStateView, type ServerStateView } from "../environment.ts";
import { boolean, integer, type Sample } from "../sample.ts";
import { resolved, type Fetch } from "./fetch.ts";

/** How many servers would get traffic: those of the backups that would, where no other is left. */
export function usableServers({ settings, activeServers, backupServers }: ProxyStateView): number {
  if (settings.disabled) return 0;
  if (activeServers > 0) return activeServers;
  return settings.allBackups ? backupServers : Math.min(1, backupServers);
}

/** Not in maintenance, and not known to be down. */
export const isUp = ({ status, check, state }: ServerStateView): boolean =>
  !status.inMaintenance && (!check.configured || state !== "STOPPED");

/** What waits for a backend and for its servers. */
const waiting = ({ backend, servers }: ProxyStateView): number =>
  servers.reduce((sum, { queued }) => sum + queued, backend.gauges.qcur);

/** HAProxy's word for "as many as you like". */
const UNLIMITED = -1;

/** Places left on servers that get traffic. */
function freePlaces({ servers, settings, activeServers }: ProxyStateView): number {
  let free = 0;
  let backupSeen = false;
  for (const { state, status, backup, maxconn, currentMaxconn, currentSessions } of servers) {
    if (state === "STOPPED" || !status.usable) continue;
    if (backup) {
      const first = !backupSeen;
      backupSeen = true;
      if (activeServers > 0 || !(first || settings.allBackups)) continue;
    }
    if (maxconn === 0) return UNLIMITED;
    free += Math.max(0, currentMaxconn - currentSessions);
  }
  return free;
}

/** Places left on servers and in their queues. */
function slots({ servers }: ProxyStateView): number {
  let free = 0;
  for (const { state, maxconn, settings, currentSessions, queued } of servers) {
    if (state === "STOPPED") continue;
    if (maxconn === 0 || settings.maxqueue === 0) return UNLIMITED;
    free += maxconn - currentSessions + settings.maxqueue - queued;
  }
  return free;
}

/** What waits for each server; where there is none, as if half a server were left. */
function averageQueue(proxy: ProxyStateView): number {
  const servers = usableServers(proxy);
  return servers > 0 ? Math.ceil(waiting(proxy) / servers) : waiting(proxy) * 2;
}

const ofProxy = (side: "frontend" | "backend", value: (proxy: ProxyStateView) => number | bigint): Fetch =>
  resolved((args, environment) => {
    const proxy = proxyAt(environment, side, args, 0);
    return () => proxy && integer(value(proxy));
  });

const backend = (value: (proxy: ProxyStateView) => number | bigint): Fetch => ofProxy("backend", value);
const frontend = (value: (proxy: ProxyStateView) => number | bigint): Fetch => ofProxy("frontend", value);

const server = (value: (server: ServerStateView) => Sample): Fetch =>
  resolved((args, environment) => {
    const found = serverAt(environment, args, 0);
    return () => found && value(found);
  });

/** A weight counts in sixteenths while a server warms up. */
const WEIGHT_SCALE = 16;

export const STATE_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["nbsrv", backend(usableServers)],
  ["be_conn", backend((proxy) => proxy.backend.gauges.scur)],
  ["be_conn_free", backend(freePlaces)],
  ["be_sess_rate", backend((proxy) => proxy.backend.counters.get("rate"))],
  ["connslots", backend(slots)],
  ["queue", backend(waiting)],
  ["avg_queue", backend(averageQueue)],
  ["fe_conn", frontend((proxy) => proxy.frontend.gauges.scur)],
  ["fe_req_rate", frontend((proxy) => proxy.frontend.counters.get("req_rate"))],
  ["fe_sess_rate", frontend((proxy) => proxy.frontend.counters.get("rate"))],
  ["srv_is_up", server((found) => boolean(isUp(found)))],
  ["srv_conn", server(({ currentSessions }) => integer(currentSessions))],
  [
    "srv_conn_free",
    server(({ maxconn, currentMaxconn, currentSessions }) =>
      integer(maxconn === 0 ? UNLIMITED : Math.max(0, currentMaxconn - currentSessions)),
    ),
  ],
  ["srv_queue", server(({ queued }) => integer(queued))],
  ["srv_sess_rate", server(({ counters }) => integer(counters.get("rate")))],
  ["srv_weight", server(({ status }) => integer(Math.ceil(status.eweight / WEIGHT_SCALE)))],
  ["srv_iweight", server(({ initialWeight }) => integer(initialWeight))],
  ["srv_uweight", server(({ weight }) => integer(weight))],
];
