import assert from "node:assert/strict";
import fs from "node:fs";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { COMPANION_SIZE, header, MAX_NAMES } from "../../src/shm/companion-layout.ts";
import type { OpenOptions, SharedMap } from "../../src/shm/index.ts";
import { Scratch } from "./support/scratch.ts";

describe("metrics", () => {
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
    const log = (_: string, message: string): number => warnings.push(message);
    return scratch.open({ access: "member", create: true, time, pid, log, isAlive: () => true, ...more });
  }

  /** Somebody who moves the clock on; in slot 0. */
  function keep(): SharedMap {
    const keeper = join(1);
    keeper.startHeartbeat();
    return keeper;
  }

  function observe(): SharedMap {
    return scratch.open({ isAlive: () => true });
  }

  const shown = (map: SharedMap, slot: number): unknown => Object.fromEntries(map.metrics.ofSlot(slot));
  const totals = (map: SharedMap): unknown => Object.fromEntries(map.metrics.totals());
  const companion = (): string => scratch.file("map.halua");

  it("make no file until there is one to keep, and then a private one", () => {
    const map = join(100);
    assert.deepEqual(totals(map), {});
    assert.ok(!fs.existsSync(companion()));
    map.metrics.counter("jobs");
    const { size, mode } = fs.statSync(companion());
    assert.equal(size, COMPANION_SIZE);
    assert.equal(mode & 0o777, 0o600);
    assert.deepEqual(
      fs.readdirSync(scratch.folder).filter((name) => name.endsWith(".new")),
      [],
    );
  });

  it("are counted and set a slot, and summed over all", () => {
    const [one, two] = [join(100), join(101)];
    one.metrics.counter("jobs").add(5);
    two.metrics.counter("jobs").add();
    one.metrics.gauge("depth").set(2.5);
    two.metrics.gauge("depth").set(4);
    two.metrics.gauge("depth").add(-1);
    for (const map of [one, two, observe()]) {
      assert.deepEqual(totals(map), { depth: 5.5, jobs: 6 });
      assert.deepEqual(shown(map, 0), { depth: 2.5, jobs: 5 });
      assert.deepEqual(shown(map, 1), { depth: 3, jobs: 1 });
    }
    assert.equal(one.metrics.counter("jobs").get(), 5);
    assert.equal(one.metrics.counter("jobs").total(), 6);
    assert.equal(one.metrics.gauge("depth").total(), 5.5);
    assert.equal(one.metrics.counter("jobs"), one.metrics.counter("jobs"));
    assert.deepEqual(shown(one, 2), {});
  });

  it("count exactly beyond 2^53, and wrap at 2^64", () => {
    const counter = join(100).metrics.counter("big");
    counter.add(2n ** 53n);
    counter.add(1);
    assert.equal(counter.get(), 2n ** 53n + 1n);
    assert.equal(counter.total(), 2n ** 53n + 1n);
    counter.add(2n ** 64n - 2n ** 53n);
    assert.equal(counter.total(), 1);
  });

  it("keep in the total what the dead counted, once, and show their successor nothing of it", async () => {
    keep();
    const before = join(100);
    before.metrics.counter("jobs").add(10);
    before.metrics.gauge("depth").set(3);
    const observer = observe();
    await time.advance(61_000);
    assert.equal(observer.metrics.counter("jobs").total(), 10);
    const after = join(101);
    assert.equal(after.mySlot, 1);
    assert.deepEqual(shown(observer, 1), {});
    assert.deepEqual(totals(observer), { depth: 0, jobs: 10 });
    after.metrics.counter("jobs").add(1);
    assert.deepEqual(shown(observer, 1), { jobs: 1 });
    assert.deepEqual(totals(after), { depth: 0, jobs: 11 });
  });

  it("leave out gauges of ghosts and of those who left", () => {
    const alive = new Set([100, 101, 102]);
    const [one, two, three] = [100, 101, 102].map((pid) => join(pid, { isAlive: (id) => alive.has(id) }));
    for (const map of [one, two, three]) map!.metrics.gauge("depth").set(map!.mySlot! + 1);
    assert.equal(one!.metrics.gauge("depth").total(), 6);
    two!.close();
    assert.equal(one!.metrics.gauge("depth").total(), 4);
    alive.delete(102);
    assert.equal(one!.metrics.gauge("depth").total(), 1);
    assert.deepEqual(shown(one!, 2), { depth: 3 });
  });

  it("do not take a later process with the same id for the one that counted", async () => {
    keep();
    join(100).metrics.gauge("depth").set(3);
    await time.advance(61_000);
    const namesake = join(100);
    assert.equal(namesake.mySlot, 1);
    assert.deepEqual(shown(namesake, 1), {});
  });

  it("count privately while all slots are taken, and add that once there is one", () => {
    const members = Array.from({ length: 64 }, (_, index) => join(1000 + index));
    const late = join(2000);
    assert.equal(late.mySlot, undefined);
    const counter = late.metrics.counter("jobs");
    counter.add(4);
    late.metrics.gauge("depth").set(2);
    assert.equal(counter.get(), 4);
    assert.equal(counter.total(), 4);
    assert.equal(late.metrics.gauge("depth").total(), 2);
    assert.deepEqual(totals(members[0]!), { depth: 0, jobs: 0 });
    members[7]!.close();
    late.heartbeat();
    assert.equal(late.mySlot, 7);
    counter.add(1);
    assert.deepEqual(totals(members[0]!), { depth: 2, jobs: 5 });
    assert.deepEqual(shown(members[0]!, 7), { depth: 2, jobs: 5 });
    assert.equal(counter.total(), 5);
  });

  it("go along to another slot when the own one was lost", async () => {
    keep();
    const sleeper = join(100);
    const counter = sleeper.metrics.counter("jobs");
    counter.add(10);
    sleeper.metrics.gauge("depth").set(3);
    await time.advance(61_000);
    const other = join(101);
    other.metrics.counter("jobs").add(1);
    counter.add(2);
    assert.equal(sleeper.mySlot, 2);
    assert.deepEqual(shown(other, 2), { depth: 3, jobs: 12 });
    assert.deepEqual(shown(other, 1), { jobs: 1 });
    assert.deepEqual(totals(other), { depth: 3, jobs: 13 });
  });

  it("refuse names that cannot be, kinds that clash, and figures that make no sense", () => {
    const { metrics } = join(100);
    const name = "x".repeat(64);
    assert.throws(
      () => metrics.counter(""),
      /^HaluaError: metric "": its name has 0 bytes, it must have 1 to 63$/,
    );
    assert.throws(() => metrics.counter(name), /its name has 64 bytes, it must have 1 to 63$/);
    for (const bad of ["a b", "a\n", "a\0", "é", "a/b"])
      assert.throws(() => metrics.gauge(bad), /its name may hold letters, digits and _ : \. - only$/);
    metrics.counter(name.slice(1)).add(1);
    metrics.counter("jobs");
    for (const map of [metrics, join(101).metrics, observe().metrics])
      assert.throws(
        () => map.gauge("jobs"),
        /^HaluaError: metric "jobs": is a counter already, it cannot be a gauge too;/,
      );
    for (const bad of [-1, 1.5, NaN, Infinity, 2 ** 60, -1n])
      assert.throws(
        () => metrics.counter("jobs").add(bad),
        /a counter only goes up, by whole numbers, not by/,
      );
    assert.equal(metrics.counter("jobs").total(), 0);
    for (const bad of [NaN, Infinity])
      assert.throws(() => metrics.gauge("depth").set(bad), /takes finite numbers/);
  });

  it("have room for so many names", () => {
    const { metrics } = join(100);
    for (let index = 0; index < MAX_NAMES; index++) metrics.counter(`name-${index}`).add(index);
    assert.throws(
      () => metrics.gauge("more"),
      /^HaluaError: .*map\.halua: has no room for metric "more": it holds 256 names, which is all it can; use fewer/,
    );
    assert.equal(metrics.totals().size, MAX_NAMES);
    assert.equal(observe().metrics.totals().get("name-200"), 200);
  });

  it("can be read but not changed by an observer", () => {
    const member = join(100);
    const observer = observe();
    const counter = observer.metrics.counter("jobs");
    assert.equal(counter.total(), 0);
    assert.ok(!fs.existsSync(companion()));
    member.metrics.counter("jobs").add(3);
    assert.equal(counter.total(), 3);
    assert.equal(counter.get(), 0);
    const refusal =
      /^HaluaError: metric "\w+": only a member may change it, .* is open for access "observe"; open it with access "member"$/;
    assert.throws(() => counter.add(1), refusal);
    assert.throws(() => observer.metrics.gauge("depth").set(1), refusal);
  });

  describe("on a file that cannot be trusted", () => {
    function refused(pattern: RegExp): void {
      assert.throws(() => join(100).metrics.counter("jobs"), pattern);
      assert.throws(() => observe().metrics.totals(), pattern);
      assert.throws(() => observe().metrics.counter("jobs"), pattern);
    }

    function damaged(change: (bytes: Buffer) => Buffer | undefined): void {
      join(100).metrics.counter("jobs");
      const bytes = fs.readFileSync(companion());
      scratch.write(change(bytes) ?? bytes, "map.halua");
    }

    it("refuse a symbolic link, a FIFO's like, and another user's", function () {
      join(100);
      scratch.write("", "elsewhere");
      fs.symlinkSync(scratch.file("elsewhere"), companion());
      refused(/map\.halua: is a symbolic link, only the file itself is taken/);
      assert.equal(fs.readFileSync(scratch.file("elsewhere"), "utf8"), "");
      fs.rmSync(companion());
      fs.mkdirSync(companion());
      refused(/map\.halua: is a directory, only a regular file can be a companion of a map/);
      fs.rmdirSync(companion());
      if (process.getuid?.() !== 0) this.skip();
      join(100).metrics.counter("jobs");
      fs.chownSync(companion(), 12_345, 0);
      refused(/map\.halua: belongs to user id 12345, this process runs as 0/);
    });

    it("refuse what is no companion, one of another version, one cut short, one damaged", () => {
      damaged(() => Buffer.from("something else altogether"));
      refused(/^HaluaError: .*map\.halua: is no companion of a map; remove it \(its figures are lost\)/);
      fs.rmSync(companion());
      damaged(() => Buffer.alloc(0));
      refused(/map\.halua: has 0 bytes, a companion of a map has \d+/);
      fs.rmSync(companion());
      damaged((bytes) => bytes.subarray(0, 10));
      refused(/map\.halua: has 10 bytes, a companion of a map has \d+; it was cut short/);
      fs.rmSync(companion());
      damaged((bytes) => bytes.subarray(0, COMPANION_SIZE - 1));
      refused(/it was cut short/);
      fs.rmSync(companion());
      damaged((bytes) => void bytes.writeUInt32LE(2, header.version));
      refused(/map\.halua: companion version 2 found, supported is 1; use one version of halua/);
      fs.rmSync(companion());
      damaged((bytes) => void bytes.writeUInt32LE(65, header.slots));
      refused(/map\.halua: its header is damaged/);
    });

    it("show nothing that is not whole", () => {
      damaged((bytes) => bytes.fill(0xff, 64));
      assert.deepEqual(totals(observe()), {});
      assert.deepEqual(shown(observe(), 0), {});
      assert.throws(() => join(101).metrics.counter("jobs"), /has no room/);
    });
  });

  it("survive their file being removed, replaced and cut while in use", async () => {
    const map = join(100);
    const counter = map.metrics.counter("jobs");
    counter.add(1);
    fs.rmSync(companion());
    await time.advance(2);
    counter.add(2);
    assert.deepEqual(warnings.splice(0), [`${companion()}: was removed while in use; its figures are lost`]);
    assert.deepEqual(totals(observe()), { jobs: 2 });
    assert.equal(counter.get(), 3);
    fs.truncateSync(companion(), 100);
    await time.advance(2);
    counter.add(4);
    assert.equal(warnings.splice(0).length, 2);
    assert.equal(counter.total(), 4);
    fs.rmSync(companion());
    map.heartbeat();
    counter.add(1);
    assert.deepEqual(totals(observe()), { jobs: 5 });
    assert.deepEqual(shown(observe(), 0), { jobs: 8 });
    assert.deepEqual(warnings, []);
  });

  it("are one for all who share a map, by whatever name", () => {
    join(100).metrics.counter("jobs").add(1);
    fs.symlinkSync(scratch.file(), scratch.file("link"));
    const other = scratch.open({ access: "member", pid: 101, time, allowSymlink: true }, "link");
    other.metrics.counter("jobs").add(1);
    assert.deepEqual(totals(observe()), { jobs: 2 });
  });
});
