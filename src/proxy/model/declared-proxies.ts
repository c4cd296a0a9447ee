import type { Time } from "../../time.ts";
import { systemTime } from "../../time.ts";
import { PrivateCounters, type Counting } from "./counters.ts";
import { DeclaredListener } from "./declared-listener.ts";
import { DeclaredProxy } from "./declared-proxy.ts";
import { DeclaredServer } from "./declared-server.ts";
import type { ModelHost } from "./host.ts";
import type { ListenerSettings, ProxySettings, ServerSettings } from "./settings.ts";
import type { Proxies, ServerEvent } from "./types.ts";

/** What {@link DeclaredProxies} stand on. */
export interface DeclaredProxiesOptions {
  readonly time?: Time;
  /** Where HAProxy's lines about state changes go; nowhere by default. */
  readonly warning?: ModelHost["warning"];
  readonly alert?: ModelHost["alert"];
  /**
   * Where an object with a guid counts: in the shared statistics file. Undefined
   * makes it count for itself.
   */
  counting?(guid: string, type: "frontend" | "backend"): Counting | undefined;
}

/** What is declared of a proxy, with everything in it. */
export interface ProxyDeclaration {
  readonly settings: ProxySettings;
  readonly guid?: string;
  readonly listeners: readonly (ListenerSettings & { readonly guid?: string })[];
  readonly servers: readonly ServerDeclaration[];
}

export interface ServerDeclaration {
  readonly settings: ServerSettings;
  readonly guid?: string;
  /** `proxy/server`, or `server` of the same proxy. */
  readonly track?: string;
}

/** The proxies of this program. They start `starting`; see {@link DeclaredProxies.started}. */
export class DeclaredProxies implements Proxies {
  readonly all: DeclaredProxy[] = [];
  readonly host: ModelHost;
  readonly #options: DeclaredProxiesOptions;
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  /** What tells servers from earlier ones of the same id: it grows with the first server after one was deleted. */
  #revision = 0;
  #hasDeleted = false;

  constructor(declarations: readonly ProxyDeclaration[], options: DeclaredProxiesOptions = {}) {
    this.#options = options;
    this.host = {
      time: options.time ?? systemTime,
      starting: true,
      warning: (...line) => options.warning?.(...line),
      alert: (...line) => options.alert?.(...line),
      event: (event) => {
        for (const fn of [...this.#listeners]) fn(event);
      },
    };
    for (const declaration of declarations) this.#add(declaration);
    for (const { settings, servers } of declarations) {
      for (const { track, settings: server } of servers) {
        if (track !== undefined) this.#track(settings.name, server.name, track);
      }
    }
    for (const proxy of this.all) {
      for (const server of proxy.servers) if (!server.tracked) server.propagateAdmin();
      proxy.recount();
    }
  }

  /** To be called once the program runs: from now on state changes are logged. */
  started(): void {
    this.host.starting = false;
  }

  refresh(): undefined {
    return undefined;
  }

  onServerEvent(fn: (event: ServerEvent) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** Adds a server at run time. */
  addServer(proxy: DeclaredProxy, declaration: ServerDeclaration): DeclaredServer {
    const server = this.#makeServer(proxy, declaration);
    if (declaration.track !== undefined) this.#track(proxy.name, server.name, declaration.track);
    proxy.recount();
    this.host.event({ type: "SERVER_ADD", server });
    return server;
  }

  /** Takes a server out; scripts that still hold it see that it is gone. */
  deleteServer(server: DeclaredServer): void {
    server.deleted = true;
    const proxy = this.all.find((one) => one === server.proxy);
    if (!proxy) return;
    proxy.servers.splice(proxy.servers.indexOf(server), 1);
    server.untrack();
    this.#hasDeleted = true;
    proxy.recount();
    this.host.event({ type: "SERVER_DEL", server });
  }

  #counting(guid: string | undefined, type: "frontend" | "backend"): Counting {
    const shared = guid === undefined ? undefined : this.#options.counting?.(guid, type);
    return shared ?? new PrivateCounters(type, this.host.time);
  }

  #add({ settings, guid, listeners, servers }: ProxyDeclaration): void {
    const counters = {
      frontend: this.#counting(guid, "frontend"),
      backend: this.#counting(guid, "backend"),
    };
    const proxy = new DeclaredProxy(settings, this.host, counters);
    this.all.push(proxy);
    for (const listener of listeners) {
      proxy.listeners.push(new DeclaredListener(listener, proxy, this.#counting(listener.guid, "frontend")));
    }
    for (const server of servers) this.#makeServer(proxy, server);
  }

  #makeServer(proxy: DeclaredProxy, { settings, guid }: ServerDeclaration): DeclaredServer {
    if (this.#hasDeleted) this.#revision++;
    this.#hasDeleted = false;
    const server = new DeclaredServer(settings, proxy, this.#revision, this.#counting(guid, "backend"));
    proxy.servers.push(server);
    return server;
  }

  #track(proxyName: string, serverName: string, tracked: string): void {
    const slash = tracked.indexOf("/");
    const targetProxy = slash < 0 ? proxyName : tracked.slice(0, slash);
    const follower = this.#server(proxyName, serverName);
    const target = this.#server(targetProxy, tracked.slice(slash + 1));
    if (follower && target) follower.track(target);
  }

  #server(proxyName: string, serverName: string): DeclaredServer | undefined {
    return this.all
      .find(({ name, capability }) => name === proxyName && capability !== "frontend")
      ?.servers.find(({ name }) => name === serverName);
  }
}
