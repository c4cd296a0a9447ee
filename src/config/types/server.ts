/** Servers: `server` lines and what they say of checks. */
import type { Address } from "../address.ts";
import type { HealthCheck } from "./checks.ts";
import type { Location } from "../location.ts";
import type { ServerTls } from "./tls.ts";

export interface HealthCheckSettings {
  readonly enabled: boolean;
  readonly inter: number;
  readonly fastinter?: number;
  readonly downinter?: number;
  readonly rise: number;
  readonly fall: number;
  readonly port?: number;
  readonly address?: Address;
  readonly tls?: boolean;
  /** What TLS of checks is made with, where traffic has none. */
  readonly tlsSettings?: ServerTls;
  readonly sendProxy: boolean;
  /** The `healthcheck` section whose rules are followed in place of the proxy's, and these rules. */
  readonly section?: string;
  readonly rules?: HealthCheck;
  readonly sni?: string;
  readonly alpn?: readonly string[];
}

/** An agent beside the server, which is asked how the server is. */
export interface AgentSettings {
  readonly enabled: boolean;
  /** Milliseconds. */
  readonly inter: number;
  readonly port?: number;
  /** An IP address; without one it is that of checks, or the server's. */
  readonly address?: string;
  /** What the agent is told; a byte string. */
  readonly send?: string;
}

/** What happens to a server whose traffic shows errors. */
export interface Observe {
  readonly layer: "none" | "layer4" | "layer7";
  readonly errorLimit: number;
  readonly onError: "fastinter" | "fail-check" | "sudden-death" | "mark-down";
}

export type ProxyProtocol = "v1" | "v2" | "v2-ssl" | "v2-ssl-cn";

export interface Server {
  readonly name: string;
  readonly location: Location;
  readonly address: Address;
  /** Position in its proxy, from 1, or the `id` given. */
  readonly id: number;
  /** The `id` was given. */
  readonly forcedId: boolean;
  readonly guid?: string;
  readonly weight: number;
  readonly backup: boolean;
  readonly disabled: boolean;
  readonly maxconn: number;
  readonly minconn: number;
  readonly maxqueue: number;
  readonly slowstart?: number;
  readonly cookie?: string;
  readonly redirectPrefix?: string;
  /** `proxy/server` or `server`. */
  readonly track?: string;
  readonly check: HealthCheckSettings;
  readonly agent: AgentSettings;
  readonly observe: Observe;
  readonly onMarkedDown?: "shutdown-sessions";
  readonly onMarkedUp?: "shutdown-backup-sessions";
  readonly sendProxy?: ProxyProtocol;
  readonly proto?: string;
  readonly ws: "auto" | "h1" | "h2";
  readonly tls?: ServerTls;
  /** What `ssl` and `no-ssl` say; undefined where neither is said. */
  readonly tlsEnabled: boolean | undefined;
  /** What TLS is made with that `set server ... ssl` switches on; undefined where it cannot. */
  readonly switchableTls?: ServerTls;
  readonly source?: Address;
  readonly initAddr: readonly string[];
  readonly initState?: "none" | "fully-up" | "up" | "down" | "fully-down";
  readonly resolvers?: string;
  readonly resolvePrefer?: "ipv4" | "ipv6";
  readonly stick: boolean;
  readonly poolMaxConn: number;
  readonly poolPurgeDelay: number;
  readonly maxReuse: number;
  /** It began with the settings of a default-server. */
  readonly hasDefaults: boolean;
}
