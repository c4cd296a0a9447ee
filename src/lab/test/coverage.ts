import { readFileSync } from "node:fs";
import path from "node:path";
import { executableLines, LuaState, observeLines } from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";

/** A script and how often each of its lines that has code was run. */
export interface CoveredFile {
  /** As seen from the working directory. */
  readonly file: string;
  /** In order of the lines. */
  readonly hits: ReadonlyMap<number, number>;
}

/** Counts the lines that scripts under test run: those of every script that was loaded, in all its states. */
export class Coverage {
  readonly #hits = new Map<string, Map<number, number>>();

  /** Counts what a runtime will run; to be called before it loads anything. */
  observe(runtime: Runtime): void {
    observeLines(runtime.lua.main, (source, line) => {
      if (!source.startsWith("@")) return;
      let lines = this.#hits.get(source);
      if (!lines) this.#hits.set(source, (lines = new Map<number, number>()));
      lines.set(line, (lines.get(line) ?? 0) + 1);
    });
  }

  /** In alphabetical order. */
  files(): CoveredFile[] {
    const byFile = [...this.#hits].map(([source, hits]): CoveredFile => {
      const file = path.relative(process.cwd(), source.slice(1));
      const lines = [...linesOf(file)].sort((a, b) => a - b);
      return { file, hits: new Map(lines.map((line) => [line, hits.get(line) ?? 0])) };
    });
    return byFile.sort((a, b) => (a.file < b.file ? -1 : 1));
  }
}

/** The lines of a script that have code. */
function linesOf(file: string): ReadonlySet<number> {
  const lua = new LuaState<undefined>({
    host: undefined,
    context: "none",
    thread: undefined,
    wake: () => undefined,
  });
  try {
    const loaded = lua.load(readFileSync(file, "latin1").replace(/^#[^\n]*/, ""), `@${file}`);
    return "fn" in loaded ? executableLines(lua.main, loaded.fn) : new Set();
  } finally {
    lua.close();
  }
}

/** The tracefile format of lcov (geninfo's manual page). */
export function renderLcov(files: readonly CoveredFile[]): string {
  return files
    .map(({ file, hits }) => {
      const counts = [...hits];
      return [
        "TN:",
        `SF:${file}`,
        ...counts.map(([line, count]) => `DA:${line},${count}`),
        `LF:${counts.length}`,
        `LH:${counts.filter(([, count]) => count > 0).length}`,
        "end_of_record\n",
      ].join("\n");
    })
    .join("");
}

/** Numbers in order, with runs drawn together: `1-3, 7`. */
export function ranges(numbers: readonly number[]): string {
  const found: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = found.at(-1);
    if (run?.last === number - 1) run.last = number;
    else found.push({ first: number, last: number });
  }
  return found.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(", ");
}
