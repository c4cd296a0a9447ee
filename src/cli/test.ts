import { Command } from "commander";
import { runTests } from "../lab/test/run-tests.ts";
import { parseWhole } from "./parse-whole.ts";

interface TestCommandOptions {
  grep?: string;
  reporter?: string;
  bail?: boolean;
  timeout?: number;
  retries?: number;
  json?: boolean;
  update?: boolean;
}

const examples = `
Files are *_test.lua, and *.lua in folders called test. Exit status: how many tests have failed, 125 at most.

Examples:
  halua test                                  all tests below this folder
  halua test auth_test.lua --grep "no token"  some tests of one file
  halua test --reporter dot --bail            Mocha's reporters: spec, dot, tap, json, xunit ...
  halua test --update                         writes snapshots anew`;

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
    .option("--update", "write snapshots anew")
    .option("--json", "print JSON, as --reporter json")
    .addHelpText("after", examples)
    .action(async (paths: string[], { timeout, json, ...options }: TestCommandOptions) => {
      process.exitCode = await runTests({
        paths,
        ...options,
        ...(timeout !== undefined && { timeoutMs: timeout }),
        ...(json && { reporter: "json" }),
      });
    });
}
