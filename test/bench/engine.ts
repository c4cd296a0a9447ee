/**
 * The engine against lua5.3 and stock Fengari: every workload in turn on each,
 * five rounds, the minimum counts. `npm run build` first: the built engine is
 * measured. Options: `--json`, `--rounds N`, `--only TEXT`, `--no-stock`. A run
 * without `--json` and `--only` ends with the figures of engine-figures.ts.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { workloads, type Workload } from "./engine-workloads.ts";

/** Gives the milliseconds of one run. */
type Runner = (workload: Workload) => Promise<number>;

function option(name: string): string | undefined {
  const i = process.argv.indexOf(name);
  return i < 0 ? undefined : process.argv[i + 1];
}

/** A child process with one of our engines. */
function engine(name: string): { run: Runner; end: () => void } {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("engine-child.ts", import.meta.url))],
    {
      env: { ...process.env, HALUA_ENGINE: name },
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const run: Runner = async (workload) => {
    child.stdin.write(`${workloads.indexOf(workload)}\n`);
    const answer = await lines.next();
    return answer.done ? NaN : Number(answer.value);
  };
  return { run, end: () => child.stdin.end() };
}

/** PUC Lua 5.3 as a process for each run; table.pack is its host function. */
function puc(directory: string): Runner {
  return (workload) => {
    const file = join(directory, "workload.lua");
    const timed = `local f = (function() ${workload.source}\nend)()\nlocal t = os.clock() f() print((os.clock() - t) * 1000)`;
    writeFileSync(file, `host = table.pack\n${timed}`);
    const { stdout } = spawnSync("lua5.3", [file], { encoding: "utf8" });
    return Promise.resolve(Number(stdout));
  };
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

const directory = mkdtempSync(join(tmpdir(), "halua-bench-"));
const ours = engine("halua");
const stock = process.argv.includes("--no-stock") ? undefined : engine("stock");
const lua53 = puc(directory);
const rows: { name: string; lua: number; halua: number; stock: number }[] = [];
for (const workload of workloads) {
  if (!workload.name.includes(option("--only") ?? "")) continue;
  const best = { name: workload.name, lua: Infinity, halua: Infinity, stock: Infinity };
  for (let round = 0; round < Number(option("--rounds") ?? 5); round++) {
    best.lua = Math.min(best.lua, await lua53(workload));
    best.halua = Math.min(best.halua, await ours.run(workload));
    if (stock) best.stock = Math.min(best.stock, await stock.run(workload));
  }
  rows.push(best);
}
ours.end();
stock?.end();
rmSync(directory, { recursive: true });

const results = rows.map((row) => ({
  ...row,
  ofLua: row.lua / row.halua,
  ofStock: row.stock / row.halua,
}));
if (process.argv.includes("--json")) {
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} else {
  const cells = (name: string, ...values: string[]): string =>
    `${name.padEnd(22)}${values.map((v) => v.padStart(10)).join("")}\n`;
  process.stdout.write(cells("", "lua5.3", "halua", "stock", "of lua", "of stock"));
  for (const r of results) {
    const [lua, halua, stockMs] = [r.lua, r.halua, r.stock].map((ms) => ms.toFixed(1));
    process.stdout.write(
      cells(r.name, `${lua}`, `${halua}`, `${stockMs}`, r.ofLua.toFixed(2), r.ofStock.toFixed(2)),
    );
  }
  const mean = geometricMean(results.map((r) => r.ofLua)).toFixed(2);
  const meanOfStock = geometricMean(results.map((r) => r.ofStock)).toFixed(2);
  process.stdout.write(cells("geometric mean", "", "", "", mean, meanOfStock));
  if (option("--only") === undefined) {
    const figures = fileURLToPath(new URL("engine-figures.ts", import.meta.url));
    spawnSync(process.execPath, ["--import", "tsx", figures], { stdio: "inherit" });
  }
}
