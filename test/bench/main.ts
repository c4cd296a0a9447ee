import fs from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { renderJson, renderTable } from "../../src/cli/output.ts";
import type { Bench, BenchResult } from "./bench.ts";

/**
 * `npm run bench [NAME...]`: runs what the files beside this one measure, and
 * prints a table; `--json` for machines. A name picks a file: `npm run bench shm`.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const folder = new URL("./", import.meta.url);
const files = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && name !== "main.ts")
  .map((name) => name.replace(/\.ts$/, ""))
  .filter((name) => positionals.length === 0 || positionals.includes(name));

const results: (BenchResult & { file: string })[] = [];
for (const file of files) {
  const { benches } = (await import(new URL(`${file}.ts`, folder).href)) as { benches?: Bench[] };
  for (const bench of benches ?? []) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${file}: ${bench.name} ...`);
    results.push({ file, ...(await bench.run()) });
  }
}
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");

const machine = `${os.cpus().length} cores (${os.cpus()[0]?.model ?? "unknown"}), Node ${process.version}`;
if (values.json) process.stdout.write(`${renderJson({ machine, results })}\n`);
else {
  const rows = results.map(({ file, name, value, unit }) => [file, name, Number(value.toPrecision(4)), unit]);
  process.stdout.write(`${machine}\n${renderTable(["ROOM", "WHAT", "FIGURE", "UNIT"], rows)}\n`);
}
