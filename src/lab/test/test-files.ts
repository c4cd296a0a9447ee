import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { HaluaError } from "../../errors.ts";

/** Folders that hold no tests of one's own. */
const skipped: ReadonlySet<string> = new Set(["node_modules", "__snapshots__"]);

/**
 * The test files that `paths` name: a file as it is; of a folder all
 * `*_test.lua`, and all `*.lua` that lie below a folder `test`. Absolute and in
 * alphabetical order. Throws E_USAGE for a path that is not there.
 */
export function findTestFiles(paths: readonly string[]): string[] {
  const found = new Set<string>();
  for (const given of paths) {
    const start = path.resolve(given);
    const stats = statSync(start, { throwIfNoEntry: false });
    if (!stats) throw new HaluaError("E_USAGE", `there is no file or folder '${given}'`);
    if (stats.isFile()) found.add(start);
    else for (const file of below(start, path.basename(start) === "test")) found.add(file);
  }
  return [...found].sort();
}

function below(folder: string, isTestFolder: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const isSkipped = skipped.has(entry.name) || entry.name.startsWith(".");
      return isSkipped ? [] : below(file, isTestFolder || entry.name === "test");
    }
    const isTest = entry.name.endsWith("_test.lua") || (isTestFolder && entry.name.endsWith(".lua"));
    return isTest ? [file] : [];
  });
}
