import type { Address } from "../../config/address.ts";
import type { ConnectStep, ProxyConfig } from "../../config/types.ts";
import type { Time, Timer } from "../../time.ts";
import type { ServerTls } from "../backend/server-tls.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import type { ServerAddress } from "../model/server-changes.ts";
import { CheckConnection, type CheckEvents, type CheckTarget } from "./check-connection.ts";
import { checkStatuses, type CheckOutcome } from "./check-outcome.ts";
import { reportCheck } from "./check-report.ts";
import { CheckRun, type CheckRunOptions } from "./check-run.ts";

/** What a {@link ServerCheck} is made of. */
export interface ServerCheckOptions {
  readonly server: ServerTraffic;
  readonly proxy: ProxyConfig;
  readonly time: Time;
  /** What TLS is made with where the server's checks speak it, and where only a step does. */
  readonly tls: ServerTls | undefined;
  readonly stepTls: () => ServerTls;
  readonly source: CheckTarget["source"];
  /** What a run of the steps is made with. */
  readonly run: () => Omit<CheckRunOptions, "server" | "connect" | "connected" | "conclude">;
  /** `spread-checks`, in percent. */
  readonly spread: number;
}

/** The health checks of one server, one after the other (process_chk_conn). */
export class ServerCheck {
  readonly #options: ServerCheckOptions;
  #timer: Timer | undefined;
  #dueAt = 0;
  #run: CheckRun | undefined;
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
    this.#run?.close();
    this.#run = undefined;
  }

  /** Milliseconds between checks, as things stand (srv_getinter). */
  get interval(): number {
    const { server } = this.#options;
    const { inter, fastinter, downinter } = server.config.check;
    const { check, status } = server.model;
    if (!this.#hurries && check.health === check.full) return inter;
    if (status.nextState === "STOPPED" && check.health === 0) return downinter ?? inter;
    return fastinter ?? inter;
  }

  /** Traffic shows errors: the next check comes sooner, if there is a shorter interval for that. */
  hurry(): void {
    this.#hurries = true;
    if (this.#options.server.config.check.fastinter === undefined || this.#run) return;
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
    const { server, time, run } = this.#options;
    const { check } = server.model;
    if (!check.active || server.model.deleted) {
      this.#schedule(server.config.check.inter);
      return;
    }
    check.inProgress = true;
    this.#begunAt = time.monotonicMs();
    this.#run = new CheckRun({
      ...run(),
      server,
      connect: (step, port, hostName, events) => this.#connect(step, port, hostName, events),
      connected: () => this.#connected(),
      conclude: (outcome) => this.#conclude(outcome),
    });
    this.#run.start();
  }

  #connect(
    step: ConnectStep,
    port: number | undefined,
    hostName: string | undefined,
    events: CheckEvents,
  ): CheckConnection {
    const { server, proxy } = this.#options;
    const limits = [server.config.check.inter];
    // The time to connect is limited by itself only where the answer's is.
    if (proxy.timeouts.check !== undefined && proxy.timeouts.connect !== undefined) {
      limits.push(proxy.timeouts.connect);
    }
    this.#limit(Math.min(...limits));
    return new CheckConnection(this.#target(step, port, hostName), events);
  }

  #limit(wait: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.time.after(wait, () => this.#run?.timedOut(), { background: true });
  }

  #connected(): void {
    const { check } = this.#options.proxy.timeouts;
    if (check !== undefined) this.#limit(check);
  }

  #conclude(outcome: CheckOutcome): void {
    const { server, proxy, time } = this.#options;
    this.#run = undefined;
    server.model.check.inProgress = false;
    const duration = Math.floor(time.monotonicMs() - this.#begunAt);
    if (server.model.check.active) {
      if (checkStatuses[outcome.status].verdict !== "failed") server.observer?.checkPassed();
      reportCheck(server.model, outcome, duration, proxy.options.has("log-health-checks"));
    }
    this.#next();
  }

  #target(step: ConnectStep, port: number | undefined, hostName: string | undefined): CheckTarget {
    const { tls, stepTls, source, server } = this.#options;
    const { check } = server.config;
    const used = step.tls ? stepTls() : step.asServer ? tls : undefined;
    return {
      address: this.#address(step, port),
      source,
      sendProxy: this.#sendProxy(step),
      tls: used,
      serverName: step.sni ?? (step.asServer ? check.sni : undefined) ?? hostName,
      alpn: step.alpn ?? (step.asServer ? check.alpn : undefined),
    };
  }

  #sendProxy({ asServer, sendProxy: isAsked }: ConnectStep): CheckTarget["sendProxy"] {
    const { check, sendProxy } = this.#options.server.config;
    if (isAsked) return sendProxy ?? "v1";
    if (!asServer) return undefined;
    const goesElsewhere = check.port !== undefined || check.address !== undefined;
    const inherited = goesElsewhere ? undefined : sendProxy;
    return inherited ?? (check.sendProxy ? (sendProxy ?? "v1") : undefined);
  }

  /** The address and port of the step, of the server's checks, or of the server. */
  #address(step: ConnectStep, port: number | undefined): ServerAddress {
    const { server } = this.#options;
    const { check } = server.config;
    const { target } = server.model;
    const endpoint = (step.address ?? check.address)?.endpoint;
    if (endpoint?.kind === "unix") return { family: "unix", path: endpoint.path };
    if (target.family === "unix" && !endpoint) return target;
    const host = endpoint?.kind === "ip" ? endpoint : target;
    if (host.family === "none" || host.family === "unix") return host;
    const serverPort = "port" in target ? target.port : 0;
    const given = port ?? portOf(step.address) ?? check.port ?? portOf(check.address);
    return { family: host.family, host: host.host, port: given ?? serverPort };
  }
}

/** The port that an address names itself. */
function portOf(address: Address | undefined): number | undefined {
  const endpoint = address?.endpoint;
  const port = endpoint?.kind === "ip" && endpoint.port.kind === "range" ? endpoint.port.low : 0;
  return port === 0 ? undefined : port;
}
