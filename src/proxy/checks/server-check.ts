import type { ProxyConfig } from "../../config/types.ts";
import type { Time, Timer } from "../../time.ts";
import type { ServerTls } from "../backend/server-tls.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import type { ServerAddress } from "../model/server-changes.ts";
import { CheckConnection, type CheckTarget } from "./check-connection.ts";
import { checkStatuses, type CheckOutcome, type CheckStatusName } from "./check-outcome.ts";
import { reportCheck } from "./check-report.ts";
import type { Probe } from "./probe.ts";

/** What a {@link ServerCheck} is made of. */
export interface ServerCheckOptions {
  readonly server: ServerTraffic;
  readonly proxy: ProxyConfig;
  readonly time: Time;
  readonly tls: ServerTls | undefined;
  readonly source: CheckTarget["source"];
  /** The name to ask for in TLS. */
  readonly serverName: string | undefined;
  /** A probe for one check; undefined where a connection is enough. */
  readonly probe: () => Probe | undefined;
  /** `spread-checks`, in percent. */
  readonly spread: number;
}

/** The health checks of one server, one after the other (process_chk_conn). */
export class ServerCheck {
  readonly #options: ServerCheckOptions;
  #timer: Timer | undefined;
  #dueAt = 0;
  #connection: CheckConnection | undefined;
  #probe: Probe | undefined;
  #begunAt = 0;
  /** The next one is to come soon: traffic shows errors. */
  #hurries = false;

  constructor(options: ServerCheckOptions) {
    this.#options = options;
  }

  /** Begins after a wait in milliseconds. */
  start(wait: number): void {
    this.#schedule(wait);
  }

  close(): void {
    this.#timer?.cancel();
    this.#connection?.close();
    this.#connection = undefined;
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
    if (this.#options.server.config.check.fastinter === undefined || this.#connection) return;
    const now = this.#options.time.monotonicMs();
    if (now + this.interval < this.#dueAt) this.#next();
  }

  #schedule(wait: number): void {
    const { time } = this.#options;
    this.#timer?.cancel();
    this.#dueAt = time.monotonicMs() + wait;
    this.#timer = time.after(wait, () => this.#run(), { background: true });
  }

  /** The next check, after an interval that is spread a little. */
  #next(): void {
    const { spread } = this.#options;
    const most = (this.interval * spread) / 100;
    this.#schedule(Math.max(0, Math.round(this.interval + most * (1 - 2 * Math.random()))));
    this.#hurries = false;
  }

  #run(): void {
    const { server, proxy, time, probe } = this.#options;
    const { check } = server.model;
    if (!check.active || server.model.deleted) {
      this.#schedule(server.config.check.inter);
      return;
    }
    check.inProgress = true;
    this.#begunAt = time.monotonicMs();
    this.#probe = probe();
    const limits = [server.config.check.inter];
    // The time to connect is limited by itself only where the answer's is.
    if (proxy.timeouts.check !== undefined && proxy.timeouts.connect !== undefined) {
      limits.push(proxy.timeouts.connect);
    }
    this.#limit(Math.min(...limits));
    const connection = new CheckConnection(this.#target(), {
      connected: () => this.#connected(connection),
      received: (bytes) => this.#concludeIf(this.#probe?.received(bytes)),
      ended: () => this.#concludeIf(this.#probe?.ended()),
      failed: (outcome) => this.#conclude(outcome),
    });
    this.#connection = connection;
    connection.open();
  }

  #limit(wait: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.time.after(wait, () => this.#timedOut(), { background: true });
  }

  #connected(connection: CheckConnection): void {
    const { tls, proxy } = this.#options;
    const request = this.#probe?.request();
    if (!request) {
      this.#conclude({ status: tls ? "L6OK" : "L4OK", info: "" });
      return;
    }
    if (proxy.timeouts.check !== undefined) this.#limit(proxy.timeouts.check);
    connection.send(request);
  }

  #timedOut(): void {
    const layer = this.#connection?.layer;
    const statuses: Readonly<Record<number, CheckStatusName>> = { 4: "L4TOUT", 6: "L6TOUT" };
    this.#conclude({ status: statuses[layer ?? 4] ?? this.#probe?.timeout ?? "L7TOUT", info: "" });
  }

  #concludeIf(outcome: CheckOutcome | undefined): void {
    if (outcome) this.#conclude(outcome);
  }

  #conclude(outcome: CheckOutcome): void {
    const { server, proxy, time } = this.#options;
    if (!this.#connection) return;
    this.#connection.close();
    this.#connection = undefined;
    server.model.check.inProgress = false;
    const duration = Math.floor(time.monotonicMs() - this.#begunAt);
    if (server.model.check.active) {
      if (checkStatuses[outcome.status].verdict !== "failed") server.observer?.checkPassed();
      reportCheck(server.model, outcome, duration, proxy.options.has("log-health-checks"));
    }
    this.#next();
  }

  #target(): CheckTarget {
    const { server, tls, source, serverName } = this.#options;
    const { check, sendProxy } = server.config;
    const own = check.port !== undefined || check.address !== undefined;
    const inherited = own ? undefined : sendProxy;
    return {
      address: this.#address(),
      source,
      sendProxy: inherited ?? (check.sendProxy ? (sendProxy ?? "v1") : undefined),
      tls,
      serverName,
      alpn: check.alpn,
    };
  }

  /** The check's own address and port, or the server's. */
  #address(): ServerAddress {
    const { server } = this.#options;
    const { check } = server.config;
    const { target } = server.model;
    const endpoint = check.address?.endpoint;
    if (endpoint?.kind === "unix") return { family: "unix", path: endpoint.path };
    const ownPort = endpoint?.kind === "ip" && endpoint.port.kind === "range" ? endpoint.port.low : undefined;
    if (target.family === "unix") return target;
    const host = endpoint?.kind === "ip" ? endpoint : target;
    if (host.family === "none") return host;
    const serverPort = target.family === "none" ? 0 : target.port;
    return { family: host.family, host: host.host, port: check.port ?? ownPort ?? serverPort };
  }
}
