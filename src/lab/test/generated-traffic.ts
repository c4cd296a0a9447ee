import { TrafficScripts } from "../../api/scripts.ts";
import { formatDiagnostics } from "../../config/diagnostics.ts";
import { parseConfig } from "../../config/parse.ts";
import type { Config } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import type { ConfiguredLua } from "../../process/configured-lua.ts";
import { parseOptions } from "../../process/worker.ts";
import type { BackendMaker } from "../../proxy/build-traffic.ts";
import { loadConfiguredPatterns } from "../../proxy/configured-patterns.ts";
import type { Frontend } from "../../proxy/frontend/frontend.ts";
import type { LogOutputs } from "../../proxy/log/log-senders.ts";
import { buildModel } from "../../proxy/model/build-model.ts";
import { ProcessTraffic } from "../../proxy/process-traffic.ts";
import { PatternReferences } from "../../samples/patterns/index.ts";
import { generatedConfiguration, type Call, type Mode } from "./generated-configuration.ts";

/** Enough for any test. */
const maxconn = 1000;

/**
 * A configuration that leaves nothing outside the process: no shared file, no
 * logger of scripts' own. Of the loggers of a proxy one is left, so that a line is one line.
 */
export function isolated({ global, proxies, ...rest }: Config): Config {
  const alone: { -readonly [K in keyof Config["global"]]: Config["global"][K] } = { ...global, logs: [] };
  delete alone.shmStatsFile;
  return {
    ...rest,
    global: alone,
    proxies: proxies.map((proxy) => ({ ...proxy, logs: proxy.logs.slice(0, 1) })),
  };
}

/** Frontends that are made for single actions and services, each when it is first asked for. */
export class GeneratedTraffic {
  readonly #lua: ConfiguredLua;
  readonly #makeBackend: BackendMaker;
  readonly #logOutputs: LogOutputs;
  readonly #traffic = new Map<string, ProcessTraffic>();

  constructor(lua: ConfiguredLua, makeBackend: BackendMaker, logOutputs: LogOutputs) {
    this.#lua = lua;
    this.#makeBackend = makeBackend;
    this.#logOutputs = logOutputs;
  }

  /** The frontend whose only rule calls an action or service. */
  frontendFor(mode: Mode, call: Call): Frontend {
    const text = generatedConfiguration(mode, call);
    let traffic = this.#traffic.get(text);
    if (!traffic) this.#traffic.set(text, (traffic = this.#make(text)));
    const [frontend] = traffic.frontends;
    if (!frontend) throw new HaluaError("E_INTERNAL", "the frontend made for a test is missing");
    return frontend;
  }

  #make(text: string): ProcessTraffic {
    const { runtime } = this.#lua;
    const { time, log } = runtime;
    const { config, diagnostics } = parseConfig([{ name: "test.cfg", text }], parseOptions(this.#lua));
    if (!config) throw new HaluaError("E_USAGE", formatDiagnostics(diagnostics, 1, false).trimEnd());
    const model = buildModel(config, {
      time,
      maxconn,
      warning: (said) => log.warning(said),
      alert: (said) => log.alert(said),
    });
    const patterns = loadConfiguredPatterns(config, runtime.services.get(PatternReferences));
    const scripts = new TrafficScripts(runtime);
    const makeBackend = this.#makeBackend;
    return new ProcessTraffic(
      { config, runtime, model, patterns, scripts, logOutputs: this.#logOutputs, makeBackend },
      maxconn,
    );
  }

  close(): void {
    for (const traffic of this.#traffic.values()) traffic.close();
  }
}
