import type { ProxyConfig } from "../../config/types.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { TrafficEnvironment } from "../traffic.ts";
import type { ErrorPages } from "./error-replies.ts";

/** The proxy that rules belong to, as far as it exists when they are prepared. */
export interface RuleHome {
  readonly environment: TrafficEnvironment;
  readonly expressions: Expressions;
  readonly config: ProxyConfig;
  readonly errorPages: ErrorPages;
  /** What `auth` asks for without a realm of its own; the proxy's name unless given. */
  readonly defaultRealm?: string;
}
