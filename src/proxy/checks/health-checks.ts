import { hostname } from "node:os";
import type { Server, ServerTls as ServerTlsConfig } from "../../config/types.ts";
import type { BackendTraffic } from "../backend/backend-traffic.ts";
import { ServerTls } from "../backend/server-tls.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import { addressForStats } from "../model/server-changes.ts";
import { compileCheck, type PreparedStep } from "./check-program.ts";
import type { CheckRunOptions } from "./check-run.ts";
import { Observation } from "./observation.ts";
import { ServerCheck } from "./server-check.ts";

/** Shorter intervals do not count when checks are spread over time (SRV_CHK_INTER_THRES). */
const leastSpread = 1000;

/** The health checks of a backend's servers. */
export class HealthChecks {
  readonly #backend: BackendTraffic;
  readonly #steps: readonly PreparedStep[];
  readonly #checks = new Map<ServerTraffic, ServerCheck>();

  constructor(backend: BackendTraffic) {
    this.#backend = backend;
    this.#steps = compileCheck(backend.config.healthCheck, backend.expressions);
  }

  /**
   * Begins; the checks of all backends are spread over the shortest interval,
   * as HAProxy does at its start. A server's wait until its name has been
   * `resolved`, in vain or not.
   */
  start(resolved: ReadonlyMap<ServerTraffic, Promise<void>>): void {
    const { config } = this.#backend.proxy.environment;
    const checked = config.proxies.flatMap(({ servers }) => servers).filter(({ check }) => check.enabled);
    const intervals = checked.map(startInterval).filter((interval) => interval >= leastSpread);
    const shortest = intervals.length > 0 ? Math.min(...intervals) : 0;
    for (const server of this.#backend.servers) {
      const position = checked.indexOf(server.config);
      if (position < 0) continue;
      const { spreadChecks, maxSpreadChecks } = config.global;
      const interval = Math.max(shortest, startInterval(server.config));
      const spread = interval + (startInterval(server.config) * spreadChecks * (1 - 2 * Math.random())) / 100;
      const over = Math.min(spread, maxSpreadChecks ?? Infinity);
      this.#begin(server, Math.floor((over * position) / checked.length), resolved.get(server));
    }
  }

  /** Begins with a server that was added at run time. */
  add(server: ServerTraffic, resolved?: Promise<void>): void {
    if (server.config.check.enabled) this.#begin(server, 0, resolved);
  }

  remove(server: ServerTraffic): void {
    this.#checks.get(server)?.close();
    this.#checks.delete(server);
  }

  close(): void {
    for (const check of this.#checks.values()) check.close();
    this.#checks.clear();
  }

  #begin(server: ServerTraffic, wait: number, resolved: Promise<void> | undefined): void {
    const { config, time, proxy, expressions } = this.#backend;
    const { config: all } = proxy.environment;
    const settings = tlsOf(server.config);
    const makeTls = (made: ServerTlsConfig): ServerTls =>
      new ServerTls(made, config.mode, expressions, all.global.sslServerVerify);
    let stepTls: ServerTls | undefined;
    const check = new ServerCheck({
      server,
      proxy: config,
      time,
      tls: settings && makeTls(settings),
      stepTls: () =>
        (stepTls ??= makeTls(settings ?? server.config.tls ?? server.config.check.tlsSettings ?? {})),
      source: server.dialler.source,
      run: () => this.#runOptions(server),
      spread: all.global.spreadChecks,
    });
    this.#checks.set(server, check);
    applyInitState(server);
    const { observe } = server.config;
    if (observe.layer !== "none") {
      const logs = config.options.has("log-health-checks");
      server.observer = new Observation(server.model, observe, logs, () => check.hurry());
    }
    if (!resolved) check.start(wait);
    else void resolved.then(() => check.start(wait));
  }

  #runOptions(server: ServerTraffic): Omit<CheckRunOptions, "server" | "connect" | "connected" | "conclude"> {
    const { config, proxy, parserSettings } = this.#backend;
    const { protocol, acceptsNotFound } = config.healthCheck;
    return {
      steps: this.#steps,
      protocol,
      proxy,
      settings: parserSettings,
      acceptsNotFound: acceptsNotFound && server.model.status.nextState !== "STOPPED",
      state: () => this.#stateOf(server),
    };
  }

  /** What `http-check send-state` tells a server (httpchk_build_status_header). */
  #stateOf(server: ServerTraffic): string {
    const { model } = server;
    const { proxy, config, queue, sessions } = this.#backend;
    const { global } = proxy.environment.config;
    const stats = proxy.model.stats("backend");
    const row = model.stats();
    const host =
      addressForStats(model.target)
        ?.replace(/:\d+$/, "")
        .replace(/^\[|\]$/g, "") ?? "";
    const port = "port" in model.target ? model.target.port : "";
    const throttle = row.get("throttle");
    return (
      `${stateText(server)}; address=${host}; port=${port}; name=${config.name}/${server.name}; ` +
      `node=${global.node ?? hostname()}; ` +
      `weight=${String(row.get("weight"))}/${String(stats?.get("weight"))}; ` +
      `scur=${server.sessions}/${sessions - queue.length}; qcur=${server.queued}` +
      (throttle === undefined ? "" : `; throttle=${String(throttle)}%`)
    );
  }
}

function stateText({ model }: ServerTraffic): string {
  const { check, state } = model;
  if (!check.enabled) return "no check";
  if (state === "STOPPED") return check.health > 0 ? `DOWN ${check.health}/${check.rise}` : "DOWN";
  const word = state === "STOPPING" ? "NOLB" : "UP";
  return check.health === check.full ? word : `${word} ${check.health - check.rise + 1}/${check.fall}`;
}

/** `init-state`: what a server is taken for before its first check. */
function applyInitState({ config, model }: ServerTraffic): void {
  const { check, status, proxy } = model;
  const health = {
    "fully-up": check.full,
    up: check.rise,
    down: check.rise - 1,
    "fully-down": 0,
  };
  const { initState } = config;
  if (initState === undefined || initState === "none" || status.inMaintenance) return;
  check.health = health[initState];
  if (check.health >= check.rise) return;
  status.state = status.nextState = "STOPPED";
  proxy.recount();
}

/** A server starts one failure away from being down: its health is not the best. */
function startInterval({ check: { rise, fall, inter, fastinter } }: Server): number {
  return rise + fall - 1 === rise ? inter : (fastinter ?? inter);
}

/** What TLS of a server's checks is made with: what its traffic has, unless the check goes elsewhere. */
function tlsOf({ check, tls }: Server): ServerTlsConfig | undefined {
  if (check.tls === false) return undefined;
  if (check.tls === true) return tls ?? check.tlsSettings ?? {};
  return check.port === undefined && check.address === undefined ? tls : undefined;
}
