import {
  anyMaintenance,
  DeclaredServer,
  findProxy,
  type OperationalState,
  type Proxies,
  type Server,
  type Settled,
  type StatRow,
} from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer, type CommandContext } from "./command.ts";

/** Commands about servers (server.c, proxy.c). */

function findServer(proxies: Proxies, path: string | undefined): Server | string {
  const [backend = "", ...rest] = (path ?? "").split("/");
  const name = rest.join("/");
  if (name === "") return "Require 'backend/server'.";
  const proxy = findProxy(proxies.all, backend, "backend");
  if (!proxy) return "No such backend.";
  return proxy.servers.find((server) => server.name === name) ?? "No such server.";
}

/** Declares a command about one server, which the word at `at` names; gives HAProxy's words for one that is not there. */
function serverCommand(
  words: readonly string[],
  usage: string,
  run: (server: Server, words: readonly string[]) => Promise<string | undefined>,
): Command {
  const at = words.length;
  return {
    words,
    ...(words[0] !== "get" && { level: "admin" as const }),
    usage,
    run: async ({ proxies }: CommandContext, line: readonly string[]): Promise<CommandAnswer> => {
      await proxies.refresh();
      const server = findServer(proxies, line[at]);
      if (typeof server === "string") return message(server);
      const said = await run(server, line.slice(at + 1));
      return said === undefined ? undefined : message(said);
    },
  };
}

/** For a change that HAProxy makes without a word. */
function silently(run: (server: Server) => Settled<void>): (server: Server) => Promise<undefined> {
  return async (server) => {
    await run(server);
    return undefined;
  };
}

const setServerUsage =
  "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port | agent-send | check-addr | check-port | fqdn | health | name | ssl | state | weight";

type Setter = (server: Server, value: string, rest: readonly string[]) => Promise<string | undefined>;

const isState = (word: string): word is "ready" | "drain" | "maint" =>
  word === "ready" || word === "drain" || word === "maint";

const isHealth = (word: string): word is "up" | "stopping" | "down" =>
  word === "up" || word === "stopping" || word === "down";

/** What `set server` can change. */
const setters: Record<string, Setter> = {
  weight: async (server, value) => server.setWeight(value),
  state: async (server, value) => {
    if (!isState(value)) return "'set server <srv> state' expects 'ready', 'drain' and 'maint'.";
    await server.setState(value);
    return undefined;
  },
  health: async (server, value) => {
    if (server.tracked) return "cannot change health on a tracking server.";
    if (!isHealth(value)) return "'set server <srv> health' expects 'up', 'stopping', or 'down'.";
    await server.forceHealth(value, "cli");
    return undefined;
  },
  agent: async (server, value) => {
    if (!server.stats().has("agent_rise")) return "agent checks are not enabled on this server.";
    if (value !== "up" && value !== "down") return "'set server <srv> agent' expects 'up' or 'down'.";
    await server.forceAgent(value, "cli");
    return undefined;
  },
  addr: async (server, value, [keyword, port]) => {
    if (value === "") return "set server <b>/<s> addr requires an address and optionally a port.";
    return server.setAddress(value, keyword === "port" ? (port ?? "") : undefined, "cli");
  },
};

/** What HAProxy can change and halua cannot. */
const missingSetters = new Set([
  ...["agent-addr", "agent-port", "agent-send", "check-addr", "check-port", "fqdn", "name", "ssl"],
]);

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
  const status = String(stats.get("check_status") ?? "").replace("* ", "");
  const own = server instanceof DeclaredServer ? server : undefined;
  return [
    (status === "" ? 0 : Math.max(checkStatuses.indexOf(status), 0)) + 1,
    checkResult(status),
    own ? own.check.health : String(stats.get("check_health") ?? 0),
    own ? checkState(own, own.check, 0) : stats.has("check_rise") ? 6 : 0,
    own ? checkState(own, own.agent, 16) : stats.has("agent_rise") ? 22 : 0,
  ];
}

/** A line of `show servers state`. What halua does not know of a check is 0. */
function stateLine(server: Server): string {
  const { proxy } = server;
  const { host, port } = endpointOf(server);
  const stats = server.stats();
  return [
    ...[proxy.uuid, proxy.name, server.puid, server.name, host],
    ...[stateNumbers[server.state], server.admin, server.weight, server.initialWeight],
    stats.get("lastchg") ?? 0,
    ...checkColumns(server, stats),
    ...[0, 0, "-", port, "-", 0, 0, "-", "-", 0],
  ].join(" ");
}

const showServersState: Command = {
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

const showServersConn: Command = {
  words: ["show", "servers", "conn"],
  usage:
    "show servers conn [<backend>]           : dump server connections status (all or for a single backend)",
  run: async ({ proxies }, words): Promise<CommandAnswer> => {
    const servers = await serversOf(proxies, words[3]);
    return servers ? listing([connectionColumns, ...servers.map(connectionLine)]) : noBackend;
  },
};

export const serverCommands: readonly Command[] = [
  serverCommand(
    ["set", "server"],
    "set server <bk>/<srv> [opts]            : change a server's state, weight, address, name or ssl",
    async (server, [what = "", value = "", ...rest]) => {
      const setter = Object.hasOwn(setters, what) ? setters[what] : undefined;
      if (setter) return setter(server, value, rest);
      return missingSetters.has(what) ? `halua cannot change '${what}' of a server.` : setServerUsage;
    },
  ),
  serverCommand(
    ["set", "weight"],
    "set weight <bk>/<srv>  (DEPRECATED)     : change a server's weight (use 'set server' instead)",
    async (server, [value = ""]) => server.setWeight(value),
  ),
  serverCommand(
    ["get", "weight"],
    "get weight <bk>/<srv>                   : report a server's current weight",
    async (server) => Promise.resolve(`${server.weight} (initial ${server.initialWeight})`),
  ),
  serverCommand(
    ["set", "maxconn", "server"],
    "set maxconn server <bk>/<srv>           : change a server's maxconn setting",
    async (server, [value = ""]) => server.setMaxconn(value),
  ),
  serverCommand(
    ["disable", "server"],
    "disable server (DEPRECATED)             : disable a server for maintenance (use 'set server' instead)",
    silently((server) => server.setState("maint")),
  ),
  serverCommand(
    ["enable", "server"],
    "enable server  (DEPRECATED)             : enable a disabled server (use 'set server' instead)",
    silently((server) => server.setState("ready")),
  ),
  serverCommand(
    ["disable", "health"],
    "disable health                          : disable health checks",
    silently((server) => server.setChecked(false)),
  ),
  serverCommand(
    ["enable", "health"],
    "enable health                           : enable health checks",
    async (server) => {
      if (server instanceof DeclaredServer && !server.check.configured) {
        return "Health check was not configured on this server, cannot enable.";
      }
      await server.setChecked(true);
      return undefined;
    },
  ),
  serverCommand(
    ["disable", "agent"],
    "disable agent                           : disable agent checks",
    silently((server) => server.setAgentChecked(false)),
  ),
  serverCommand(
    ["enable", "agent"],
    "enable agent                            : enable agent checks",
    async (server) => {
      if (server instanceof DeclaredServer && !server.agent.configured) {
        return "Agent was not configured on this server, cannot enable.";
      }
      await server.setAgentChecked(true);
      return undefined;
    },
  ),
  serverCommand(
    ["shutdown", "sessions", "server"],
    "shutdown sessions server <bk>/<srv>     : kill sessions on a server",
    silently((server) => server.shutSessions()),
  ),
  showServersState,
  showServersConn,
];
