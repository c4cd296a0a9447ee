import { HaluaError } from "../../errors.ts";
import { systemTime, type Time, type Timer } from "../../time.ts";
import type { Proxies, ServerEvent, StatRow } from "../model/index.ts";
import { serverEvents, type SeenServer } from "./changes.ts";
import { LiveProxy, type ProxyFigures } from "./live-proxy.ts";
import { LiveServer, type LiveOwner } from "./live-server.ts";
import { parseServersState, type ServerStateLine } from "./servers-state.ts";
import type { StatsSocket } from "./stats-socket.ts";
import { parseTypedInfo, parseStats, type StatLine } from "./fetched-output.ts";

/** Settings of {@link LiveProxies}. */
export interface LiveProxiesOptions {
  /** How old a value may be when a script reads it, in milliseconds. */
  readonly maxAgeMs?: number;
  readonly time?: Time;
  /** Told when HAProxy cannot be asked, and when it can again. */
  warning?(text: string): void;
}

const defaultMaxAgeMs = 1000;

/** What one visit brought. */
interface Seen {
  readonly rows: readonly StatLine[];
  readonly states: readonly ServerStateLine[];
  readonly info: Readonly<Record<string, number | string>>;
}

/**
 * The proxies of a live HAProxy. Values are fetched together and kept for a
 * while; a change is sent at once and makes the next read fetch anew, after
 * it: HAProxy answers in the order of the questions. Objects live on while
 * their names do, over reloads of HAProxy too.
 */
export class LiveProxies implements Proxies, LiveOwner {
  readonly socket: StatsSocket;
  readonly #options: LiveProxiesOptions;
  readonly #time: Time;
  readonly #maxAgeMs: number;
  #proxies: LiveProxy[] = [];
  #info: Readonly<Record<string, number | string>> = {};
  /** Monotonic milliseconds; undefined before the first visit and after a change. */
  #fetchedAt: number | undefined;
  #fetching: Promise<void> | undefined;
  /** Counts changes, so that a visit that began before one does not pass for fresh. */
  #changes = 0;
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  #timer: Timer | undefined;
  #lost = false;

  constructor(socket: StatsSocket, options: LiveProxiesOptions = {}) {
    this.socket = socket;
    this.#options = options;
    this.#time = options.time ?? systemTime;
    this.#maxAgeMs = options.maxAgeMs ?? defaultMaxAgeMs;
  }

  get all(): readonly LiveProxy[] {
    return this.#proxies;
  }

  /** `show info` as last fetched. */
  get info(): Readonly<Record<string, number | string>> {
    return this.#info;
  }

  refresh(): Promise<void> | undefined {
    const now = this.#time.monotonicMs();
    if (this.#fetchedAt !== undefined && now - this.#fetchedAt <= this.#maxAgeMs) return undefined;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /**
   * Fetches in the background too, about as often as values grow old,
   * while `wanted` says so: for events, which HAProxy tells nobody of.
   */
  watch(wanted: () => boolean): void {
    const again = (): void => {
      this.#timer = this.#time.after(
        Math.max(this.#maxAgeMs, 100),
        () => {
          if (wanted()) this.refresh()?.catch(() => undefined);
          again();
        },
        { background: true },
      );
    };
    again();
  }

  /** Sends a command that changes something; gives HAProxy's answer without its line end. */
  async change(command: string): Promise<string> {
    this.#changes++;
    this.#fetchedAt = undefined;
    const answer = (await this.socket.command(command)).trimEnd();
    if (answer === "Permission denied") {
      throw new HaluaError(
        "E_SOCKET",
        `stats socket '${this.socket.path}' does not let us '${command}': give its 'stats socket' line 'level admin'`,
      );
    }
    return answer;
  }

  /** The server called `proxy/server`. */
  server(path: string): LiveServer | undefined {
    const slash = path.indexOf("/");
    const proxy = path.slice(0, slash);
    const name = path.slice(slash + 1);
    return this.#proxies
      .find((one) => one.name === proxy && one.capability !== "frontend")
      ?.servers.find((server) => server.name === name);
  }

  onServerEvent(fn: (event: ServerEvent) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** Ends everything, once what is on its way has arrived. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    await this.socket.settled();
    this.socket.close();
  }

  async #fetch(): Promise<void> {
    const changes = this.#changes;
    try {
      const [stats, states, info] = await Promise.all([
        this.socket.ask("show stat"),
        this.socket.ask("show servers state"),
        this.socket.ask("show info typed"),
      ]);
      this.#take({
        rows: parseStats(stats),
        states: parseServersState(states),
        info: parseTypedInfo(info),
      });
      this.#found();
    } catch (error) {
      this.#lose(error);
      throw error;
    }
    // A change sent meanwhile may not be in it: the next read fetches again.
    if (changes === this.#changes) this.#fetchedAt = this.#time.monotonicMs();
  }

  #found(): void {
    if (this.#lost) this.#options.warning?.(`stats socket '${this.socket.path}' answers again`);
    this.#lost = false;
  }

  #lose(error: unknown): void {
    // Before the first visit, who asked says so.
    if (this.#lost || this.#info.Pid === undefined) return;
    this.#options.warning?.(error instanceof Error ? error.message : String(error));
    this.#lost = true;
  }

  #take({ rows, states, info }: Seen): void {
    const sameProcess = this.#info.Pid === info.Pid;
    const before = this.#seenServers();
    this.#info = info;
    const byProxy = groupBy(rows, ({ iid }) => iid);
    const lines = new Map(states.map((line) => [`${line.backendId}/${line.name}`, line]));
    this.#takeProxies(byProxy);
    for (const proxy of this.#proxies) {
      this.#takeServers(proxy, byProxy.get(proxy.uuid) ?? [], lines, sameProcess);
    }
    // At the first visit everything is new, and nothing has happened.
    if (before === undefined) return;
    for (const event of serverEvents(before, this.#seenServers() ?? new Map<LiveServer, SeenServer>())) {
      for (const fn of [...this.#listeners]) fn(event);
    }
  }

  #seenServers(): Map<LiveServer, SeenServer> | undefined {
    if (this.#info.Pid === undefined) return undefined;
    const servers = this.#proxies.flatMap((proxy) => proxy.servers);
    return new Map(servers.map((server) => [server, { state: server.state, admin: server.admin }]));
  }

  #takeProxies(byProxy: ReadonlyMap<number, readonly StatLine[]>): void {
    const known = groupBy(this.#proxies, ({ name }) => name);
    const proxies = [...byProxy].map(([iid, own]) => {
      const side = (kind: "F" | "B"): StatRow | undefined => own.find((row) => row.kind === kind)?.row;
      const figures: ProxyFigures = {
        frontend: side("F"),
        backend: side("B"),
        listeners: own
          .filter(({ kind }) => kind === "L")
          .map(({ row }) => ({ name: String(row.get("svname")), stats: () => row })),
      };
      const name = String(own[0]?.row.get("pxname") ?? "");
      const same = known.get(name)?.find((proxy) => sameSides(proxy, figures));
      same?.update(iid, figures);
      return same ?? new LiveProxy(this, name, iid, figures);
    });
    const living = new Set(proxies);
    for (const proxy of this.#proxies) proxy.deleted = !living.has(proxy);
    this.#proxies = proxies;
  }

  #takeServers(
    proxy: LiveProxy,
    rows: readonly StatLine[],
    lines: ReadonlyMap<string, ServerStateLine>,
    sameProcess: boolean,
  ): void {
    const known = new Map(proxy.servers.map((server) => [server.name, server]));
    proxy.servers.length = 0;
    for (const { kind, row } of rows) {
      if (kind !== "S") continue;
      const name = String(row.get("svname"));
      const line = lines.get(`${proxy.uuid}/${name}`);
      if (!line) continue;
      const server = known.get(name);
      known.delete(name);
      server?.update({ row, line });
      proxy.servers.push(server ?? new LiveServer(proxy, { row, line }, sameProcess));
    }
    for (const server of known.values()) server.deleted = true;
  }
}

function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** A name may be a frontend and a backend, which are two proxies. */
function sameSides(proxy: LiveProxy, figures: ProxyFigures): boolean {
  return (
    (proxy.stats("frontend") === undefined) === (figures.frontend === undefined) &&
    (proxy.stats("backend") === undefined) === (figures.backend === undefined)
  );
}
