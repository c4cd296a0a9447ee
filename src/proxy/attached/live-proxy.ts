import type { Capability, Listener, StatRow } from "../model/index.ts";
import type { LiveBackend, LiveOwner, LiveServer } from "./live-server.ts";

/** What was last seen of a proxy: the lines of its sides. */
export interface ProxyFigures {
  readonly frontend: StatRow | undefined;
  readonly backend: StatRow | undefined;
  readonly listeners: readonly Listener[];
}

/** A proxy of a live HAProxy. */
export class LiveProxy implements LiveBackend {
  readonly owner: LiveOwner;
  readonly name: string;
  /** HAProxy tells nobody of its mailers. */
  readonly mailers = undefined;
  readonly servers: LiveServer[] = [];
  uuid: number;
  deleted = false;
  #figures: ProxyFigures;

  constructor(owner: LiveOwner, name: string, uuid: number, figures: ProxyFigures) {
    this.owner = owner;
    this.name = name;
    this.uuid = uuid;
    this.#figures = figures;
  }

  update(uuid: number, figures: ProxyFigures): void {
    this.uuid = uuid;
    this.#figures = figures;
  }

  get capability(): Capability {
    const { frontend, backend } = this.#figures;
    if (frontend === undefined) return "backend";
    return backend === undefined ? "frontend" : "proxy";
  }

  get mode(): string {
    const { frontend, backend } = this.#figures;
    return String((backend ?? frontend)?.get("mode") ?? "");
  }

  /** Those that HAProxy shows: with `option socket-stats` only. */
  get listeners(): readonly Listener[] {
    return this.#figures.listeners;
  }

  get activeServers(): number {
    return Number(this.#figures.backend?.get("act") ?? 0);
  }

  get backupServers(): number {
    return Number(this.#figures.backend?.get("bck") ?? 0);
  }

  stats(side: "frontend" | "backend"): StatRow | undefined {
    return this.#figures[side];
  }

  async #frontendCommand(verb: string): Promise<void> {
    // A backend accepts nothing, so there is nothing to tell it.
    if (this.#figures.frontend !== undefined) await this.owner.change(`${verb} frontend ${this.name}`);
  }

  async pause(): Promise<void> {
    await this.#frontendCommand("disable");
  }

  async resume(): Promise<void> {
    await this.#frontendCommand("enable");
  }

  async stop(): Promise<void> {
    await this.#frontendCommand("shutdown");
  }

  async shutBackupSessions(): Promise<void> {
    await Promise.all(this.servers.filter(({ backup }) => backup).map((server) => server.shutSessions()));
  }
}
