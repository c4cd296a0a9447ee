import type { Probe } from "./side.ts";

/** A configuration, and what is sent to its frontends in turn. */
export interface Scene {
  readonly name: string;
  /** FOLDER and LOGS stand for the side's own; a stats socket is at FOLDER/stats. */
  readonly configuration: string;
  /** By name, in FOLDER. */
  readonly files: Readonly<Record<string, string>>;
  readonly probes: readonly Probe[];
  /** Takes out of an answer what is not to be compared. */
  readonly simplify?: (answer: string) => string;
}

/** A request whose connection ends with its answer. */
export function get(to: string, path: string, headers = "", lines = 1): Probe {
  return {
    to,
    send: `GET ${path} HTTP/1.1\nHost: www.example\n${headers}Connection: close\n\n`,
    lines,
  };
}

/** A request that tells the origin what to answer: a status line's end and headers, with bars between. */
export function answered(to: string, path: string, answer: string): Probe {
  return get(to, path, `X-Answer: ${encodeURIComponent(answer)}\n`);
}
