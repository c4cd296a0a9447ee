import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "../support/script.ts";
import { mapFile, wrongCallsScript } from "./wrong-calls.ts";

/**
 * What HAProxy 3.5-dev5 said to the script of wrong-calls.ts. To record it
 * anew: HALUA_RECORD_HAPROXY=<a HAProxy> npx mocha test/api/wrong-calls.test.ts
 */
const recording = new URL("wrong-calls.recorded.txt", import.meta.url);

const configuration = `global
  tune.lua.bool-sample-conversion normal
  lua-load main.lua
`;

function record(haproxy: string, folder: string): void {
  writeFileSync(join(folder, "main.lua"), wrongCallsScript());
  writeFileSync(join(folder, "haproxy.cfg"), configuration);
  const run = spawnSync(haproxy, ["-c", "-f", "haproxy.cfg"], { cwd: folder, encoding: "latin1" });
  assert.equal(run.status, 0, run.stderr);
  writeFileSync(recording, run.stdout, "latin1");
}

/** The call of a line, and what it gave. */
function table(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf("\t");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

describe("calls with wrong arguments", () => {
  let folder = "";
  let home = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "halua-"));
    home = process.cwd();
    writeFileSync(join(folder, mapFile.name), mapFile.text);
    process.chdir(folder);
  });
  after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it("get HAProxy's answers, word for word", () => {
    const haproxy = process.env.HALUA_RECORD_HAPROXY;
    if (haproxy !== undefined) record(haproxy, folder);
    const recorded = table(readFileSync(recording, "latin1").split("\n").slice(0, -1));
    const { said, runtime } = load(wrongCallsScript());
    runtime.close();
    const seen = table(said);
    const different = [...seen]
      .filter(([call, answer]) => recorded.get(call) !== answer)
      .map(
        ([call, answer]) =>
          `${call}\n    HAProxy: ${recorded.get(call) ?? "not recorded"}\n    halua:   ${answer}`,
      );
    assert.deepEqual(different.join("\n"), "");
    assert.ok(seen.size > 500, `only ${seen.size} calls`);
  });
});
