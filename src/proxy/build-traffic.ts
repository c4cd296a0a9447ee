import type { Ruleset } from "../config/actions.ts";
import { RULESETS } from "../config/actions.ts";
import type { Config, ProxyConfig } from "../config/types.ts";
import { HaluaError } from "../errors.ts";
import type { Runtime } from "../runtime/index.ts";
import { BackendTraffic, type BackendProxy } from "./backend/backend-traffic.ts";
import { buildFilters } from "./build-filters.ts";
import type { ConfiguredPatterns } from "./configured-patterns.ts";
import { Expressions } from "./expressions/expressions.ts";
import type { LogOutputs } from "./log/log-senders.ts";
import { ProxyLog } from "./log/proxy-log.ts";
import type { DeclaredProxies, DeclaredProxy } from "./model/index.ts";
import { compileRules } from "./rules/compile-rules.ts";
import { ErrorPages } from "./rules/error-replies.ts";
import type { CompiledRule } from "./rules/outcome.ts";
import { RequestOptions } from "./rules/request-options.ts";
import type { RuleHome } from "./rules/rule-home.ts";
import { SwitchingRules } from "./rules/switching.ts";
import type { Scripts } from "./scripts.ts";
import type { StreamFilter } from "./stream/filter.ts";
import { StatsPage } from "./stats-page/stats-page.ts";
import { keepsRequestLine } from "./request-line-use.ts";
import type { FilterSequences, ProxyTraffic, TrafficEnvironment } from "./traffic.ts";

/** Makes the backend side of a proxy. */
export type BackendMaker = (proxy: BackendProxy, expressions: Expressions) => BackendTraffic;

/** What {@link buildTraffic} needs. */
export interface TrafficParts {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly model: DeclaredProxies;
  readonly patterns: ConfiguredPatterns;
  readonly scripts: Scripts;
  readonly logOutputs: LogOutputs;
  /** What stands in for the servers of backends, as tests want it; they themselves by default. */
  readonly makeBackend?: BackendMaker;
}

const realBackend: BackendMaker = (proxy, expressions) => new BackendTraffic(proxy, expressions);

/**
 * Makes the proxies of a configuration ready for traffic: everything in them is
 * prepared once, here. Throws HaluaError for a file that cannot be used.
 */
export function buildTraffic(parts: TrafficParts): readonly ProxyTraffic[] {
  const { config, runtime, model } = parts;
  const all: Building[] = [];
  const environment: TrafficEnvironment = {
    ...parts,
    time: runtime.time,
    proxy: (name, side) => all.find((proxy) => proxy.config.name === name && hasSide(proxy.config, side)),
  };
  const expressions = new Expressions(environment);
  config.proxies.forEach((proxy, i) => {
    const declared = model.all[i];
    if (!declared) throw new HaluaError("E_INTERNAL", `no model for proxy '${proxy.name}'`);
    all.push(new Building(proxy, declared, environment, expressions, parts));
  });
  for (const proxy of all) proxy.complete();
  return all;
}

function hasSide({ kind }: ProxyConfig, side: "frontend" | "backend"): boolean {
  return kind === side || kind === "listen";
}

/** A proxy, whose rules are prepared once all proxies are there to be named. */
class Building implements ProxyTraffic, RuleHome {
  readonly environment: TrafficEnvironment;
  readonly config: ProxyConfig;
  readonly model: DeclaredProxy;
  readonly expressions: Expressions;
  readonly errorPages: ErrorPages;
  readonly log: ProxyLog;
  readonly keepsRequestLine: boolean;
  readonly options: RequestOptions;
  statsPage: StatsPage | undefined;
  readonly switching: SwitchingRules;
  readonly servers: BackendTraffic | undefined;
  readonly filters: readonly StreamFilter[];
  readonly filterSequences: FilterSequences;
  rules: Readonly<Record<Ruleset, readonly CompiledRule[]>> = emptyRules();
  defaultBackend: ProxyTraffic | undefined;

  constructor(
    config: ProxyConfig,
    model: DeclaredProxy,
    environment: TrafficEnvironment,
    expressions: Expressions,
    { logOutputs, scripts, makeBackend = realBackend }: TrafficParts,
  ) {
    this.environment = environment;
    this.config = config;
    this.model = model;
    this.expressions = expressions;
    this.errorPages = new ErrorPages(config, environment.config, expressions);
    this.keepsRequestLine = keepsRequestLine(config);
    this.log = new ProxyLog(config, expressions, logOutputs);
    this.options = new RequestOptions(this);
    this.switching = new SwitchingRules(config.useBackend, this);
    this.servers = config.kind === "frontend" ? undefined : makeBackend(this, expressions);
    const { filters, filterSequences } = buildFilters(config, scripts);
    this.filters = filters;
    this.filterSequences = filterSequences;
  }

  /** Prepares what names other proxies. */
  complete(): void {
    const { config, environment } = this;
    this.rules = Object.fromEntries(
      RULESETS.map((ruleset) => [ruleset, compileRules(config.rules[ruleset], ruleset, this)]),
    ) as unknown as Record<Ruleset, readonly CompiledRule[]>;
    this.statsPage = config.stats && new StatsPage(config.stats, this);
    if (config.defaultBackend !== undefined) {
      this.defaultBackend = environment.proxy(config.defaultBackend, "backend");
    }
  }
}

function emptyRules(): Record<Ruleset, readonly CompiledRule[]> {
  return Object.fromEntries(RULESETS.map((ruleset) => [ruleset, []])) as unknown as Record<
    Ruleset,
    readonly CompiledRule[]
  >;
}
