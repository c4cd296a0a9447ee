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
    const { said, runtime } = start(
      `
      core.register_task(function()
        local co = coroutine.create(function() while true do end end)
        say(coroutine.resume(co))
      end)`,
      { time: busyTime(5), limits: { forcedYield: 1000 } },
    );
    await turns();
    runtime.close();
    assert.match(said[0] ?? "", /^false .*burst timeout$/);
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
