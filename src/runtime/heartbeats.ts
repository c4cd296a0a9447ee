import type { LuaFunction } from "../lua/index.ts";
import type { SharedMap } from "../shm/index.ts";
import type { Time } from "../time.ts";
import type { Logger } from "./log.ts";
import { failure } from "./messages.ts";
import type { Scheduler } from "./scheduler.ts";

/** How often a slot's owner says that it lives (HAProxy's shm_stats_file heartbeat task). */
const beatMs = 1000;

/**
 * The heartbeat of the own slot, and the script functions that may withhold
 * it: each is asked before each beat, and one `false` or error is enough. A
 * script that stays unhealthy so loses its slot after a minute.
 */
export class Heartbeats<Host> {
  readonly #openMap: () => SharedMap | undefined;
  readonly #scheduler: Scheduler<Host>;
  readonly #time: Time;
  readonly #log: Logger;
  readonly #functions: LuaFunction[] = [];
  #asking = false;
  #last: number;
  /** The last complaint, so that a script that fails each second says so once. */
  #complaint: string | undefined;

  /** `map` is asked for the map each time: a configuration opens it after its scripts are loaded. */
  constructor(map: () => SharedMap | undefined, scheduler: Scheduler<Host>, time: Time, log: Logger) {
    this.#openMap = map;
    this.#scheduler = scheduler;
    this.#time = time;
    this.#log = log;
    this.#last = time.monotonicMs();
  }

  get #map(): SharedMap | undefined {
    return this.#openMap();
  }

  get registered(): number {
    return this.#functions.length;
  }

  register(fn: LuaFunction): void {
    this.#functions.push(fn);
  }

  /** Beats from now on. An observer has no slot and no heartbeat. */
  start(): void {
    const map = this.#map;
    if (map?.access === "member") map.startHeartbeat({ before: () => this.#agree() });
  }

  stop(): void {
    this.#map?.stopHeartbeat();
  }

  /** Beats now if a beat is overdue: keeps the slot while a script holds the thread. */
  pulse(): void {
    const map = this.#map;
    if (map?.access !== "member" || this.#asking) return;
    if (this.#time.monotonicMs() - this.#last < beatMs) return;
    if (this.#agree()) map.heartbeat();
  }

  #agree(): boolean {
    this.#last = this.#time.monotonicMs();
    if (this.#asking) return false;
    this.#asking = true;
    try {
      return this.#functions.every((fn) => this.#ask(fn));
    } finally {
      this.#asking = false;
    }
  }

  #ask(fn: LuaFunction): boolean {
    const ending = this.#scheduler.runNow("heartbeat", fn, []);
    if (ending.kind === "done") {
      const agrees = ending.values[0] !== false;
      if (agrees) this.#complaint = undefined;
      return agrees;
    }
    const text = failure("heartbeat", "", ending);
    if (text !== undefined && text !== this.#complaint) this.#log.failure(text);
    this.#complaint = text;
    return false;
  }
}
