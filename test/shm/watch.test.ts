import assert from "node:assert/strict";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { OpenOptions, SharedMap } from "../../src/shm/index.ts";
import { Scratch } from "./support/scratch.ts";

describe("watching a map", () => {
  let scratch: Scratch;
  let time: VirtualTime;
  let dead: Set<number>;
  let seen: unknown[][];
  let observer: SharedMap;

  beforeEach(() => {
    scratch = new Scratch();
    time = new VirtualTime();
    dead = new Set();
    seen = [];
  });
  afterEach(() => scratch.clean());

  function join(pid: number, more: OpenOptions = {}): SharedMap {
    const map = scratch.open({ access: "member", create: true, time, pid, ...more });
    map.startHeartbeat();
    return map;
  }

  function watch(options: OpenOptions = {}): void {
    observer = scratch.open({ time, isAlive: (pid) => !dead.has(pid), ...options });
    for (const name of ["slot-up", "slot-down", "slot-expired"] as const)
      observer.on(name, ({ slot, pid, since }) =>
        seen.push([name, slot, pid, Math.round(since - time.wallMs() / 1000)]),
      );
    observer.on("object-added", ({ index, guid, type, tgid }) =>
      seen.push(["object-added", index, guid, type, tgid]),
    );
    observer.on("map-reset", ({ objects }) => seen.push(["map-reset", objects]));
    observer.watch();
  }

  function happened(): unknown[][] {
    return seen.splice(0);
  }

  it("tells who comes and goes, and nothing of who was there", () => {
    join(100);
    watch();
    assert.deepEqual(happened(), []);
    const next = join(101);
    time.advanceSync(1_000);
    assert.deepEqual(happened(), [["slot-up", 1, 101, -1]], "since its last heartbeat");
    time.advanceSync(30_000);
    assert.deepEqual(happened(), []);
    next.close();
    time.advanceSync(1_000);
    assert.deepEqual(happened(), [["slot-down", 1, 101, 0]]);
    observer.unwatch();
    join(102);
    time.advanceSync(5_000);
    assert.deepEqual(happened(), []);
  });

  it("tells of a process that is gone, and again when its slot expires", () => {
    join(100);
    const victim = join(101);
    watch();
    time.advanceSync(1_000);
    victim.stopHeartbeat();
    dead.add(101);
    time.advanceSync(1_000);
    assert.deepEqual(happened(), [["slot-down", 1, 101, 0]]);
    time.advanceSync(70_000);
    const [expired, ...more] = happened();
    assert.deepEqual(expired?.slice(0, 3), ["slot-expired", 1, 101]);
    assert.deepEqual(more, []);
  });

  it("tells of a heartbeat that stops in a living process, and comes back", () => {
    join(100);
    const sick = join(101);
    watch();
    sick.stopHeartbeat();
    time.advanceSync(62_000);
    assert.deepEqual(
      happened().map(([name, slot, pid]) => [name, slot, pid]),
      [["slot-expired", 1, 101]],
    );
    sick.startHeartbeat();
    time.advanceSync(2_500);
    assert.deepEqual(
      happened().map(([name, slot, pid]) => [name, slot, pid]),
      [["slot-up", 1, 101]],
    );
  });

  it("tells of a slot that changed hands between two looks", () => {
    join(100);
    const old = join(101);
    watch();
    old.close();
    join(102);
    time.advanceSync(1_000);
    assert.deepEqual(happened(), [
      ["slot-down", 1, 101, 0],
      ["slot-up", 1, 102, -1],
    ]);
  });

  it("tells of new objects, and of a map that was reset", () => {
    const first = join(100);
    first.object({ guid: "a", type: "frontend" });
    watch();
    first.object({ guid: "b", type: "backend", tgid: 2 });
    time.advanceSync(1_000);
    assert.deepEqual(happened(), [["object-added", 1, "b", "backend", 2]]);
    first.close();
    time.advanceSync(1_000);
    happened();
    const next = join(101);
    next.object({ guid: "c", type: "backend" });
    time.advanceSync(1_000);
    assert.deepEqual(happened(), [
      ["slot-up", 0, 101, 0],
      ["map-reset", 2],
      ["object-added", 0, "c", "backend", 1],
    ]);
  });

  it("looks as often as told", () => {
    join(100);
    watch({ refreshMs: 100 });
    join(101);
    time.advanceSync(100);
    assert.deepEqual(happened(), [["slot-up", 1, 101, 0]]);
  });
});
