import assert from "node:assert/strict";
import { runToEnd } from "../support/script.ts";

/** What is logged when a task runs `code`, on line 1. */
async function taskError(code: string): Promise<string[]> {
  const { logged } = await runToEnd(`core.register_task(function() ${code} end)`);
  return logged;
}

describe("a task that fails", () => {
  const cases: [code: string, line: string][] = [
    [`error("plain")`, "script:1: plain from [C]: in global 'error', script:1: in function line 1"],
    [`error("bare", 0)`, "bare from [C]: in global 'error', script:1: in function line 1"],
    [`error(42)`, "42 from [C]: in global 'error', script:1: in function line 1"],
    [
      `local t = {} t.a.b = 1`,
      "script:1: attempt to index a nil value (field 'a') from script:1: in function line 1",
    ],
    [
      `local o = { m = function(self) error("x") end } o:m()`,
      "script:1: x from [C]: in global 'error', script:1: in method 'm', script:1: in function line 1",
    ],
    [
      `core.msleep()`,
      "script:1: 'msleep' needs 1 arguments from [C]: in field 'msleep', script:1: in function line 1",
    ],
    [
      `core.msleep("x")`,
      "script:1: bad argument #1 to 'msleep' (number expected, got string) from [C]: in field 'msleep', script:1: in function line 1",
    ],
  ];
  for (const [code, line] of cases) {
    it(`says so in HAProxy's words: ${code}`, async () => {
      assert.deepEqual(await taskError(code), [`[ALERT] Lua task: [state-id 0] runtime error: ${line}.`]);
    });
  }

  it("says only that it failed when the error is no text", async () => {
    assert.deepEqual(await taskError("error({})"), [
      "[ALERT] Lua task: [state-id 0] unknown runtime error from [C]: in global 'error', script:1: in function line 1.",
    ]);
  });

  it("leaves the others alone", async () => {
    const { said } = await runToEnd(`
      core.register_task(function() error("x") end)
      core.register_task(function() say("alive") end)`);
    assert.deepEqual(said, ["alive"]);
  });
});

describe("log lines of scripts", () => {
  it("have the level's name; debug only in debug mode", async () => {
    const code = `
      core.Alert("a") core.Warning("w") core.Info("i") core.Debug("d")
      core.log(core.crit, "c") core.log("3", "e")`;
    const quiet = ["[alert] a", "[warning] w", "[info] i", "[crit] c", "[err] e"];
    assert.deepEqual((await runToEnd(code)).logged, quiet);
    const loud = [...quiet.slice(0, 3), "[debug] d", ...quiet.slice(3)];
    assert.deepEqual((await runToEnd(code, { debug: true })).logged, loud);
  });

  it("show nothing but printable ASCII, and end at a NUL", async () => {
    const { logged } = await runToEnd(`core.Info("tab\\there \\195\\169 line\\nend") core.Info("cut\\0off")`);
    assert.deepEqual(logged, ["[info] tab.here .. line.end", "[info] cut"]);
  });

  it("are cut at HAProxy's line length", async () => {
    const { logged } = await runToEnd(`core.Info(("x"):rep(20000))`);
    assert.match(logged[0] ?? "", /^\[info\] x{16379} \.\.\.$/);
  });

  it("refuse what HAProxy refuses", async () => {
    const { said } = await runToEnd(`
      say(pcall(core.Info))
      say(pcall(core.Info, {}))
      say(pcall(core.log, 9, "x"))
      say(pcall(core.log, "x"))
      say(pcall(core.log, 1.5, "x"))`);
    assert.deepEqual(said, [
      "false 'info' needs 1 arguments",
      "false bad argument #1 to '?' (string expected, got table)",
      "false bad argument #1 to '?' (Invalid loglevel.)",
      "false 'log' needs 2 arguments",
      "false bad argument #1 to '?' (number has no integer representation)",
    ]);
  });
});
