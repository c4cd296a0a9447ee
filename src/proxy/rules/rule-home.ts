import type { ProxyConfig } from "../../config/types.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { ProxyTraffic, TrafficEnvironment } from "../traffic.ts";
import type { ErrorPages } from "./error-replies.ts";

/** The proxy that rules belong to, as far as it exists when they are prepared. */
export interface RuleHome {
  readonly environment: TrafficEnvironment;
  readonly expressions: Expressions;
  readonly config: ProxyConfig;
  readonly errorPages: ErrorPages;
  /** Where the failures of its scripts are told; where the stream's backend tells them unless given. */
  readonly log?: ProxyTraffic["log"];
  /** What `auth` asks for without a realm of its own; the proxy's name unless given. */
  readonly defaultRealm?: string;
}
