import type { ProxyConfig } from "../config/types.ts";
import type { SampleCall } from "../config/expressions.ts";
import type { RegisteredAction, RegisteredService } from "../runtime/index.ts";
import type { Sample } from "../samples/index.ts";
import type { Outcome, RuleContext } from "./rules/outcome.ts";
import type { ProxyTraffic } from "./traffic.ts";
import type { StreamFilter } from "./stream/filter.ts";
import type { Session } from "./stream/session.ts";
import type { Stream } from "./stream/stream.ts";

/** What a Lua fetch or converter is evaluated for. */
export interface ScriptPlace {
  readonly session: Session | undefined;
  /** Where there is none, Lua gives no sample. */
  readonly stream: Stream | undefined;
  readonly direction: "request" | "response";
}

/** The proxy that an action's rule belongs to. */
export interface ActionHome {
  readonly config: ProxyConfig;
  readonly log?: ProxyTraffic["log"];
}

/**
 * How traffic calls scripts. `src/api` gives it, as the classes that scripts
 * see (TXN, AppletHTTP ...) are there; tests give their own.
 */
export interface Scripts {
  /** `lua.name` as a fetch; `call.args` are texts. Undefined is no sample. */
  fetch(call: SampleCall, place: ScriptPlace): Sample | undefined;
  converter(call: SampleCall, input: Sample, place: ScriptPlace): Sample | undefined;
  /** `wait` only where the rule is not at its final pass. `home` is the rule's proxy; failures are told in its log, or the backend's. */
  action(
    action: RegisteredAction,
    args: readonly string[],
    context: RuleContext,
    home?: ActionHome,
  ): Outcome | Promise<Outcome>;
  /**
   * Runs an HTTP service on a stream: it reads what the request channel lets
   * pass of the payload, sets `stream.http.response` with its framing, tells
   * `onHead`, and pushes its payload into the response channel. Resolves when it has ended.
   */
  httpService(service: RegisteredService, stream: Stream, onHead: () => void): Promise<ServiceEnding>;
  /** Runs a TCP service: its input is what the request channel lets pass, its output goes into the response channel. */
  tcpService(service: RegisteredService, stream: Stream): Promise<ServiceEnding>;
  /** Prepares `filter lua.name args...` of a proxy; undefined with a logged alert when its init fails. */
  filter(name: string, args: readonly string[]): StreamFilter | undefined;
  /** The stream is over: private values may go. */
  streamEnded(stream: Stream): void;
}

/** How a service ended: `failed` before its head gives a 500, after it a broken connection. */
export type ServiceEnding = "done" | "failed";
