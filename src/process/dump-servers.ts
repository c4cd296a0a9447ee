import type { Proxies, Proxy, Server, StatRow } from "../proxy/model/index.ts";
import type { Logger } from "../runtime/index.ts";

/** Says how all proxies and servers are, as HAProxy does on SIGHUP (sig_dump_state, haproxy.c). */
export function dumpServers({ all }: Pick<Proxies, "all">, log: Pick<Logger, "warning">): void {
  log.warning("SIGHUP received, dumping servers states.");
  for (const proxy of all) {
    for (const server of proxy.servers) log.warning(`SIGHUP: ${serverText(server)}`);
    log.warning(`SIGHUP: Proxy ${proxy.name} ${proxyText(proxy)}`);
  }
}

function serverText(server: Server): string {
  const stats = server.stats();
  const state = server.state === "STOPPED" ? "DOWN" : "UP";
  return (
    `Server ${server.proxy.name}/${server.name} is ${state}. ` +
    `Conn: ${figure(stats, "scur")} act, ${figure(stats, "qcur")} pend, ${figure(stats, "stot")} tot.`
  );
}

function proxyText(proxy: Proxy): string {
  const [front, back] = [proxy.stats("frontend"), proxy.stats("backend")];
  const both = (name: string): string => `${figure(front, name)}+${figure(back, name)}`;
  const waiting = figure(back, "qcur");
  const unassigned = waiting - proxy.servers.reduce((sum, server) => sum + figure(server.stats(), "qcur"), 0);
  return (
    `${serversText(proxy)} Conn: act(FE+BE): ${both("scur")}, ` +
    `${waiting} pend (${unassigned} unass), tot(FE+BE): ${both("stot")}.`
  );
}

function serversText({ servers, activeServers, backupServers }: Proxy): string {
  if (servers.length === 0) return "has no servers.";
  if (activeServers > 0) {
    return `has ${activeServers} active servers and ${backupServers} backup servers available.`;
  }
  return backupServers > 0 ? "is running on backup servers !" : "has no server available !";
}

function figure(stats: StatRow | undefined, name: string): number {
  return Number(stats?.get(name) ?? 0);
}
