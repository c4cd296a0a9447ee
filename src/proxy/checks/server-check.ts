import type { ProxyConfig } from "../../config/types.ts";
import type { Time, Timer } from "../../time.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import { checkStatuses, type CheckOutcome } from "./check-outcome.ts";
import { reportCheck } from "./check-report.ts";

/** One check under way: steps of a protocol, a question to an agent, a program. */
export interface Attempt {
  start(): void;
  /** Its time is over; it concludes. */
  timedOut(): void;
  close(): void;
}

/** What an {@link Attempt} tells. */
export interface AttemptEvents {
  /** A connection is being made, or a program started. */
  connecting(): void;
  /** A connection stands: the answers' own limit begins. */
  connected(): void;
  conclude(outcome: CheckOutcome): void;
}

/** What a {@link ServerCheck} is made of. Times in milliseconds. */
export interface ServerCheckOptions {
  readonly server: ServerTraffic;
  /** Whether it is the server's health that is checked, or its agent that is asked. */
  readonly which: "check" | "agent";
  readonly proxy: ProxyConfig;
  readonly time: Time;
  readonly intervals: { readonly inter: number; readonly fastinter?: number; readonly downinter?: number };
  /** `spread-checks`, in percent. */
  readonly spread: number;
  attempt(events: AttemptEvents): Attempt;
}

/** The checks of one server, one after the other (process_chk_conn). */
export class ServerCheck {
  readonly #options: ServerCheckOptions;
  #timer: Timer | undefined;
  #dueAt = 0;
  #attempt: Attempt | undefined;
  #begunAt = 0;
  /** The next one is to come soon: traffic shows errors. */
  #hurries = false;
  #closed = false;

  constructor(options: ServerCheckOptions) {
    this.#options = options;
  }

  /** Begins after a wait in milliseconds. */
  start(wait: number): void {
    if (!this.#closed) this.#schedule(wait);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#attempt?.close();
    this.#attempt = undefined;
  }

  /** Milliseconds between checks, as things stand (srv_getinter). */
  get interval(): number {
    const { server, which, intervals } = this.#options;
    const { inter, fastinter, downinter } = intervals;
    const { status, [which]: state } = server.model;
    if (!this.#hurries && state.health === state.full) return inter;
    if (status.nextState === "STOPPED" && state.health === 0) return downinter ?? inter;
    return fastinter ?? inter;
  }

  /** Traffic shows errors: the next check comes sooner, if there is a shorter interval for that. */
  hurry(): void {
    this.#hurries = true;
    if (this.#options.intervals.fastinter === undefined || this.#attempt) return;
    const now = this.#options.time.monotonicMs();
    if (now + this.interval < this.#dueAt) this.#next();
  }

  #schedule(wait: number): void {
    const { time } = this.#options;
    this.#timer?.cancel();
    this.#dueAt = time.monotonicMs() + wait;
    this.#timer = time.after(wait, () => this.#begin(), { background: true });
  }

  /** The next check, after an interval that is spread a little. */
  #next(): void {
    const { spread } = this.#options;
    const most = (this.interval * spread) / 100;
    this.#schedule(Math.max(0, Math.round(this.interval + most * (1 - 2 * Math.random()))));
    this.#hurries = false;
  }

  #begin(): void {
    const { server, which, time, intervals } = this.#options;
    const state = server.model[which];
    if (!state.active || server.model.deleted) {
      this.#schedule(intervals.inter);
      return;
    }
    state.inProgress = true;
    this.#begunAt = time.monotonicMs();
    this.#attempt = this.#options.attempt({
      connecting: () => this.#connecting(),
      connected: () => this.#connected(),
      conclude: (outcome) => this.#conclude(outcome),
    });
    this.#attempt.start();
  }

  #connecting(): void {
    const { proxy, intervals } = this.#options;
    const { check, connect } = proxy.timeouts;
    // The time to connect is limited by itself only where the answer's is.
    const limits = check !== undefined && connect !== undefined ? [connect] : [];
    this.#limit(Math.min(intervals.inter, ...limits));
  }

  #connected(): void {
    const { check } = this.#options.proxy.timeouts;
    if (check !== undefined) this.#limit(check);
  }

  #limit(wait: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.time.after(wait, () => this.#attempt?.timedOut(), { background: true });
  }

  #conclude(outcome: CheckOutcome): void {
    const { server, which, proxy, time } = this.#options;
    this.#attempt = undefined;
    const state = server.model[which];
    state.inProgress = false;
    const duration = Math.floor(time.monotonicMs() - this.#begunAt);
    if (state.active) {
      const { verdict } = checkStatuses[outcome.status];
      if (verdict === "passed" || verdict === "conditional") server.observer?.checkPassed();
      reportCheck(server.model, which, outcome, duration, proxy.options.has("log-health-checks"));
    }
    this.#next();
  }
}
