import { attachProxies } from "../api/core-proxies.ts";
import { installApi } from "../api/index.ts";
import { formatDiagnostics } from "../config/diagnostics.ts";
import { parseConfigFiles, type ParseResult } from "../config/parse.ts";
import type { Config } from "../config/types.ts";
import { HaluaError } from "../errors.ts";
import { TrafficScripts } from "../api/scripts.ts";
import { loadConfiguredPatterns, type ConfiguredPatterns } from "../proxy/configured-patterns.ts";
import type { ListenTarget } from "../proxy/frontend/listener.ts";
import { LogSender } from "../proxy/log/log-sender.ts";
import { LogSenders } from "../proxy/log/log-senders.ts";
import { ProcessTraffic } from "../proxy/process-traffic.ts";
import { buildModel } from "../proxy/model/build-model.ts";
import type { DeclaredProxies } from "../proxy/model/index.ts";
import { Logger, type Runtime } from "../runtime/index.ts";
import { RegularExpression, sampleCatalog } from "../samples/index.ts";
import { PatternReferences } from "../samples/patterns/index.ts";
import { systemTime } from "../time.ts";
import { ConfiguredLua } from "./configured-lua.ts";
import { openConfiguredSockets } from "./command-socket/index.ts";
import { countingIn, openConfiguredMap } from "./configured-map.ts";
import { configuredFigures } from "./figures.ts";

/** How a worker is started: the process-wide part of HAProxy's command line. */
export interface WorkerOptions {
  /** Configuration files and folders, in order. */
  readonly files: readonly string[];
  /** Debug lines of scripts are shown. */
  readonly debug?: boolean;
  /** Nothing is shown on stderr. */
  readonly quiet?: boolean;
  /** A warning of the configuration is an error. */
  readonly zeroWarning?: boolean;
  /** What is merely suspicious is shown too. */
  readonly diagnostics?: boolean;
}

/** A configuration that has been read, with its scripts loaded. */
export interface Prepared {
  readonly config: Config;
  readonly lua: ConfiguredLua;
  readonly patterns: ConfiguredPatterns;
  readonly warnings: boolean;
}

/**
 * Reads the configuration and runs the scripts that it loads, in HAProxy's
 * order; says what HAProxy says. Undefined when it cannot be used.
 */
export function prepare(options: WorkerOptions): Prepared | undefined {
  const { debug = false, quiet = false } = options;
  const lua = new ConfiguredLua({ install: installApi, log: { debug, quiet } });
  const parsed = parseConfigFiles(options.files, {
    hooks: lua,
    catalog: sampleCatalog,
    checkRegex: (pattern, ignoreCase) => {
      const compiled = RegularExpression.compile(pattern, ignoreCase);
      return typeof compiled === "string" ? compiled : undefined;
    },
  });
  if (!quiet) process.stderr.write(messages(parsed, options.diagnostics ?? false), "latin1");
  const { config, diagnostics } = parsed;
  const patterns = config && loadPatterns(config, lua.runtime, quiet);
  if (!config || !patterns) return undefined;
  const warnings = lua.hasWarned || diagnostics.some(({ level }) => level === "warning");
  if (warnings && ((options.zeroWarning ?? false) || config.global.zeroWarning)) {
    new Logger(systemTime, { quiet }).alert("Some warnings were found and 'zero-warning' is set. Aborting.");
    return undefined;
  }
  return { config, lua, patterns, warnings };
}

/** Reads the files of maps and ACLs; undefined when one could not be. */
function loadPatterns(
  config: Config,
  { services }: Runtime,
  quiet: boolean,
): ConfiguredPatterns | undefined {
  const references = services.get(PatternReferences);
  const patterns = loadConfiguredPatterns(config, references);
  references.assignIds();
  const log = new Logger(systemTime, { quiet });
  for (const { place, text } of patterns.faults)
    log.alert(`config : parsing [${place.file}:${place.line}] : ${text}.`);
  return patterns.faults.length === 0 ? patterns : undefined;
}

function messages({ diagnostics }: ParseResult, suspicious: boolean): string {
  return formatDiagnostics(diagnostics, process.pid, suspicious);
}

/** A configuration at work: its scripts run and its traffic flows until {@link Worker.close}. */
export class Worker {
  readonly runtime: Runtime;
  readonly proxies: DeclaredProxies;
  readonly traffic: ProcessTraffic;
  readonly #senders: LogSenders;

  /**
   * Prepares everything and runs the init functions. Throws HaluaError with
   * HAProxy's text for what cannot be: E_LUA_LOAD, E_MAP_OPEN, E_CERTIFICATE...
   */
  constructor({ config, lua, patterns }: Prepared, inherited?: (target: ListenTarget) => ListenTarget) {
    const { runtime } = lua;
    const { log, time } = runtime;
    this.runtime = runtime;
    this.#senders = openLogs(config, runtime);
    lua.setThreads(config.global.nbthread ?? 1);
    const map = openConfiguredMap(config, time, (level, text) => log[level](text));
    if (map) runtime.attachMap(map);
    const maxconn = Number(runtime.info().Maxconn);
    this.proxies = buildModel(config, {
      time,
      maxconn,
      warning: (text) => log.warning(text),
      alert: (text) => log.alert(text),
      ...(map && { counting: countingIn(map) }),
    });
    attachProxies(runtime, this.proxies);
    const scripts = new TrafficScripts(runtime);
    const senders = this.#senders;
    this.traffic = new ProcessTraffic(
      { config, runtime, model: this.proxies, patterns, scripts, senders },
      config.global.maxconn ?? maxconn,
      inherited,
    );
    runtime.info = configuredFigures(runtime.info, config, this.traffic.gauges);
    runtime.initialize();
  }

  /** Opens the listeners, then lets tasks and servers go. Rejects with E_LISTEN. */
  async open(): Promise<void> {
    await this.traffic.open();
    this.runtime.run();
    this.proxies.started();
  }

  close(): void {
    this.traffic.close();
    this.runtime.close();
    this.#senders.close();
  }
}

/** Opens the log targets of the global section, where lines of scripts go. */
function openLogs(config: Config, { log, time }: Runtime): LogSenders {
  const { logs, logTag = "halua", logSendHostname } = config.global;
  const host = logSendHostname === undefined || logSendHostname === "" ? {} : { host: logSendHostname };
  const senders = new LogSenders({ tag: logTag, pid: process.pid, ...host }, time);
  for (const target of new Set([...logs, ...config.proxies.flatMap((proxy) => proxy.logs)])) {
    const refusal = LogSender.refusal(target);
    if (refusal !== undefined) log.warning(`[${target.location.file}:${target.location.line}] : ${refusal}`);
  }
  log.sinks = logs.map((target) => senders.to(target)).filter((sender) => sender !== undefined);
  return senders;
}

/**
 * Runs a configuration until a signal ends it, or a script the process; gives
 * the exit status.
 */
export async function runWorker(options: WorkerOptions, ended: () => Promise<number>): Promise<number> {
  const prepared = prepare(options);
  if (!prepared) return 1;
  const log = new Logger(systemTime, { quiet: options.quiet ?? false });
  if (!prepared.config.proxies.some(({ binds, disabled }) => binds.length > 0 && !disabled)) {
    log.alert("[halua.main()] No enabled listener found (check for 'bind' directives) ! Exiting.");
    return 1;
  }
  try {
    const worker = new Worker(prepared);
    await worker.open();
    const { runtime, proxies } = worker;
    const sockets = await openConfiguredSockets(prepared.config, { runtime, proxies });
    process.once("exit", () => sockets.forEach((socket) => socket.unlink()));
    const status = await ended();
    await Promise.all(sockets.map((socket) => socket.close()));
    worker.close();
    return status;
  } catch (error) {
    if (!(error instanceof HaluaError)) throw error;
    log.alert(error.message);
    return 1;
  }
}
