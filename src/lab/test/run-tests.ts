import path from "node:path";
import Mocha from "mocha";
import { HaluaError } from "../../errors.ts";
import type { Coverage } from "./coverage.ts";
import type { SnapshotWriting } from "./snapshots.ts";
import { findTestFiles } from "./test-files.ts";
import { TestFile } from "./test-file.ts";

/** How tests are run. */
export interface TestOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Only tests whose full title has this text. */
  readonly grep?: string;
  /** One of Mocha's, or a module that is one; `spec` by default. */
  readonly reporter?: string;
  /** Ends with the first failure. */
  readonly bail?: boolean;
  /** Milliseconds for one test; 0 for any. */
  readonly timeoutMs?: number;
  /** How often a test that fails is run again. */
  readonly retries?: number;
  /** Which snapshots are written; new ones by default. */
  readonly snapshots?: SnapshotWriting;
  /** Notes which lines of scripts run. */
  readonly coverage?: Coverage;
}

const defaultTimeoutMs = 2000;

/** The highest exit status that cannot be taken for a signal's. */
const mostFailures = 125;

/** Runs test files by Mocha. Gives the exit status: how many have failed. Throws E_USAGE, E_LUA_LOAD. */
export async function runTests(options: TestOptions): Promise<number> {
  const files = findTestFiles(options.paths);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const mocha = makeMocha(options, timeoutMs);
  const { suite: root } = mocha;
  for (const file of files) {
    try {
      new TestFile(file, root, {
        timeoutMs,
        snapshots: options.snapshots ?? "new",
        coverage: options.coverage,
      });
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      throw new HaluaError(error.code, `${path.relative(process.cwd(), file)}: ${error.message}`, {
        cause: error,
      });
    }
  }
  if (root.total() === 0) throw new HaluaError("E_USAGE", nothingFound(options.paths, files));
  const { grep } = options;
  if (grep !== undefined && !hasTitle(root, grep))
    throw new HaluaError("E_USAGE", `no test of ${files.length} files has '${grep}' in its title`);
  const failed = await new Promise<number>((resolve) => void mocha.run(resolve));
  return Math.min(failed, mostFailures);
}

/** Throws E_USAGE for a reporter that there is not. */
function makeMocha(
  { reporter = "spec", bail = false, retries = 0, grep }: TestOptions,
  timeout: number,
): Mocha {
  try {
    return new Mocha({ reporter, timeout, bail, retries, ...(grep !== undefined && { fgrep: grep }) });
  } catch (error) {
    throw new HaluaError(
      "E_USAGE",
      `there is no reporter '${reporter}': Mocha has spec, dot, tap, json, xunit, min, nyan and more`,
      { cause: error },
    );
  }
}

function hasTitle(root: Mocha.Suite, text: string): boolean {
  let found = false;
  root.eachTest((test) => {
    found ||= test.fullTitle().includes(text);
  });
  return found;
}

function nothingFound(paths: readonly string[], files: readonly string[]): string {
  const where = paths.join(", ");
  return files.length === 0
    ? `no test files in ${where}: they are called *_test.lua, or lie in a folder 'test' ('halua init' makes a first one)`
    : `no tests in ${where}: a test is declared by it("title", function() ... end)`;
}
