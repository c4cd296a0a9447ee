/** Servers: what they are called, and the files, resolvers and servers they refer to. */
import type { ProxyDraft } from "../drafts/proxy.ts";
import { inBase } from "../files.ts";
import { proxyType } from "../state.ts";
import type { ConnectStep, Server } from "../types.ts";
import type { Endpoint } from "../address.ts";
import { completed } from "../health/ruleset.ts";
import type { Checker } from "./checker.ts";

/** Servers that stand for no address in particular are not looked at. */
function isAnywhere(endpoint: Endpoint): boolean {
  return endpoint.kind === "ip" && (endpoint.host === "0.0.0.0" || endpoint.host === "::");
}

function lacksPort(server: Server): boolean {
  if (server.check.port) return false;
  const { endpoint } = server.check.address ?? server.address;
  const own = endpoint.kind === "ip" || endpoint.kind === "name" ? endpoint.port : undefined;
  if (own === undefined || isAnywhere(endpoint)) return false;
  const service = server.address.endpoint;
  const fallback = service.kind === "ip" || service.kind === "name" ? service.port : own;
  const hasPort = (port: typeof own): boolean => port.kind === "range" && port.low > 0;
  return !hasPort(own) && !hasPort(fallback);
}

export function assignServerIds(proxy: ProxyDraft): void {
  const taken = new Set(proxy.servers.map((each) => each.id).filter((id) => id > 0));
  let next = 1;
  proxy.servers = proxy.servers.map((server) => {
    if (server.id > 0) {
      next++;
      return server;
    }
    while (taken.has(next)) next++;
    taken.add(next);
    return { ...server, id: next++ };
  });
}

export function checkServers(checker: Checker, proxy: ProxyDraft): void {
  proxy.servers = proxy.servers.map((server) => {
    if (
      server.resolvers !== undefined &&
      !checker.state.resolvers.some((each) => each.name === server.resolvers)
    ) {
      checker.alert(
        `${proxyType(proxy)} '${proxy.name}', server '${server.name}': unable to find required resolvers '${server.resolvers}'`,
      );
    }
    const located = locateCertificate(checker, proxy, server);
    verification(checker, proxy, server);
    if (server.track !== undefined) tracking(checker, proxy, server, server.track);
    return withSection(checker, proxy, located);
  });
}

/** Gives a server the steps of the `healthcheck` section that it names. */
function withSection(checker: Checker, proxy: ProxyDraft, server: Server): Server {
  const { section: name } = server.check;
  if (name === undefined) return server;
  const section = checker.state.healthChecks.find((each) => each.name === name);
  if (section) return { ...server, check: { ...server.check, rules: completed(section.checks.active) } };
  const { file, line } = server.location;
  checker.alert(
    `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : parsing [${file}:${line}]: healthcheck section '*healthcheck-${name}' not found for server '${server.name}'.`,
  );
  return server;
}

/** The first server that cannot be reached by TCP ends the start. */
export function checkTransports(checker: Checker): void {
  for (const { servers, mode } of checker.state.proxies) {
    const server = servers.find((each) => each.address.transport === "datagram");
    if (!server) continue;
    const { file, line } = server.location;
    checker.alert(`[${file}:${line}] : unsupported transport for server address in '${mode}' backend.`);
    checker.alert("Fatal errors found in configuration.");
    return;
  }
}

/** What else has no port where a proxy's servers and their checks have none; undefined where the steps of checks have. */
function missingPort({ checks }: ProxyDraft): string | undefined {
  if (!checks.active) return "";
  const connects = completed(checks.active).steps.filter((step) => step.kind === "connect");
  const hasPort = ({ port, address }: ConnectStep): boolean => {
    const own = address?.endpoint.kind === "ip" ? address.endpoint.port : undefined;
    return typeof port === "number" || (own?.kind === "range" && own.low > 0);
  };
  const [first] = connects;
  if (!first || !hasPort(first)) return " nor tcp_check rule 'connect' with port information";
  if (connects.every(hasPort)) return undefined;
  return ", and a tcp_check rule 'connect' with no port information";
}

/** The first server that cannot be checked ends the start. */
export function checkPorts(checker: Checker, proxy: ProxyDraft): void {
  const missing = missingPort(proxy);
  if (missing === undefined) return;
  const server = proxy.servers.find((each) => each.check.enabled && lacksPort(each));
  if (!server || !checker.good || proxy.disabled) return;
  checker.alert(
    `config: ${proxyType(proxy)} '${proxy.name}': server '${server.name}' has neither service port nor check port${missing}.`,
  );
  checker.alert("Fatal errors found in configuration.");
}

/** Looks for the server's own certificate. @returns the server with the place it is in */
function locateCertificate(checker: Checker, proxy: ProxyDraft, server: Server): Server {
  const { tls } = server;
  if (tls?.certificate === undefined) return server;
  const path = tls.certificate;
  const { directory, files, global } = checker.state;
  const full = inBase(global.crtBase, path);
  if (files.exists(full)) return { ...server, tls: { ...tls, certificate: directory.lasting(full) } };
  const { file, line } = server.location;
  checker.alert(
    `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : unable to stat SSL certificate from file '${full}' : No such file or directory.`,
  );
  return server;
}

function verification(checker: Checker, proxy: ProxyDraft, server: Server): void {
  const { tls } = server;
  if (!tls || tls.caFile !== undefined || tls.verify === "none") return;
  if (tls.verify === undefined && checker.state.global.sslServerVerify === "none") return;
  const { file, line } = server.location;
  const start = `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : verify is enabled`;
  checker.alert(
    tls.verify === undefined
      ? `${start} by default but no CA file specified. If you're running on a LAN where you're certain to trust the server's certificate, please set an explicit 'verify none' statement on the 'server' line, or use 'ssl-server-verify none' in the global section to disable server-side verifications by default.`
      : `${start} but no CA file specified.`,
  );
}

function tracking(checker: Checker, proxy: ProxyDraft, server: Server, name: string): void {
  const { file, line } = server.location;
  const where = `[${file}:${line}] : 'server ${proxy.name}/${server.name}' : `;
  const found = trackedServer(checker, proxy, name);
  if (typeof found === "string") {
    checker.alert(`${where}${found}`);
    return;
  }
  const chain = new Set<Server>([server]);
  let [owner, target] = found;
  while (target.track !== undefined) {
    if (chain.has(target)) {
      checker.alert(
        `${where}unable to track ${found[0].name}/${found[1].name} as it belongs to a tracking chain looping back to ${owner.name}/${target.name}.`,
      );
      return;
    }
    chain.add(target);
    const next = trackedServer(checker, owner, target.track);
    if (typeof next === "string") return;
    [owner, target] = next;
  }
  if (target.check.enabled || target.agent.enabled) return;
  checker.alert(
    `${where}unable to use ${owner.name}/${target.name} for tracking as it does not have any check nor agent enabled.`,
  );
}

function trackedServer(
  checker: Checker,
  proxy: ProxyDraft,
  name: string,
): readonly [ProxyDraft, Server] | string {
  const slash = name.indexOf("/");
  const owner = slash < 0 ? proxy : checker.backend(name.slice(0, slash));
  if (!owner) return `unable to find required proxy '${name.slice(0, slash)}' for tracking.`;
  const target = owner.servers.find((each) => each.name === name.slice(slash + 1));
  return target ? [owner, target] : `unable to find required server '${name.slice(slash + 1)}' for tracking.`;
}
