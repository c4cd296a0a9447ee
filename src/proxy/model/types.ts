/**
 * What a script can see and change of a proxy, wherever it runs: in this
 * program (declared by a configuration, `declared-*.ts`) or in a live HAProxy
 * (`../attached`). The classes of `src/api` and the commands of the command
 * socket stand on these interfaces only.
 */

import type { StickTable } from "../../samples/stick-tables/index.ts";

/** A result that may have to be asked of another process. */
export type Settled<T> = T | Promise<T>;

/** What a proxy can do; a `listen` section is a "proxy". */
export type Capability = "frontend" | "backend" | "proxy";

/** The four kinds of lines of `show stat`, by the letter that `show stat typed` gives them. */
export type StatKind = "F" | "B" | "S" | "L";

export type StatValue = number | bigint | string;

/** One line of `show stat`: the columns that apply, in HAProxy's order. */
export type StatRow = ReadonlyMap<string, StatValue>;

/** HAProxy's four operational states of a server. */
export type OperationalState = "STOPPED" | "STARTING" | "RUNNING" | "STOPPING";

/** A server's administrative flags, with HAProxy's values (`srv_admin_state` of `show servers state`). */
export const adminFlags = {
  /** Forced into maintenance by somebody. */
  FMAINT: 0x01,
  /** In maintenance because the tracked server is. */
  IMAINT: 0x02,
  /** Disabled by the configuration. */
  CMAINT: 0x04,
  /** Forced to drain by somebody. */
  FDRAIN: 0x08,
  /** Draining because the tracked server is. */
  IDRAIN: 0x10,
  /** In maintenance because its name does not resolve. */
  RMAINT: 0x20,
} as const;

/** Any kind of maintenance; CMAINT only says where it came from. */
export const anyMaintenance = adminFlags.FMAINT | adminFlags.IMAINT | adminFlags.RMAINT;

/** Any kind of drain. */
export const anyDrain = adminFlags.FDRAIN | adminFlags.IDRAIN;

/** Who asks for a change; it stands in log lines and in events. */
export type Requester = "lua" | "cli" | "web";

/** What `proxy:get_mailers()` shows. Times in milliseconds. */
export interface Mailers {
  readonly trackServerHealth: boolean;
  /** syslog level, 0..7 */
  readonly logLevel: number;
  /** Addresses by name. */
  readonly servers: ReadonlyMap<string, string>;
  readonly timeout: number;
  readonly hostname: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface Listener {
  /** The name of its `bind` line, if it has one. */
  readonly name: string | undefined;
  /** Its line of `show stat`; empty without `option socket-stats`. */
  stats(): StatRow;
}

export interface Proxy {
  readonly name: string;
  readonly uuid: number;
  readonly capability: Capability;
  /** `http`, `tcp` ... */
  readonly mode: string;
  /** Gone from the process it belonged to. */
  readonly deleted: boolean;
  readonly servers: readonly Server[];
  readonly listeners: readonly Listener[];
  /** Active (not backup) servers that take traffic. */
  readonly activeServers: number;
  /** Backup servers that could take traffic. */
  readonly backupServers: number;
  readonly mailers: Mailers | undefined;
  /** Where the proxy declares one, and its process lets it be read. */
  readonly stickTable?: StickTable | undefined;
  /** Its line of `show stat` on one side; undefined where it lacks that side. */
  stats(side: "frontend" | "backend"): StatRow | undefined;
  /** Stops accepting, keeps the addresses. */
  pause(): Settled<void>;
  /** Accepts again after {@link pause}. */
  resume(): Settled<void>;
  /** Gives the addresses up for good. */
  stop(): Settled<void>;
  /** Ends the sessions on its backup servers. */
  shutBackupSessions(): Settled<void>;
}

/**
 * A server. The setters answer with HAProxy's own texts; undefined means that
 * HAProxy has nothing to say, which is success.
 */
export interface Server {
  readonly name: string;
  /** Position or `id` in its proxy. */
  readonly puid: number;
  /** Revision of the puid, which tells apart servers that had it one after the other. */
  readonly rid: number;
  readonly proxy: Proxy;
  readonly deleted: boolean;
  readonly backup: boolean;
  /** Added at run time. */
  readonly dynamic: boolean;
  readonly draining: boolean;
  readonly state: OperationalState;
  /** See {@link adminFlags}. */
  readonly admin: number;
  readonly currentSessions: number;
  /** Connections that wait in its queue. */
  readonly queued: number;
  /** 0: no limit. */
  readonly maxconn: number;
  /** The weight as set, 0..256; what counts right now is in the stats. */
  readonly weight: number;
  readonly initialWeight: number;
  /** `ip:port` without brackets, a path, or `<unknown>`. */
  readonly address: string;
  readonly tracked: Server | undefined;
  readonly trackers: readonly Server[];
  stats(): StatRow;
  /** `text` is a weight 0..256, or a percentage of the initial one. */
  setWeight(text: string): Settled<string | undefined>;
  setMaxconn(text: string): Settled<string | undefined>;
  /** Always has something to say. The change takes effect a turn later. */
  setAddress(address: string | undefined, port: string | undefined, by: Requester): Settled<string>;
  setState(state: "ready" | "drain" | "maint"): Settled<void>;
  /** Switches health checks; nothing happens where none are configured. */
  setChecked(enabled: boolean): Settled<void>;
  /** Switches agent checks; nothing happens where none are configured. */
  setAgentChecked(enabled: boolean): Settled<void>;
  /** Sets the state as a check would; nothing happens where another server is tracked. */
  forceHealth(health: "up" | "stopping" | "down", by: Requester): Settled<void>;
  /** Sets the state as an agent would; only where agent checks are enabled. */
  forceAgent(health: "up" | "down", by: Requester): Settled<void>;
  shutSessions(): Settled<void>;
}

/** Something that happened to a server: a `SERVER_*` event without what all of them have. */
export interface ServerEvent {
  readonly type: ServerEventType;
  readonly server: Server;
  readonly state?: StateChange;
  readonly admin?: AdminChange;
  readonly check?: CheckResult;
}

export type ServerEventType =
  | "SERVER_ADD"
  | "SERVER_DEL"
  | "SERVER_UP"
  | "SERVER_DOWN"
  | "SERVER_STATE"
  | "SERVER_ADMIN"
  | "SERVER_CHECK"
  | "SERVER_INETADDR";

export interface StateChange {
  /** Whether an administrator caused it, rather than a check. */
  readonly admin: boolean;
  /** HAProxy's text, may be "". */
  readonly cause: string;
  readonly oldState: OperationalState;
  readonly newState: OperationalState;
  /** Connections moved from its queue. */
  readonly requeued: number;
  /** Only where a check caused it. */
  readonly check?: CheckResult;
}

export interface AdminChange {
  readonly cause: string;
  /** See {@link adminFlags}. */
  readonly oldAdmin: number;
  readonly newAdmin: number;
  readonly requeued: number;
}

export interface CheckResult {
  readonly agent: boolean;
  readonly result: "FAILED" | "PASSED" | "CONDPASS" | undefined;
  /** Milliseconds. */
  readonly duration: number;
  readonly reason: { readonly short: string; readonly desc: string; readonly code?: number };
  readonly health: { readonly cur: number; readonly rise: number; readonly fall: number };
}

/** All proxies of one process: what stands behind `core.proxies`. */
export interface Proxies {
  /** In the order of the configuration. */
  readonly all: readonly Proxy[];
  /**
   * Makes sure that what is read next is not too old. Undefined when it is
   * young enough already; else resolves once it is. Rejects with a HaluaError
   * when the process cannot be asked.
   */
  refresh(): Promise<void> | undefined;
  /** Calls `fn` for each event until the given function is called. */
  onServerEvent(fn: (event: ServerEvent) => void): () => void;
}

/** The proxy that `name` means on a side; names are unique on each. */
export function findProxy(
  proxies: readonly Proxy[],
  name: string,
  side: "frontend" | "backend",
): Proxy | undefined {
  return proxies.find((proxy) => proxy.name === name && hasSide(proxy, side));
}

/** Whether a proxy is a frontend, or a backend, or both. */
export function hasSide(proxy: Proxy, side: "frontend" | "backend"): boolean {
  return proxy.capability === side || proxy.capability === "proxy";
}
