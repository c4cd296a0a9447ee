import type { Time } from "../../time.ts";
import { Rate } from "../model/counters.ts";
import type { Limited } from "./admission.ts";

/** How long until a connection over a rate is looked at again; HAProxy looks as often. */
export const ratePauseMs = 10;

/** What a process begins with. */
export interface ProcessLimitOptions {
  readonly maxconn: number;
  /** `maxconnrate`: connections a second; 0 for as many as come. */
  readonly connectionRate: number;
  /** `maxsessrate`: sessions a second; 0 for as many as come. */
  readonly sessionRate: number;
  /** Connections there are. */
  readonly connections: () => number;
  /** Lets those in who wait, as far as there is room now. */
  readonly roomMade: () => void;
}

/** What comes to a process in a second, and how much may. */
class LimitedRate {
  readonly #time: Time;
  readonly #rate = new Rate();
  limit: number;
  highest = 0;

  constructor(time: Time, limit: number) {
    this.#time = time;
    this.limit = limit;
  }

  get now(): number {
    return this.#rate.at(this.#time.monotonicMs());
  }

  get isReached(): boolean {
    return this.limit > 0 && this.now >= this.limit;
  }

  note(): void {
    this.#rate.add(1, this.#time.monotonicMs());
    this.highest = Math.max(this.highest, this.now);
  }
}

/** What a process as a whole lets in: `maxconn`, `maxconnrate` and `maxsessrate`, which commands may change. */
export class ProcessLimits implements Limited {
  /** The most that `maxconn` may be set to: what the process has been started for. */
  readonly hardMaxconn: number;
  readonly connectionRate: LimitedRate;
  readonly sessionRate: LimitedRate;
  readonly #connections: () => number;
  readonly #roomMade: () => void;
  #maxconn: number;

  constructor(time: Time, options: ProcessLimitOptions) {
    this.hardMaxconn = options.maxconn;
    this.#maxconn = options.maxconn;
    this.connectionRate = new LimitedRate(time, options.connectionRate);
    this.sessionRate = new LimitedRate(time, options.sessionRate);
    this.#connections = options.connections;
    this.#roomMade = options.roomMade;
  }

  get connections(): number {
    return this.#connections();
  }

  get maxconn(): number {
    return this.#maxconn;
  }

  set maxconn(limit: number) {
    this.#maxconn = limit;
    this.#roomMade();
  }

  /** Sets how many may come in a second; 0 for as many as come. */
  setRate(which: "connections" | "sessions", limit: number): void {
    (which === "connections" ? this.connectionRate : this.sessionRate).limit = limit;
    this.#roomMade();
  }

  /** Milliseconds until a rate may allow another connection; 0 when it does now. */
  pause(): number {
    return this.connectionRate.isReached || this.sessionRate.isReached ? ratePauseMs : 0;
  }

  /** The highest rates begin anew. */
  clearHighest(): void {
    this.connectionRate.highest = 0;
    this.sessionRate.highest = 0;
  }
}
