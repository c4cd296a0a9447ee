import assert from "node:assert/strict";
import fs from "node:fs";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { HaluaError } from "../../src/errors.ts";
import { SharedMap, type LostEvent } from "../../src/shm/index.ts";
import { compileWorkers } from "./support/compiled.ts";
import { recordings } from "./support/golden.ts";
import { Scratch } from "./support/scratch.ts";
import { WorkerProcess } from "./support/worker-process.ts";

const [older, newer] = recordings();

function codeOf(body: () => unknown): string | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof HaluaError, String(error));
    assert.doesNotMatch(error.message, /\n/);
    return error.code;
  }
}

describe("a file that changes under an observer", () => {
  let scratch: Scratch;
  let observer: SharedMap;
  let events: LostEvent[];

  beforeEach(() => {
    scratch = new Scratch();
    fs.copyFileSync(older!.map, scratch.file());
    observer = scratch.open({ isAlive: () => true });
    events = [];
    observer.on("map-lost", (event) => events.push(event));
  });
  afterEach(() => scratch.clean());

  it("cut within the objects: what is left is read, and the rest diagnosed", () => {
    const before = observer.objects().length;
    fs.truncateSync(observer.path, 672 + 552 * 5 + 100);
    assert.equal(observer.objects().length, 5);
    assert.ok(before > 5);
    assert.deepEqual(
      events.map(({ reason }) => reason),
      ["truncated"],
    );
    assert.deepEqual(observer.diagnose()[0]?.kind, "short-file");
  });

  it("cut to nothing: each look says so, and succeeds again when the file is well", () => {
    const slots = observer.slots();
    for (const size of [671, 10, 1, 0]) {
      fs.truncateSync(observer.path, size);
      assert.equal(
        codeOf(() => observer.slots()),
        "E_MAP_SHORT",
      );
      assert.equal(
        codeOf(() => observer.stats()),
        "E_MAP_SHORT",
      );
      assert.equal(
        codeOf(() => observer.diagnose()),
        "E_MAP_SHORT",
      );
    }
    fs.writeFileSync(observer.path, fs.readFileSync(older!.map));
    assert.deepEqual(observer.slots(), slots);
    assert.ok(events.every(({ reason }) => reason === "truncated"));
    assert.equal(events.length, 4);
  });

  it("removed: it reads on, and says so once", () => {
    const rows = observer.stats();
    fs.rmSync(observer.path);
    assert.deepEqual(observer.stats(), rows);
    assert.deepEqual(observer.stats(), rows);
    assert.deepEqual(
      events.map(({ reason }) => reason),
      ["removed"],
    );
  });

  it("replaced, by another version too: it reads the new one", () => {
    assert.equal(observer.version, "1.1");
    fs.copyFileSync(newer!.map, scratch.file("next"));
    fs.renameSync(scratch.file("next"), observer.path);
    assert.equal(observer.slots()[0]?.pid, newer!.pid);
    assert.equal(observer.version, "1.2");
    assert.deepEqual(
      events.map(({ reason }) => reason),
      ["replaced"],
    );
  });

  it("replaced by what is no map: refused until there is one", () => {
    fs.rmSync(observer.path);
    scratch.write("nonsense of some length");
    assert.equal(
      codeOf(() => observer.slots()),
      "E_MAP_FORMAT",
    );
    fs.rmSync(observer.path);
    fs.symlinkSync(newer!.map, observer.path);
    assert.equal(
      codeOf(() => observer.slots()),
      "E_MAP_UNSAFE",
    );
    fs.rmSync(observer.path);
    fs.copyFileSync(newer!.map, observer.path);
    assert.equal(observer.slots()[0]?.pid, newer!.pid);
  });

  it("does not stop a watch, which tells each problem once", () => {
    const time = new VirtualTime();
    const warnings: string[] = [];
    const watched = scratch.open({ time, isAlive: () => true });
    watched.on("warning", (message) => warnings.push(message));
    const downs: unknown[] = [];
    watched.on("slot-down", ({ slot, pid }) => downs.push([slot, pid]));
    const ups: unknown[] = [];
    watched.on("slot-up", ({ slot, pid }) => ups.push([slot, pid]));
    watched.watch();
    fs.truncateSync(watched.path, 5);
    time.advanceSync(10_000);
    assert.equal(warnings.length, 2, warnings.join("\n"));
    fs.copyFileSync(newer!.map, scratch.file("next"));
    fs.renameSync(scratch.file("next"), watched.path);
    time.advanceSync(1_000);
    assert.deepEqual(downs, [[1, older!.pid]]);
    assert.deepEqual(ups, [[1, newer!.pid]]);
    watched.unwatch();
    assert.equal(time.pending, 0);
  });
});

describe("a file that changes under a member", function () {
  this.timeout(60_000);

  let scratch: Scratch;
  let worker: (name: string) => string;
  let child: WorkerProcess;
  let keeper: SharedMap;

  before(() => {
    scratch = new Scratch();
    worker = compileWorkers(scratch.file("compiled"));
  });
  after(() => scratch.clean());

  beforeEach(async () => {
    keeper = scratch.open({ access: "member", create: true });
    child = new WorkerProcess(worker("steady"), keeper.path);
    assert.deepEqual(await child.step(), { counted: 1, total: 1, slot: 1 });
  });
  afterEach(() => {
    child.kill();
    keeper.close();
    fs.rmSync(keeper.path, { force: true });
  });

  const ways: Record<string, (file: string) => void> = {
    "cut to nothing": (file) => fs.truncateSync(file, 0),
    "cut within the header": (file) => fs.truncateSync(file, 300),
    "cut within the objects": (file) => fs.truncateSync(file, 5_000),
  };
  for (const [how, cut] of Object.entries(ways))
    it(`${how}: it says so, counts on for itself, and brings its counts to the next file`, async () => {
      cut(keeper.path);
      assert.deepEqual(await child.step(), { counted: 2, total: 1, slot: -1 });
      assert.deepEqual(child.losses, ["truncated"]);
      assert.deepEqual(await child.step(), { counted: 3, total: 2, slot: -1 });
      keeper.close();
      fs.rmSync(keeper.path);
      const next = scratch.open({ access: "member", create: true });
      assert.deepEqual(await child.step(), { counted: 4, total: 3, slot: 1 });
      assert.equal(next.stats({ slot: 1, guids: ["steady"] })[0]?.stats.stot, 3);
      assert.equal(next.stats({ slot: 1, guids: ["steady-7"] })[0]?.stats.bin, 30);
      assert.deepEqual(await child.end(), [0, null]);
      assert.equal(next.slot(1).state, "free");
      next.close();
    });

  it("overwritten by zeros: it leaves it, and writes nothing there", async () => {
    const fd = fs.openSync(keeper.path, "r+");
    fs.writeSync(fd, Buffer.alloc(fs.fstatSync(fd).size));
    fs.closeSync(fd);
    assert.equal((await child.step()).slot, -1);
    assert.deepEqual(child.losses, ["damaged"]);
    await child.step();
    assert.deepEqual(await child.end(), [0, null]);
    assert.ok(fs.readFileSync(keeper.path).every((byte) => byte === 0));
  });

  it("replaced, by another version too: it gives its slot in the old back and takes one in the new", async () => {
    const old = scratch.file("old");
    fs.renameSync(keeper.path, old);
    const next = scratch.open({ access: "member", create: true, version: "1.3" });
    assert.equal((await child.step()).slot, 1);
    assert.deepEqual(child.losses, ["replaced"]);
    const inOld = SharedMap.open(old);
    assert.deepEqual(
      inOld.slots().map(({ slot }) => slot),
      [0],
    );
    inOld.close();
    assert.equal(next.slot(1).pid, child.pid);
    await child.step();
    assert.ok(Number(next.stats({ slot: 1, guids: ["steady"] })[0]?.stats.stot) > 0);
    assert.deepEqual(await child.end(), [0, null]);
    next.close();
  });

  it("removed: it stays with those who have it open, and says so once", async () => {
    fs.rmSync(keeper.path);
    assert.deepEqual(await child.step(), { counted: 2, total: 2, slot: 1 });
    assert.deepEqual(await child.step(), { counted: 3, total: 3, slot: 1 });
    assert.deepEqual(child.losses, ["removed"]);
    assert.equal(keeper.slot(1).state, "alive");
    assert.deepEqual(await child.end(), [0, null]);
    assert.equal(keeper.slot(1).state, "free");
  });
});
