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
}

function refuse(text: string): never {
  throw new ServerRefusal(text);
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
    const server = { ...readServer(traffic, name, words), id: this.#number(model, words) };
    const { settings, guid } = declareServer(server);
    const declared = this.#model.addServer(model, {
      settings: { ...settings, dynamic: true, disabled: true },
      ...(guid !== undefined && { guid }),
    });
    traffic.servers?.addServer(server, declared);
  }

  /** Takes a server out that is in maintenance and has nothing to do. Throws {@link ServerRefusal}. */
  remove(backend: string, name: string): void {
    const traffic = this.#backend(backend);
    const server = traffic.model.servers.find((each) => each.name === name) ?? refuse("No such server.");
    if (isNamed(traffic, server)) {
      refuse("This server cannot be removed at runtime due to other configuration elements pointing to it.");
    }
    if ((server.admin & anyMaintenance) === 0) refuse("Only servers in maintenance mode can be deleted.");
    if (server.currentSessions > 0 || server.queued > 0) {
      refuse("Server still has connections attached to it, cannot remove it.");
    }
    const carried = traffic.servers?.servers.find(({ model }) => model === server);
    if (carried) traffic.servers?.removeServer(carried);
    this.#model.deleteServer(server);
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
  if (server.tracked !== undefined || server.trackers.length > 0) return true;
  return config.useServer.some(({ name }) => name === server.name);
}

/** Reads the parameters as a line of a configuration; the errors are those of the line, without its place. */
function readServer({ config }: ProxyTraffic, name: string, words: readonly string[]): Server {
  const refused = words.find((word) => configuredOnly.has(word));
  if (refused !== undefined) refuse(`'${refused}' option is not accepted for dynamic server`);
  if (words.includes("track")) refuse("halua cannot make a server at run time follow another.");
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
