import type { SampleCall } from "../config/expressions.ts";
import type { RegisteredAction, RegisteredService } from "../runtime/index.ts";
import type { Sample } from "../samples/index.ts";
import type { Outcome, RuleContext } from "./rules/outcome.ts";
import type { Channel } from "./stream/channel.ts";
import type { Session } from "./stream/session.ts";
import type { Stream } from "./stream/stream.ts";

/** What a Lua fetch or converter is evaluated for. */
export interface ScriptPlace {
  readonly session: Session | undefined;
  /** Where there is none, Lua gives no sample. */
  readonly stream: Stream | undefined;
  readonly direction: "request" | "response";
}

/**
 * How traffic calls scripts. `src/api` gives it, as the classes that scripts
 * see (TXN, AppletHTTP ...) are there; tests give their own.
 */
export interface Scripts {
  /** `lua.name` as a fetch; `call.args` are texts. Undefined is no sample. */
  fetch(call: SampleCall, place: ScriptPlace): Sample | undefined;
  converter(call: SampleCall, input: Sample, place: ScriptPlace): Sample | undefined;
  /** `wait` only where the rule is not at its final pass. */
  action(
    action: RegisteredAction,
    args: readonly string[],
    context: RuleContext,
  ): Outcome | Promise<Outcome>;
  /**
   * Runs an HTTP service on a stream: it reads the request's payload from the
   * request channel, sets `stream.http.response` with its framing, tells
   * `onHead`, and pushes its payload into the response channel. Resolves when it has ended.
   */
  httpService(service: RegisteredService, stream: Stream, onHead: () => void): Promise<ServiceEnding>;
  /** Runs a TCP service: input from the request channel, output into the response channel. */
  tcpService(service: RegisteredService, stream: Stream): Promise<ServiceEnding>;
  /** Prepares `filter lua.name args...` of a proxy; undefined with a logged alert when its init fails. */
  filter(name: string, args: readonly string[]): ScriptFilter | undefined;
  /** The stream is over: private values may go. */
  streamEnded(stream: Stream): void;
}

/** How a service ended: `failed` before its head gives a 500, after it a broken connection. */
export type ServiceEnding = "done" | "failed";

/** A filter line: makes an instance for each stream, or none. */
export interface ScriptFilter {
  /** Whether it can handle HTTP (FLT_CFG_FL_HTX). */
  readonly http: boolean;
  /** `fail`: the stream is not to be made. */
  attach(stream: Stream): FilterInstance | undefined | "fail";
}

/** What a callback of a filter answers: go on, wait for news (or `wakeAfterMs`), or an error that ends the stream. */
export type FilterVerdict = "continue" | "error" | { readonly wait: number | undefined };

/** A filter at work on one stream. Absent callbacks go on. */
export interface FilterInstance {
  startAnalyze?(channel: Channel): FilterVerdict;
  httpHeaders?(channel: Channel): FilterVerdict;
  /** Whether the payload callbacks are to be called for a channel. */
  filtersData(channel: Channel): boolean;
  /** How many bytes at the front of the input may pass; undefined: all. */
  payload?(channel: Channel): number | undefined | "error";
  httpEnd?(channel: Channel): FilterVerdict;
  endAnalyze?(channel: Channel): FilterVerdict;
}
