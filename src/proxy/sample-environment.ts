import { hostname } from "node:os";
import type { Runtime } from "../runtime/index.ts";
import { KeyFiles, type SampleEnvironment } from "../samples/index.ts";
import type { ConverterMap } from "../samples/patterns/index.ts";
import type { StickTable } from "../samples/stick-tables/index.ts";
import type { ConfiguredPatterns } from "./configured-patterns.ts";
import { hasSide, type DeclaredProxies } from "./model/index.ts";
import type { DeclaredProxy } from "./model/declared-proxy.ts";

/** What the samples of a process may use of it, from its model and its runtime. */
export class ProcessSamples implements SampleEnvironment {
  readonly keys = new KeyFiles();
  readonly process: SampleEnvironment["process"];
  readonly #model: DeclaredProxies;
  readonly #patterns: ConfiguredPatterns;

  constructor(options: {
    readonly runtime: Runtime;
    readonly model: DeclaredProxies;
    readonly patterns: ConfiguredPatterns;
  }) {
    this.#model = options.model;
    this.#patterns = options.patterns;
    this.process = processView(options.runtime);
  }

  proxy(name: string, side: "frontend" | "backend"): DeclaredProxy | undefined {
    const number = name.startsWith("#") ? parseInt(name.slice(1), 10) : undefined;
    return this.#model.all.find(
      (proxy) => hasSide(proxy, side) && (number === undefined ? proxy.name === name : proxy.uuid === number),
    );
  }

  table(name: string): StickTable | undefined {
    return this.#model.all.find((proxy) => proxy.name === name && proxy.stickTable)?.stickTable;
  }

  map(call: object): ConverterMap | undefined {
    return this.#patterns.maps.get(call);
  }
}

/** The figures of `show info`, which traffic keeps up to date. */
function processView(runtime: Runtime): SampleEnvironment["process"] {
  const figure = (name: string): number => Number(runtime.info()[name] ?? 0);
  return {
    get pid() {
      return process.pid;
    },
    get connections() {
      return figure("CurrConns");
    },
    get stopping() {
      return figure("Stopping") !== 0;
    },
    get uptime() {
      return figure("Uptime_sec");
    },
    get busyPercent() {
      return 100 - figure("Idle_pct");
    },
    hostname: hostname(),
    // One event loop does everything.
    thread: 0,
    environmentVariable: (name) => process.env[name],
    debug: (sink, line) => {
      // Rings can only be read with commands that halua does not have.
      if (sink === "stdout" || sink === "stderr") process[sink].write(`${line}\n`, "latin1");
    },
  };
}
