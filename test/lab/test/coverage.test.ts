import assert from "node:assert/strict";
import fs from "node:fs";
import { ranges } from "../../../src/lab/test/coverage.ts";
import { Scratch } from "../../shm/support/scratch.ts";
import { Halua } from "../../support/command.ts";

describe("halua test --coverage", function () {
  this.timeout(60_000);

  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.clean());

  it("counts the lines of scripts, with those of coroutines and modules", async () => {
    scratch.write(
      "return {\n  one = function()\n    return 1\n  end,\n  two = function()\n    return 2\n  end,\n}\n",
      "part.lua",
    );
    scratch.write(
      [
        'local part = require "part"',
        'core.register_action("work", {"http-req"}, function(txn)',
        "  for i = 1, 3 do",
        "    core.msleep(part.one())",
        "  end",
        "  if txn.f:path() == '/never' then",
        "    part.two()",
        "  end",
        "  return",
        "end)",
        "",
      ].join("\n"),
      "script.lua",
    );
    scratch.write(
      `it("works", function() require("halua.test").load("script.lua"):request{ action = "work" } end)`,
      "script_test.lua",
    );
    const { status, stdout } = await new Halua(["test", "--coverage"], {}, scratch.folder).finished;
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^part\.lua +83\.3 % +6 +6$/m);
    const info = fs.readFileSync(scratch.file("coverage/lcov.info"), "utf8");
    const [part = "", script = ""] = info.split("end_of_record\n");
    assert.match(part, /^TN:\nSF:part\.lua\n/);
    assert.match(part, /DA:3,3\n/);
    assert.match(part, /DA:6,0\n/);
    assert.match(script, /SF:script\.lua\n/);
    assert.match(script, /DA:4,3\n/);
    assert.match(script, /DA:7,0\n/);
    assert.match(script, /DA:9,1\n/);
    assert.doesNotMatch(script, /DA:(5|8),/);
  });

  it("draws runs of lines together", () => {
    assert.equal(ranges([]), "");
    assert.equal(ranges([1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
  });
});
