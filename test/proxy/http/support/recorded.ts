import fs from "node:fs";
import type { Exchange, Relayed, RelayOptions } from "./relay.ts";
import type { Changed, TargetCase } from "./targets.ts";
import type { Verdict } from "./verdict.ts";

/** What HAProxy 3.5-dev5 has made of a stream. */
export interface RecordedStream {
  readonly stream: string;
  readonly acceptUnsafe: boolean;
  readonly verdict: Verdict | "hang";
}

/** What HAProxy 3.5-dev5 has made of an exchange. */
export interface RecordedExchange {
  readonly options: RelayOptions;
  readonly exchange: Exchange;
  readonly relayed: Relayed;
}

/** What HAProxy 3.5-dev5's rules have made of a target. */
export interface RecordedTarget extends TargetCase {
  readonly changed: Changed;
}

/** A page of HAProxy 3.5-dev5, as it sends it. */
export interface RecordedPage {
  readonly status: number;
  /** Whether for a request that it could not read. */
  readonly isRefused: boolean;
  readonly text: string;
}

export type Recording = "requests" | "exchanges" | "pages" | "targets";

export function recordingFile(name: Recording): string {
  return new URL(`../recorded/${name}.jsonl`, import.meta.url).pathname;
}

const read = (name: Recording): unknown[] =>
  fs
    .readFileSync(recordingFile(name), "latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));

export const recordedStreams = (): RecordedStream[] => read("requests") as RecordedStream[];
export const recordedExchanges = (): RecordedExchange[] => read("exchanges") as RecordedExchange[];
export const recordedTargets = (): RecordedTarget[] => read("targets") as RecordedTarget[];
export const recordedPages = (): RecordedPage[] => read("pages") as RecordedPage[];
