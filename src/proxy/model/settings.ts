import type { CheckSettings } from "./check-state.ts";
import type { StickTableSettings } from "./stick-table-settings.ts";
import type { ServerAddress } from "./server-changes.ts";
import type { Capability, Mailers } from "./types.ts";

/** What a configuration says of a proxy, its listeners and servers: what declared ones are made from. */

/** A proxy itself. */
export interface ProxySettings {
  readonly name: string;
  readonly uuid: number;
  /** The number was given by `id`. */
  readonly forcedId: boolean;
  readonly capability: Capability;
  readonly mode: string;
  readonly disabled: boolean;
  /** Connections of the frontend side. */
  readonly maxconn: number;
  readonly fullconn: number;
  /** New sessions a second; 0: no limit. */
  readonly rateLimit: number;
  /** `option socket-stats` */
  readonly socketStats: boolean;
  /** The name of the cookie that binds clients to servers. */
  readonly cookie?: string;
  /** `balance`, as `show stat` names it. */
  readonly algorithm: string;
  /** Whether the algorithm lets weights change (BE_LB_PROP_DYN). */
  readonly dynamicWeights: boolean;
  /** `option allbackups` */
  readonly allBackups: boolean;
  readonly mailers?: Mailers;
  readonly stickTable?: StickTableSettings;
}

/** One address of a `bind` line. */
export interface ListenerSettings {
  readonly name: string | undefined;
  /** Its number in the proxy, from 1. */
  readonly luid: number;
  readonly address: ServerAddress;
  /** HAProxy's name: `tcpv4`, `tcpv6`, `unix_stream`. */
  readonly protocol: string;
  /** 0: no limit of its own. */
  readonly maxconn: number;
}

/** A server. Times in milliseconds. */
export interface ServerSettings {
  readonly name: string;
  readonly puid: number;
  readonly address: ServerAddress;
  /** The name that stands for the address. */
  readonly hostname?: string;
  /** It has `resolvers`: its name is looked up again and again. */
  readonly resolves?: boolean;
  /** The port of its line, whatever the address has become. */
  readonly port: number;
  /** The number was given by `id`. */
  readonly forcedId: boolean;
  /** `ssl` and `no-ssl` of its line. */
  readonly tlsEnabled: boolean | undefined;
  /** Something of the configuration means it by its name. */
  readonly nameIsUsed: boolean;
  /** There is what TLS can be switched on with. */
  readonly switchesTls: boolean;
  /** 0..256 */
  readonly weight: number;
  readonly backup: boolean;
  readonly disabled: boolean;
  /** Added at run time. */
  readonly dynamic: boolean;
  /** 0: no limit. */
  readonly maxconn: number;
  /** 0: no limit. */
  readonly maxqueue: number;
  /** -1: no limit. */
  readonly poolMaxConn: number;
  readonly slowstart: number;
  readonly cookie?: string;
  readonly check: CheckSettings;
  readonly agent: CheckSettings;
  /** What the agent is told. */
  readonly agentSend?: string;
  /** Whether errors of its traffic count as failed checks. */
  readonly observe: boolean;
  /** `on-marked-down shutdown-sessions` */
  readonly shutdownWhenDown: boolean;
  /** `on-marked-up shutdown-backup-sessions` */
  readonly shutdownBackupsWhenUp: boolean;
}
