import os from "node:os";
import type { Address } from "../../config/address.ts";
import { LOG_LEVELS } from "../../config/log-target.ts";
import type { Balance, Bind, Config, ProxyConfig, Server } from "../../config/types.ts";
import type { CheckSettings } from "./check-state.ts";
import type { ListenerSettings } from "./settings.ts";
import {
  DeclaredProxies,
  type DeclaredProxiesOptions,
  type ProxyDeclaration,
  type ServerDeclaration,
} from "./declared-proxies.ts";
import { addressForScripts, canonicalIp, type ServerAddress } from "./server-changes.ts";
import { stickTableSettings } from "./stick-table-settings.ts";
import type { Capability, Mailers } from "./types.ts";

const capabilities: Record<ProxyConfig["kind"], Capability> = {
  frontend: "frontend",
  backend: "backend",
  listen: "proxy",
};

/** What connections are limited to where nothing says so; HAProxy works it out from its descriptors. */
const defaultMaxconn = 4096;

/** What {@link buildModel} can be told. */
export interface BuildOptions extends DeclaredProxiesOptions {
  /** The process's limit on connections where the configuration sets none. */
  readonly maxconn?: number;
}

/** The proxies that a configuration declares. */
export function buildModel(config: Config, options: BuildOptions = {}): DeclaredProxies {
  const maxconn = config.global.maxconn ?? options.maxconn ?? defaultMaxconn;
  return new DeclaredProxies(
    config.proxies.map((proxy) => declareProxy(proxy, config, maxconn)),
    options,
  );
}

function declareProxy(proxy: ProxyConfig, config: Config, maxconn: number): ProxyDeclaration {
  const balance = algorithm(proxy);
  return {
    settings: {
      name: proxy.name,
      uuid: proxy.id,
      forcedId: proxy.hasId,
      capability: capabilities[proxy.kind],
      mode: proxy.mode,
      disabled: proxy.disabled,
      maxconn: proxy.maxconn ?? maxconn,
      fullconn: proxy.fullconn ?? derivedFullconn(proxy, config, maxconn),
      rateLimit: proxy.rateLimit ?? 0,
      socketStats: proxy.options.has("socket-stats"),
      ...(proxy.cookie && { cookie: proxy.cookie.name }),
      ...(proxy.stickTable && {
        stickTable: stickTableSettings(proxy.stickTable, config.proxies.some(sticksBy(proxy.name))),
      }),
      algorithm: balance.name,
      dynamicWeights: balance.dynamic,
      allBackups: proxy.options.has("allbackups"),
      ...mailersOf(proxy, config),
    },
    ...(proxy.guid !== undefined && { guid: proxy.guid }),
    listeners: withNumbers(proxy.binds.flatMap(declareListeners)),
    servers: proxy.servers.map((server) => declareServer(server, proxy.useServer)),
  };
}

/** HAProxy's `email-alert level` where nothing is said: alert (proxy.c). */
const defaultMailLevel = 1;

/** What scripts send mails with, of a proxy that has all of it. */
function mailersOf({ emailAlert, options }: ProxyConfig, config: Config): { mailers?: Mailers } {
  const section = config.mailers.find(({ name }) => name === emailAlert?.mailers);
  if (!section || !emailAlert) return {};
  const { level, hostname = os.hostname(), from, to } = emailAlert;
  return {
    mailers: {
      trackServerHealth: options.has("log-health-checks"),
      logLevel: level === undefined ? defaultMailLevel : LOG_LEVELS.indexOf(level),
      servers: new Map(section.servers.map(({ name, address }) => [name, mailServer(address)])),
      timeout: section.timeout,
      hostname,
      from,
      to,
    },
  };
}

/** As HAProxy shows it: no brackets around an IPv6 address. A name stays one; HAProxy looks it up when it starts. */
function mailServer(address: Address): string {
  const { endpoint } = address;
  const [port = 0] = portsOf(address);
  return endpoint.kind === "name" ? `${endpoint.host}:${port}` : addressForScripts(targetOf(address, port));
}

/** Whether a proxy's `stick` rules use the table of that name. */
function sticksBy(name: string): (proxy: ProxyConfig) => boolean {
  return (proxy) => proxy.stickRules.some(({ table = proxy.name }) => table === name);
}

/** A tenth of what the frontends that may send here accept (proxy.c). */
function derivedFullconn(backend: ProxyConfig, config: Config, maxconn: number): number {
  const total = config.proxies
    .filter((proxy) => sendsTo(proxy, backend))
    .reduce((sum, proxy) => sum + (proxy.maxconn ?? maxconn), 0);
  return Math.max(1, Math.floor((total + 9) / 10));
}

function sendsTo(proxy: ProxyConfig, backend: ProxyConfig): boolean {
  if (proxy.kind === "backend") return false;
  if (proxy === backend || proxy.defaultBackend === backend.name) return true;
  return proxy.useBackend.some(({ name }) => name === backend.name);
}

/** The algorithm's name in `show stat`, and whether weights can change under it. */
function algorithm({ balance, hashType }: ProxyConfig): { name: string; dynamic: boolean } {
  switch (balance.algorithm) {
    case "roundrobin":
    case "leastconn":
    case "first":
      return { name: balance.algorithm, dynamic: true };
    case "random":
      // HAProxy has no name for it there.
      return { name: "unknown", dynamic: true };
    case "static-rr":
      return { name: balance.algorithm, dynamic: false };
    default:
      return { name: hashName(balance), dynamic: hashType.method === "consistent" };
  }
}

function hashName(balance: Balance): string {
  return balance.algorithm;
}

/** A listener whose number may be its line's `id`. */
type Listening = Omit<ListenerSettings, "luid"> & { readonly luid: number | undefined };

/** Gives those without `id` the numbers that the others leave. */
function withNumbers(listeners: readonly Listening[]): ListenerSettings[] {
  const taken = new Set(listeners.map(({ luid }) => luid));
  let next = 1;
  return listeners.map((listener) => {
    if (listener.luid !== undefined) return { ...listener, luid: listener.luid };
    while (taken.has(next)) next++;
    return { ...listener, luid: next++ };
  });
}

function declareListeners(bind: Bind): Listening[] {
  return bind.addresses.flatMap((address) =>
    portsOf(address).map((port) => ({
      name: bind.name,
      luid: bind.id,
      address: targetOf(address, port),
      protocol: protocolOf(address),
      maxconn: bind.maxconn ?? 0,
    })),
  );
}

/** Every port of a range is a listener of its own. */
function portsOf({ endpoint }: Address): number[] {
  if (endpoint.kind !== "ip" && endpoint.kind !== "name") return [0];
  if (endpoint.port.kind !== "range") return [0];
  const { low, high } = endpoint.port;
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

function protocolOf({ endpoint }: Address): string {
  if (endpoint.kind === "ip") return `tcpv${endpoint.family}`;
  if (endpoint.kind === "name") return `tcpv${endpoint.family ?? 4}`;
  return endpoint.kind === "abstract" ? "abns_stream" : "unix_stream";
}

/** A server starts up, but one failed check brings it down; without checks, only a default-server says so. */
function checkOf({ check, hasDefaults, disabled }: Server): CheckSettings {
  const { enabled, rise, fall, port } = check;
  return {
    configured: enabled,
    rise,
    fall,
    health: (enabled || hasDefaults) && !disabled ? rise : 0,
    ...(check.address && { address: targetOf(check.address, portOf(check.address)) }),
    ...(port !== undefined && { port }),
  };
}

/** An agent is believed at once. */
function agentOf({ agent, check }: Server): CheckSettings {
  const { enabled, port } = agent;
  const ip = agent.address === undefined ? undefined : canonicalIp(agent.address);
  const address = ip ? { ...ip, port: 0 } : check.address && targetOf(check.address, 0);
  return {
    configured: enabled,
    rise: 1,
    fall: 1,
    health: 1,
    ...(address && { address }),
    ...(port !== undefined && { port }),
  };
}

/** The port that an address names; 0 without one. */
function portOf({ endpoint }: Address): number {
  return "port" in endpoint && endpoint.port.kind === "range" ? endpoint.port.low : 0;
}

/** A server as its line has it. */
export function declareServer(server: Server, useServer: ProxyConfig["useServer"] = []): ServerDeclaration {
  const { observe } = server;
  const endpoint = server.address.endpoint;
  return {
    settings: {
      name: server.name,
      puid: server.id,
      port: portOf(server.address),
      forcedId: server.forcedId,
      tlsEnabled: server.tlsEnabled,
      nameIsUsed: useServer.some(({ name }) => name === server.name),
      switchesTls: server.switchableTls !== undefined,
      address: targetOf(server.address, portOf(server.address)),
      ...(endpoint.kind === "name" && { hostname: endpoint.host }),
      resolves: server.resolvers !== undefined,
      weight: server.weight,
      backup: server.backup,
      disabled: server.disabled,
      dynamic: false,
      maxconn: server.maxconn,
      maxqueue: server.maxqueue,
      poolMaxConn: server.poolMaxConn,
      slowstart: server.slowstart ?? 0,
      ...(server.cookie !== undefined && { cookie: server.cookie }),
      check: checkOf(server),
      agent: agentOf(server),
      ...(server.agent.send !== undefined && { agentSend: server.agent.send }),
      observe: observe.layer !== "none",
      shutdownWhenDown: server.onMarkedDown === "shutdown-sessions",
      shutdownBackupsWhenUp: server.onMarkedUp === "shutdown-backup-sessions",
    },
    ...(server.guid !== undefined && { guid: server.guid }),
    ...(server.track !== undefined && { track: server.track }),
  };
}

function targetOf({ endpoint }: Address, port: number): ServerAddress {
  switch (endpoint.kind) {
    case "ip": {
      const { host, family } = canonicalIp(endpoint.host) ?? endpoint;
      return endpoint.port.kind === "offset"
        ? { family, host, port: endpoint.port.offset & 0xffff, relative: true }
        : { family, host, port };
    }
    case "unix":
      return { family: "unix", path: endpoint.path };
    case "abstract":
      return { family: "unix", path: `\0${endpoint.name}` };
    case "name":
      // In maintenance until somebody has resolved it; see DeclaredServer.setTarget.
      return { family: "none" };
    default:
      return { family: "none" };
  }
}
