import assert from "node:assert/strict";
import fs from "node:fs";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { HaluaError } from "../../src/errors.ts";
import type { MapVersion, OpenOptions, SharedMap } from "../../src/shm/index.ts";
import { layouts } from "../../src/shm/layout.ts";
import { Scratch } from "./support/scratch.ts";

/** A member of a map on virtual time, with a process id of its own choice. */
function memberOptions(time: VirtualTime, pid: number, more: OpenOptions = {}): OpenOptions {
  return { access: "member", create: true, time, pid, isAlive: () => true, ...more };
}

for (const { version } of layouts) {
  describe(`a member of version ${version}`, () => {
    let scratch: Scratch;
    let time: VirtualTime;
    let warnings: string[];

    beforeEach(() => {
      scratch = new Scratch();
      time = new VirtualTime();
      warnings = [];
    });
    afterEach(() => scratch.clean());

    function join(pid: number, more: OpenOptions = {}): SharedMap {
      return scratch.open(
        memberOptions(time, pid, {
          version: version as MapVersion,
          log: (level, message) => warnings.push(`${level}: ${message}`),
          ...more,
        }),
      );
    }

    it("makes the file private and in the version asked for", () => {
      const map = join(100);
      assert.equal(map.version, version);
      const stat = fs.statSync(map.path);
      assert.equal(stat.mode & 0o777, 0o600);
      assert.equal(stat.size, 672);
      assert.deepEqual(fs.readdirSync(scratch.folder), ["map"]);
    });

    it("takes the first free slot, gives it back in order, and once", () => {
      const [a, b] = [join(100), join(101)];
      assert.deepEqual([a.mySlot, b.mySlot], [0, 1]);
      a.release();
      a.release();
      assert.equal(a.mySlot, undefined);
      assert.deepEqual(b.slot(0), {
        slot: 0,
        pid: -1,
        state: "free",
        ageMs: 0,
        ttlMs: 0,
        mine: false,
      });
      assert.equal(join(102).mySlot, 0);
    });

    it("keeps its slot alive by heartbeats, each second", () => {
      const map = join(100);
      const observer = scratch.open({ time, isAlive: () => true });
      map.startHeartbeat();
      for (let second = 1; second <= 200; second++) {
        time.advanceSync(1_000);
        const [slot] = observer.slots();
        assert.deepEqual([slot?.state, slot?.ageMs, slot?.ttlMs], ["alive", 0, 60_000]);
      }
      map.stopHeartbeat();
      assert.equal(time.pending, 0);
    });

    it("expires 60 000 ms after its last heartbeat and not 1 ms before, across the wrap of the tick", () => {
      const map = join(100);
      const other = join(101);
      const start = other.nowMs();
      time.advanceSync(59_999);
      other.nowMs();
      assert.ok(other.nowMs() < start, "the tick has wrapped on the way");
      const before = other.slot(0);
      assert.deepEqual([before.state, before.ttlMs, before.ageMs], ["alive", 1, 59_999]);
      time.advanceSync(1);
      other.nowMs();
      const after = other.slot(0);
      assert.deepEqual([after.state, after.ttlMs, after.ageMs], ["expired", 0, 60_000]);
      assert.equal(map.heartbeat(), false, "an expired slot may be another's already");
    });

    it("claims a slot again after a pause, and takes its objects and their counts along", () => {
      const map = join(100);
      const other = join(101);
      other.startHeartbeat();
      const counted = map.object({ guid: "fe", type: "frontend" });
      counted.add("stot", 5);
      const lost: unknown[] = [];
      map.on("slot-lost", (event) => lost.push([event.slot, event.claimed, event.pid]));
      time.advanceSync(61_000);
      const thief = join(102);
      assert.equal(thief.mySlot, 0);
      assert.equal(map.heartbeat(), false);
      assert.deepEqual(lost, [[0, 2, 100]]);
      assert.equal(map.mySlot, 2);
      counted.add("stot", 1);
      assert.equal(map.heartbeat(), true);
      assert.deepEqual(
        other.objects().map(({ guid, slots, stats }) => [guid, slots, stats().stot]),
        [["fe", [2], 6]],
      );
      assert.deepEqual(
        other.slots().map(({ slot, pid }) => [slot, pid]),
        [
          [0, 102],
          [1, 101],
          [2, 100],
        ],
      );
      assert.match(warnings.join("\n"), /slot 0 had expired.*slot 2 claimed/);
    });

    it("gets its own slot again when nobody took it", () => {
      const map = join(100);
      const counted = map.object({ guid: "fe", type: "frontend" });
      counted.add("stot", 5);
      time.jump(3_600_000);
      counted.add("stot", 2);
      assert.equal(map.mySlot, 0);
      assert.equal(map.heartbeat(), true);
      assert.equal(map.stats({ slot: 0 })[0]!.stats.stot, 7);
      assert.equal(map.objects().length, 1);
    });

    it("loses nothing when its object was reused while it slept", () => {
      const sleeper = join(100);
      const counted = sleeper.object({ guid: "old", type: "backend" });
      counted.add("stot", 3);
      const other = join(101);
      other.startHeartbeat();
      time.advanceSync(61_000);
      const reuser = other.object({ guid: "new", type: "backend" });
      reuser.add("stot", 10);
      assert.equal(reuser.index, 0, "an object of the dead is used again");
      counted.add("stot", 4);
      assert.deepEqual(
        other.stats().map(({ guid, stats }) => [guid, stats.stot]),
        [
          ["new", 10],
          ["old", 4],
        ],
      );
    });

    it("withholds a heartbeat when told so, but moves the clock: its slot expires", () => {
      const map = join(100);
      const observer = scratch.open({ time, isAlive: () => true });
      let healthy = true;
      map.startHeartbeat({ before: () => healthy });
      time.advanceSync(5_000);
      healthy = false;
      time.advanceSync(59_000);
      assert.equal(observer.slots()[0]?.state, "alive");
      time.advanceSync(1_000);
      assert.equal(observer.slots()[0]?.state, "expired");
      healthy = true;
      time.advanceSync(2_000);
      assert.equal(observer.slots()[0]?.state, "alive");
    });

    it("withholds a heartbeat when the check fails, and says why", () => {
      const map = join(100);
      map.startHeartbeat({
        before: () => {
          throw new Error("no disk");
        },
      });
      time.advanceSync(1_000);
      assert.equal(map.slots()[0]?.ageMs, 1_000);
      assert.match(warnings.join(), /heartbeat withheld: no disk/);
    });

    it("goes on without a slot when all 64 are taken, and takes its counts along once one is free", () => {
      const members = Array.from({ length: 64 }, (_, index) => join(100 + index));
      const late = join(200);
      assert.equal(late.mySlot, undefined);
      assert.match(warnings.join(), /^warning: .*all 64 slots are taken/);
      const counted = late.object({ guid: "fe", type: "frontend" });
      counted.add("stot", 3);
      counted.add("bin", 70);
      assert.equal(counted.get("stot"), 3);
      assert.equal(late.heartbeat(), false);
      assert.equal(late.objects().length, 0, "nothing of it is in the map");
      assert.deepEqual(
        late
          .diagnose()
          .map(({ kind }) => kind)
          .filter((kind) => kind.startsWith("slots")),
        ["slots-full"],
      );
      members[7]!.close();
      assert.equal(late.heartbeat(), false);
      assert.equal(late.mySlot, 7);
      assert.equal(late.heartbeat(), true);
      const [row] = late.stats({ slot: 7 });
      assert.deepEqual([row?.stats.stot, row?.stats.bin, row?.stats.reqbin], [3, 70, 70]);
    });

    it("meets a clock that stood still while nobody lived", () => {
      const crashed = join(100);
      crashed.object({ guid: "fe", type: "frontend" }).add("stot", 1);
      time.jump(3_600_000);
      const next = join(101);
      if (version === "1.1") {
        // Its header keeps the first member's offset, so the hour is known to have passed.
        assert.equal(next.mySlot, 0);
        assert.equal(next.objects().length, 0);
        assert.match(warnings.join(), /notice: .*no slot was held.*1 objects dropped/);
      } else {
        assert.equal(next.mySlot, 1, "the dead one's heartbeat looks fresh, as to HAProxy");
        assert.deepEqual([next.slot(0).state, next.slot(0).ttlMs], ["alive", 60_000]);
        assert.equal(next.objects().length, 1);
      }
    });

    it("resets a map whose slots are all free", () => {
      const first = join(100);
      for (const guid of ["a", "b", "c"]) first.object({ guid, type: "backend" }).add("stot", 9);
      first.close();
      const next = join(101);
      assert.equal(next.objects().length, 0);
      const again = next.object({ guid: "x", type: "frontend" });
      assert.equal(again.get("stot"), 0);
      assert.deepEqual(next.object({ guid: "a", type: "backend" }).get("stot"), 0);
      assert.deepEqual(
        next.objects().map(({ index, guid, users }) => [index, guid, users]),
        [
          [0, "x", 1n],
          [1, "a", 1n],
        ],
      );
    });

    it("shares an object by guid, type and thread group", () => {
      const [a, b] = [join(100), join(101)];
      const key = { guid: "fe", type: "frontend" } as const;
      assert.equal(a.object(key), a.object({ ...key, tgid: 1 }));
      a.object(key).add("stot", 2);
      b.object(key).add("stot", 3);
      b.object({ ...key, tgid: 2 }).add("stot", 10);
      b.object({ guid: "fe", type: "backend" }).add("stot", 100);
      assert.equal(a.object(key).get("stot"), 5);
      const rows = a
        .stats()
        .map(({ guid, type, tgids, slots, stats }) => [guid, type, tgids, slots, stats.stot]);
      assert.deepEqual(rows, [
        ["fe", "frontend", [1, 2], [0, 1], 15],
        ["fe", "backend", [1], [1], 100],
      ]);
      assert.deepEqual(
        a.stats({ slot: 0 }).map(({ type, stats }) => [type, stats.stot]),
        [["frontend", 5]],
      );
      b.close();
      assert.deepEqual(
        a.orphans().map(({ type, tgid, users }) => [type, tgid, users]),
        [
          ["frontend", 2, 0n],
          ["backend", 1, 0n],
        ],
      );
    });

    it("adopts what a crashed process left, in its slot too", () => {
      const crashed = join(100);
      crashed.object({ guid: "fe", type: "frontend" }).add("stot", 8);
      const keeper = join(101);
      keeper.startHeartbeat();
      time.advanceSync(60_000);
      const heir = join(102);
      assert.equal(heir.mySlot, 0);
      assert.deepEqual(heir.stats({ slot: 0 }), [], "what the dead counted is not ours unasked");
      assert.equal(heir.object({ guid: "fe", type: "frontend" }).get("stot"), 8);
      assert.equal(heir.objects().length, 1);
    });

    it("grows the file by half powers of two, and no further than allowed", () => {
      const map = join(100, { maxObjects: 9 });
      const { headerSize, objectSize } = layouts.find((layout) => layout.version === version)!;
      const rooms = Array.from({ length: 9 }, (_, index) => {
        map.object({ guid: `g${index}`, type: "backend" });
        return (fs.statSync(map.path).size - headerSize) / objectSize;
      });
      assert.deepEqual(rooms, [1, 2, 3, 4, 6, 6, 8, 8, 12]);
      assert.throws(
        () => map.object({ guid: "g9", type: "backend" }),
        (error) => error instanceof HaluaError && error.code === "E_MAP_FULL",
      );
    });

    it("counts beyond 2^53 exactly, and wraps at 2^64", () => {
      const object = join(100).object({ guid: "fe", type: "frontend" });
      object.set("stot", 2 ** 53 - 1);
      assert.equal(object.get("stot"), 2 ** 53 - 1);
      object.add("stot", 2);
      assert.equal(object.get("stot"), 2n ** 53n + 1n);
      object.add("stot", 2n ** 63n);
      assert.equal(object.stats().stot, 2n ** 63n + 2n ** 53n + 1n);
      object.set("stot", 2n ** 64n - 1n);
      object.add("stot", 3);
      assert.equal(object.get("stot"), 2);
      object.set("h1req", 2n ** 53n);
      object.set("h2req", 7);
      assert.equal(object.get("req_tot"), 2n ** 53n + 7n);
    });

    it("counts rates as HAProxy does, and ages", () => {
      const object = join(100).object({ guid: "be", type: "backend" });
      assert.equal(object.get("lastsess"), -1);
      object.set("lastsess", 0);
      object.set("lastchg", 3);
      for (let event = 0; event < 10; event++) object.add("rate", 2);
      assert.equal(object.get("rate"), 20);
      time.advanceSync(1_500);
      assert.equal(object.get("rate"), 10);
      object.add("rate", 4);
      assert.equal(object.get("rate"), 14);
      time.advanceSync(5_000);
      assert.equal(object.get("rate"), 0);
      object.add("rate", 1);
      assert.equal(object.get("rate"), 1);
      assert.deepEqual([object.get("lastsess"), object.get("lastchg")], [6, 9]);
    });

    it("refuses what it cannot count, in one line", () => {
      const map = join(100);
      const object = map.object({ guid: "fe", type: "frontend" });
      const attempts = [
        () => object.add("nosuch", 1),
        () => object.add("req_tot", 1),
        () => object.set("rate", 1),
        () => object.add("wretr", 1),
        () => object.add("stot", 1.5),
        () => object.add("rate", NaN),
        () => object.set("stot", Infinity),
        () => join(101, { maxObjects: 0 }),
        () => join(101, { maxObjects: 1e9 }),
        () => map.object({ guid: "", type: "backend" }),
        () => map.object({ guid: "a b", type: "backend" }),
        () => map.object({ guid: "x".repeat(128), type: "backend" }),
        () => map.object({ guid: "x", type: "backend", tgid: 0 }),
        () => map.object({ guid: "x", type: "backend", tgid: 70_000 }),
        () => map.slot(64),
        () => map.slot(-1),
      ];
      for (const attempt of attempts)
        assert.throws(attempt, (error) => {
          assert.ok(error instanceof HaluaError);
          assert.equal(error.code, "E_USAGE");
          assert.doesNotMatch(error.message, /\n/);
          return true;
        });
      assert.equal(map.object({ guid: "x".repeat(127), type: "backend" }).guid.length, 127);
    });

    it("never moves the shared clock back, and not for less than about 32 µs", () => {
      const [a, b] = [join(100), join(101)];
      time.jump(500);
      const ahead = a.nowNs();
      assert.ok(b.nowNs() >= ahead);
      const written = scratch.open({ time }).nowNs();
      time.jump(0.001);
      a.nowNs();
      assert.equal(scratch.open({ time }).nowNs(), written);
      time.jump(0.1);
      a.nowNs();
      assert.equal(scratch.open({ time }).nowNs(), written + 101_000n);
    });

    it("follows a clock that another member moved further", () => {
      const map = join(100);
      const fast = new VirtualTime(5_000);
      const other = scratch.open(memberOptions(fast, 101));
      fast.jump(20_000);
      const ahead = other.nowNs();
      assert.ok(map.nowNs() >= ahead);
      time.jump(1_000);
      assert.equal(map.nowNs() - ahead, 1_000_000_000n);
    });
  });
}
