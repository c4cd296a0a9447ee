import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { installApi } from "../../src/api/index.ts";
import { Runtime } from "../../src/runtime/index.ts";
import { PatternReferences, sampleFromText, type Sample } from "../../src/samples/patterns/index.ts";
import type { MatchMethod } from "../../src/match-methods.ts";
import type { Bench, BenchResult } from "./bench.ts";

/** How many entries a map has: few and many, to show that lookups do not grow with them. */
const sizes = [100, 100_000] as const;

const methods = ["str", "beg", "ip", "reg"] as const;

type Method = (typeof methods)[number];

/** The `i`-th of the keys of a map. */
function key(method: Method, i: number): string {
  switch (method) {
    case "str":
      return `host-${i}.example.com`;
    case "beg":
      return `/path/${i}/`;
    case "ip":
      return `${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.0/24`;
    case "reg":
      return `^/path/${i}/[a-z]+$`;
  }
}

/** A text that the `i`-th key matches; `salt` makes texts different that match the same key. */
function sampleText(method: Method, i: number, salt = 0): string {
  switch (method) {
    case "str":
      return key(method, i);
    case "beg":
      return `/path/${i}/index.html`;
    case "ip":
      return key(method, i).replace("0/24", "9");
    case "reg":
      return `/path/${i}/${"a".repeat(1 + (salt % 50))}${String.fromCharCode(97 + (salt % 26))}`;
  }
}

function mapText(method: Method, size: number): string {
  return Array.from({ length: size }, (_, i) => `${key(method, i)} value-${i}\n`).join("");
}

/** Calls a second, over rounds that last half a second together at least. */
function rate(call: (turn: number) => void): number {
  const start = process.hrtime.bigint();
  let turn = 0;
  let passed = 0n;
  for (let most = 64; passed < 500_000_000n; most *= 2) {
    for (; turn < most && passed < 500_000_000n; turn++) {
      call(turn);
      if (turn % 64 === 0) passed = process.hrtime.bigint() - start;
    }
    passed = process.hrtime.bigint() - start;
  }
  return Math.round((turn * 1e9) / Number(passed));
}

/** Lookups of a map itself, without Lua. */
function lookups(method: Method, size: number): BenchResult {
  const references = new PatternReferences({ readFile: () => mapText(method, size) });
  const map = references.map("bench.map", method, "str", { file: "bench", line: 1 });
  const samples: Sample[] = [];
  for (let n = 0; n < 1000; n++) {
    // Regular expressions are tried in order: what counts is how far down the list the match is.
    const text = sampleText(method, method === "reg" ? size - 1 : (n * 7919) % size, n);
    const sample = sampleFromText(map.input, text);
    if (sample === undefined || !map.find(sample)) throw new Error(`${method}: ${text} is not found`);
    samples.push(sample);
    if (method === "reg" && n === 9) break;
  }
  const value = rate((turn) => map.find(samples[turn % samples.length] ?? ""));
  const seen = method === "reg" ? ", texts seen before" : "";
  return { name: `${method}, ${size} entries${seen}`, value, unit: "lookups a second" };
}

/** Regular expressions against texts that no answer is remembered for, the last of them matching. */
function freshRegexLookups(size: number): BenchResult {
  const references = new PatternReferences({ readFile: () => mapText("reg", size) });
  const map = references.map("bench.map", "reg", "str", { file: "bench", line: 1 });
  const value = rate((turn) =>
    map.find(`/path/${size - 1}/${turn.toString(26).replace(/[0-9]/g, "z")}x${turn}`),
  );
  return { name: `reg, ${size} entries, new texts`, value, unit: "lookups a second" };
}

/** What a script measures of its own lookups, with its own clock; in HAProxy it says so, here it is asked. */
function scriptText(method: Method, size: number): string {
  const samples = Array.from({ length: 200 }, (_, n) =>
    JSON.stringify(sampleText(method, (n * 7919) % size)),
  );
  return `
    local map, samples = Map.new("bench.map", Map._${method}), { ${samples.join(", ")} }
    local start, turns = os.clock(), 0
    repeat for i = 1, #samples do map:lookup(samples[i]) end turns = turns + #samples until os.clock() - start > 0.5
    rate = math.floor(turns / (os.clock() - start))
    if core.get_slots == nil then print(rate) end`;
}

/** Runs \`body\` in a folder with the map and the script in it. */
function inFolder<T>(method: Method, size: number, body: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "halua-bench-"));
  try {
    fs.writeFileSync(path.join(folder, "bench.map"), mapText(method, size));
    fs.writeFileSync(path.join(folder, "main.lua"), scriptText(method, size));
    return body(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function scriptLookups(method: Method, size: number): BenchResult {
  const value = inFolder(method, size, (folder) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const runtime = new Runtime({ install: installApi });
      runtime.load("main.lua");
      const rate = runtime.lua.getGlobal("rate");
      runtime.close();
      return Number(rate);
    } finally {
      process.chdir(before);
    }
  });
  return { name: `map:lookup ${method}, ${size} entries, in a script`, value, unit: "lookups a second" };
}

/** The same script in the HAProxy that is installed; 0 where there is none. */
function haproxyLookups(method: Method, size: number): BenchResult {
  const value = inFolder(method, size, (folder) => {
    const config =
      "global\n lua-load main.lua\nlisten l\n bind unix@./l\n mode tcp\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
    fs.writeFileSync(path.join(folder, "haproxy.cfg"), config);
    const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
    const run = spawnSync(program, ["-c", "-f", "haproxy.cfg"], { cwd: folder, encoding: "utf8" });
    return run.error ? 0 : Number(/^\d+/.exec(run.stdout)?.[0] ?? 0);
  });
  return { name: `${method}, ${size} entries, the same script in HAProxy`, value, unit: "lookups a second" };
}

/** Which of HAProxy's methods a map of this many entries is measured with in a script: those with a tree. */
const indexed: readonly MatchMethod[] = ["str", "beg", "ip"];

export const benches: Bench[] = [
  ...methods.flatMap((method) =>
    sizes.map((size) => ({ name: `${method}, ${size} entries`, run: () => lookups(method, size) })),
  ),
  ...sizes.map((size) => ({ name: `reg, ${size} entries, new texts`, run: () => freshRegexLookups(size) })),
  ...methods
    .filter((method) => indexed.includes(method))
    .flatMap((method) =>
      sizes.flatMap((size) => [
        { name: `map:lookup ${method}, ${size} entries`, run: () => scriptLookups(method, size) },
        { name: `${method}, ${size} entries, in HAProxy`, run: () => haproxyLookups(method, size) },
      ]),
    ),
];
