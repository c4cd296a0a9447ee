import { Command } from "commander";
import { mkdirSync, writeFileSync } from "node:fs";
import { HaluaError } from "../errors.ts";
import { Coverage, ranges, renderLcov } from "../lab/test/coverage.ts";
import { changes } from "../lab/test/changes.ts";
import { runTests } from "../lab/test/run-tests.ts";
import { print, renderTable, type Cell } from "./output.ts";
import { parseWhole } from "./parse-whole.ts";

interface TestCommandOptions {
  grep?: string;
  reporter?: string;
  bail?: boolean;
  timeout?: number;
  retries?: number;
  json?: boolean;
  updateSnapshots?: boolean;
  coverage?: boolean;
  watch?: boolean;
}

const examples = `
Files are *_test.lua, and *.lua in folders called test. Exit status: how many tests have failed, 125 at most.

Examples:
  halua test                                  all tests below this folder
  halua test auth_test.lua --grep "no token"  some tests of one file
  halua test --reporter dot --bail            Mocha's reporters: spec, dot, tap, json, xunit ...
  halua test --coverage                       which lines have run; coverage/lcov.info for other tools
  halua test --watch                          again whenever a file changes
  halua test --update-snapshots               writes snapshots anew; with CI set, none is written but so`;

/** `halua test`: runs tests written in Lua. */
export function testCommand(): Command {
  return new Command("test")
    .description("run tests written in Lua: scripts under test have a clock and traffic of their own")
    .argument("[paths...]", "files and folders", ["."])
    .option("--grep <text>", "only tests whose title has this text")
    .option("--reporter <name>", "how results are shown (default spec)")
    .option("--bail", "end with the first failure")
    .option(
      "--timeout <ms>",
      "how long a test may take (default 2000; 0 for any time)",
      parseWhole("number of milliseconds"),
    )
    .option("--retries <n>", "run a test that fails again, so many times", parseWhole("number"))
    .option("-u, --update-snapshots", "write snapshots anew")
    .option("--coverage", "show which lines of scripts have run, and write coverage/lcov.info")
    .option("--watch", "run again whenever a .lua or .cfg file below this folder changes")
    .option("--json", "print JSON, as --reporter json")
    .addHelpText("after", examples)
    .action(async (paths: string[], options: TestCommandOptions) => {
      if (options.watch) await runAgainAndAgain(() => runOnce(paths, options));
      else process.exitCode = await runOnce(paths, options);
    });
}

async function runOnce(paths: string[], options: TestCommandOptions): Promise<number> {
  const { timeout, json, coverage: wantsCoverage, grep, reporter, bail, retries, updateSnapshots } = options;
  const coverage = wantsCoverage ? new Coverage() : undefined;
  const status = await runTests({
    paths,
    ...(grep !== undefined && { grep }),
    ...(json ? { reporter: "json" } : reporter !== undefined && { reporter }),
    ...(bail && { bail }),
    ...(retries !== undefined && { retries }),
    snapshots: updateSnapshots ? "all" : runsInCi() ? "none" : "new",
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(coverage && { coverage }),
  });
  if (coverage) showCoverage(coverage, json ?? false);
  return status;
}

/** As CI services tell it: a snapshot that is missing there has been forgotten, and would never be compared. */
function runsInCi(): boolean {
  return !["", "0", "false", undefined].includes(process.env.CI);
}

/** Prints a table, unless a machine reads what is printed, and writes lcov's file. */
function showCoverage(coverage: Coverage, quiet: boolean): void {
  const files = coverage.files();
  mkdirSync("coverage", { recursive: true });
  writeFileSync("coverage/lcov.info", renderLcov(files));
  if (quiet) return;
  const rows = files.map(({ file, hits }): Cell[] => {
    const missed = [...hits].filter(([, count]) => count === 0).map(([line]) => line);
    const share = hits.size === 0 ? 100 : (100 * (hits.size - missed.length)) / hits.size;
    return [file, `${share.toFixed(1)} %`, hits.size, ranges(missed)];
  });
  print(renderTable(["FILE", "COVERED", "LINES", "MISSED"], rows));
}

/** Runs at once, and again after each change. */
async function runAgainAndAgain(run: () => Promise<number>): Promise<void> {
  for await (const change of changes(".")) {
    if (change !== undefined) print(`\n${change} has changed`);
    try {
      await run();
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      print(`halua: ${error.message}`);
    }
  }
}
