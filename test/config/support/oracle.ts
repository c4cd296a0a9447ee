/**
 * The real HAProxy as the judge of configurations. The program is the one that
 * HAPROXY_PROGRAM names, else Debian's `haproxy`; without one, differential
 * tests are skipped.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArgumentShape, ArgumentType } from "../../../src/config/arguments.ts";
import { ARGUMENT_TYPES } from "../../../src/config/arguments.ts";
import {
  SAMPLE_SOURCES,
  validPlaces,
  type ConverterDeclaration,
  type FetchDeclaration,
  type SampleCatalog,
  type SampleSource,
  type SampleType,
} from "../../../src/config/samples.ts";

export interface Oracle {
  readonly program: string;
  /** Major and minor, as a number to compare: 2.6 is 206. */
  readonly version: number;
  /** What the program says it has, so that both sides know the same fetches and converters. */
  readonly catalog: SampleCatalog;
}

export interface Judgement {
  readonly accepted: boolean;
  /** `A config : ...`: the first letter of the level, then the text; lines of one message are kept together. */
  readonly messages: readonly string[];
}

/** Finds the program, or undefined with nobody to ask. */
export function findOracle(): Oracle | undefined {
  const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
  const result = spawnSync(program, ["-v"], { encoding: "utf8" });
  // Without the program there is no output at all, whatever the types say.
  const match = result.error ? undefined : /version ([0-9]+)\.([0-9]+)/.exec(result.stdout);
  if (!match) return undefined;
  const version = Number(match[1]) * 100 + Number(match[2]);
  return { program, version, catalog: readCatalog(program) };
}

/** Lets the program check a configuration (`-c`). */
export function judge(oracle: Oracle, text: string, files: Readonly<Record<string, string>> = {}): Judgement {
  const directory = mkdtempSync(join(tmpdir(), "halua-config-"));
  try {
    for (const [name, content] of Object.entries({ ...files, "t.cfg": text })) {
      writeFileSync(join(directory, name), content, "latin1");
    }
    const result = spawnSync(oracle.program, ["-c", "-f", "t.cfg"], {
      cwd: directory,
      encoding: "latin1",
      env: { PATH: process.env.PATH, HOME: "/", SOME: "some value", EMPTY: "" },
    });
    return { accepted: result.status === 0 || result.status === 2, messages: messagesOf(result.stderr) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function messagesOf(stderr: string): string[] {
  const messages: string[] = [];
  for (const line of stderr.split("\n")) {
    const match = /^\[(ALERT|WARNING|NOTICE|DIAG)\] *\([0-9]+\) : (.*)$/.exec(line);
    if (match) {
      const [, level = "", text = ""] = match;
      messages.push(`${level.charAt(0)} ${text}`);
    } else if (messages.length > 0) {
      messages.push(`${messages.pop() ?? ""}\n${line}`);
    }
  }
  return messages
    .map((message) => message.trimEnd())
    .filter(
      (message) => !/^N (haproxy version is|path to executable|config : haproxy version)/.test(message),
    );
}

const TYPE_BY_NAME = new Map(
  Object.entries(ARGUMENT_TYPES).map(([type, name]) => [name as string, type as ArgumentType]),
);

function readCatalog(program: string): SampleCatalog {
  const dump = spawnSync(program, ["-dKsmp,cnv", "-q", "-c", "-f", "/dev/null"], {
    encoding: "utf8",
    maxBuffer: 1 << 24,
  }).stdout;
  const fetches = new Map<string, FetchDeclaration>();
  const converters = new Map<string, ConverterDeclaration>();
  for (const line of dump.split("\n")) {
    const fetch = /^\[ ([Y. ]+)\] ([^(:]+)(?:\(([^)]*)\))?: (\w+)$/.exec(line);
    const converter = /^([^(: ]+)(?:\(([^)]*)\))?: (\w+) => (\w+)$/.exec(line);
    if (fetch) {
      const [, places = "", name = "", args, out = "any"] = fetch;
      fetches.set(name, { name, args: shape(args), out: out as SampleType, sources: sourcesFor(places) });
    } else if (converter) {
      const [, name = "", args, out = "any", input = "any"] = converter;
      converters.set(name, {
        name,
        args: shape(args),
        in: input as SampleType,
        out: out as SampleType,
      });
    }
  }
  return { fetch: (name) => fetches.get(name), converter: (name) => converters.get(name) };
}

/** `string[,integer]`: what is in brackets may be missing. */
function shape(text: string | undefined): ArgumentShape {
  const [required = ""] = (text ?? "").split("[");
  const names = (list: string): string[] => list.split(",").filter((name) => name !== "");
  const all = names((text ?? "").replace(/[[\]]/g, ""));
  return {
    types: all.map((name) => TYPE_BY_NAME.get(name) ?? "string"),
    required: names(required).length,
  };
}

/** Sources that give these places: one if there is one, else two. The program shows only the places. */
function sourcesFor(places: string): SampleSource[] {
  const wanted = places
    .split(" ")
    .filter((mark) => mark !== "")
    .reduce((set, mark, bit) => (mark === "Y" ? set | (1 << bit) : set), 0);
  // Headers are far more often meant than the raw buffers, which have the same places.
  const likely = [...SAMPLE_SOURCES].sort(
    (a, b) => Number(b.startsWith("HTTP")) - Number(a.startsWith("HTTP")),
  );
  const single = likely.find((source) => validPlaces([source]) === wanted);
  if (single) return [single];
  for (const left of likely) {
    const right = likely.find((source) => validPlaces([left, source]) === wanted);
    if (right) return [left, right];
  }
  return ["constants"];
}
