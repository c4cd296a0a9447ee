/** Proxies: frontend, backend and listen sections. */
import type { ExternalCheck, HealthCheck } from "./checks.ts";
import type { Acl, Condition } from "../acl.ts";
import type { Redirect, Rule, Ruleset } from "../actions.ts";
import type { Address } from "../address.ts";
import type { SampleExpression } from "../expressions.ts";
import type { Location } from "../location.ts";
import type { LogFormat } from "../log-format.ts";
import type { LogLevel, LogTarget } from "../log-target.ts";
import type { Balance, CookieConfig, HashType, StickRule, StickTable } from "./backend.ts";
import type { Bind } from "./bind.ts";
import type { ErrorReply } from "./sections.ts";
import type { Server } from "./server.ts";

export type Mode = "tcp" | "http";

/** Milliseconds; absent means without limit. */
export interface Timeouts {
  readonly client?: number;
  readonly clientFin?: number;
  readonly handshake?: number;
  readonly httpRequest?: number;
  readonly httpKeepAlive?: number;
  readonly connect?: number;
  readonly server?: number;
  readonly serverFin?: number;
  readonly queue?: number;
  readonly check?: number;
  readonly tunnel?: number;
  readonly tarpit?: number;
}

export interface HeaderForwarding {
  readonly header: string;
  /** A network whose clients get none. */
  readonly except?: string;
  readonly ifNone: boolean;
}

/** Where a part of `forwarded` comes from: the connection or the request itself, or an expression. */
export type ForwardedSource = "original" | SampleExpression;

export interface ForwardedNodeConfig {
  readonly name: ForwardedSource;
  readonly port?: ForwardedSource;
}

/** `option forwarded`: the parts of the header that requests get (RFC 7239). */
export interface ForwardedConfig {
  readonly proto: boolean;
  readonly host?: ForwardedSource;
  readonly by?: ForwardedNodeConfig;
  readonly for?: ForwardedNodeConfig;
}

export interface StatsPage {
  readonly uri: string;
  readonly realm?: string;
  /** Seconds. */
  readonly refresh?: number;
  readonly users: readonly { readonly user: string; readonly password: string }[];
  readonly scopes: readonly string[];
  readonly showVersion: boolean;
  readonly showLegends: boolean;
  readonly showModules: boolean;
  readonly showNode?: string;
  readonly showDescription?: string;
  readonly admin: readonly Condition[];
  readonly rules: readonly Rule[];
}

/** `name` is a log-format text when it is decided at run time. */
export interface SwitchingRule {
  readonly name: string | LogFormat;
  readonly condition?: Condition;
  readonly location: Location;
}

interface FilterLine<Name extends string> {
  /** As `filter-sequence` names it. */
  readonly name: Name;
  /** Undefined where the filter is implied. */
  readonly location: Location | undefined;
}

export interface LuaFilterUse extends FilterLine<string> {
  readonly kind: "lua";
  readonly args: readonly string[];
}

export interface CompressionFilterUse extends FilterLine<"comp-req" | "comp-res"> {
  readonly kind: "compression";
}

/** Does nothing: there is no cache. */
export interface CacheFilterUse extends FilterLine<"cache"> {
  readonly kind: "cache";
  readonly cache: string;
  /** It has a line of its own, and is not only there for rules. */
  readonly explicit: boolean;
}

/** Does nothing. */
export interface TraceFilterUse extends FilterLine<"trace"> {
  readonly kind: "trace";
}

export type FilterUse = LuaFilterUse | CompressionFilterUse | CacheFilterUse | TraceFilterUse;

/** The filters that one direction passes, in that order; absent: all, in the order of their lines. */
export interface FilterSequence {
  readonly request?: readonly string[];
  readonly response?: readonly string[];
}

export type CompressionAlgorithm = "identity" | "deflate" | "raw-deflate" | "gzip";

/** `compression` lines. */
export interface CompressionConfig {
  /** What is compressed. */
  readonly request: boolean;
  readonly response: boolean;
  /** What clients may choose from, the first to be tried first. */
  readonly responseAlgorithms?: readonly CompressionAlgorithm[];
  readonly requestAlgorithm?: CompressionAlgorithm;
  /** How the media types begin that are compressed; absent: all. */
  readonly responseTypes?: readonly string[];
  readonly requestTypes?: readonly string[];
  /** The least bytes of a payload whose length is known. */
  readonly responseMinimum?: number;
  readonly requestMinimum?: number;
  /** Servers are not told that clients take compressed responses. */
  readonly offload?: boolean;
}

/** Names as HAProxy's options have them; those with arguments stand elsewhere. */
export type ProxyOption =
  | "abortonclose"
  | "accept-unsafe-violations-in-http-request"
  | "accept-unsafe-violations-in-http-response"
  | "allbackups"
  | "checkcache"
  | "clitcpka"
  | "contstats"
  | "disable-h2-upgrade"
  | "dontlog-normal"
  | "dontlognull"
  | "h1-case-adjust-bogus-client"
  | "h1-case-adjust-bogus-server"
  | "http-buffer-request"
  | "http-drop-request-trailers"
  | "http-drop-response-trailers"
  | "http-ignore-probes"
  | "http-no-delay"
  | "http-pretend-keepalive"
  | "http-use-proxy-header"
  | "idle-close-on-response"
  | "independent-streams"
  | "log-health-checks"
  | "log-separate-errors"
  | "logasap"
  | "nolinger"
  | "persist"
  | "prefer-last-server"
  | "redispatch"
  | "socket-stats"
  | "srvtcpka"
  | "tcp-smart-accept"
  | "tcp-smart-connect";

export interface HeaderCapture {
  /** Absent for a slot that only rules fill. */
  readonly name?: string;
  readonly length: number;
}

/** A frontend, a backend, or a listen, which is both. */
export interface ProxyConfig {
  readonly name: string;
  readonly kind: "frontend" | "backend" | "listen";
  readonly location: Location;
  readonly id: number;
  readonly guid?: string;
  readonly mode: Mode;
  readonly disabled: boolean;
  readonly description?: string;
  readonly timeouts: Timeouts;
  readonly options: ReadonlySet<ProxyOption>;
  readonly httpMode: "keep-alive" | "server-close" | "close";

  readonly emailAlert?: EmailAlert | undefined;

  readonly binds: readonly Bind[];
  readonly maxconn?: number;
  readonly backlog?: number;
  /** New sessions a second. */
  readonly rateLimit?: number;
  readonly monitorUri?: string;
  readonly monitorFail: readonly Condition[];
  readonly captureCookie?: HeaderCapture;
  readonly requestCaptures: readonly HeaderCapture[];
  readonly responseCaptures: readonly HeaderCapture[];
  readonly useBackend: readonly SwitchingRule[];
  readonly defaultBackend?: string;
  readonly uniqueIdFormat?: LogFormat;
  readonly uniqueIdHeader?: string;

  /** The `id` was given. */
  readonly hasId: boolean;
  readonly servers: readonly Server[];
  readonly balance: Balance;
  readonly hashType: HashType;
  readonly hashBalanceFactor: number;
  /** Until what of a server is reached a hash keeps to it. */
  readonly hashPreserveAffinity: "always" | "maxconn" | "maxqueue";
  readonly fullconn?: number;
  readonly retries: number;
  readonly retryOn: readonly string[];
  readonly redispatchAfter: number;
  readonly httpReuse: "never" | "safe" | "aggressive" | "always";
  readonly healthCheck: HealthCheck;
  readonly externalCheck?: ExternalCheck;
  readonly cookie?: CookieConfig;
  readonly dynamicCookieKey?: string;
  readonly source?: Address;
  readonly useServer: readonly SwitchingRule[];
  readonly stickTable?: StickTable;
  readonly stickRules: readonly StickRule[];
  readonly persistRules: readonly { readonly kind: "force" | "ignore"; readonly condition: Condition }[];
  readonly httpSendNameHeader?: string;

  readonly acls: ReadonlyMap<string, Acl>;
  /** Those of the defaults section come first. */
  readonly rules: Readonly<Record<Ruleset, readonly Rule[]>>;
  readonly redirects: readonly (Redirect & { readonly condition?: Condition; readonly location: Location })[];
  readonly inspectDelay?: number;
  readonly responseInspectDelay?: number;
  readonly filters: readonly FilterUse[];
  readonly filterSequence: FilterSequence;
  readonly compression?: CompressionConfig;
  readonly forwardFor?: HeaderForwarding;
  readonly originalTo?: HeaderForwarding;
  readonly forwarded?: ForwardedConfig;
  readonly restrictHeaderNames: "preserve" | "reject" | "delete" | undefined;
  readonly stats?: StatsPage;

  readonly logs: readonly LogTarget[];
  readonly logFormat?: LogFormat;
  /** Which of HAProxy's own formats `logFormat` is, or "custom". */
  readonly logFormatKind?: "custom" | "httplog" | "httplog clf" | "tcplog" | "tcplog clf" | "httpslog";
  readonly logFormatSd?: LogFormat;
  readonly errorLogFormat?: LogFormat;
  readonly logTag?: string;
  /** What is answered instead of HAProxy's own error pages, by status. */
  readonly errors: ReadonlyMap<number, ErrorReply>;
}

/** `email-alert`: what a script sends mails with. Once checked, it is complete or not there. */
export interface EmailAlert {
  readonly from?: string;
  readonly to?: string;
  /** The name of a {@link MailersConfig}. */
  readonly mailers?: string;
  readonly hostname?: string;
  readonly level?: LogLevel;
}
