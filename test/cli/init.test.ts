import assert from "node:assert/strict";
import fs from "node:fs";
import { Scratch } from "../shm/support/scratch.ts";
import { Halua, halua } from "../support/command.ts";

describe("halua init", function () {
  this.timeout(60_000);

  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.clean());

  const names = [
    "greeting.lua",
    "haproxy.cfg",
    "greeting_test.lua",
    ".luarc.json",
    ".github/workflows/test.yml",
  ];

  it("makes a project whose own checks and tests pass", async () => {
    const folder = scratch.file("new");
    const made = await halua("init", folder);
    assert.equal(made.stdout, names.map((name) => `wrote  ${name}\n`).join(""));
    const { "workspace.library": libraries } = JSON.parse(
      fs.readFileSync(`${folder}/.luarc.json`, "utf8"),
    ) as {
      "workspace.library": string[];
    };
    assert.ok(libraries.every((library) => fs.existsSync(`${library}/core.lua`)));
    const checked = await new Halua(["check", "greeting.lua"], {}, folder).finished;
    assert.deepEqual([checked.status, checked.stdout], [0, ""]);
    const tested = await new Halua(["test", "--json"], {}, folder).finished;
    const { stats } = JSON.parse(tested.stdout) as { stats: { passes: number; failures: number } };
    assert.deepEqual([tested.status, stats.passes, stats.failures], [0, 2, 0]);
    const parsed = await new Halua(["-c", "-f", "haproxy.cfg"], {}, folder).finished;
    assert.deepEqual([parsed.status, parsed.stderr], [0, ""]);
  });

  it("says where it cannot write", async () => {
    scratch.write("a file", "file");
    for (const folder of [scratch.file("file"), "/proc/none"]) {
      const { status, stderr } = await halua("init", folder);
      assert.equal(status, 2);
      assert.match(stderr, /^halua: cannot write '[^']*greeting\.lua' \(E[A-Z]+\): name another folder\n$/);
    }
  });

  it("leaves what is there as it is", async () => {
    scratch.write("-- mine", "greeting.lua");
    const { stdout, status } = await halua("init", scratch.folder);
    assert.equal(status, 0);
    assert.match(stdout, /^kept {3}greeting\.lua$/m);
    assert.equal(fs.readFileSync(scratch.file("greeting.lua"), "utf8"), "-- mine");
  });
});
