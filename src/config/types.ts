/**
 * A configuration, as data for the proxy: what `parseConfig` returns. Nothing
 * here has behaviour, and nothing changes after the parse. Times are
 * milliseconds unless a name says otherwise, sizes bytes, texts byte strings.
 */
import type { Acl, Condition } from "./acl.ts";
import type { HttpReply, Redirect, Rule, Ruleset } from "./actions.ts";
import type { Address } from "./address.ts";
import type { SampleExpression } from "./expressions.ts";
import type { Location } from "./location.ts";
import type { LogFormat } from "./log-format.ts";
import type { LogLevel, LogTarget } from "./log-target.ts";
import type { DefaultPath, DirectoryChange } from "./working-directory.ts";

export interface Config {
  readonly files: readonly string[];
  /** What `default-path` made of relative paths, line by line; see `pathAt`. */
  readonly directories: readonly DirectoryChange[];
  readonly global: GlobalConfig;
  /** In the order of the files. */
  readonly proxies: readonly ProxyConfig[];
  readonly userlists: readonly Userlist[];
  readonly httpErrors: readonly HttpErrors[];
  readonly resolvers: readonly ResolversConfig[];
  readonly rings: readonly RingConfig[];
  readonly mailers: readonly MailersConfig[];
  /** Sections that are read over and do nothing: peers, cache. */
  readonly inert: readonly InertSection[];
}

export interface InertSection {
  readonly kind: "peers" | "cache";
  readonly name: string;
  readonly location: Location;
}

/** A directive about Lua, in the order in which they were carried out. */
export type LuaDirective =
  | {
      readonly kind: "load";
      readonly file: string;
      readonly args: readonly string[];
      readonly perThread: boolean;
    }
  | { readonly kind: "prepend-path"; readonly path: string; readonly type: "path" | "cpath" }
  | { readonly kind: "option"; readonly option: LuaOption };

/** A `tune.lua.*` setting, typed. Times are milliseconds, `maxmem` megabytes; 0 means none. */
export type LuaOption =
  | { readonly name: "openlibs"; readonly value: readonly string[] }
  | { readonly name: "bool-sample-conversion"; readonly value: "normal" | "pre-3.1-bug" }
  | { readonly name: "log.loggers"; readonly value: boolean }
  | { readonly name: "log.stderr"; readonly value: "on" | "auto" | "off" }
  | {
      readonly name: "session-timeout" | "service-timeout" | "task-timeout" | "burst-timeout";
      readonly value: number;
    }
  | { readonly name: "forced-yield" | "maxmem"; readonly value: number };

export interface GlobalConfig {
  readonly logs: readonly LogTarget[];
  readonly logTag?: string;
  /** What `log-send-hostname` asks for; "" means this machine's name. */
  readonly logSendHostname?: string;
  readonly stats: {
    readonly sockets: readonly Bind[];
    readonly timeout: number;
    readonly maxconn: number;
  };
  readonly lua: readonly LuaDirective[];
  readonly nbthread?: number;
  readonly maxconn?: number;
  readonly maxconnRate?: number;
  readonly maxsessRate?: number;
  readonly ulimitN?: number;
  readonly daemon: boolean;
  readonly quiet: boolean;
  readonly masterWorker: boolean;
  readonly masterWorkerNoExitOnFailure: boolean;
  readonly zeroWarning: boolean;
  readonly pidfile?: string;
  readonly chroot?: string;
  readonly user?: string;
  readonly group?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly node?: string;
  readonly description?: string;
  readonly localpeer?: string;
  readonly hardStopAfter?: number;
  readonly grace?: number;
  readonly closeSpreadTime?: number | "infinite";
  readonly defaultPath: DefaultPath;
  readonly exposeExperimental: boolean;
  readonly exposeDeprecated: boolean;
  readonly shmStatsFile?: string;
  readonly shmStatsFileMaxObjects?: number;
  /** `set-var` and `set-var-fmt`, in order; evaluated once at start. */
  readonly variables: readonly GlobalVariable[];
  readonly unixBind: UnixSettings & { readonly prefix?: string };
  readonly caBase?: string;
  readonly crtBase?: string;
  readonly keyBase?: string;
  readonly sslServerVerify: "none" | "required";
  /** `ssl-default-bind-*` and `ssl-default-server-*`; already in the binds and servers that set nothing else. */
  readonly tlsDefaults: { readonly bind: TlsSettings; readonly server: TlsSettings };
  readonly spreadChecks: number;
  readonly maxSpreadChecks?: number;
  readonly httpclient: HttpClientConfig;
  readonly tune: TuneConfig;
  /** Names mapped for `h1-case-adjust`. */
  readonly h1CaseAdjust: ReadonlyMap<string, string>;
}

export type GlobalVariable =
  | { readonly kind: "set-var"; readonly name: string; readonly value: SampleExpression }
  | { readonly kind: "set-var-fmt"; readonly name: string; readonly value: LogFormat };

export interface HttpClientConfig {
  readonly retries?: number;
  readonly connectTimeout?: number;
  readonly caFile?: string;
  readonly verify?: "none" | "required";
  readonly resolversId?: string;
  readonly resolversDisabled: boolean;
  readonly resolversPrefer?: "ipv4" | "ipv6";
}

/** The limits that scripts and clients can see. */
export interface TuneConfig {
  readonly bufsize: number;
  readonly maxrewrite: number;
  readonly maxHeaders: number;
  readonly cookieLength: number;
  readonly logUriLength: number;
  readonly stickCounters: number;
}

export interface UnixSettings {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly user?: string;
  readonly group?: string;
}

/** A `bind` line, or a `stats socket`. */
export interface Bind extends UnixSettings {
  /** As written: the addresses with their commas. */
  readonly text: string;
  readonly addresses: readonly Address[];
  readonly location: Location;
  readonly name?: string;
  readonly id?: number;
  readonly guidPrefix?: string;
  readonly acceptProxy: boolean;
  readonly backlog?: number;
  readonly maxconn?: number;
  /** Of a stats socket; a frontend's is not used. */
  readonly level: "user" | "operator" | "admin";
  readonly severityOutput: "none" | "number" | "string";
  /** `expose-fd listeners`: descriptors may be asked for by a new process. */
  readonly exposeFd: boolean;
  readonly v4v6: boolean;
  readonly v6only: boolean;
  readonly proto?: string;
  readonly tls?: BindTls;
}

export type TlsVersion = "SSLv3" | "TLSv1.0" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";

export interface TlsSettings {
  readonly alpn?: readonly string[];
  readonly caFile?: string;
  readonly crlFile?: string;
  readonly ciphers?: string;
  readonly ciphersuites?: string;
  readonly curves?: string;
  readonly sigalgs?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
}

export interface BindTls extends TlsSettings {
  readonly certificates: readonly string[];
  readonly verify: "none" | "optional" | "required";
  readonly strictSni: boolean;
}

export interface ServerTls extends TlsSettings {
  readonly verify?: "none" | "required";
  readonly verifyHost?: string;
  readonly sni?: SampleExpression;
  readonly certificate?: string;
}

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
  readonly sni?: string;
  readonly alpn?: readonly string[];
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
  readonly observe: Observe;
  readonly onMarkedDown?: "shutdown-sessions";
  readonly onMarkedUp?: "shutdown-backup-sessions";
  readonly sendProxy?: ProxyProtocol;
  readonly proto?: string;
  readonly ws: "auto" | "h1" | "h2";
  readonly tls?: ServerTls;
  readonly source?: Address;
  readonly initAddr: readonly string[];
  readonly initState?: "none" | "fully-up" | "up" | "down" | "fully-down";
  readonly resolvers?: string;
  readonly resolvePrefer?: "ipv4" | "ipv6";
  readonly stick: boolean;
  readonly poolMaxConn: number;
  readonly poolPurgeDelay: number;
  readonly maxReuse: number;
}

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

export type Balance =
  | { readonly algorithm: "roundrobin" | "static-rr" | "leastconn" | "first" | "source" }
  | { readonly algorithm: "random"; readonly draws: number }
  | {
      readonly algorithm: "uri";
      readonly length?: number;
      readonly depth?: number;
      readonly whole: boolean;
      readonly pathOnly: boolean;
    }
  | { readonly algorithm: "url_param"; readonly name: string; readonly checkPost?: number }
  | { readonly algorithm: "hdr"; readonly header: string; readonly domainOnly: boolean }
  | { readonly algorithm: "hash"; readonly expression: SampleExpression }
  | { readonly algorithm: "rdp-cookie"; readonly name: string };

export interface HashType {
  readonly method: "map-based" | "consistent";
  readonly hash: "sdbm" | "djb2" | "wt6" | "crc32" | "none";
  readonly avalanche: boolean;
}

export interface CookieConfig {
  readonly name: string;
  readonly rewrite: boolean;
  readonly insert: boolean;
  readonly prefix: boolean;
  readonly indirect: boolean;
  readonly nocache: boolean;
  readonly postonly: boolean;
  readonly preserve: boolean;
  readonly httponly: boolean;
  readonly secure: boolean;
  readonly dynamic: boolean;
  /** What stands behind `domain=`, more than one joined as HAProxy joins them. */
  readonly domain?: string;
  /** Seconds. */
  readonly maxidle?: number;
  /** Seconds. */
  readonly maxlife?: number;
  readonly attributes?: string;
}

/** How servers are checked. */
export type HealthCheck =
  | { readonly kind: "connect" }
  | {
      readonly kind: "http";
      readonly method: string;
      readonly uri: string;
      readonly version?: string;
      readonly host?: string;
    }
  | { readonly kind: "ssl-hello" | "redis" };

export type HttpCheckStep =
  | {
      readonly kind: "send";
      readonly method?: string;
      readonly uri?: string;
      readonly version?: string;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
      readonly body?: string;
    }
  | {
      readonly kind: "expect";
      readonly negated: boolean;
      readonly type: "status" | "string" | "rstatus" | "rstring";
      readonly value: string;
    }
  /** A comment by itself, which the next failing step reports. */
  | { readonly kind: "comment"; readonly text: string };

export interface HeaderForwarding {
  readonly header: string;
  /** A network whose clients get none. */
  readonly except?: string;
  readonly ifNone: boolean;
}

/** A type and the sizes of what is stored; rates carry their period in ms, arrays their size. */
export interface StickTable {
  readonly name: string;
  readonly type: "ip" | "ipv6" | "integer" | "string" | "binary";
  /** In bytes; a string's with its NUL. */
  readonly keyLength: number;
  readonly size: number;
  readonly expire?: number;
  readonly noPurge: boolean;
  readonly store: readonly StoredCounter[];
  readonly serverKey: "name" | "addr";
  /** How many bytes make one count of the rates of bytes. */
  readonly bytesUnit: number;
  readonly peers?: string;
  readonly writeTo?: string;
  readonly location: Location;
}

export interface StoredCounter {
  readonly name: string;
  readonly period?: number;
  readonly size?: number;
}

export interface StickRule {
  readonly match: boolean;
  readonly store: boolean;
  readonly onResponse: boolean;
  readonly key: SampleExpression;
  readonly table?: string;
  readonly condition?: Condition;
  readonly location: Location;
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

export interface FilterUse {
  /** `lua.name` */
  readonly name: string;
  readonly args: readonly string[];
  readonly location: Location;
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

  readonly servers: readonly Server[];
  readonly balance: Balance;
  readonly hashType: HashType;
  readonly hashBalanceFactor: number;
  readonly fullconn?: number;
  readonly retries: number;
  readonly retryOn: readonly string[];
  readonly redispatchAfter: number;
  readonly httpReuse: "never" | "safe" | "aggressive" | "always";
  readonly healthCheck: HealthCheck;
  readonly httpCheckSteps: readonly HttpCheckStep[];
  readonly httpCheckDisableOn404: boolean;
  readonly httpCheckSendState: boolean;
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
  readonly forwardFor?: HeaderForwarding;
  readonly originalTo?: HeaderForwarding;
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

export type ErrorReply =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "location"; readonly code: 302 | 303; readonly url: string }
  | { readonly kind: "reply"; readonly reply: HttpReply; readonly location: Location };

export interface Userlist {
  readonly name: string;
  readonly location: Location;
  readonly users: readonly User[];
  readonly groups: readonly string[];
}

export interface User {
  readonly name: string;
  readonly password?: string;
  /** The password is to be compared as it is; otherwise it is crypt(3)'s hash. */
  readonly insecure: boolean;
  readonly groups: readonly string[];
}

export interface HttpErrors {
  readonly name: string;
  readonly location: Location;
  readonly errors: ReadonlyMap<number, ErrorReply>;
}

/** Read, but names are resolved by the system: see doc/configuration.md. */
export interface ResolversConfig {
  readonly name: string;
  readonly location: Location;
  readonly nameservers: readonly { readonly name: string; readonly address: Address }[];
}

/** Servers for mails that scripts send. */
export interface MailersConfig {
  readonly name: string;
  readonly location: Location;
  readonly servers: readonly { readonly name: string; readonly address: Address }[];
  /** Milliseconds. */
  readonly timeout: number;
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

export interface RingConfig {
  readonly name: string;
  readonly location: Location;
  readonly description?: string;
  readonly size: number;
  readonly maxLength: number;
  readonly format: LogTarget["format"];
}

export type { LogLevel };
