/** Filters of streams: those of scripts, compression. */
import type { Channel } from "./channel.ts";
import type { Stream } from "./stream.ts";
import type { LocalReply } from "./transaction.ts";

/** A filter line: makes an instance for each stream, or none. */
export interface StreamFilter {
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
