import assert from "node:assert/strict";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { OpenOptions, SharedMap } from "../../src/shm/index.ts";
import { Scratch } from "../shm/support/scratch.ts";
import { start, type Script } from "../support/script.ts";

describe("slots in Lua", () => {
  let scratch: Scratch;
  let time: VirtualTime;
  let alive: Set<number>;

  beforeEach(() => {
    scratch = new Scratch();
    time = new VirtualTime();
    alive = new Set([100, 200, 300]);
  });

  afterEach(() => scratch.clean());

  function open(options: OpenOptions): SharedMap {
    return scratch.open({ time, isAlive: (pid) => alive.has(pid), ...options });
  }

  function member(pid: number): SharedMap {
    return open({ access: "member", create: true, pid });
  }

  function run(code: string, map: SharedMap): Script {
    return start(code, { map, time });
  }

  it("show who is there, and which one is me", () => {
    member(100);
    const { said } = run(
      `
      for _, s in ipairs(core.get_slots()) do
        say(s:get_id(), s:get_pid(), s:get_state(), s:is_mine(), s:get_age(), s:get_ttl())
      end
      say(core.my_slot():get_id(), tostring(core.my_slot()))`,
      member(200),
    );
    assert.deepEqual(said, ["0 100 alive false 0 60000", "1 200 alive true 0 60000", "1 HAProxy class Slot"]);
  });

  it("tell ghosts and expired ones", async () => {
    member(100);
    const other = member(200);
    const watcher = open({ access: "observe" });
    alive.delete(100);
    const code = `for _, s in ipairs(core.get_slots()) do say(s:get_id(), s:get_state(), s:get_age(), s:get_ttl()) end`;
    assert.deepEqual(run(code, watcher).said, ["0 ghost 0 60000", "1 alive 0 60000"]);
    for (let beats = 0; beats < 60; beats++) {
      time.jump(1000);
      other.heartbeat();
    }
    assert.deepEqual(run(code, watcher).said, ["0 expired 60000 0", "1 alive 0 60000"]);
    await time.advance(0);
  });

  it("are free when nobody holds them, and nil outside 0..63", () => {
    const { said } = run(
      `
      local s = core.get_slot(63)
      say(s:get_id(), s:get_state(), s:get_pid(), s:get_age(), s:get_ttl(), s:is_mine())
      say(core.get_slot(-1), core.get_slot(64))
      say(pcall(core.get_slot, "x"))`,
      member(100),
    );
    assert.deepEqual(said, [
      "63 free nil nil nil false",
      "nil nil",
      "false bad argument #1 to '?' (number expected, got string)",
    ]);
  });

  it("are none of the observer's own", () => {
    member(100);
    assert.deepEqual(run(`say(core.my_slot())`, open({ access: "observe" })).said, ["nil"]);
  });

  it("report the figures of their process, the second type of a guid apart", () => {
    const proxy = member(100);
    proxy.object({ guid: "fe", type: "frontend" }).add("stot", 3);
    proxy.object({ guid: "fe", type: "backend" }).add("stot", 2);
    proxy.object({ guid: "be", type: "backend" }).add("bin", 2n ** 60n);
    const { said } = run(
      `
      local stats = core.get_slot(0):get_stats()
      say(stats.fe.type, stats.fe.stot, stats["fe/backend"].type, stats["fe/backend"].stot)
      say(stats.be.bin)
      local only = core.get_slot(0):get_stats("be")
      say(only.be ~= nil, only.fe)
      say(next(core.get_slot(1):get_stats()))
      for _, o in ipairs(core.get_slot(0):get_objects()) do say(o.guid, o.type, o.tgid, #o.users, o.users[1]) end`,
      member(200),
    );
    assert.deepEqual(said, [
      "frontend 3 backend 2",
      String(2n ** 60n),
      "true nil",
      "nil",
      "fe frontend 1 1 0",
      "fe backend 1 1 0",
      "be backend 1 1 0",
    ]);
  });

  it("add up in the map as a whole, where lost figures show as orphans", () => {
    const one = member(100);
    member(200).object({ guid: "fe", type: "frontend" }).add("stot", 4);
    one.object({ guid: "fe", type: "frontend" }).add("stot", 3);
    one.object({ guid: "gone", type: "frontend" }).add("stot", 9);
    one.release();
    const { said } = run(
      `
      local map = core.get_map()
      say(map:get_path() == ..., map:get_version(), tostring(map))
      say(map:get_stats().fe.stot, map:get_stats().gone, map:get_stats("fe").fe.stot)
      for _, o in ipairs(map:get_orphans()) do say(o.guid, o.type, o.tgid, o.stats.stot) end
      say(math.type(map:now_ms()), math.type(map:now_ns()))`,
      member(300),
    );
    assert.deepEqual(said.slice(1, 3), ["7 nil 7", "gone frontend 1 9"]);
    assert.match(said[0] ?? "", /1\.2 HAProxy class SharedMap$/);
  });

  it("are not to be had without a map", () => {
    const { said } = start(`say(select(2, pcall(core.get_slots)))`);
    assert.deepEqual(said, ["no shared statistics file: start halua with --map FILE"]);
  });

  describe("the own heartbeat", () => {
    it("goes on while every registered function agrees", async () => {
      const map = member(100);
      run(`core.register_heartbeat(function() return true end) core.register_heartbeat(function() end)`, map);
      await time.advance(70_000);
      assert.equal(map.slots()[0]?.state, "alive");
      assert.ok((map.slots()[0]?.ageMs ?? 9e9) <= 1000);
    });

    it("is withheld by one false, so that the slot expires after a minute", async () => {
      const map = member(100);
      const { logged } = run(
        `
        core.register_heartbeat(function() return true end)
        core.register_heartbeat(function() return false end)`,
        map,
      );
      const watcher = open({ access: "observe" });
      await time.advance(59_999);
      assert.equal(watcher.slots()[0]?.state, "alive");
      await time.advance(1001);
      assert.equal(watcher.slots()[0]?.state, "expired");
      assert.deepEqual(logged, []);
    });

    it("is withheld by an error, which is logged once", async () => {
      const map = member(100);
      const { logged } = run(`core.register_heartbeat(function() error("sick") end)`, map);
      await time.advance(5000);
      assert.equal(map.slots()[0]?.ageMs, 5000);
      assert.deepEqual(logged, [
        "[ALERT] Lua heartbeat: [state-id 0] runtime error: script:1: sick from [C]: in global 'error', script:1: in function line 1.",
      ]);
    });

    it("cannot wait", async () => {
      const map = member(100);
      const { logged } = run(`core.register_heartbeat(function() core.msleep(1) end)`, map);
      await time.advance(1000);
      assert.deepEqual(logged, ["[ALERT] Lua heartbeat: yield not allowed."]);
    });
  });

  describe("events", () => {
    it("tell of processes that come, go and fall silent", async () => {
      const map = member(100);
      const { said } = run(
        `
        core.event_sub({ "SLOT_UP", "SLOT_DOWN", "SLOT_EXPIRED" }, function(event, data, sub, when)
          say(event, data.slot, data.pid, math.type(data.since), math.type(when), tostring(sub))
        end)`,
        map,
      );
      await time.advance(1000);
      const other = member(200);
      await time.advance(2000);
      other.release();
      await time.advance(2000);
      member(300);
      await time.advance(62_000);
      assert.deepEqual(
        said.map((line) => line.split(" ").slice(0, 3).join(" ")),
        ["SLOT_UP 1 200", "SLOT_DOWN 1 200", "SLOT_UP 1 300", "SLOT_EXPIRED 1 300"],
      );
      assert.match(said[0] ?? "", /(integer|float) integer HAProxy class EventSub$/);
    });

    it("come one at a time, in order, and end with unsub", async () => {
      const map = member(100);
      const { said, runtime } = run(
        `
        core.event_sub({ "SLOT" }, function(event, data, sub)
          core.sleep(10)
          say(event, data.slot)
          if event == "SLOT_DOWN" then sub:unsub() end
        end)`,
        map,
      );
      let idle = false;
      void runtime.whenIdle().then(() => (idle = true));
      await time.advance(1000);
      const other = member(200);
      await time.advance(1000);
      other.release();
      await time.advance(3000);
      assert.deepEqual(said, []);
      await time.advance(30_000);
      assert.deepEqual(said, ["SLOT_UP 1", "SLOT_DOWN 1"]);
      assert.equal(idle, true);
    });

    it("refuse what HAProxy refuses", () => {
      const { said } = run(
        `
        say(select(2, pcall(core.event_sub)))
        say(select(2, pcall(core.event_sub, "SLOT_UP", print)))
        say(select(2, pcall(core.event_sub, {}, print)))
        say(select(2, pcall(core.event_sub, { "NOPE" }, print)))
        say(select(2, pcall(core.event_sub, { "SLOT_UP" }, 5)))`,
        member(100),
      );
      assert.deepEqual(said, [
        "'event_sub' needs 2 arguments",
        "bad argument #1 to '?' (table of strings expected, got string)",
        "event_sub: no valid event types were provided",
        "bad argument #1 to '?' ('NOPE' event type is unknown)",
        "bad argument #2 to '?' (function expected, got number)",
      ]);
    });
  });
});
