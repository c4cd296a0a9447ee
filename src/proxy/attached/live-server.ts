import {
  anyDrain,
  canonicalIp,
  parseMaxconn,
  parseWeight,
  type OperationalState,
  type Proxy,
  type Requester,
  type Server,
  type StatRow,
} from "../model/index.ts";
import type { ServerStateLine } from "./servers-state.ts";

/** The live HAProxy as its objects know it. */
export interface LiveOwner {
  readonly all: readonly Proxy[];
  /** Sends a command that changes something; gives HAProxy's answer without its line end. */
  change(command: string): Promise<string>;
  /** The server called `proxy/server`. */
  server(path: string): Server | undefined;
}

/** The backend as its servers know it. */
export interface LiveBackend extends Proxy {
  readonly owner: LiveOwner;
}

/** What was last seen of a server. */
export interface ServerFigures {
  readonly row: StatRow;
  readonly line: ServerStateLine;
}

/** A server of a live HAProxy: shows what was fetched last, and changes the real one. */
export class LiveServer implements Server {
  readonly name: string;
  readonly proxy: LiveBackend;
  /** Whether it came while we looked; HAProxy does not tell of those that were there before. */
  readonly dynamic: boolean;
  deleted = false;
  #figures: ServerFigures;

  constructor(proxy: LiveBackend, figures: ServerFigures, dynamic: boolean) {
    this.proxy = proxy;
    this.name = figures.line.name;
    this.dynamic = dynamic;
    this.#figures = figures;
  }

  /** Takes over what was fetched. */
  update(figures: ServerFigures): void {
    this.#figures = figures;
  }

  #number(name: string): number {
    return Number(this.#figures.row.get(name) ?? 0);
  }

  get puid(): number {
    return this.#figures.line.id;
  }

  /** 0 where HAProxy is too old to show it. */
  get rid(): number {
    return this.#number("srid");
  }

  get backup(): boolean {
    return this.#number("bck") > 0;
  }

  get draining(): boolean {
    return this.weight === 0 || (this.admin & anyDrain) !== 0;
  }

  get state(): OperationalState {
    return this.#figures.line.state;
  }

  get admin(): number {
    return this.#figures.line.admin;
  }

  get currentSessions(): number {
    return this.#number("scur");
  }

  get queued(): number {
    return this.#number("qcur");
  }

  get maxconn(): number {
    return this.#number("slim");
  }

  get weight(): number {
    return this.#figures.line.weight;
  }

  get initialWeight(): number {
    return this.#figures.line.initialWeight;
  }

  get address(): string {
    return this.#figures.line.address ?? "<unknown>";
  }

  get tracked(): Server | undefined {
    const name = this.#figures.row.get("tracked");
    return typeof name === "string" ? this.proxy.owner.server(name) : undefined;
  }

  get trackers(): readonly Server[] {
    const { all } = this.proxy.owner;
    return all.flatMap(({ servers }) => servers.filter((server) => server.tracked === this));
  }

  stats(): StatRow {
    return this.#figures.row;
  }

  get #path(): string {
    return `${this.proxy.name}/${this.name}`;
  }

  async #change(command: string): Promise<string> {
    return this.proxy.owner.change(command);
  }

  /** For what HAProxy's Lua does without a word, whatever comes of it. */
  async #quietly(command: string): Promise<void> {
    await this.#change(command);
  }

  setWeight(text: string): string | undefined | Promise<string | undefined> {
    // Judged here first, so that no other command can hide in the text.
    const weight = parseWeight(text, this.initialWeight, true);
    if (typeof weight === "string") return weight;
    return this.#change(`set server ${this.#path} weight ${text.trim()}`).then(spoken);
  }

  setMaxconn(text: string): string | undefined | Promise<string | undefined> {
    const maxconn = parseMaxconn(text);
    if (typeof maxconn === "string") return maxconn;
    return this.#change(`set maxconn server ${this.#path} ${maxconn}`).then(spoken);
  }

  setAddress(address: string | undefined, port: string | undefined, by: Requester): string | Promise<string> {
    const host = address === undefined ? undefined : canonicalIp(address);
    if (host === undefined) return `Invalid addr '${address ?? ""}'`;
    const number = port === undefined ? undefined : /^\s*([+-]?[0-9]+)/.exec(port)?.[1];
    if (port !== undefined && number === undefined) return `problem converting port '${port}' to an int`;
    const withPort = number === undefined ? "" : ` port ${number}`;
    return this.#change(`set server ${this.#path} addr ${host.host}${withPort}`).then((text) =>
      by === "lua" ? text.replace("'stats socket command'", "'Lua script'") : text,
    );
  }

  async setState(state: "ready" | "drain" | "maint"): Promise<void> {
    await this.#quietly(`set server ${this.#path} state ${state}`);
  }

  async setChecked(enabled: boolean): Promise<void> {
    await this.#quietly(`${enabled ? "enable" : "disable"} health ${this.#path}`);
  }

  async setAgentChecked(enabled: boolean): Promise<void> {
    await this.#quietly(`${enabled ? "enable" : "disable"} agent ${this.#path}`);
  }

  async forceHealth(health: "up" | "stopping" | "down"): Promise<void> {
    await this.#quietly(`set server ${this.#path} health ${health}`);
  }

  async forceAgent(health: "up" | "down"): Promise<void> {
    await this.#quietly(`set server ${this.#path} agent ${health}`);
  }

  async shutSessions(): Promise<void> {
    await this.#quietly(`shutdown sessions server ${this.#path}`);
  }
}

/** What HAProxy said; undefined for nothing, which is success. */
function spoken(text: string): string | undefined {
  return text === "" ? undefined : text;
}
