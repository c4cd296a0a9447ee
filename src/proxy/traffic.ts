import type { Ruleset } from "../config/actions.ts";
import type { Config, ProxyConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Time } from "../time.ts";
import type { BackendTraffic } from "./backend/backend-traffic.ts";
import type { ConfiguredPatterns } from "./configured-patterns.ts";
import type { ErrorPages } from "./rules/error-replies.ts";
import type { RequestOptions } from "./rules/request-options.ts";
import type { SwitchingRules } from "./rules/switching.ts";
import type { DeclaredProxy } from "./model/declared-proxy.ts";
import type { DeclaredProxies } from "./model/index.ts";
import type { ProxyLog } from "./log/proxy-log.ts";
import type { CompiledRule } from "./rules/outcome.ts";
import type { StatsPage } from "./stats-page/stats-page.ts";
import type { Scripts } from "./scripts.ts";
import type { StreamFilter } from "./stream/filter.ts";

/** What all traffic of a process stands on. */
export interface TrafficEnvironment {
  readonly config: Config;
  readonly runtime: Runtime;
  readonly time: Time;
  readonly model: DeclaredProxies;
  readonly patterns: ConfiguredPatterns;
  readonly scripts: Scripts;
  /** By name; a name may belong to a frontend and to a backend. */
  proxy(name: string, side: "frontend" | "backend"): ProxyTraffic | undefined;
}

/** Those of a proxy's filters that a direction passes, in that order; absent: all as they stand. */
export interface FilterSequences {
  readonly request?: readonly StreamFilter[];
  readonly response?: readonly StreamFilter[];
}

/** A proxy at work: its configuration, its model (state and statistics), and everything prepared from them. */
export interface ProxyTraffic {
  readonly environment: TrafficEnvironment;
  readonly config: ProxyConfig;
  readonly model: DeclaredProxy;
  readonly rules: Readonly<Record<Ruleset, readonly CompiledRule[]>>;
  readonly switching: SwitchingRules;
  readonly defaultBackend: ProxyTraffic | undefined;
  readonly filters: readonly StreamFilter[];
  /** Absent: the filters in their order. */
  readonly filterSequences?: FilterSequences;
  /** Of the backend side; undefined for a pure frontend. */
  readonly servers: BackendTraffic | undefined;
  readonly errorPages: ErrorPages;
  readonly options: RequestOptions;
  readonly statsPage: StatsPage | undefined;
  readonly log: ProxyLog;
  /** See `request-line-use.ts`. */
  readonly keepsRequestLine: boolean;
}
