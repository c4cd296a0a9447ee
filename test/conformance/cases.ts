import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { splitArguments } from "./shell-words.ts";

/** The recorded cases; README.md says what stands in a case's folder. */

const folders = ["public/", "own/"].map((name) => fileURLToPath(new URL(name, import.meta.url)));

/** What each file of a case's folder holds. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  /** The configuration's text; undefined where the case has none. */
  readonly configuration: string | undefined;
  /** The arguments of the program; undefined where `drive` starts it. */
  readonly args: readonly string[] | undefined;
  /** Whether a client is run. */
  readonly hasDrive: boolean;
  /** Which lines of stderr count; undefined for none. */
  readonly filter: RegExp | undefined;
  /** What HAProxy answered. */
  readonly expected: string;
  /** Whether a version of HAProxy was seen to answer so: `ok` or `differs` by version. */
  readonly versions: ReadonlyMap<string, string>;
}

/** The files that the program must not see. */
export const answers: readonly string[] = ["expect.out", "versions", "filter"];

export function caseNames(): string[] {
  return folders.flatMap((folder) => readdirSync(folder)).sort();
}

export function readCase(name: string): Case {
  const at = folders.map((folder) => join(folder, name)).find((each) => existsSync(each)) ?? name;
  const read = (file: string): string | undefined =>
    existsSync(join(at, file)) ? readFileSync(join(at, file), "latin1") : undefined;
  const filter = read("filter")?.replace(/\n+$/, "");
  const args = splitArguments(read("args") ?? "-db -f haproxy.cfg");
  return {
    name,
    folder: at,
    configuration: read("haproxy.cfg"),
    args: args[0] === "not-started" ? undefined : args,
    hasDrive: existsSync(join(at, "drive")),
    filter: filter === undefined ? undefined : new RegExp(filter),
    expected: read("expect.out") ?? "",
    versions: readVersions(read("versions") ?? ""),
  };
}

function readVersions(text: string): Map<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [version = "", verdict = ""] = line.split(" ");
      return [version, verdict];
    }),
  );
}
