import { StickTable } from "../../samples/stick-tables/index.ts";
import type { Counting } from "./counters.ts";
import type { DeclaredListener } from "./declared-listener.ts";
import type { DeclaredServer } from "./declared-server.ts";
import { backendRow, frontendRow, type Side } from "./declared-stats.ts";
import type { ModelHost } from "./host.ts";
import type { ServerOwner } from "./server-status.ts";
import type { ProxySettings } from "./settings.ts";
import {
  backendGauges,
  frontendGauges,
  type AcceptControl,
  type BackendGauges,
  type FrontendGauges,
} from "./traffic.ts";
import { hasSide, type Capability, type Mailers, type StatRow } from "./types.ts";

/** A proxy of this program. */
export class DeclaredProxy implements ServerOwner {
  readonly settings: ProxySettings;
  readonly host: ModelHost;
  readonly frontend: Side<FrontendGauges>;
  readonly backend: Side<BackendGauges>;
  readonly servers: DeclaredServer[] = [];
  readonly listeners: DeclaredListener[] = [];
  readonly stickTable: StickTable | undefined;
  /** Set by whoever owns its sockets. */
  sockets: AcceptControl | undefined;
  /** Told when servers come, go or change their weight. Set by whoever balances. */
  onRecount: (() => void) | undefined;
  deleted = false;
  #maxconn: number;
  acceptState: "OPEN" | "PAUSED" | "STOP";
  activeServers = 0;
  backupServers = 0;
  /** Of the servers that get traffic, in 1/16. */
  totalWeight = 0;
  /** The backup that stands in alone, unless all do. */
  #firstBackup: DeclaredServer | undefined;
  #lastChange: number;
  #downtime = 0;

  constructor(settings: ProxySettings, host: ModelHost, counters: { frontend: Counting; backend: Counting }) {
    this.settings = settings;
    this.host = host;
    this.frontend = { counters: counters.frontend, gauges: frontendGauges() };
    this.backend = { counters: counters.backend, gauges: backendGauges() };
    this.stickTable = settings.stickTable && new StickTable({ ...settings.stickTable, time: host.time });
    this.#maxconn = settings.maxconn;
    this.acceptState = settings.disabled ? "STOP" : "OPEN";
    this.#lastChange = this.#now();
    counters.backend.set("lastchg", 0);
  }

  #now(): number {
    return this.host.time.monotonicMs() / 1000;
  }

  get name(): string {
    return this.settings.name;
  }

  get uuid(): number {
    return this.settings.uuid;
  }

  get capability(): Capability {
    return this.settings.capability;
  }

  get mode(): string {
    return this.settings.mode;
  }

  get mailers(): Mailers | undefined {
    return this.settings.mailers;
  }

  /** Connections of the frontend side; commands may change it. */
  get maxconn(): number {
    return this.#maxconn;
  }

  set maxconn(limit: number) {
    this.#maxconn = limit;
    this.sockets?.limitChanged();
  }

  get dynamicWeights(): boolean {
    return this.settings.dynamicWeights;
  }

  /** Seconds without any server. */
  get downtime(): number {
    const isDown = this.activeServers + this.backupServers === 0;
    return Math.floor(this.#downtime + (isDown ? Math.max(0, this.#now() - this.#lastChange) : 0));
  }

  /** User weights of the servers that get traffic, active ones or else backups. */
  get userWeight(): number {
    if (this.activeServers === 0 && this.#firstBackup) return this.#firstBackup.weight;
    return this.servers
      .filter((server) => server.status.usable && server.backup === (this.activeServers === 0))
      .reduce((sum, server) => sum + server.weight, 0);
  }

  stats(side: "frontend" | "backend"): StatRow | undefined {
    if (!hasSide(this, side)) return undefined;
    return side === "frontend" ? frontendRow(this) : backendRow(this);
  }

  /** Counts the servers that will take traffic once the change under way is done. */
  recount(): void {
    const usable = this.servers.filter(({ status }) => status.willBeUsable);
    const active = usable.filter(({ backup }) => !backup);
    const backups = usable.filter(({ backup }) => backup);
    this.activeServers = active.length;
    this.backupServers = backups.length;
    this.#firstBackup = this.settings.allBackups ? undefined : backups[0];
    const counted =
      active.length > 0 ? active : this.#firstBackup !== undefined ? [this.#firstBackup] : backups;
    this.totalWeight = counted.reduce((sum, { status }) => sum + status.nextEweight, 0);
    this.onRecount?.();
  }

  /** The last server went, or the first came back. */
  serversCameOrWent(there: boolean): void {
    const { host, backend } = this;
    if (there) {
      this.#downtime += Math.max(0, this.#now() - this.#lastChange);
    } else {
      backend.counters.add("chkdown", 1);
      if (!host.starting) this.#sayNoneLeft();
    }
    this.#lastChange = this.#now();
    backend.counters.set("lastchg", 0);
  }

  #sayNoneLeft(): void {
    const { capability, name, host } = this;
    const what = "has no server available!";
    const text = `${capability} ${name} ${what}`;
    host.alert(`${capability} '${name}' ${what}`, name, { level: "emerg", text });
  }

  pause(): void {
    if (this.acceptState !== "OPEN" || this.listeners.length === 0) return;
    this.sockets?.pause();
    this.acceptState = "PAUSED";
    this.host.warning(`Paused ${this.capability} ${this.name}.`, this.name, "warning");
  }

  resume(): void {
    if (this.acceptState !== "PAUSED") return;
    this.sockets?.resume();
    this.acceptState = "OPEN";
    this.host.warning(`Resumed ${this.capability} ${this.name}.`, this.name, "warning");
  }

  stop(): void {
    if (this.acceptState === "STOP") return;
    this.sockets?.stop();
    this.acceptState = "STOP";
    // A proxy without listeners stops without a word.
    if (this.listeners.length === 0) return;
    const accepted = this.frontend.counters.get("conn_tot");
    const served = this.backend.counters.get("stot");
    this.host.warning(
      `Proxy ${this.name} stopped (cumulated conns: FE: ${accepted}, BE: ${served}).`,
      this.name,
      "warning",
    );
  }

  shutBackupSessions(): void {
    this.endBackupSessions();
  }

  /** Ends the sessions of the backup servers. */
  endBackupSessions(): void {
    for (const server of this.servers) if (server.backup) server.shutSessions();
  }
}
