import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { Scratch } from "../shm/support/scratch.ts";
import { Halua } from "../support/command.ts";
import type { Bench, BenchResult } from "./bench.ts";

/** `halua test` as somebody who waits for it sees it: from the start of the command to its end. */

const tests = 100;
const rounds = 3;

const script = `
core.register_action("mark", {"http-req"}, function(txn, word) txn:set_var("txn.mark", word) end, 1)
core.register_fetches("answer", function() return 42 end)
`;

function small(i: number): string {
  return `
it("marks ${i}", function()
  local host = require "halua.test".load("script.lua")
  assert.are.equal("w${i}", host:request{ action = "mark", args = "w${i}" }.vars["txn.mark"])
  assert.are.equal(42, host:fetch("answer"))
end)`;
}

/** The best of several runs, in milliseconds. */
async function timed(name: string, ...args: ConstructorParameters<typeof Halua>): Promise<BenchResult> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const { status, stdout } = await new Halua(...args).finished;
    best = Math.min(best, performance.now() - begun);
    if (status !== 0) throw new Error(stdout);
  }
  return { name, value: best, unit: "ms" };
}

async function run(name: string, files: Record<string, string>): Promise<BenchResult> {
  const scratch = new Scratch();
  try {
    writeFileSync(scratch.file("script.lua"), script);
    for (const [file, text] of Object.entries(files)) writeFileSync(scratch.file(file), text);
    return await timed(name, ["test", "--reporter", "dot"], {}, scratch.folder);
  } finally {
    scratch.clean();
  }
}

const numbers = Array.from({ length: tests }, (_, i) => i);

const example = fileURLToPath(new URL("../../examples/auth-request_test.lua", import.meta.url));

export const benches: Bench[] = [
  {
    name: "the example",
    run: () => timed("halua test, the example's six tests", ["test", example]),
  },
  {
    name: "tests in one file",
    run: () =>
      run(`halua test, ${tests} tests in one file, a script each`, {
        "all_test.lua": numbers.map(small).join("\n"),
      }),
  },
  {
    name: "tests in files",
    run: () =>
      run(
        `halua test, ${tests} files of one test, a script each`,
        Object.fromEntries(numbers.map((i) => [`t${i}_test.lua`, small(i)])),
      ),
  },
];
