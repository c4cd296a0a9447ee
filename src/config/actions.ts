/**
 * What rules do, as data: the actions of http-request, http-response,
 * http-after-response, tcp-request and tcp-response. `kind` is HAProxy's
 * keyword without its parenthesis.
 */
import type { Condition } from "./acl.ts";
import type { SampleExpression } from "./expressions.ts";
import type { Location } from "./location.ts";
import type { LogFormat } from "./log-format.ts";
import type { LogLevel } from "./log-target.ts";

/** The lists of rules a proxy has. */
export type Ruleset =
  | "http-request"
  | "http-response"
  | "http-after-response"
  | "tcp-request connection"
  | "tcp-request session"
  | "tcp-request content"
  | "tcp-response content";

export const RULESETS: readonly Ruleset[] = [
  "tcp-request connection",
  "tcp-request session",
  "tcp-request content",
  "tcp-response content",
  "http-request",
  "http-response",
  "http-after-response",
];

/** Where a variable lives. `parent`: in the stream that opened this one (`psess.`, `ptxn.`...). */
export interface Variable {
  readonly scope: "proc" | "sess" | "txn" | "req" | "res" | "check";
  readonly parent: boolean;
  /** Without the scope. */
  readonly name: string;
}

/** When a variable is set at all: `set-var(name,ifexists)`. All must hold. */
export type VariableGuard =
  "ifexists" | "ifnotexists" | "ifempty" | "ifnotempty" | "ifset" | "ifnotset" | "ifgt" | "iflt";

/** The body of a response made here; `errorfile` and its kin are whole responses. */
export type ReplyBody =
  | { readonly kind: "none" }
  /** `default-errorfiles`: those of the proxy. */
  | { readonly kind: "default-errorfiles" }
  /** `errorfiles <section>` */
  | { readonly kind: "errorfiles"; readonly section: string }
  | { readonly kind: "errorfile"; readonly path: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "lf-file"; readonly path: string; readonly format: LogFormat }
  | { readonly kind: "lf-string"; readonly format: LogFormat };

export interface HttpReply {
  readonly status: number;
  readonly contentType?: string;
  readonly headers: readonly { readonly name: string; readonly value: LogFormat }[];
  readonly body: ReplyBody;
}

export interface Redirect {
  readonly type: "location" | "prefix" | "scheme";
  readonly code: 301 | 302 | 303 | 307 | 308;
  /** Plain text for the `redirect` keyword, a log-format text for the action. */
  readonly target: string | LogFormat;
  readonly dropQuery: boolean;
  readonly keepQuery: boolean;
  readonly appendSlash: boolean;
  readonly ignoreEmpty: boolean;
  /** The whole value of Set-Cookie. */
  readonly setCookie?: string | LogFormat;
}

/** How `http-request normalize-uri` makes URIs that mean the same look the same; `strict` and `full` go further. */
export type UriNormalizer =
  | "path-merge-slashes"
  | "path-strip-dot"
  | "path-strip-dotdot"
  | "path-strip-dotdot full"
  | "query-sort-by-name"
  | "percent-to-uppercase"
  | "percent-to-uppercase strict"
  | "percent-decode-unreserved"
  | "percent-decode-unreserved strict"
  | "fragment-strip"
  | "fragment-encode";

/** How names of headers that are to go are found. */
export type HeaderMatch = "str" | "beg" | "end" | "sub" | "reg";

/** A number, or an expression that yields one. */
export type NumberOrExpression = number | SampleExpression;

export type Action =
  /** Words behind `lua.name`, exactly as many as the action asks for. */
  | { readonly kind: "lua"; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: "use-service"; readonly service: string }
  | { readonly kind: "allow" | "accept" | "reject" | "close" }
  | { readonly kind: "silent-drop"; readonly rstTtl?: number }
  | { readonly kind: "return" | "deny" | "tarpit"; readonly reply: HttpReply }
  | { readonly kind: "auth"; readonly realm?: string }
  | ({ readonly kind: "redirect" } & Redirect)
  | { readonly kind: "set-header" | "add-header"; readonly name: string; readonly format: LogFormat }
  | { readonly kind: "early-hint"; readonly name: string; readonly format: LogFormat }
  | {
      readonly kind: "replace-header" | "replace-value";
      readonly name: string;
      readonly regex: string;
      readonly format: LogFormat;
    }
  | {
      readonly kind: "del-header";
      readonly name: string;
      readonly match: HeaderMatch;
    }
  | {
      readonly kind: "set-path" | "set-pathq" | "set-query" | "set-uri" | "set-method";
      readonly format: LogFormat;
    }
  | {
      readonly kind: "replace-path" | "replace-pathq" | "replace-uri";
      readonly regex: string;
      readonly format: LogFormat;
    }
  | { readonly kind: "normalize-uri"; readonly normalizer: UriNormalizer }
  /** `prefix`: only headers whose names begin so, in the case they are written in. */
  | {
      readonly kind: "set-headers-bin" | "add-headers-bin";
      readonly headers: SampleExpression;
      readonly prefix: string;
    }
  | {
      readonly kind: "del-headers-bin";
      readonly names: SampleExpression;
      readonly match: Exclude<HeaderMatch, "reg">;
    }
  | { readonly kind: "set-priority-class" | "set-priority-offset"; readonly value: SampleExpression }
  | { readonly kind: "set-status"; readonly status: number; readonly reason?: string }
  | {
      readonly kind: "set-var";
      readonly variable: Variable;
      readonly guards: readonly VariableGuard[];
      readonly value: SampleExpression;
    }
  | {
      readonly kind: "set-var-fmt";
      readonly variable: Variable;
      readonly guards: readonly VariableGuard[];
      readonly value: LogFormat;
    }
  | { readonly kind: "unset-var"; readonly variable: Variable }
  /** `slot` is the index in the proxy's list of request or response captures. */
  | { readonly kind: "capture"; readonly expression: SampleExpression; readonly slot: number }
  | { readonly kind: "wait-for-body"; readonly time: number; readonly atLeast?: number }
  | { readonly kind: "wait-for-handshake" }
  | { readonly kind: "pause"; readonly time: number | SampleExpression }
  | {
      readonly kind: "track-sc";
      readonly counter: number;
      readonly key: SampleExpression;
      readonly table?: string;
    }
  | { readonly kind: "sc-inc-gpc"; readonly index: number; readonly counter: number }
  | { readonly kind: "sc-inc-gpc0" | "sc-inc-gpc1"; readonly counter: number }
  | {
      readonly kind: "sc-add-gpc" | "sc-set-gpt";
      readonly index: number;
      readonly counter: number;
      readonly value: NumberOrExpression;
    }
  | { readonly kind: "sc-set-gpt0"; readonly counter: number; readonly value: NumberOrExpression }
  | {
      readonly kind: "set-map";
      readonly file: string;
      readonly key: LogFormat;
      readonly value: LogFormat;
    }
  | { readonly kind: "del-map" | "add-acl" | "del-acl"; readonly file: string; readonly key: LogFormat }
  | { readonly kind: "set-log-level"; readonly level: LogLevel | "silent" }
  | { readonly kind: "set-nice"; readonly nice: number }
  /** An accepted action that halua cannot carry out; the manual says why. */
  | { readonly kind: "no-effect"; readonly keyword: string }
  | {
      readonly kind: "set-src" | "set-src-port" | "set-dst" | "set-dst-port";
      readonly value: SampleExpression;
    }
  | {
      readonly kind: "set-timeout";
      readonly timeout: "client" | "connect" | "queue" | "server" | "tarpit" | "tunnel";
      readonly value: number | SampleExpression;
    }
  | { readonly kind: "strict-mode"; readonly on: boolean }
  | { readonly kind: "disable-l7-retry" }
  | { readonly kind: "set-retries"; readonly value: NumberOrExpression }
  | { readonly kind: "expect-proxy"; readonly layer: "layer4" }
  | { readonly kind: "switch-mode"; readonly mode: "http"; readonly proto?: "h1" | "h2" };

/** One line of rules. */
export interface Rule {
  readonly action: Action;
  readonly condition?: Condition;
  readonly location: Location;
}
