import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { readCase } from "../conformance/cases.ts";
import { explain } from "../conformance/explain.ts";
import { runCase } from "../conformance/runner.ts";
import { CommandScene, halua, Halua, main, type Finished } from "../support/command.ts";

/**
 * HALUA_ENGINE=stock runs the whole program on stock Fengari, so that scripts
 * can be compared. What is compared here keeps to what that machine can do.
 */
describe("HALUA_ENGINE=stock", () => {
  const scene = new CommandScene();
  afterEach(() => scene.end());

  async function stock(...args: string[]): Promise<Finished> {
    const started = new Halua(args, { HALUA_ENGINE: "stock" });
    scene.running.push(started);
    return await started.finished;
  }

  /** What a script prints on stock Fengari, the same as on our engine. */
  async function same(code: string): Promise<string> {
    const path = scene.scratch.write(code, "script.lua");
    const theirs = await stock("run", path);
    assert.deepEqual(theirs, await halua("run", path));
    return theirs.stdout;
  }

  it("is another machine indeed", async () => {
    const { status, stdout, stderr } = await stock("-e", "print(math.maxinteger)");
    assert.deepEqual([status, stdout, stderr], [0, "2147483647\n", ""]);
  });

  it("names the engines that there are", async () => {
    const wrong = new Halua(["-e", "print(1)"], { HALUA_ENGINE: "other" });
    scene.running.push(wrong);
    const { status, stderr } = await wrong.finished;
    assert.equal(status, 2);
    assert.match(stderr, /^halua: HALUA_ENGINE=other: no such engine; it is "halua" or "stock"\n$/);
  });

  it("has objects, their methods, and errors about them", async () => {
    const printed = await same(`
      local counter = core.counter("hits")
      counter:add(2) counter:add(3)
      print(counter:get(), tostring(counter), type(counter[0]))
      local copy = setmetatable({ [0] = counter[0] }, getmetatable(counter))
      copy:add(1)
      print(counter:get())
      print(pcall(counter.add, {}, 1))
      print(pcall(counter.add, counter, "x"))
      print(pcall(core.msleep, "x"))
      print(next(core.proxies), type(core.get_info()), core.my_slot():get_state())
      local text = core.concat()
      text:add("a") text:add("b")
      print(Map._str, text:dump())`);
    assert.match(printed, /^5\tHAProxy class Counter\tuserdata\n6\n/);
  });

  it("suspends tasks, inside their own coroutines, too, and ends by os.exit", async () => {
    const printed = await same(`
      core.register_init(function() print("init") end)
      core.register_task(function()
        local co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
        print(co(), co(), co())
        local socket = core.tcp()
        print(pcall(socket.connect, socket, "127.0.0.1", "none"))
        socket:close()
        core.msleep(5)
        print(core.get_slot(0):get_state(), core.my_slot():get_id())
        os.exit(3)
      end)`);
    assert.match(printed, /^init\n1\t2\t3\n/);
  });

  it("stops an endless loop at its limits", async () => {
    const path = scene.scratch.write(
      "core.register_task(function() table.sort({ 2, 1 }, function() while true do end end) end)",
      "script.lua",
    );
    const { status, stderr } = await stock("run", path);
    assert.equal(status, 0);
    assert.match(stderr, /^\[ALERT\] .*burst timeout from /);
  });

  it("carries the embedding kit and the scheduler through their own tests", () => {
    const folder = fileURLToPath(new URL("../..", import.meta.url));
    const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
    const files = ["test/lua/**/*.test.ts", "test/runtime/**/*.test.ts", "test/engine/access.test.ts"];
    const { status, stdout, stderr } = spawnSync(process.execPath, [mocha, ...files], {
      cwd: folder,
      env: { ...process.env, HALUA_ENGINE: "stock" },
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /[1-9]\d passing/);
  });

  for (const name of ["core-concat", "lang-oop"]) {
    it(`gives HAProxy's answers in the recorded case ${name}`, async () => {
      const one = readCase(name);
      const program = ["/usr/bin/env", "HALUA_ENGINE=stock", process.execPath, main];
      const seen = await runCase({ program }, one);
      if (seen.text !== one.expected) assert.fail(explain(one.expected, seen));
    }).timeout(300_000);
  }
});
