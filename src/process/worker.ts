import { hostname } from "node:os";
import { attachProxies } from "../api/core-proxies.ts";
import { installApi } from "../api/index.ts";
import { formatDiagnostics } from "../config/diagnostics.ts";
import { processEnvironment } from "../config/environment.ts";
import { parseConfigFiles, type ParseOptions, type ParseResult } from "../config/parse.ts";
import type { Config } from "../config/types.ts";
import { pathAt } from "../config/working-directory.ts";
import { TrafficScripts } from "../api/scripts.ts";
import type { BackendMaker } from "../proxy/build-traffic.ts";
import { loadConfiguredPatterns, type ConfiguredPatterns } from "../proxy/configured-patterns.ts";
import type { ListenTarget } from "../proxy/frontend/listener.ts";
import { readErrorFile } from "../proxy/http/errorfile.ts";
import { LogSender } from "../proxy/log/log-sender.ts";
import { LogSenders, type LogOutputs } from "../proxy/log/log-senders.ts";
import { proxyNotices } from "../proxy/log/proxy-notices.ts";
import { ProcessTraffic } from "../proxy/process-traffic.ts";
import { buildModel } from "../proxy/model/build-model.ts";
import type { DeclaredProxies } from "../proxy/model/index.ts";
import { Logger, writeToStderr, type Runtime } from "../runtime/index.ts";
import { RegularExpression, sampleCatalog } from "../samples/index.ts";
import { PatternReferences } from "../samples/patterns/index.ts";
import { systemTime } from "../time.ts";
import { ConfiguredLua } from "./configured-lua.ts";
import { networkSettings } from "./configured-network.ts";
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
  /** What HAProxy has and halua has not is left out with a warning. */
  readonly lenient?: boolean;
  /** `-n`: how many connections there may be, over what the configuration says. */
  readonly maxconn?: number;
  /** `-m`: how many megabytes scripts may use, where the configuration says nothing. */
  readonly memory?: number;
  /** Where lines for stderr go; there by default. */
  readonly write?: (text: string) => void;
}

/** A configuration that has been read, with its scripts loaded. */
export interface Prepared {
  readonly config: Config;
  readonly lua: ConfiguredLua;
  readonly patterns: ConfiguredPatterns;
  readonly warnings: boolean;
  /** `-n`. */
  readonly maxconn?: number;
  /** What stands in for the servers of backends; they themselves by default. */
  readonly makeBackend?: BackendMaker;
  /** What takes the lines of loggers; by default what the configuration names. */
  readonly logOutputs?: LogOutputs;
}

/**
 * Reads the configuration and runs the scripts that it loads, in HAProxy's
 * order; says what HAProxy says. Undefined when it cannot be used.
 */
export function prepare(options: WorkerOptions): Prepared | undefined {
  const { debug = false, quiet = false, write = writeToStderr } = options;
  const lua = new ConfiguredLua({ install: installApi, log: { debug, quiet, write } });
  if (options.memory !== undefined)
    lua.run({ kind: "option", option: { name: "maxmem", value: options.memory } });
  return prepareWith(
    lua,
    (reading) => parseConfigFiles(options.files, { ...reading, environment: processEnvironment }),
    options,
  );
}

/** What reading a configuration asks of the rest: its scripts, samples, regular expressions, error files. */
export function parseOptions(lua: ConfiguredLua, lenient = false): ParseOptions {
  return {
    hooks: lua,
    catalog: sampleCatalog,
    lenient,
    checkRegex: (pattern, ignoreCase) => {
      const compiled = RegularExpression.compile(pattern, ignoreCase);
      return typeof compiled === "string" ? compiled : undefined;
    },
    checkErrorFile: (text) => {
      const page = readErrorFile(text);
      return page !== "empty" && "error" in page ? page.error : undefined;
    },
  };
}

/** As {@link prepare}, with scripts that may have been loaded already, and a configuration that `parse` has from anywhere. */
export function prepareWith(
  lua: ConfiguredLua,
  parse: (options: ParseOptions) => ParseResult,
  options: Omit<WorkerOptions, "files">,
): Prepared | undefined {
  const { quiet = false, write = writeToStderr } = options;
  const parsed = parse(parseOptions(lua, options.lenient));
  if (!quiet) write(messages(parsed, options.diagnostics ?? false));
  const { config, diagnostics } = parsed;
  const log = new Logger(systemTime, { quiet, write });
  const patterns = config && loadPatterns(config, lua.runtime, log);
  if (!config || !patterns) return undefined;
  warnOfMails(config, lua.runtime);
  const warnings = lua.hasWarned || diagnostics.some(({ level }) => level === "warning");
  if (warnings && ((options.zeroWarning ?? false) || config.global.zeroWarning)) {
    log.alert("Some warnings were found and 'zero-warning' is set. Aborting.");
    return undefined;
  }
  const { maxconn } = options;
  return { config, lua, patterns, warnings, ...(maxconn !== undefined && { maxconn }) };
}

/** Mails are for a script to send, which says so; HAProxy looks at the last section that is in use, and at no other. */
function warnOfMails(config: Config, runtime: Runtime): void {
  const isUsed = (section: string): boolean =>
    config.proxies.some(({ emailAlert, disabled }) => emailAlert?.mailers === section && !disabled);
  const used = config.mailers.findLast(({ name }) => isUsed(name));
  if (!used || runtime.nativeMailers) return;
  runtime.log.warning(
    `mailers '${used.name}' is referenced on at least one proxy but Lua mailers are not configured so the setting ` +
      "will be ignored. Use 'examples/lua/mailers.lua' file for basic mailers support.",
  );
}

/** Reads the files of maps and ACLs; undefined when one could not be. */
function loadPatterns(config: Config, { services }: Runtime, log: Logger): ConfiguredPatterns | undefined {
  const references = services.get(PatternReferences);
  references.pathOf = (file, place) => pathAt(config, file, place);
  const patterns = loadConfiguredPatterns(config, references);
  references.assignIds();
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
  readonly #logOutputs: LogOutputs;

  /**
   * Prepares everything and runs the init functions. Throws HaluaError with
   * HAProxy's text for what cannot be: E_LUA_LOAD, E_MAP_OPEN, E_CERTIFICATE...
   */
  constructor(
    { config, lua, patterns, maxconn: wanted, makeBackend, logOutputs }: Prepared,
    inherited?: (target: ListenTarget) => ListenTarget,
  ) {
    const { runtime } = lua;
    const { log, time } = runtime;
    this.runtime = runtime;
    this.#logOutputs = logOutputs ?? openLogs(config, runtime);
    lua.setThreads(config.global.nbthread ?? 1);
    Object.assign(runtime.networkSettings, networkSettings(config.global.httpclient));
    const map = openConfiguredMap(config, time, (level, text) => log[level](text));
    if (map) runtime.attachMap(map);
    const maxconn = wanted ?? config.global.maxconn ?? Number(runtime.info().Maxconn);
    this.proxies = buildModel(config, {
      time,
      maxconn,
      ...proxyNotices(config, this.#logOutputs, log),
      ...(map && { counting: countingIn(map) }),
    });
    attachProxies(runtime, this.proxies);
    const scripts = new TrafficScripts(runtime);
    this.traffic = new ProcessTraffic(
      {
        config,
        runtime,
        model: this.proxies,
        patterns,
        scripts,
        logOutputs: this.#logOutputs,
        ...(makeBackend && { makeBackend }),
      },
      maxconn,
      inherited,
    );
    runtime.info = configuredFigures(runtime.info, config, this.traffic);
    runtime.initialize();
  }

  /** Lets tasks, servers and checks go; the listeners are open. */
  start(): void {
    this.traffic.start();
    this.runtime.run();
    this.proxies.started();
  }

  close(): void {
    this.traffic.close();
    this.runtime.close();
    this.#logOutputs.close();
  }
}

/** Opens the log targets of the global section, where lines of scripts go. */
function openLogs(config: Config, { log, time }: Runtime): LogSenders {
  const { logs, logTag = "haproxy", logSendHostname } = config.global;
  const host = logSendHostname === undefined ? {} : { host: logSendHostname || hostname() };
  const senders = new LogSenders({ tag: logTag, pid: process.pid, ...host }, time);
  for (const target of new Set([...logs, ...config.proxies.flatMap((proxy) => proxy.logs)])) {
    const refusal = LogSender.refusal(target);
    if (refusal !== undefined) log.warning(`[${target.location.file}:${target.location.line}] : ${refusal}`);
  }
  log.sinks = logs.map((target) => senders.to(target)).filter((sender) => sender !== undefined);
  return senders;
}
