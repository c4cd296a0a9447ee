import { setFlagsFromString } from "node:v8";
import type { Config } from "../config/types.ts";
import { buildTraffic, type TrafficParts } from "./build-traffic.ts";
import { Admission } from "./frontend/admission.ts";
import { Arrivals } from "./frontend/arrivals.ts";
import type { FrontendProcess } from "./frontend/client-connection.ts";
import { Frontend } from "./frontend/frontend.ts";
import type { ListenTarget } from "./frontend/listener.ts";
import { ProcessGauges } from "./frontend/process-gauges.ts";
import { ProcessLimits } from "./frontend/process-limits.ts";
import type { Stream } from "./stream/stream.ts";
import type { ProxyTraffic } from "./traffic.ts";

/** How often a stopping process looks whether its last connection has gone. */
const drainLookMs = 50;

/** All traffic of a process: every proxy of its configuration, its listeners and its servers. */
export class ProcessTraffic {
  readonly config: Config;
  readonly gauges = new ProcessGauges();
  readonly limits: ProcessLimits;
  readonly proxies: readonly ProxyTraffic[];
  readonly frontends: readonly Frontend[];
  readonly #parts: TrafficParts;

  /** Throws HaluaError for what cannot be prepared; opens nothing yet. */
  constructor(parts: TrafficParts, maxconn: number, inherited?: (target: ListenTarget) => ListenTarget) {
    this.#parts = parts;
    this.proxies = buildTraffic(parts);
    this.config = parts.config;
    const { gauges } = this;
    const { time } = parts.runtime;
    const admission = new Admission(time);
    const { maxconnRate = 0, maxsessRate = 0 } = parts.config.global;
    this.limits = new ProcessLimits(time, {
      maxconn,
      connectionRate: maxconnRate,
      sessionRate: maxsessRate,
      connections: () => gauges.connections,
      roomMade: () => admission.released(),
    });
    const shared: FrontendProcess = {
      gauges,
      admission,
      arrivals: new Arrivals(time),
      limits: this.limits,
    };
    this.frontends = this.proxies
      .filter(({ config: { kind, binds, disabled } }) => kind !== "backend" && binds.length > 0 && !disabled)
      .map((proxy) => new Frontend(proxy, shared, inherited));
  }

  /** Opens the listeners that are not open yet. Rejects with E_LISTEN; may be called again then. */
  async listen(): Promise<void> {
    letRequestsDieYoung();
    for (const frontend of this.frontends) await frontend.open();
  }

  /** Lets servers be reached: checks begin, names are resolved. */
  start(): void {
    for (const { servers } of this.proxies) servers?.start();
  }

  /** Streams that are under way. */
  *streams(): Generator<Stream> {
    for (const { clients } of this.frontends) for (const { streams } of clients) yield* streams;
  }

  /** Accepts no more; resolves when the last connection has ended, or after `atMostMs`. */
  async drain(atMostMs: number | undefined): Promise<void> {
    const { time } = this.#parts.runtime;
    for (const frontend of this.frontends) frontend.stop();
    const end = atMostMs === undefined ? Infinity : time.monotonicMs() + atMostMs;
    while (this.gauges.connections > 0 && time.monotonicMs() < end) {
      // Kept connections may lead to a listener of this very process.
      for (const { servers } of this.proxies) servers?.close();
      await new Promise<void>((resolve) => void time.after(drainLookMs, resolve));
    }
  }

  /** Ends everything at once. */
  close(): void {
    for (const frontend of this.frontends) frontend.abort();
    for (const { servers } of this.proxies) servers?.close();
  }
}

/**
 * What V8 sees survive while a process starts, it allocates among the old
 * objects from then on. Requests are over in a millisecond, but each that is
 * born old keeps what it refers to until the next full collection.
 */
function letRequestsDieYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
