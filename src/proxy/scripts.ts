import type { SampleCall } from "../config/expressions.ts";
import type { RegisteredAction, RegisteredService } from "../runtime/index.ts";
import type { Sample } from "../samples/index.ts";
import type { Outcome, RuleContext } from "./rules/outcome.ts";
import type { ProxyTraffic } from "./traffic.ts";
import type { Channel } from "./stream/channel.ts";
import type { Session } from "./stream/session.ts";
import type { Stream } from "./stream/stream.ts";
import type { LocalReply } from "./stream/transaction.ts";

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
  /** `wait` only where the rule is not at its final pass. `log` is that of the rule's proxy, for failures; the backend's by default. */
  action(
    action: RegisteredAction,
    args: readonly string[],
    context: RuleContext,
    log?: ProxyTraffic["log"],
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

/** A callback of a filter wants to be called again: at news, and after so many milliseconds without. */
export interface FilterWait {
  readonly wait: number | undefined;
}

/**
 * What a callback of a filter answers: go on, wait, an error that ends the
 * stream, or what the client gets instead.
 */
export type FilterVerdict = "continue" | "error" | FilterWait | LocalReply;

/** The part of a channel's input that a filter is shown: what it has not let pass yet, and the filters before it have. */
export interface FilterWindow {
  /** From the front of the input; moves on as the callback lets bytes pass. */
  offset: number;
  /** Changes as the callback puts bytes in or takes some out. */
  length: number;
}

/** Filters refuse a message, or answer it: `atEnd` when all of it has passed. */
export interface FilterRefusal {
  readonly end: "error" | LocalReply;
  readonly atEnd: boolean;
}

/** How many bytes of its window may pass, and when a filter that holds some back wants to see them again. */
export interface Passage {
  readonly count: number;
  readonly wakeAfterMs?: number | undefined;
}

/** A filter at work on one stream. Absent callbacks go on. */
export interface FilterInstance {
  startAnalyze?(channel: Channel): FilterVerdict;
  httpHeaders?(channel: Channel): FilterVerdict;
  /** The head of the response is there; rules on it come next. */
  responseHead?(channel: Channel): void;
  /** Whether the payload callback is to be called for a channel. */
  filtersData(channel: Channel): boolean;
  /** Looks at the window, and may change what is in it. */
  payload?(channel: Channel, window: FilterWindow): Passage | "error" | LocalReply;
  /** The message has passed. */
  httpEnd?(channel: Channel): FilterVerdict;
  endAnalyze?(channel: Channel): FilterVerdict;
}
