import fs from "node:fs";
import type { Seen } from "./side.ts";

/** What HAProxy did with all probes, and what it counted, by proxy and column. */
export interface Recording {
  readonly version: string;
  readonly seen: readonly (Seen & { readonly probe: string })[];
  readonly figures: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A line each: the version and the figures, then what was seen. */
const fileOf = (scene: string): URL => new URL(`../recorded/${scene}.jsonl`, import.meta.url);

export function readRecording(scene: string): Recording {
  const [head = "", ...seen] = fs.readFileSync(fileOf(scene), "latin1").trim().split("\n");
  const { version, figures } = JSON.parse(head) as Omit<Recording, "seen">;
  return { version, figures, seen: seen.map((line) => JSON.parse(line) as Recording["seen"][number]) };
}

export function writeRecording(scene: string, { seen, ...head }: Recording): void {
  fs.writeFileSync(
    fileOf(scene),
    [head, ...seen].map((line) => `${JSON.stringify(line)}\n`).join(""),
    "latin1",
  );
}
