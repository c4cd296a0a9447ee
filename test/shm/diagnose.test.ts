import assert from "node:assert/strict";
import fs from "node:fs";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { Finding, OpenOptions, SharedMap } from "../../src/shm/index.ts";
import { Scratch } from "./support/scratch.ts";

describe("diagnosing a map", () => {
  let scratch: Scratch;
  let time: VirtualTime;
  let dead: Set<number>;

  beforeEach(() => {
    scratch = new Scratch();
    time = new VirtualTime();
    dead = new Set();
  });
  afterEach(() => scratch.clean());

  function join(pid: number, more: OpenOptions = {}): SharedMap {
    return scratch.open({ access: "member", create: true, time, pid, isAlive, ...more });
  }

  function isAlive(pid: number): boolean {
    return !dead.has(pid);
  }

  function findings(): Finding[] {
    return scratch.open({ time, isAlive }).diagnose();
  }

  function kinds(): [string, string][] {
    return findings().map(({ kind, severity }) => [kind, severity]);
  }

  it("finds nothing in a sound map", () => {
    const map = join(100);
    map.object({ guid: "a", type: "frontend" }).add("stot", 1);
    assert.deepEqual(findings(), []);
  });

  it("finds ghosts, expired slots, and what they leave", () => {
    const keeper = join(100);
    join(101).object({ guid: "left", type: "backend" }).add("stot", 12);
    join(102);
    dead.add(101);
    keeper.startHeartbeat();
    const early = findings();
    assert.deepEqual(
      early.map(({ kind }) => kind),
      ["ghost", "orphan"],
    );
    assert.match(early[0]!.message, /slot 1: process 101 is gone.*60000 ms/);
    assert.deepEqual(early[0]!.data, { slot: 1, pid: 101, age_ms: 0, ttl_ms: 60_000 });
    assert.match(early[1]!.message, /left.*stot 12/);
    assert.deepEqual(early[1]!.data.figures, { stot: 12 });
    time.advanceSync(61_000);
    assert.deepEqual(kinds(), [
      ["expired-slot", "warning"],
      ["expired-slot", "warning"],
      ["orphan", "warning"],
    ]);
  });

  it("finds slots nearly and wholly taken", () => {
    for (let pid = 100; pid < 155; pid++) join(pid);
    assert.deepEqual(kinds(), []);
    join(155);
    assert.deepEqual(kinds(), [["slots-nearly-full", "warning"]]);
    for (let pid = 156; pid < 164; pid++) join(pid);
    assert.deepEqual(kinds(), [["slots-full", "error"]]);
  });

  it("finds wrong permissions", () => {
    const { path } = join(100);
    for (const [mode, severity] of [
      [0o640, "warning"],
      [0o604, "warning"],
      [0o620, "error"],
      [0o666, "error"],
    ] as const) {
      fs.chmodSync(path, mode);
      assert.deepEqual(kinds(), [["permissions", severity]]);
    }
    fs.chmodSync(path, 0o400);
    assert.deepEqual(kinds(), []);
  });

  it("finds a header that cannot be true, and objects beyond the end of the file", () => {
    const map = join(100);
    map.object({ guid: "a", type: "frontend" });
    const bytes = fs.readFileSync(map.path);
    bytes.writeInt32LE(7, 536);
    fs.writeFileSync(map.path, bytes);
    assert.deepEqual(kinds(), [
      ["implausible-header", "error"],
      ["short-file", "error"],
    ]);
    assert.match(findings()[0]!.message, /7 objects in room for 1/);
    map.close();
  });

  it("reports exact figures beyond 2^53 as strings", () => {
    join(100);
    join(101)
      .object({ guid: "big", type: "backend" })
      .set("bin", 2n ** 60n);
    dead.add(101);
    const orphan = findings().find(({ kind }) => kind === "orphan");
    assert.deepEqual(orphan?.data.figures, {
      bin: "1152921504606846976",
      reqbin: "1152921504606846976",
    });
    assert.doesNotThrow(() => JSON.stringify(orphan));
  });
});
