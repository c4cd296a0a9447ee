import { hostname } from "node:os";
import type { HealthCheck, Server, ServerTls as ServerTlsConfig } from "../../config/types.ts";
import type { BackendTraffic } from "../backend/backend-traffic.ts";
import { ServerTls } from "../backend/server-tls.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import { addressForStats } from "../model/server-changes.ts";
import { AgentAttempt } from "./agent-attempt.ts";
import { CheckConnection } from "./check-connection.ts";
import { compileCheck, type PreparedStep } from "./check-program.ts";
import { CheckRun, type CheckRunOptions } from "./check-run.ts";
import { targetOf, type CheckTransport } from "./check-target.ts";
import { Observation } from "./observation.ts";
import { ProgramAttempt } from "./program-attempt.ts";
import { ServerCheck, type ServerCheckOptions } from "./server-check.ts";

/** Shorter intervals do not count when checks are spread over time (SRV_CHK_INTER_THRES). */
const leastSpread = 1000;

/** The checks of a backend's servers: of their health, and what their agents say. */
export class HealthChecks {
  readonly #backend: BackendTraffic;
  readonly #steps: readonly PreparedStep[];
  readonly #checks = new Map<ServerTraffic, ServerCheck[]>();

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
    const checked = config.proxies.flatMap(({ servers }) => servers.flatMap(checksOf));
    const shortest = Math.min(...checked.map(({ first }) => first).filter((wait) => wait >= leastSpread));
    for (const server of this.#backend.servers) {
      this.#prepare(server);
      for (const { which, first } of checksOf(server.config)) {
        const position = checked.findIndex((each) => each.server === server.config && each.which === which);
        const { spreadChecks, maxSpreadChecks } = config.global;
        const interval = Number.isFinite(shortest) ? Math.max(shortest, first) : first;
        const spread = interval + (first * spreadChecks * (1 - 2 * Math.random())) / 100;
        const over = Math.min(spread, maxSpreadChecks ?? Infinity);
        const wait = Math.floor((over * position) / checked.length);
        this.#begin(server, which, wait, resolved.get(server));
      }
    }
  }

  /** Begins with a server that was added at run time. */
  add(server: ServerTraffic, resolved?: Promise<void>): void {
    this.#prepare(server);
    for (const { which } of checksOf(server.config)) this.#begin(server, which, 0, resolved);
  }

  remove(server: ServerTraffic): void {
    for (const check of this.#checks.get(server) ?? []) check.close();
    this.#checks.delete(server);
  }

  close(): void {
    for (const server of this.#checks.keys()) this.remove(server);
  }

  #prepare(server: ServerTraffic): void {
    this.#checks.set(server, []);
    if (server.config.check.enabled) applyInitState(server);
  }

  #begin(
    server: ServerTraffic,
    which: "check" | "agent",
    wait: number,
    resolved: Promise<void> | undefined,
  ): void {
    const { config, time, proxy } = this.#backend;
    const check = new ServerCheck({
      server,
      which,
      proxy: config,
      time,
      intervals: server.config[which],
      spread: proxy.environment.config.global.spreadChecks,
      attempt: which === "agent" ? this.#agent(server) : this.#health(server),
    });
    this.#checks.get(server)?.push(check);
    const { observe } = server.config;
    if (which === "check" && observe.layer !== "none") {
      const logs = config.options.has("log-health-checks");
      server.observer = new Observation(server.model, observe, logs, () => check.hurry());
    }
    if (!resolved) check.start(wait);
    else void resolved.then(() => check.start(wait));
  }

  #agent(server: ServerTraffic): ServerCheckOptions["attempt"] {
    return (events) => new AgentAttempt(server, server.dialler.source, events);
  }

  /** By a program, or in the steps of the server or the backend. */
  #health(server: ServerTraffic): ServerCheckOptions["attempt"] {
    const { config, proxy, expressions } = this.#backend;
    const rules = server.config.check.rules ?? config.healthCheck;
    if (rules.protocol === "external") {
      const check = config.externalCheck ?? {};
      const preservesEnvironment = proxy.environment.config.global.externalCheck === "preserve-env";
      const listener = proxy.model.listeners[0]?.settings.address;
      const made = { server, proxy: config, check, preservesEnvironment, listener };
      return (events) => new ProgramAttempt(made, events);
    }
    const steps = rules === config.healthCheck ? this.#steps : compileCheck(rules, expressions);
    const transport = this.#transport(server);
    return (events) =>
      new CheckRun({
        ...this.#runOptions(server, rules),
        steps,
        server,
        connect: (step, port, hostName, heard) => {
          events.connecting();
          return new CheckConnection(targetOf(server, transport, step, port, hostName), heard);
        },
        connected: () => events.connected(),
        conclude: (outcome) => events.conclude(outcome),
      });
  }

  #transport({ config: server, dialler }: ServerTraffic): CheckTransport {
    const { config, proxy, expressions } = this.#backend;
    const settings = tlsOf(server);
    const { sslServerVerify } = proxy.environment.config.global;
    const make = (made: ServerTlsConfig): ServerTls =>
      new ServerTls(made, config.mode, expressions, sslServerVerify);
    let stepTls: ServerTls | undefined;
    return {
      tls: settings && make(settings),
      stepTls: () => (stepTls ??= make(settings ?? server.tls ?? server.check.tlsSettings ?? {})),
      source: dialler.source,
    };
  }

  #runOptions(
    server: ServerTraffic,
    { protocol, acceptsNotFound }: HealthCheck,
  ): Omit<CheckRunOptions, "steps" | "server" | "connect" | "connected" | "conclude"> {
    const { proxy, parserSettings } = this.#backend;
    return {
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

/** What is checked of a server, and the wait that comes with it at the start. */
interface ConfiguredCheck {
  readonly server: Server;
  readonly which: "check" | "agent";
  readonly first: number;
}

function checksOf(server: Server): ConfiguredCheck[] {
  const { check, agent } = server;
  const checks: ConfiguredCheck[] = [];
  if (check.enabled) checks.push({ server, which: "check", first: startInterval(server) });
  if (agent.enabled) checks.push({ server, which: "agent", first: agent.inter });
  return checks;
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
