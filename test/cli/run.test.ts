import assert from "node:assert/strict";
import fs from "node:fs";
import { CommandScene, Halua, halua } from "../support/command.ts";

describe("halua run", () => {
  const scene = new CommandScene();
  afterEach(() => scene.end());

  function script(code: string): string {
    return scene.scratch.write(code, "script.lua");
  }

  function begin(...args: string[]): Halua {
    const started = new Halua(args);
    scene.running.push(started);
    return started;
  }

  it("runs a script on a map of its own, which it leaves no trace of", async () => {
    const path = script(`print(core.get_map():get_path(), core.my_slot():get_id(), ...)`);
    const { status, stdout, stderr } = await halua("run", path, "one", "two words");
    assert.equal(stderr, "");
    const [, map, slot, rest] = /^(\S+)\t(\d+)\t(.*)\n$/.exec(stdout) ?? [];
    assert.equal(slot, "0");
    assert.equal(rest, "one\ttwo words");
    assert.equal(status, 0);
    assert.equal(fs.existsSync(map ?? ""), false);
  });

  it("ends with status 0 when nothing is left to run", async () => {
    const path = script(`core.register_task(function() core.msleep(20) print("done") end)`);
    const { status, stdout } = await halua("run", path);
    assert.deepEqual([status, stdout], [0, "done\n"]);
  });

  it("ends after --for, while tasks, heartbeat functions and subscriptions hold it", async () => {
    for (const code of [
      `core.register_task(function() while true do core.sleep(1) end end)`,
      `core.register_heartbeat(function() end)`,
      `core.event_sub({ "SLOT_UP" }, print)`,
    ]) {
      const { status, stderr } = await halua("run", script(code), "--for", "50ms");
      assert.deepEqual([status, stderr], [0, ""]);
    }
  });

  it("ends with status 1 and HAProxy's message when the body or an init function fails", async () => {
    const cases: [code: string, message: RegExp][] = [
      [`x = = 1`, /^\[ALERT\] {4}\(\d+\) : error in Lua file '(.*)': \1:1: unexpected symbol near '='\n$/],
      [`error("boom")`, /^\[ALERT\] {4}\(\d+\) : Lua runtime error: .*script\.lua:1: boom\n$/],
      [
        `core.register_init(function() error("boom") end)`,
        /^\[ALERT\] {4}\(\d+\) : Lua init: runtime error: '.*:1: boom' from /,
      ],
    ];
    for (const [code, message] of cases) {
      const { status, stderr } = await halua("run", script(code));
      assert.equal(status, 1);
      assert.match(stderr, message);
    }
  });

  it("takes a slot of a map, and gives it back whatever ends it", async () => {
    const others = scene.scratch.open({ access: "member", create: true });
    const hold = script(`core.register_task(function() print(core.my_slot():get_id()) core.sleep(60) end)`);
    for (const [signal, status] of [
      ["SIGTERM", 143],
      ["SIGINT", 130],
    ] as const) {
      const started = begin("run", hold, "--map", scene.scratch.file());
      await started.until(({ stdout }) => stdout.endsWith("\n"));
      assert.equal(started.stdout, "1\n");
      assert.equal(others.slot(1).state, "alive");
      started.process.kill(signal);
      assert.equal((await started.finished).status, status);
      assert.equal(others.slot(1).state, "free");
    }
    const exits = script(`core.register_task(function() os.exit(3) end)`);
    assert.equal((await halua("run", exits, "--map", scene.scratch.file())).status, 3);
    assert.equal(others.slot(1).state, "free");
  });

  it("can be interrupted while the body holds the thread", async () => {
    const others = scene.scratch.open({ access: "member", create: true });
    const started = begin(
      "run",
      script(`io.write("looping\\n") io.flush() while true do end`),
      "--map",
      scene.scratch.file(),
    );
    await started.until(({ stdout }) => stdout.endsWith("\n"));
    started.process.kill("SIGINT");
    assert.equal((await started.finished).status, 130);
    assert.equal(others.slot(1).state, "free");
  });

  it("only observes on demand", async () => {
    const others = scene.scratch.open({ access: "member", create: true });
    const before = fs.readFileSync(scene.scratch.file());
    const path = script(`print(core.my_slot(), #core.get_slots())`);
    const { stdout } = await halua("run", path, "--map", scene.scratch.file(), "--observe");
    assert.equal(stdout, "nil\t1\n");
    assert.deepEqual(fs.readFileSync(scene.scratch.file()), before);
    assert.equal(others.slot(1).state, "free");
  });

  it("refuses a map of a version it does not know, by name", async () => {
    scene.scratch.open({ access: "member", create: true }).close();
    const bytes = fs.readFileSync(scene.scratch.file());
    bytes[1] = 9;
    fs.writeFileSync(scene.scratch.file(), bytes);
    const { status, stderr } = await halua("run", script(""), "--map", scene.scratch.file());
    assert.equal(status, 1);
    assert.match(stderr, /version 1\.9.*1\.1, 1\.2, 1\.3/);
  });

  it("gives a script without a limit Lua's error before V8's heap is full", async () => {
    const path = script("local t = {} while true do t[#t + 1] = ('x'):rep(1e6) end");
    const small = new Halua(["run", path], { NODE_OPTIONS: "--max-old-space-size=300" });
    scene.running.push(small);
    const { status, stderr } = await small.finished;
    assert.equal(status, 1);
    assert.match(stderr, /^\[ALERT\] .*Lua out of memory error\n$/);
  });

  it("shows debug lines only with --debug", async () => {
    const path = script(`core.Debug("deep")`);
    assert.equal((await halua("run", path)).stderr, "");
    assert.match((await halua("--debug", "run", path)).stderr, /^\[debug\] \d{3}\/\d{6} \(\d+\) : deep\n$/);
  });
});

describe("halua demo", () => {
  it("shows three slots, and leaves nothing behind", async () => {
    const { status, stdout } = await halua("demo", "--for", "1500ms");
    assert.equal(status, 0);
    assert.match(stdout, /\n +0 +\d+ +alive .*\n +1 +\d+ +alive .*\n +2 +\d+ +alive .*\(me\)\n/);
    const [map] = /\S+stats\.shm/.exec(stdout) ?? [];
    assert.equal(fs.existsSync(map ?? ""), false);
  });
});
