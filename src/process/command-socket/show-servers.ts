import {
  anyMaintenance,
  DeclaredProxy,
  DeclaredServer,
  findProxy,
  type OperationalState,
  type Proxies,
  type Server,
  type ServerAddress,
  type StatRow,
} from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer } from "./command.ts";

/** `show servers state` and `show servers conn` (proxy.c). */

const stateNumbers: Record<OperationalState, number> = { STOPPED: 0, STARTING: 1, RUNNING: 2, STOPPING: 3 };

const stateColumns =
  "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port";

const noBackend = message("Can't find backend.");

const listing = (lines: readonly string[]): CommandAnswer => ({ text: `${lines.join("\n")}\n` });

/** The servers of a backend, or of all; undefined for a name that none has. */
async function serversOf(proxies: Proxies, name: string | undefined): Promise<Server[] | undefined> {
  await proxies.refresh();
  if (name === undefined) return proxies.all.flatMap((proxy) => proxy.servers);
  const only = findProxy(proxies.all, name, "backend");
  return only && [...only.servers];
}

/** A server's address in two columns; what is no IP address has none. */
function endpointOf({ address }: Server): { host: string; port: string } {
  const colon = address.lastIndexOf(":");
  const isIp = colon > 0 && !address.startsWith("/");
  return isIp ? { host: address.slice(0, colon), port: address.slice(colon + 1) } : { host: "-", port: "0" };
}

/** Results of checks as numbers: HCHK_STATUS_* of check-t.h, from that of a check that has not been made yet. */
const checkStatuses = [
  ...["INI", "", "", "HANA", "SOCKERR", "L4OK", "L4TOUT", "L4CON", "L6OK", "L6TOUT", "L6RSP", "L7TOUT"],
  ...["L7RSP", "", "L7OK", "L7OKC", "L7STS", "PROCERR", "PROCTOUT", "PROCOK"],
];

/** CHK_RES_*: a check's result, by what `show stat` says of it. */
function checkResult(status: string): number {
  if (status === "L7OKC") return 4;
  if (status.endsWith("OK")) return 3;
  return status === "" || status === "INI" ? 0 : 2;
}

/** CHK_ST_* of a check: configured, enabled, paused by maintenance, an agent's. */
function checkState(
  { admin, settings }: DeclaredServer,
  check: DeclaredServer["check"],
  agent: number,
): number {
  // The configuration's `disabled` is noted whether there are checks or not, and stays.
  if (!check.configured) return settings.disabled && !settings.dynamic && agent === 0 ? 8 : 0;
  // A server that has come at run time was never led into its maintenance.
  const isPaused = (admin & anyMaintenance) !== 0 && !settings.dynamic;
  return 2 + (check.enabled ? 4 : 0) + (isPaused ? 8 : 0) + agent;
}

/** The status, result and health of the check, and the states of check and agent. */
function checkColumns(server: Server, stats: StatRow): (string | number)[] {
  const own = server instanceof DeclaredServer ? server : undefined;
  const status = own ? own.check.report.short : String(stats.get("check_status") ?? "").replace("* ", "");
  return [
    (status === "" ? 0 : Math.max(checkStatuses.indexOf(status), 0)) + 1,
    checkResult(status),
    own ? own.check.health : String(stats.get("check_health") ?? 0),
    own ? checkState(own, own.check, 0) : stats.has("check_rise") ? 6 : 0,
    own ? checkState(own, own.agent, 16) : stats.has("agent_rise") ? 22 : 0,
  ];
}

/** `use_ssl` of a server. */
const tlsNumbers = new Map<boolean | undefined, number>([
  [true, 1],
  [false, -1],
]);

/** The host of an address; what is no IP address has none. */
function hostOf(address: ServerAddress | undefined): string {
  return address?.family === 4 || address?.family === 6 ? address.host : "-";
}

/** What its lines say of it, its TLS, and where its checks and its agent's go. */
function configuredColumns(server: Server): (string | number)[] {
  if (!(server instanceof DeclaredServer)) {
    return [0, 0, "-", endpointOf(server).port, "-", 0, 0, "-", "-", 0];
  }
  const { settings, proxy, target, check, agent, tlsEnabled } = server;
  return [
    proxy instanceof DeclaredProxy && proxy.settings.forcedId ? 1 : 0,
    settings.forcedId ? 1 : 0,
    settings.hostname ?? "-",
    "port" in target ? target.port : settings.port,
    "-",
    tlsNumbers.get(tlsEnabled) ?? 0,
    check.endpoint.port ?? 0,
    hostOf(check.endpoint.address),
    hostOf(agent.endpoint.address),
    agent.endpoint.port ?? 0,
  ];
}

/** A line of `show servers state`. What halua does not know of a check is 0. */
function stateLine(server: Server): string {
  const { proxy } = server;
  const stats = server.stats();
  return [
    ...[proxy.uuid, proxy.name, server.puid, server.name, endpointOf(server).host],
    ...[stateNumbers[server.state], server.admin, server.weight, server.initialWeight],
    stats.get("lastchg") ?? 0,
    ...checkColumns(server, stats),
    ...configuredColumns(server),
  ].join(" ");
}

export const showServersState: Command = {
  words: ["show", "servers", "state"],
  usage:
    "show servers state [<backend>]          : dump volatile server information (all or for a single backend)",
  run: async ({ proxies }, words): Promise<CommandAnswer> => {
    const servers = await serversOf(proxies, words[3]);
    return servers ? listing(["1", stateColumns, ...servers.map(stateLine)]) : noBackend;
  },
};

/** Idle connections are looked through every five seconds: `pool-purge-delay`, which no line changes. */
const purgeDelayMs = 5000;

/** A line of `show servers conn`; one thread does it all, and the most connections in use are those of now. */
function connectionLine(server: Server): string {
  const { proxy } = server;
  const stats = server.stats();
  const counts = (...names: string[]): string[] => names.map((name) => String(stats.get(name) ?? 0));
  const { host, port } = endpointOf(server);
  return [
    ...[`${proxy.name}/${server.name}`, `${proxy.uuid}/${server.puid}`, host, port, "-", purgeDelayMs],
    server.currentSessions,
    ...counts("used_conn_cur", "used_conn_cur", "need_conn_est", "priv_idle_cur"),
    ...counts("idle_conn_cur", "safe_conn_cur"),
    stats.get("src_ilim") ?? -1,
    ...counts("srv_icur", "srv_icur"),
  ].join(" ");
}

const connectionColumns =
  "# bkname/svname bkid/svid addr port - purge_delay served used_cur used_max need_est idle_sess unsafe_nb safe_nb idle_lim idle_cur idle_per_thr[1]";

export const showServersConn: Command = {
  words: ["show", "servers", "conn"],
  usage:
    "show servers conn [<backend>]           : dump server connections status (all or for a single backend)",
  run: async ({ proxies }, words): Promise<CommandAnswer> => {
    const servers = await serversOf(proxies, words[3]);
    return servers ? listing([connectionColumns, ...servers.map(connectionLine)]) : noBackend;
  },
};
