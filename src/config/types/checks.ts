/** Health checks as they are configured: the steps that a check takes with a server, one after the other. */
import type { Action, NumberOrExpression } from "../actions.ts";
import type { Address } from "../address.ts";
import type { SampleExpression } from "../expressions.ts";
import type { LogFormat } from "../log-format.ts";

/** What a backend's checks speak. `connect`: no more than that a connection can be made; `external`: a program is run. */
export type CheckProtocol =
  | "connect"
  | "tcp"
  | "http"
  | "ssl-hello"
  | "redis"
  | "smtp"
  | "mysql"
  | "pgsql"
  | "ldap"
  | "spop"
  | "external";

/** How a step can say that a check ended, by the names of HAProxy's statuses. */
export type StepStatus =
  "L4OK" | "L6OK" | "L7OK" | "L7OKC" | "L4CON" | "L6RSP" | "L7RSP" | "L7STS" | "L4TOUT" | "L6TOUT" | "L7TOUT";

interface Step {
  /** Its number among the lines, from 0; what is implied has the number of its neighbour. */
  readonly index: number;
  /** What is said when it fails. */
  readonly comment?: string;
}

/** Opens a connection; the one before is closed. */
export interface ConnectStep extends Step {
  readonly kind: "connect";
  /** It stands in no line. */
  readonly implicit: boolean;
  /** What the line does not say is as the server's checks have it. */
  readonly asServer: boolean;
  readonly address?: Address;
  readonly port?: NumberOrExpression;
  readonly sendProxy: boolean;
  readonly tls: boolean;
  readonly sni?: string;
  readonly alpn?: readonly string[];
}

/** Sends a text; `hex` is that of its digits. */
export interface SendStep extends Step {
  readonly kind: "send";
  readonly text: string | LogFormat;
  readonly hex: boolean;
}

/** Sends a request. */
export interface SendHttpStep extends Step {
  readonly kind: "send-http";
  readonly method?: string;
  readonly uri?: string | LogFormat;
  readonly version?: string;
  readonly headers: readonly { readonly name: string; readonly value: LogFormat }[];
  readonly body?: string | LogFormat;
}

/** How the name or value of a header is compared. */
export interface HeaderMatch {
  readonly method: "str" | "beg" | "end" | "sub" | "reg";
  readonly pattern: string | LogFormat;
}

/** What an answer is to be like. `text` is a byte string, `hex`: of what the digits of a format stand for. */
export type Expectation =
  | { readonly type: "status"; readonly ranges: readonly (readonly [low: number, high: number])[] }
  | { readonly type: "status-regex"; readonly regex: string }
  | { readonly type: "regex"; readonly regex: string }
  | { readonly type: "binary-regex"; readonly regex: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "binary"; readonly text: string }
  | { readonly type: "format"; readonly format: LogFormat; readonly hex: boolean }
  | {
      readonly type: "header";
      /** The whole line is one value. */
      readonly full: boolean;
      readonly name: HeaderMatch;
      readonly value?: HeaderMatch;
    }
  /** A packet of a protocol. */
  | { readonly type: "packet"; readonly packet: "mysql-greeting" | "mysql-ok" | "ldap-bind" | "spop-hello" };

/** Waits for an answer. */
export interface ExpectStep extends Step {
  readonly kind: "expect";
  readonly negated: boolean;
  readonly expectation: Expectation;
  /** How many bytes must have come before it is judged; -1: whatever comes, and again when more has. */
  readonly least: number;
  readonly okStatus?: StepStatus;
  readonly errorStatus?: StepStatus;
  readonly timeoutStatus?: StepStatus;
  readonly statusCode?: SampleExpression;
  readonly onSuccess?: LogFormat;
  readonly onError?: LogFormat;
}

/** Sets or unsets a variable. */
export interface ActionStep extends Step {
  readonly kind: "action";
  readonly action: Extract<Action, { readonly kind: "set-var" | "set-var-fmt" | "unset-var" }>;
}

export type CheckStep = ConnectStep | SendStep | SendHttpStep | ExpectStep | ActionStep;

/** `external-check`: what is run as a check. Once checked, there is a command where checks are such. */
export interface ExternalCheck {
  readonly command?: string;
  /** The PATH in which the command is looked for, and which it gets. */
  readonly path?: string;
}

/** How a backend's servers are checked. */
export interface HealthCheck {
  readonly protocol: CheckProtocol;
  /** The first that is no action is a connection. */
  readonly steps: readonly CheckStep[];
  /** `http-check disable-on-404` */
  readonly acceptsNotFound: boolean;
  /** `http-check send-state` */
  readonly sendsState: boolean;
}
