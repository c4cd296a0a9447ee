import { parseConfig } from "../config/parse.ts";
import type { Server } from "../config/types.ts";
import { sampleCatalog } from "../samples/index.ts";
import { declareServer } from "./model/build-model.ts";
import {
  anyMaintenance,
  type DeclaredProxies,
  type DeclaredProxy,
  type DeclaredServer,
} from "./model/index.ts";
import type { ProxyTraffic } from "./traffic.ts";

/** Parameters that HAProxy takes in a configuration only (`dynamic_ok` of its keyword lists). */
const configuredOnly: ReadonlySet<string> = new Set([
  ...["cc", "check-sni-auto", "enabled", "init-addr", "log-bufsize", "log-proto", "max-reuse", "namespace"],
  ...["no-agent-check", "no-check", "no-check-reuse-pool", "no-check-send-proxy", "no-check-ssl"],
  ...["no-send-proxy-v2-ssl", "no-send-proxy-v2-ssl-cn", "no-ssl", "non-stick", "redir", "resolve-net"],
  ...["resolve-opts", "resolve-prefer", "resolvers", "sni-auto", "socks4", "ssl-reuse", "stick"],
  ...["tcp-md5sig", "tcp-ut"],
]);

/** Thrown with HAProxy's words for what cannot be done. */
export class ServerRefusal extends Error {
  override readonly name = "ServerRefusal";
  /** It may be another answer later. */
  readonly passes: boolean;

  constructor(text: string, passes = false) {
    super(text);
    this.passes = passes;
  }
}

function refuse(text: string, passes = false): never {
  throw new ServerRefusal(text, passes);
}

/** Servers that come and go while a program runs: `add server`, `del server` (server.c). */
export class DynamicServers {
  readonly #model: DeclaredProxies;
  readonly #traffic: readonly ProxyTraffic[];

  constructor(model: DeclaredProxies, traffic: readonly ProxyTraffic[]) {
    this.#model = model;
    this.#traffic = traffic;
  }

  /**
   * Adds a server, in maintenance. `words` are those of a `server` line behind
   * its name. Nothing of a default-server counts. Throws {@link ServerRefusal}.
   */
  add(backend: string, name: string, words: readonly string[]): void {
    const traffic = this.#backend(backend);
    const { model } = traffic;
    if (!model.dynamicWeights) {
      refuse(
        `Backend does not support dynamic servers : backend '${backend}' uses a non dynamic load balancing method.`,
      );
    }
    if (model.servers.some((server) => server.name === name)) {
      refuse("Already exists a server with the same name in backend.");
    }
    const { track, others } = withoutTrack(words);
    const server = { ...readServer(traffic, name, others), id: this.#number(model, words) };
    const { settings, guid } = declareServer(server);
    if (track !== undefined) this.#checkTrack(track, backend);
    const declared = this.#model.addServer(model, {
      settings: { ...settings, dynamic: true, disabled: true },
      ...(guid !== undefined && { guid }),
      ...(track !== undefined && { track }),
    });
    traffic.servers?.addServer(server, declared);
  }

  /** Takes a server out that is in maintenance and has nothing to do. Throws {@link ServerRefusal}. */
  remove(backend: string, name: string): void {
    const { traffic, server } = this.find(backend, name);
    const carried = traffic.servers?.servers.find(({ model }) => model === server);
    if (carried) traffic.servers?.removeServer(carried);
    this.#model.deleteServer(server);
  }

  /** A server that can be taken out now. Throws {@link ServerRefusal}. */
  find(backend: string, name: string): { readonly traffic: ProxyTraffic; readonly server: DeclaredServer } {
    const traffic = this.#backend(backend);
    const server = traffic.model.servers.find((each) => each.name === name) ?? refuse("No such server.");
    if (isNamed(traffic, server)) {
      refuse("This server cannot be removed at runtime due to other configuration elements pointing to it.");
    }
    if ((server.admin & anyMaintenance) === 0) refuse("Only servers in maintenance mode can be deleted.");
    if (server.currentSessions > 0 || server.queued > 0) {
      refuse("Server still has connections attached to it, cannot remove it.", true);
    }
    return { traffic, server };
  }

  /** Whether a new server can follow `track`, which is a server of `backend` or `backend/server`. */
  #checkTrack(track: string, backend: string): void {
    const [of = "", name = ""] = track.includes("/") ? track.split("/", 2) : [backend, track];
    const proxy = this.#model.all.find(
      (each) => each.name === of && (each.capability === "backend" || each.capability === "proxy"),
    );
    if (!proxy) refuse(`unable to find required proxy '${of}' for tracking.`);
    const target = proxy.servers.find((server) => server.name === name);
    if (!target) refuse(`unable to find required server '${name}' for tracking.`);
    if (target.settings.dynamic) {
      refuse(`unable to use ${of}/${name} for tracking as it is a dynamic server.`);
    }
    if (!target.check.configured && !target.agent.configured && target.tracked === undefined) {
      refuse(`unable to use ${of}/${name} for tracking as it does not have any check nor agent enabled.`);
    }
  }

  #backend(name: string): ProxyTraffic {
    const found = this.#traffic.find(({ config }) => config.name === name && config.kind !== "frontend");
    return found ?? refuse("No such backend.");
  }

  /** The number that `id` asks for, or the first that is free. */
  #number({ servers }: DeclaredProxy, words: readonly string[]): number {
    const at = words.indexOf("id");
    const wanted = at < 0 ? undefined : Number(words[at + 1]);
    if (wanted !== undefined) {
      const other = servers.find(({ puid }) => puid === wanted);
      if (other) refuse(`'id' : custom id ${wanted} already used ('server ${other.name}').`);
      return wanted;
    }
    const taken = new Set(servers.map(({ puid }) => puid));
    let next = 1;
    while (taken.has(next)) next++;
    return next;
  }
}

/** Whether something of the configuration means this very server. */
function isNamed({ config }: ProxyTraffic, server: DeclaredServer): boolean {
  if (server.trackers.length > 0) return true;
  if (server.tracked !== undefined && !server.settings.dynamic) return true;
  return config.useServer.some(({ name }) => name === server.name);
}

/** What `track` names is a server of the running program: a line read by itself knows none. */
function withoutTrack(words: readonly string[]): { track: string | undefined; others: readonly string[] } {
  const at = words.indexOf("track");
  const track = at < 0 ? undefined : words[at + 1];
  return { track, others: track === undefined ? words : [...words.slice(0, at), ...words.slice(at + 2)] };
}

/** Reads the parameters as a line of a configuration; the errors are those of the line, without its place. */
function readServer({ config }: ProxyTraffic, name: string, words: readonly string[]): Server {
  const refused = words.find((word) => configuredOnly.has(word));
  if (refused !== undefined) refuse(`'${refused}' option is not accepted for dynamic server`);
  const line = [name, ...words].map(quoted).join(" ");
  const text = `backend ${quoted(config.name)}\n mode ${config.mode}\n server ${line}\n`;
  const parsed = parseConfig([{ name: "CLI", text }], { catalog: sampleCatalog });
  const server = parsed.config?.proxies[0]?.servers[0];
  if (server) return server;
  const alert = parsed.diagnostics.find(({ level }) => level === "alert")?.text ?? "";
  return refuse(alert.replace(/^.*?\[CLI:\d+\] ?: /s, "").replace(/^'server [^']*' : /, ""));
}

/** A word as a configuration has it. */
function quoted(word: string): string {
  return word.replace(
    /[^\w.:/@*,+%=()[\]{}-]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
