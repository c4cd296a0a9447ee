import type { LogLevel } from "../../config/types.ts";
import type { CheckState } from "./check-state.ts";
import type { Counting } from "./counters.ts";
import type { ModelHost } from "./host.ts";
import {
  downForMaintenance,
  drainEntered,
  drainLeft,
  drainRemains,
  maintenanceLeft,
  maintenanceRemains,
  operationalChange,
  type ChangingServer,
} from "./server-log.ts";
import type { ServerSettings } from "./settings.ts";
import { causeDetail, causeName, noCause, type Cause } from "./status-cause.ts";
import type { ServerTraffic } from "./traffic.ts";
import {
  adminFlags,
  anyDrain,
  anyMaintenance,
  type CheckResult,
  type OperationalState,
  type Proxy,
  type ServerEvent,
} from "./types.ts";

/** A weight counts in sixteenths while a server warms up (BE_WEIGHT_SCALE). */
export const weightScale = 16;

/** The backend as its servers know it. */
export interface ServerOwner extends Proxy {
  readonly host: ModelHost;
  readonly dynamicWeights: boolean;
  /** Counts the servers that will take traffic once the change under way is done. */
  recount(): void;
  /** The last server went, or the first came back. */
  serversCameOrWent(there: boolean): void;
  /** Ends the sessions of the backup servers. */
  endBackupSessions(): void;
}

/** The server whose status it is. */
export interface StatusOwner extends ChangingServer {
  readonly settings: ServerSettings;
  readonly proxy: ServerOwner;
  readonly host: ModelHost;
  readonly counters: Counting;
  readonly check: CheckState;
  readonly agent: CheckState;
  readonly traffic: ServerTraffic;
  readonly status: ServerStatus;
  readonly tracked: StatusOwner | undefined;
  readonly trackers: readonly StatusOwner[];
  /** What the last health check, or agent check, found. */
  checkResult(agent: boolean): CheckResult;
}

/**
 * A server's operational and administrative state, and the rules by which one
 * follows from the other (server.c, srv_update_status). Each change is first
 * decided (`next...`), told to the backend, logged, and then becomes current.
 */
export class ServerStatus {
  state: OperationalState;
  admin: number;
  nextState: OperationalState;
  nextAdmin: number;
  /** Effective weight, in 1/16 of the user's. */
  eweight: number;
  nextEweight: number;
  /** Seconds of the monotonic clock. */
  lastChange: number;
  /** Seconds spent down before the last change. */
  #downtime = 0;
  readonly #server: StatusOwner;

  constructor(server: StatusOwner) {
    const { disabled, dynamic, address } = server.settings;
    this.#server = server;
    // One that is added at run time is in maintenance as if somebody had asked for it.
    this.admin = disabled ? adminFlags.FMAINT | (dynamic ? 0 : adminFlags.CMAINT) : 0;
    if (address.family === "none") this.admin |= adminFlags.RMAINT;
    this.nextAdmin = this.admin;
    this.state = this.admin === 0 ? "RUNNING" : "STOPPED";
    this.nextState = this.state;
    this.lastChange = this.#now();
    this.eweight = server.weight * weightScale;
    this.nextEweight = this.eweight;
  }

  #now(): number {
    return this.#server.host.time.monotonicMs() / 1000;
  }

  get inMaintenance(): boolean {
    return (this.admin & anyMaintenance) !== 0;
  }

  /** Whether traffic may go there now. */
  get usable(): boolean {
    return isUsable(this.state, this.admin, this.eweight);
  }

  /** Whether traffic may go there once the change under way is done. */
  get willBeUsable(): boolean {
    return isUsable(this.nextState, this.nextAdmin, this.nextEweight);
  }

  /** Seconds spent down in all. */
  get downtime(): number {
    const running = this.state === "STOPPED" ? this.#now() - this.lastChange : 0;
    return Math.floor(this.#downtime + Math.max(0, running));
  }

  /** Percentage of its weight that a warming server gets. */
  get throttle(): number | undefined {
    const { weight, draining } = this.#server;
    if (this.state !== "STARTING" || draining) return undefined;
    return Math.ceil((100 * this.eweight) / (weightScale * weight));
  }

  /** Sets a flag; the inherited one goes to the servers that track this one. */
  setFlag(flag: number): void {
    if (this.nextAdmin & flag) return;
    this.nextAdmin |= flag;
    this.#update("admin", noCause);
    const family = flag & anyMaintenance ? anyMaintenance : anyDrain;
    if (this.nextAdmin & ~flag & family) return;
    for (const { status } of this.#server.trackers) status.setFlag(inherited(flag));
  }

  clearFlag(flag: number): void {
    if (!(this.nextAdmin & flag)) return;
    this.nextAdmin &= ~flag;
    this.#update("admin", noCause);
    const family = flag & anyMaintenance ? anyMaintenance : anyDrain;
    if (this.nextAdmin & family) return;
    for (const { status } of this.#server.trackers) status.clearFlag(inherited(flag));
  }

  setStopped(cause: Cause): void {
    if (this.inMaintenance || this.nextState === "STOPPED") return;
    this.#become("STOPPED", cause);
    for (const { status } of this.#server.trackers) status.setStopped(noCause);
  }

  setRunning(cause: Cause): void {
    if (this.inMaintenance || this.nextState === "STARTING" || this.nextState === "RUNNING") return;
    this.#become(this.#server.settings.slowstart > 0 ? "STARTING" : "RUNNING", cause);
    for (const { status } of this.#server.trackers) status.setRunning(noCause);
  }

  setStopping(cause: Cause): void {
    if (this.inMaintenance || this.nextState === "STOPPING") return;
    this.#become("STOPPING", cause);
    for (const { status } of this.#server.trackers) status.setStopping(noCause);
  }

  #become(state: OperationalState, cause: Cause): void {
    this.nextState = state;
    this.#update("operational", cause);
  }

  /** Takes over a new weight. */
  weightChanged(): void {
    this.#recalculateWeight();
    this.#update("operational", noCause);
  }

  #recalculateWeight(): void {
    const { settings, proxy } = this.#server;
    const since = this.#now() - this.lastChange;
    const slowstart = settings.slowstart / 1000;
    if (since >= slowstart && this.state !== "STOPPED" && this.nextState === "STARTING") {
      this.nextState = "RUNNING";
    }
    let factor = weightScale;
    if (this.nextState === "STARTING" && proxy.dynamicWeights) {
      factor = this.state === "STOPPED" ? 1 : Math.floor((weightScale * since + slowstart) / slowstart);
    }
    this.nextEweight = this.#server.weight * factor;
  }

  /** Lets a warming server's weight grow, until it is warm. */
  #warmUp(): void {
    const { host, settings } = this.#server;
    const step = Math.max(1000, settings.slowstart / 20);
    host.time.after(
      step,
      () => {
        if (this.#server.deleted || this.state !== "STARTING") return;
        this.weightChanged();
        if (this.nextState === "STARTING") this.#warmUp();
      },
      { background: true },
    );
  }

  #update(kind: "admin" | "operational", cause: Cause): void {
    const server = this.#server;
    const { proxy, host } = server;
    const hadServers = proxy.activeServers + proxy.backupServers > 0;
    const before = this.state;
    const oldAdmin = this.admin;
    const requeued = kind === "admin" ? this.#administrate() : this.#operate(cause);
    const causeText = causeName(cause);
    if (kind === "admin") {
      const admin = { cause: causeText, oldAdmin, newAdmin: this.nextAdmin, requeued };
      host.event({ type: "SERVER_ADMIN", server, admin });
    }
    this.state = this.nextState;
    this.admin = this.nextAdmin;
    this.eweight = this.nextEweight;
    if (before !== this.state) this.#changed(before, kind, causeText, cause, requeued);
    const hasServers = proxy.activeServers + proxy.backupServers > 0;
    if (hadServers !== hasServers) proxy.serversCameOrWent(hasServers);
  }

  #changed(
    before: OperationalState,
    kind: "admin" | "operational",
    cause: string,
    why: Cause,
    requeued: number,
  ): void {
    const server = this.#server;
    const { host } = server;
    if (before === "STOPPED") {
      this.#downtime += Math.max(0, this.#now() - this.lastChange);
      host.event({ type: "SERVER_UP", server });
    } else if (this.state === "STOPPED") {
      server.counters.add("chkdown", 1);
      host.event({ type: "SERVER_DOWN", server });
    }
    this.lastChange = this.#now();
    server.counters.set("lastchg", 0);
    if (this.state === "STARTING") this.#warmUp();
    const checked = why.kind === "check" || why.kind === "agent";
    const event: ServerEvent = {
      type: "SERVER_STATE",
      server,
      state: {
        admin: kind === "admin",
        cause,
        oldState: before,
        newState: this.state,
        requeued,
        ...(checked && { check: server.checkResult(why.kind === "agent") }),
      },
    };
    host.event(event);
  }

  /** A check or somebody changed the operational state, or the weight did. Gives the connections requeued. */
  #operate(cause: Cause): number {
    const { state, nextState } = this;
    const { host, proxy, traffic } = this.#server;
    // Who was leaving is not missed.
    const wasStopping = state === "STOPPING" || (this.admin & anyDrain) !== 0;
    const say = (verb: string, requeued: number): void => {
      const level = nextState === "STOPPED" && !wasStopping ? "alert" : "notice";
      host.warning(operationalChange(this.#server, verb, causeDetail(cause), requeued), proxy.name, level);
    };
    if (state !== "STOPPED" && nextState === "STOPPED") {
      proxy.recount();
      if (this.#server.settings.shutdownWhenDown) traffic.shutSessions();
      const requeued = traffic.redistribute();
      say("is DOWN", requeued);
      return requeued;
    }
    if (state !== "STOPPING" && nextState === "STOPPING") {
      proxy.recount();
      const requeued = traffic.redistribute();
      say("is stopping", requeued);
      return requeued;
    }
    if (
      (state !== "RUNNING" && nextState === "RUNNING") ||
      (state !== "STARTING" && nextState === "STARTING")
    ) {
      this.#recalculateWeight();
      proxy.recount();
      this.#endBackupSessions();
      const taken = traffic.takeQueued();
      say("is UP", taken);
      return taken;
    }
    if (this.eweight !== this.nextEweight) proxy.recount();
    return 0;
  }

  #endBackupSessions(): void {
    const { settings, proxy } = this.#server;
    if (settings.shutdownBackupsWhenUp && !settings.backup && this.nextEweight > 0) proxy.endBackupSessions();
  }

  /** An administrator's flags changed. Gives the connections requeued. */
  #administrate(): number {
    const wasMaintained = (this.admin & anyMaintenance) !== 0;
    const isMaintained = (this.nextAdmin & anyMaintenance) !== 0;
    let requeued = 0;
    if (!wasMaintained && isMaintained) requeued = this.#enterMaintenance();
    else if (wasMaintained && !isMaintained) requeued = this.#leaveMaintenance();
    else if (isMaintained) this.#say(maintenanceRemains(this.#server, this.admin, this.nextAdmin));
    return isMaintained ? requeued : this.#drain(requeued);
  }

  #enterMaintenance(): number {
    const { check, traffic, proxy, settings } = this.#server;
    if (check.enabled) {
      check.paused = true;
      check.health = 0;
    }
    if (this.state === "STOPPED") {
      this.#sayUnlessStarting(downForMaintenance(this.#server, undefined));
      return 0;
    }
    // Who was leaving is not missed.
    const wasStopping = this.state === "STOPPING" || (this.admin & anyDrain) !== 0;
    check.health = 0;
    this.nextState = "STOPPED";
    proxy.recount();
    if (settings.shutdownWhenDown) traffic.shutSessions();
    const requeued = traffic.redistribute();
    this.#sayUnlessStarting(downForMaintenance(this.#server, requeued), wasStopping ? "notice" : "alert");
    return requeued;
  }

  #leaveMaintenance(): number {
    const { check, agent, tracked, settings, traffic, proxy } = this.#server;
    if (check.enabled) {
      check.paused = false;
      check.health = check.rise;
    }
    const trackedDown = tracked?.status.nextState === "STOPPED";
    const agentDown = agent.enabled && agent.health < agent.rise;
    if (!trackedDown && !agentDown) {
      if (tracked?.status.nextState === "STOPPING") this.nextState = "STOPPING";
      else this.nextState = settings.slowstart > 0 ? "STARTING" : "RUNNING";
    }
    this.#say(maintenanceLeft(this.#server, this.admin, this.nextAdmin));
    this.#recalculateWeight();
    proxy.recount();
    this.#endBackupSessions();
    return traffic.takeQueued();
  }

  #drain(requeued: number): number {
    const server = this.#server;
    const wasDrained = (this.admin & anyDrain) !== 0;
    const isDrained = (this.nextAdmin & anyDrain) !== 0;
    if (!wasDrained && isDrained) {
      server.proxy.recount();
      const moved = server.traffic.redistribute();
      this.#sayUnlessStarting(drainEntered(server, moved));
      return moved;
    }
    if (wasDrained && !isDrained) {
      this.#recalculateWeight();
      this.#say(drainLeft(server, this.admin));
      server.proxy.recount();
    } else if (isDrained) {
      this.#say(drainRemains(server));
    }
    return requeued;
  }

  #say(text: string | undefined): void {
    if (text !== undefined) this.#server.host.warning(text, this.#server.proxy.name);
  }

  #sayUnlessStarting(text: string, level?: LogLevel): void {
    const { host, proxy } = this.#server;
    if (!host.starting) host.warning(text, proxy.name, level);
  }
}

function isUsable(state: OperationalState, admin: number, weight: number): boolean {
  return (
    (state === "RUNNING" || state === "STARTING") && (admin & (anyMaintenance | anyDrain)) === 0 && weight > 0
  );
}

function inherited(flag: number): number {
  return flag & anyMaintenance ? adminFlags.IMAINT : adminFlags.IDRAIN;
}
