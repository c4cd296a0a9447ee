import assert from "node:assert/strict";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { SharedMap } from "../../src/shm/index.ts";
import { Scratch } from "../shm/support/scratch.ts";
import { load } from "../support/script.ts";

describe("core.counter and core.gauge", () => {
  let scratch: Scratch;
  let time: VirtualTime;
  beforeEach(() => {
    scratch = new Scratch();
    time = new VirtualTime();
  });
  afterEach(() => scratch.clean());

  function member(pid: number): SharedMap {
    return scratch.open({ access: "member", create: true, time, pid, isAlive: () => true });
  }

  const run = (code: string, map?: SharedMap): string[] => load(code, { time, ...(map ? { map } : {}) }).said;

  it("count and measure, for this program and for all", () => {
    const other = member(200);
    other.metrics.counter("jobs").add(10);
    other.metrics.gauge("depth").set(1.5);
    const said = run(
      `
      local c, g = core.counter("jobs"), core.gauge("depth")
      c:add(5) c:add()
      g:set(2) g:add(-0.5)
      say(c:get(), c:total(), g:get(), g:total())
      say(math.type(c:get()), math.type(g:get()), math.type(g:total()))
      local mine, theirs = core.my_slot():get_metrics(), core.get_slot(0):get_metrics()
      say(mine.jobs, mine.depth, theirs.jobs, theirs.depth)
      local all = core.get_map():get_metrics()
      say(all.jobs, all.depth, next(core.get_slot(5):get_metrics()))
      say(tostring(c), tostring(g))`,
      member(100),
    );
    assert.deepEqual(said, [
      "6 16 1.5 3",
      "integer float integer",
      "6 1.5 10 1.5",
      "16 3 nil",
      "HAProxy class Counter HAProxy class Gauge",
    ]);
  });

  it("keep all 64 bits", () => {
    const said = run(
      `local c = core.counter("big") c:add((1 << 62) + 1) c:add("2") c:add(3.0)
      say(c:get() == (1 << 62) + 6, c:total() == c:get())`,
      member(100),
    );
    assert.deepEqual(said, ["true true"]);
  });

  it("say in one line what is wrong", () => {
    const said = run(
      `
      local function refused(...) say(select(2, pcall(...))) end
      local c, g = core.counter("jobs"), core.gauge("depth")
      refused(core.counter) refused(core.counter, {}) refused(core.counter, "a b") refused(core.gauge, "jobs")
      refused(c.add, c, -1) refused(c.add, c, 1.5) refused(c.add, g, 1) refused(g.set, g) refused(g.set, g, 0/0)`,
      member(100),
    );
    assert.deepEqual(said, [
      "'counter' needs 1 arguments",
      "bad argument #1 to '?' (string expected, got table)",
      'metric "a b": its name may hold letters, digits and _ : . - only',
      'metric "jobs": is a counter already, it cannot be a gauge too; give one of them another name',
      'metric "jobs": a counter only goes up, by whole numbers, not by -1; use a gauge for what goes down',
      "bad argument #2 to '?' (number has no integer representation)",
      "bad argument #1 to '?' ((null))",
      "'set' needs 2 arguments",
      'metric "depth": a gauge takes finite numbers, not NaN',
    ]);
  });

  it("can be looked at but not changed by an observer, and need a map", () => {
    const keeper = member(200);
    keeper.metrics.counter("jobs").add(10);
    const code = `
      local ok, c = pcall(core.counter, "jobs")
      if not ok then say(c) return end
      say(c:get(), c:total(), core.get_slot(0):get_metrics().jobs)
      say(select(2, pcall(c.add, c, 1)))`;
    assert.deepEqual(run(code, scratch.open({ isAlive: () => true })), [
      "0 10 10",
      `metric "jobs": only a member may change it, ${keeper.path} is open for access "observe"; open it with access "member"`,
    ]);
    assert.deepEqual(run(code), ["no shared statistics file: start halua with --map FILE"]);
  });
});
