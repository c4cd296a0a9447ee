import { CheckState } from "./check-state.ts";
import type { Counting } from "./counters.ts";
import { serverRow } from "./declared-stats.ts";
import type { ModelHost } from "./host.ts";
import {
  addressForScripts,
  changeAddress,
  parseMaxconn,
  parseWeight,
  type ServerAddress,
} from "./server-changes.ts";
import { ServerStatus, type ServerOwner, type StatusOwner } from "./server-status.ts";
import type { Cause } from "./status-cause.ts";
import type { ServerSettings } from "./settings.ts";
import { idleTraffic, serverGauges, type ServerGauges, type ServerTraffic } from "./traffic.ts";
import {
  adminFlags,
  anyDrain,
  type CheckResult,
  type OperationalState,
  type Requester,
  type StatRow,
} from "./types.ts";

/** Who HAProxy says changed an address. */
const updaters: Record<Requester, string> = {
  lua: "Lua script",
  cli: "stats socket command",
  web: "statistics page",
};

/** A server of this program. */
export class DeclaredServer implements StatusOwner {
  readonly settings: ServerSettings;
  readonly proxy: ServerOwner;
  readonly rid: number;
  readonly host: ModelHost;
  readonly counters: Counting;
  readonly gauges: ServerGauges = serverGauges();
  /** Health checks. */
  readonly check: CheckState;
  readonly agent: CheckState;
  readonly status: ServerStatus;
  readonly trackers: DeclaredServer[] = [];
  tracked: DeclaredServer | undefined;
  /** Set by whoever carries its connections. */
  traffic: ServerTraffic = idleTraffic;
  deleted = false;
  weight: number;
  maxconn: number;
  /** Commands may give it another. */
  name: string;
  /** Whether it is spoken to in TLS; undefined where nothing forbids it. */
  tlsEnabled: boolean | undefined;
  /** What its agent is told. */
  agentSend: string | undefined;
  #address: ServerAddress;

  constructor(settings: ServerSettings, proxy: ServerOwner, rid: number, counters: Counting) {
    this.settings = settings;
    this.proxy = proxy;
    this.rid = rid;
    this.host = proxy.host;
    this.counters = counters;
    this.name = settings.name;
    this.tlsEnabled = settings.tlsEnabled;
    this.weight = settings.weight;
    this.maxconn = settings.maxconn;
    this.#address = settings.address;
    this.check = new CheckState(settings.check);
    this.agent = new CheckState(settings.agent);
    this.agentSend = settings.agentSend;
    this.status = new ServerStatus(this);
    this.check.paused = settings.disabled && this.check.enabled;
    counters.set("lastchg", 0);
  }

  get puid(): number {
    return this.settings.puid;
  }

  get backup(): boolean {
    return this.settings.backup;
  }

  get dynamic(): boolean {
    return this.settings.dynamic;
  }

  get initialWeight(): number {
    return this.settings.weight;
  }

  get state(): OperationalState {
    return this.status.state;
  }

  get admin(): number {
    return this.status.admin;
  }

  get draining(): boolean {
    return this.weight === 0 || (this.status.admin & anyDrain) !== 0;
  }

  get currentSessions(): number {
    return this.traffic.sessions;
  }

  /** The limit of sessions in force now; 0 for none. */
  get currentMaxconn(): number {
    return Math.min(this.maxconn, this.traffic.dynamicMaxconn);
  }

  get queued(): number {
    return this.traffic.queued;
  }

  /** As HAProxy's own structures have it; {@link address} is for scripts. */
  get target(): ServerAddress {
    return this.#address;
  }

  /** For whoever resolves its name: with an address, it comes into use. */
  setTarget(address: ServerAddress): void {
    this.#address = address;
    if (address.family === "none") this.status.setFlag(adminFlags.RMAINT);
    else this.status.clearFlag(adminFlags.RMAINT);
  }

  get address(): string {
    return addressForScripts(this.#address);
  }

  /** Makes this server follow the state of another. */
  track(server: DeclaredServer): void {
    this.tracked = server;
    // HAProxy puts the latest in front.
    server.trackers.unshift(this);
  }

  /** Ends what {@link DeclaredServer.track} began. */
  untrack(): void {
    const followers = this.tracked?.trackers ?? [];
    const at = followers.indexOf(this);
    if (at >= 0) followers.splice(at, 1);
    this.tracked = undefined;
  }

  /** Gives the flags of the tracked server on; to be called once, for servers that track no other. */
  propagateAdmin(): void {
    for (const { status } of this.trackers) {
      if (this.status.nextAdmin & (adminFlags.FMAINT | adminFlags.IMAINT | adminFlags.CMAINT)) {
        status.setFlag(adminFlags.IMAINT);
      }
      if (this.status.nextAdmin & anyDrain) status.setFlag(adminFlags.IDRAIN);
    }
  }

  stats(): StatRow {
    return serverRow(this);
  }

  setWeight(text: string): string | undefined {
    const weight = parseWeight(text, this.initialWeight, this.proxy.dynamicWeights);
    if (typeof weight === "string") return weight;
    this.weight = weight;
    this.status.weightChanged();
    return undefined;
  }

  setMaxconn(text: string): string | undefined {
    const maxconn = parseMaxconn(text);
    if (typeof maxconn === "string") return maxconn;
    this.maxconn = maxconn;
    this.traffic.takeQueued();
    return undefined;
  }

  setAddress(address: string | undefined, port: string | undefined, by: Requester): string {
    const checkPort = this.check.enabled && this.check.endpoint.port === undefined;
    const change = changeAddress(this.#address, address, port, updaters[by], checkPort);
    const changed = change.address;
    if (changed !== undefined) {
      this.host.event({ type: "SERVER_INETADDR", server: this });
      // As in HAProxy, where another task applies it.
      this.host.time.soon(() => {
        this.#address = changed;
      });
    }
    return change.text;
  }

  /** Gives it another name, which only maintenance allows; HAProxy's words for what is not done. */
  rename(name: string): string | undefined {
    if (/[^A-Za-z0-9_:.-]/.test(name)) return "Server name contains invalid characters.";
    if (!this.status.inMaintenance) {
      return "Server must be in maintenance mode to be renamed (set server <b>/<s> state maint).";
    }
    if (this.settings.nameIsUsed || this.trackers.length > 0) {
      return "Cannot rename: server's name is statically referenced (use-server, track, or sample argument).";
    }
    const other = this.proxy.servers.find((server) => server.name === name);
    if (other && other !== this) return "A server with the same name already exists in this backend.";
    this.name = name;
    return undefined;
  }

  /** Speaks TLS to it from the next connection on, or no longer. */
  switchTls(on: boolean): void {
    this.tlsEnabled = on ? true : undefined;
    this.traffic.closeIdle();
  }

  setState(state: "ready" | "drain" | "maint"): void {
    const { status } = this;
    switch (state) {
      case "maint":
        status.setFlag(adminFlags.FMAINT);
        status.clearFlag(adminFlags.FDRAIN);
        return;
      case "drain":
        status.setFlag(adminFlags.FDRAIN);
        status.clearFlag(adminFlags.FMAINT);
        return;
      case "ready":
        status.clearFlag(adminFlags.FDRAIN);
        status.clearFlag(adminFlags.FMAINT);
    }
  }

  setChecked(enabled: boolean): void {
    if (this.check.configured) this.check.enabled = enabled;
  }

  setAgentChecked(enabled: boolean): void {
    if (this.agent.configured) this.agent.enabled = enabled;
  }

  forceHealth(health: "up" | "stopping" | "down", by: Requester): void {
    if (this.tracked !== undefined) return;
    const cause: Cause = { kind: "request", by };
    this.check.health = health === "down" ? 0 : this.check.full;
    if (health === "up") this.status.setRunning(cause);
    else if (health === "stopping") this.status.setStopping(cause);
    else this.status.setStopped(cause);
  }

  forceAgent(health: "up" | "down", by: Requester): void {
    if (!this.agent.enabled) return;
    const cause: Cause = { kind: "request", by };
    this.agent.health = health === "down" ? 0 : this.agent.full;
    if (health === "up") this.status.setRunning(cause);
    else this.status.setStopped(cause);
  }

  shutSessions(): void {
    this.traffic.shutSessions();
    this.traffic.redistribute();
  }

  /** What the last health check, or agent check, found. */
  checkResult(agent: boolean): CheckResult {
    const state = agent ? this.agent : this.check;
    const { short, desc, code, duration } = state.report;
    const passed = state.health >= state.rise;
    return {
      agent,
      result: state.hasReport ? (passed ? "PASSED" : "FAILED") : undefined,
      duration,
      reason: { short, desc, ...(code !== undefined && { code }) },
      health: { cur: state.health, rise: state.rise, fall: state.fall },
    };
  }
}
