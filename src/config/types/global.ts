/** The global section. */
import type { SampleExpression } from "../expressions.ts";
import type { LogFormat } from "../log-format.ts";
import type { LogTarget } from "../log-target.ts";
import type { DefaultPath } from "../working-directory.ts";
import type { Bind, UnixSettings } from "./bind.ts";
import type { TlsSettings } from "./tls.ts";

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
  /** Whether checks may run programs, and whether these get the environment of this process. */
  readonly externalCheck?: "own-env" | "preserve-env";
  readonly forks: boolean;
  readonly sslServerVerify: "none" | "required";
  /** `ssl-default-bind-*` and `ssl-default-server-*`; already in the binds and servers that set nothing else. */
  readonly tlsDefaults: { readonly bind: TlsSettings; readonly server: TlsSettings };
  readonly spreadChecks: number;
  readonly maxSpreadChecks?: number;
  readonly httpclient: HttpClientConfig;
  readonly tune: TuneConfig;
  /** Names mapped for `h1-case-adjust`. */
  readonly h1CaseAdjust: ReadonlyMap<string, string>;
  readonly countedStatuses: CountedStatuses;
}

/** The statuses of responses that stick tables count (`http-err-codes`, `http-fail-codes`). */
export interface CountedStatuses {
  /** As errors of clients: `http_err_cnt`. */
  readonly errors: ReadonlySet<number>;
  /** As failures of servers: `http_fail_cnt`. */
  readonly failures: ReadonlySet<number>;
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
  /** zlib's, 1 to 9. */
  readonly compressionLevel: number;
}
