import { attachProxies } from "../api/core-proxies.ts";
import { installApi } from "../api/index.ts";
import { formatDiagnostics } from "../config/diagnostics.ts";
import { parseConfigFiles, type ParseResult } from "../config/parse.ts";
import type { Config } from "../config/types.ts";
import { HaluaError } from "../errors.ts";
import { LogSender } from "../proxy/log-sender.ts";
import { loadConfiguredPatterns } from "../proxy/configured-patterns.ts";
import { buildModel } from "../proxy/model/build-model.ts";
import type { DeclaredProxies } from "../proxy/model/index.ts";
import { Logger, type Runtime } from "../runtime/index.ts";
import { RegularExpression, sampleCatalog } from "../samples/index.ts";
import { PatternReferences } from "../samples/patterns/index.ts";
import { systemTime } from "../time.ts";
import { ConfiguredLua } from "./configured-lua.ts";
import { openConfiguredSockets } from "./command-socket/index.ts";
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
  if (!config || !loadPatterns(config, lua.runtime, quiet)) return undefined;
  const warnings = lua.hasWarned || diagnostics.some(({ level }) => level === "warning");
  if (warnings && ((options.zeroWarning ?? false) || config.global.zeroWarning)) {
    new Logger(systemTime, { quiet }).alert("Some warnings were found and 'zero-warning' is set. Aborting.");
    return undefined;
  }
  return { config, lua, warnings };
}

/** Reads the files of maps and ACLs; whether all could be. */
function loadPatterns(config: Config, { services }: Runtime, quiet: boolean): boolean {
  const references = services.get(PatternReferences);
  const { faults } = loadConfiguredPatterns(config, references);
  references.assignIds();
  const log = new Logger(systemTime, { quiet });
  for (const { place, text } of faults)
    log.alert(`config : parsing [${place.file}:${place.line}] : ${text}.`);
  return faults.length === 0;
}

function messages({ diagnostics }: ParseResult, suspicious: boolean): string {
  return formatDiagnostics(diagnostics, process.pid, suspicious);
}

/** A configuration at work: its scripts run until {@link Worker.close}. */
export class Worker {
  readonly runtime: Runtime;
  readonly proxies: DeclaredProxies;
  readonly #senders: LogSender[] = [];

  /** Runs the init functions and starts the tasks. Throws E_LUA_LOAD with HAProxy's text when one fails. */
  constructor({ config, lua }: Prepared) {
    this.runtime = lua.runtime;
    const { log, time } = this.runtime;
    this.#openLogs(config);
    lua.setThreads(config.global.nbthread ?? 1);
    this.proxies = buildModel(config, {
      time,
      maxconn: Number(this.runtime.info().Maxconn),
      warning: (text) => log.warning(text),
      alert: (text) => log.alert(text),
    });
    attachProxies(this.runtime, this.proxies);
    this.runtime.info = configuredFigures(this.runtime.info, config);
    for (const { name } of config.global.variables) {
      log.warning(`the variable ${name} of the global section is not set: halua cannot do that yet`);
    }
    const silent = config.proxies.filter(({ binds, disabled }) => binds.length > 0 && !disabled);
    if (silent.length > 0) {
      const names = silent.map(({ name }) => `'${name}'`).join(", ");
      log.warning(`halua does not carry traffic yet: nothing listens for ${names}`);
    }
    this.runtime.start();
    this.proxies.started();
  }

  #openLogs(config: Config): void {
    const { log, time } = this.runtime;
    const { logs, logTag = "halua", logSendHostname } = config.global;
    for (const target of logs) {
      const refusal = LogSender.refusal(target);
      if (refusal !== undefined) {
        log.warning(`[${target.location.file}:${target.location.line}] : ${refusal}`);
        continue;
      }
      const host = logSendHostname === undefined || logSendHostname === "" ? {} : { host: logSendHostname };
      this.#senders.push(new LogSender(target, { tag: logTag, pid: process.pid, ...host }, time));
    }
    log.sinks = this.#senders;
  }

  close(): void {
    this.runtime.close();
    for (const sender of this.#senders) sender.close();
  }
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
  let worker: Worker;
  try {
    worker = new Worker(prepared);
  } catch (error) {
    if (!(error instanceof HaluaError)) throw error;
    log.alert(error.message);
    return 1;
  }
  const { runtime, proxies } = worker;
  const sockets = await openConfiguredSockets(prepared.config, { runtime, proxies });
  process.once("exit", () => sockets.forEach((socket) => socket.unlink()));
  const status = await ended();
  await Promise.all(sockets.map((socket) => socket.close()));
  worker.close();
  return status;
}
