import assert from "node:assert/strict";
import { systemTime, type Time } from "../../src/time.ts";
import { runToEnd, start } from "../support/script.ts";

/**
 * A clock on which every look at the time costs CPU: so many loops of a script
 * use up a limit in no time, and always after the same number of looks.
 */
function busyTime(msPerLook: number): Time & { looks: number } {
  const time = {
    ...systemTime,
    looks: 0,
    monotonicMs: (): number => ++time.looks * msPerLook,
    cpuMs: (): number => time.looks * msPerLook,
    soon: (fn: () => void): void => void setImmediate(fn),
  };
  return time;
}

async function turns(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe("limits", () => {
  it("let a task loop for ever where it can be suspended, for each piece of it is short", async () => {
    const { said, logged, runtime } = start(
      `
      core.register_task(function() pcall(function() while true do end end) end)
      core.register_task(function() say("alive") end)`,
      { time: busyTime(50), limits: { forcedYield: 1000 } },
    );
    await turns();
    runtime.close();
    assert.deepEqual(said, ["alive"]);
    assert.deepEqual(logged, []);
  });

  it("stop a task after its burst where it cannot be suspended, and nothing else", async () => {
    const { said, logged, runtime } = start(
      `
      core.register_task(function() table.sort({ 2, 1 }, function() while true do end end) end)
      core.register_task(function() say("alive") end)`,
      { time: busyTime(50), limits: { forcedYield: 1000 } },
    );
    await turns();
    runtime.close();
    assert.deepEqual(said, ["alive"]);
    assert.match(logged.join("\n"), /^\[ALERT\] Lua task: .*burst timeout from .*$/);
  });

  it("stop a task at its whole life's limit", async () => {
    const { logged, runtime } = start(
      `core.register_task(function() while true do core.yield() for i = 1, 2000 do end end end)`,
      {
        time: busyTime(5),
        limits: { forcedYield: 1000, task: 500 },
      },
    );
    await turns();
    await turns();
    runtime.close();
    assert.deepEqual(logged, ["[ALERT] Lua task: execution timeout."]);
  });

  it("are ordinary errors inside a coroutine, where a script can catch them", async () => {
    const { said, logged, runtime } = start(
      `
      core.register_task(function()
        local co = coroutine.create(function() say(pcall(function() while true do end end)) end)
        coroutine.resume(co)
        say("after")
      end)`,
      { time: busyTime(5), limits: { forcedYield: 1000 } },
    );
    await turns();
    runtime.close();
    assert.match(said.join("\n"), /^false .*burst timeout$/);
    assert.deepEqual(logged, ["[ALERT] Lua task: burst timeout."]);
  });

  const caught: readonly (readonly [what: string, call: string])[] = [
    ["a coroutine", "coroutine.resume(coroutine.create(endless))"],
    ["a coroutine of wrap", "pcall(coroutine.wrap(endless))"],
    ["a comparator of table.sort", "pcall(table.sort, { 3, 2, 1 }, endless)"],
    ["a replacement of string.gsub", "pcall(string.gsub, 'aa', 'a', endless)"],
    ["a message handler's call", "xpcall(table.sort, function(e) return e end, { 3, 2, 1 }, endless)"],
    ["a reader of load", "load(endless)"],
  ];
  for (const [what, call] of caught) {
    // What hlua_hook does by a hook of count 1: nothing runs between the call's end and the run's.
    it(`end the run at the first instruction after one was caught in ${what}`, async function () {
      // Stock Fengari goes on until the script's next look at the clock.
      if (process.env.HALUA_ENGINE === "stock") this.skip();
      const { said, logged, runtime } = start(
        `
        local function endless() while true do end end
        core.register_task(function()
          local caught = ${call}
          say("after")
        end)`,
        { time: busyTime(5), limits: { forcedYield: 1000 } },
      );
      await turns();
      runtime.close();
      assert.deepEqual(said, []);
      assert.deepEqual(logged, ["[ALERT] Lua task: burst timeout."]);
    });
  }

  it("hold for a coroutine that the body made, when a task resumes it", async () => {
    const { said, logged, runtime } = start(
      `
      local co = coroutine.create(function() while true do end end)
      core.register_task(function() coroutine.resume(co) say("after") end)
      core.register_task(function() say("alive") end)`,
      { time: busyTime(5), limits: { forcedYield: 1000 } },
    );
    await turns();
    runtime.close();
    assert.deepEqual(said, ["alive"]);
    assert.deepEqual(logged, ["[ALERT] Lua task: burst timeout."]);
  });

  it("let other tasks on while one computes", async () => {
    const { said } = await runToEnd(
      `
      local done = false
      core.register_task(function() while not done do end say("saw it") end)
      core.register_task(function() done = true say("set it") end)`,
      { limits: { forcedYield: 1000 } },
    );
    assert.deepEqual(said, ["set it", "saw it"]);
  });

  it("do not apply to the body", () => {
    const { said } = start(`for i = 1, 200000 do end say("done")`, {
      time: busyTime(50),
      limits: { forcedYield: 1000 },
    });
    assert.deepEqual(said, ["done"]);
  });
});
