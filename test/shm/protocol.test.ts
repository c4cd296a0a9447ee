import assert from "node:assert/strict";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { OpenOptions, SharedMap } from "../../src/shm/index.ts";
import { tickAdd } from "../../src/shm/ticks.ts";
import { Poke } from "./support/poke.ts";
import { Scratch } from "./support/scratch.ts";

/** What a member does when it meets another process halfway, or one that HAProxy allows to interfere. */
describe("a member and others halfway", () => {
  let scratch: Scratch;
  let time: VirtualTime;
  let poke: Poke;
  let warnings: string[];
  let keeper: SharedMap;

  beforeEach(() => {
    scratch = new Scratch();
    time = new VirtualTime();
    warnings = [];
    keeper = join(100);
    keeper.startHeartbeat();
    poke = new Poke(keeper.path);
  });
  afterEach(() => scratch.clean());

  function join(pid: number, more: OpenOptions = {}): SharedMap {
    const log = (_: string, message: string): number => warnings.push(message);
    return scratch.open({ access: "member", create: true, time, pid, log, isAlive: () => true, ...more });
  }

  it("adopts, of doubled objects, the one that somebody alive counts on", () => {
    keeper.object({ guid: "be", type: "backend" }).add("stot", 1);
    keeper.object({ guid: "other", type: "backend" }).add("stot", 2);
    poke.guid(1, "be");
    poke.users(0, 1n << 40n);
    assert.equal(keeper.diagnose()[0]?.kind, "doubled-object");
    assert.equal(join(101).object({ guid: "be", type: "backend" }).get("stot"), 2);
    poke.users(0, 1n);
    poke.users(1, 1n << 40n);
    assert.equal(join(102).object({ guid: "be", type: "backend" }).get("stot"), 1);
  });

  it("adopts what only the dead use, but not what nobody does", () => {
    keeper.object({ guid: "dead", type: "backend" }).add("stot", 1);
    keeper.object({ guid: "empty", type: "backend" }).add("stot", 2);
    poke.users(0, 1n << 40n);
    poke.users(1, 0n);
    const heir = join(101);
    assert.equal(heir.object({ guid: "dead", type: "backend" }).get("stot"), 1);
    assert.equal(heir.object({ guid: "empty", type: "backend" }).get("stot"), 0);
  });

  it("does not take over an object that is being made, and does not wait for its maker for ever", () => {
    const half = keeper.object({ guid: "half", type: "backend" });
    poke.tgid(half.index!, 0);
    const made = join(101).object({ guid: "half", type: "backend" });
    assert.notEqual(made.index, half.index);
    made.add("stot", 1);
    assert.equal(half.get("stot"), 0);
  });

  it("shows its object again that somebody began to reuse while its slot was lost", () => {
    const sleeper = join(101);
    const object = sleeper.object({ guid: "be", type: "backend" });
    object.add("stot", 5);
    time.advanceSync(61_000);
    poke.users(0, 0n);
    poke.tgid(0, 0);
    object.add("stot", 1);
    assert.deepEqual(
      keeper.objects().map(({ index, guid, slots, stats }) => [index, guid, slots, stats().stot]),
      [[0, "be", [1], 6]],
    );
  });

  it("finds at its heartbeat that its object was overwritten, says so, and counts on", () => {
    const object = keeper.object({ guid: "be", type: "backend" });
    object.add("stot", 5);
    poke.wipe(0);
    assert.equal(keeper.heartbeat(), true);
    object.add("stot", 1);
    assert.deepEqual(
      keeper.stats({ slot: 0 }).map(({ guid, stats }) => [guid, stats.stot]),
      [["be", 1]],
    );
    assert.match(warnings.join(), /took the object of guid be/);
  });

  it("gets its bit back on an object that lost it", () => {
    const object = keeper.object({ guid: "be", type: "backend" });
    object.add("stot", 5);
    poke.users(0, 1n << 9n);
    keeper.heartbeat();
    assert.equal(keeper.objects()[0]?.users, (1n << 9n) | 1n);
    assert.equal(object.get("stot"), 5);
  });

  it("leaves its former slot's new owner alone when it ends without having noticed", () => {
    const sleeper = join(101);
    sleeper.object({ guid: "be", type: "backend" }).add("stot", 5);
    time.advanceSync(61_000);
    const owner = join(102);
    assert.equal(owner.mySlot, 1);
    assert.equal(owner.object({ guid: "be", type: "backend" }).get("stot"), 5);
    sleeper.close();
    const [object] = keeper.objects();
    assert.deepEqual([object?.users, object?.slots], [2n, [1]]);
    assert.equal(owner.slot(1).pid, 102);
    assert.equal(owner.heartbeat(), true);
  });

  it("frees its slot when it ends expired but unclaimed", () => {
    const sleeper = join(101);
    sleeper.object({ guid: "be", type: "backend" });
    time.advanceSync(61_000);
    sleeper.close();
    assert.equal(keeper.slot(1).state, "free");
    assert.equal(keeper.objects()[0]?.users, 0n);
  });

  it("leaves a map that turns out damaged when a slot is claimed again, and joins it once it is well", () => {
    const sleeper = join(101);
    const object = sleeper.object({ guid: "be", type: "backend" });
    object.add("stot", 5);
    const lost: string[] = [];
    sleeper.on("map-lost", ({ reason }) => lost.push(reason));
    time.advanceSync(61_000);
    poke.objects(-5);
    assert.equal(sleeper.heartbeat(), false);
    assert.deepEqual([lost, sleeper.mySlot], [["damaged"], undefined]);
    object.add("stot", 1);
    sleeper.heartbeat();
    assert.equal(warnings.filter((message) => message.includes("counts -5 objects")).length, 2);
    poke.objects(1);
    sleeper.heartbeat();
    assert.equal(sleeper.mySlot, 1);
    assert.equal(object.get("stot"), 6);
    assert.deepEqual(
      keeper.objects().map(({ guid, slots, stats }) => [guid, slots, stats().stot]),
      [["be", [1], 6]],
    );
  });

  it("is not stopped by a rate whose turner died", () => {
    const object = keeper.object({ guid: "be", type: "backend" });
    object.add("rate", 4);
    time.advanceSync(1_500);
    const began = tickAdd(keeper.nowMs(), -1_500);
    poke.rateTick(0, began | 1);
    object.add("rate", 3);
    assert.ok([5, 6].includes(Number(object.get("rate"))), "the half second left of 4, and 3");
  });

  it("notes the latest event among thread groups, and never where there was none", () => {
    const groups = [1, 2, 3].map((tgid) => keeper.object({ guid: "be", type: "backend", tgid }));
    const lastsess = (): unknown => keeper.stats()[0]?.stats.lastsess;
    assert.equal(lastsess(), -1);
    groups[1]!.set("lastsess", 9);
    assert.equal(lastsess(), 9);
    groups[2]!.set("lastsess", 4);
    assert.equal(lastsess(), 4);
  });

  it("sees a slot that was claimed this moment, without asking for its process", () => {
    const asked: number[] = [];
    const observer = scratch.open({
      time,
      isAlive: (pid) => {
        asked.push(pid);
        return true;
      },
    });
    const ups: unknown[] = [];
    observer.on("slot-up", ({ slot, pid }) => ups.push([slot, pid]));
    observer.watch();
    poke.slot(3, { pid: -1, heartbeat: tickAdd(keeper.nowMs(), 60_000) });
    assert.equal(observer.slot(3).state, "alive");
    time.advanceSync(1_000);
    assert.deepEqual(ups, []);
    poke.slot(3, { pid: 333 });
    time.advanceSync(1_000);
    assert.deepEqual(ups, [[3, 333]]);
    assert.ok(!asked.includes(-1));
  });
});
