import assert from "node:assert/strict";
import { load, runToEnd, start } from "../support/script.ts";

describe("tasks", () => {
  it("run after the body, in the order of their registration", async () => {
    const { said } = await runToEnd(`
      core.register_task(function() say("first") end)
      core.register_task(function() say("second") end)
      say("body")`);
    assert.deepEqual(said, ["body", "first", "second"]);
  });

  it("get up to four arguments, nil among them", async () => {
    const { said } = await runToEnd(
      `core.register_task(function(...) say(select("#", ...), ...) end, 1, nil, "x", 2.5)`,
    );
    assert.deepEqual(said, ["4 1 nil x 2.5"]);
  });

  it("keep the identity of what they are handed", async () => {
    const { said } = await runToEnd(`
      local t = {}
      core.register_task(function(given) say(given == t) end, t)`);
    assert.deepEqual(said, ["true"]);
  });

  it("refuse a wrong number of arguments in HAProxy's words", async () => {
    const { said } = await runToEnd(`
      say(pcall(core.register_task))
      say(pcall(core.register_task, print, 1, 2, 3, 4, 5))
      say(pcall(core.register_task, 5))`);
    assert.deepEqual(said, [
      "false register_task: <func> argument is required",
      "false register_task: no more that 4 optional arguments may be provided",
      "false bad argument #1 to '?' (function expected, got number)",
    ]);
  });

  it("sleep for exactly as long as they say", async () => {
    const { said, time } = start(`
      core.register_task(function()
        core.msleep(250) say("quarter")
        core.sleep(1) say("more")
      end)`);
    await time.advance(249);
    assert.deepEqual(said, []);
    await time.advance(1);
    assert.deepEqual(said, ["quarter"]);
    await time.advance(999);
    assert.deepEqual(said, ["quarter"]);
    await time.advance(1);
    assert.deepEqual(said, ["quarter", "more"]);
  });

  it("go on after a negative sleep at once, as HAProxy's ticks wrap", async () => {
    const { said } = await runToEnd(`core.register_task(function() core.msleep(-5) say("on") end)`);
    assert.deepEqual(said, ["on"]);
  });

  it("take turns when they yield", async () => {
    const { said } = await runToEnd(`
      for i = 1, 2 do
        core.register_task(function() for j = 1, 3 do say(i, j) core.yield() end end)
      end`);
    assert.deepEqual(said, ["1 1", "2 1", "1 2", "2 2", "1 3", "2 3"]);
  });

  it("run earlier with a lower nice value", async () => {
    const { said } = await runToEnd(`
      core.register_task(function() core.set_nice(5000) core.yield() say("late") end)
      core.register_task(function() core.set_nice(-10) core.yield() say("early") end)`);
    assert.deepEqual(said, ["early", "late"]);
  });

  it("may register others, which run after them", async () => {
    const { said } = await runToEnd(`
      core.register_task(function()
        core.register_task(function() say("child") end)
        say("parent")
      end)`);
    assert.deepEqual(said, ["parent", "child"]);
  });

  it("hang, and hold the program, after a raw yield", async () => {
    const { said, runtime, time } = start(
      `core.register_task(function() coroutine.yield() say("never") end)`,
    );
    let idle = false;
    void runtime.whenIdle().then(() => (idle = true));
    await time.advance(100_000);
    assert.deepEqual(said, []);
    assert.equal(idle, false);
  });

  it("sleep inside a coroutine of theirs by suspending it; resuming early suspends again", async () => {
    const { said, time } = start(`
      core.register_task(function()
        local co = coroutine.create(function() core.msleep(100) say("slept") return "result" end)
        say(coroutine.resume(co)) say(coroutine.status(co))
        say(coroutine.resume(co)) say(coroutine.status(co))
        core.msleep(150)
        say(coroutine.resume(co)) say(coroutine.status(co))
      end)`);
    await time.advance(200);
    assert.deepEqual(said, ["true", "suspended", "true", "suspended", "slept", "true result", "dead"]);
  });

  it("do not sleep inside coroutine.wrap, which HAProxy does not know", async () => {
    const { said } = await runToEnd(`
      core.register_task(function() coroutine.wrap(function() core.msleep(100) say("at once") end)() end)`);
    assert.deepEqual(said, ["at once"]);
  });

  it("let the program end when the last of them has", async () => {
    const { runtime, time } = start(`core.register_task(function() core.msleep(50) end)`);
    let idle = false;
    void runtime.whenIdle().then(() => (idle = true));
    await time.advance(49);
    assert.equal(idle, false);
    await time.advance(1);
    assert.equal(idle, true);
  });

  it("end with core.done, and nothing is logged", async () => {
    const { said, logged } = await runToEnd(`
      core.register_task(function() say("before") core.done(1) say("after") end)
      say(core.done("in the body"))`);
    assert.deepEqual(said, ["", "before"]);
    assert.deepEqual(logged, []);
  });
});

describe("time", () => {
  it("stands still for a task until it yields", async () => {
    const { said } = await runToEnd(
      `
      core.register_task(function()
        local a = core.now()
        local b = core.now()
        say(a.sec == b.sec and a.usec == b.usec)
        core.msleep(1500)
        local c = core.now()
        say((c.sec - a.sec) * 1000 + (c.usec - a.usec) // 1000)
      end)`,
      {},
      2000,
    );
    assert.deepEqual(said, ["true", "1500"]);
  });
});

describe("init functions", () => {
  it("run once, in order, before any task, and may add another", () => {
    const { said, runtime } = load(`
      core.register_task(function() say("task") end)
      core.register_init(function()
        say("one", coroutine.isyieldable())
        core.register_init(function() say("three") end)
      end)
      core.register_init(function() core.sleep(100) say("two") end)`);
    runtime.start();
    assert.deepEqual(said, ["one true", "two", "three"]);
  });

  it("end the program when one fails; the rest does not run", () => {
    const { said, runtime } = load(`
      core.register_init(function() error("boom") end)
      core.register_init(function() say("never") end)`);
    assert.throws(() => runtime.start(), {
      code: "E_LUA_LOAD",
      message:
        "Lua init: runtime error: 'script:2: boom' from [C]: in global 'error', script:2: in function line 2",
    });
    assert.deepEqual(said, []);
  });

  it("may not yield for good", () => {
    const { runtime } = load(`core.register_init(function() coroutine.yield() end)`);
    assert.throws(() => runtime.start(), {
      message: /^Lua init: yield not allowed: \[C\]: in field 'yield', script:1: in function line 1$/,
    });
  });

  it("name an error that is no text", () => {
    const { runtime } = load(`core.register_init(function() error({}) end)`);
    assert.throws(() => runtime.start(), { message: /^Lua init: unknown runtime error from / });
  });
});

describe("loading", () => {
  it("reports a syntax error with its line", () => {
    assert.throws(() => load("x = = 1"), { message: /script:1: unexpected symbol near '='/ });
  });

  it("reports an error in the body without a trace", () => {
    assert.throws(() => load("local t = nil\nt.x = 1"), {
      message: "Lua runtime error: script:2: attempt to index a nil value (local 't')",
    });
  });

  it("reports an error that is no text as HAProxy does", () => {
    assert.throws(() => load("error({})"), { message: "Lua runtime error: (null)" });
  });

  it("names a file that is not there", () => {
    const { runtime } = load("");
    assert.throws(() => runtime.load("no/such.lua"), {
      message: "error in Lua file 'no/such.lua': cannot open no/such.lua: No such file or directory",
    });
    assert.throws(() => runtime.load("test"), {
      message: "error in Lua file 'test': cannot read test: Is a directory",
    });
  });

  it("closes every way to load JavaScript", async () => {
    const { said } = await runToEnd(`
      say(pcall(require, "fs") == false, package.jspath, #package.searchers <= 4)
      say(package.loadlib("fs", "*"))`);
    assert.equal(said[0], "true nil true");
    assert.match(said[1] ?? "", /^nil .* absent$/);
  });
});
