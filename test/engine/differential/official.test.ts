import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A directory with the official Lua 5.3.4 tests, which are not part of this project. */
const directory = process.env.LUA_TESTS;
const runner = fileURLToPath(new URL("official-file.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** all.lua only runs the others, and the rest need Lua's own test build or its stand-alone program. */
const notOnTheirOwn = new Set(["all.lua"]);

describe("the official Lua 5.3.4 tests (soft, portable)", function () {
  this.timeout(300_000);
  let work = "";

  before(function () {
    if (directory === undefined) return this.skip();
    // They write files beside themselves.
    work = mkdtempSync(join(tmpdir(), "lua-tests-"));
    cpSync(directory, work, { recursive: true });
  });

  after(() => {
    if (work !== "") rmSync(work, { recursive: true, force: true });
  });

  const files = directory === undefined ? [] : readdirSync(directory).filter((name) => name.endsWith(".lua"));
  for (const file of files.filter((name) => !notOnTheirOwn.has(name))) {
    it(file, () => {
      const result = spawnSync(process.execPath, ["--import", tsx, runner, file], {
        cwd: work,
        encoding: "latin1",
        timeout: 280_000,
        maxBuffer: 1 << 28,
      });
      assert.equal(result.status, 0, result.stderr.slice(0, 3000));
    });
  }

  if (directory === undefined) it("need LUA_TESTS to name their directory");
});
