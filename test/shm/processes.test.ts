import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { SharedMap } from "../../src/shm/index.ts";
import { MapFile } from "../../src/shm/map-file.ts";
import { Memory } from "../../src/shm/memory.ts";
import { tickAdd } from "../../src/shm/ticks.ts";
import { compileWorkers } from "./support/compiled.ts";
import { Owners } from "./support/owners.ts";
import { Scratch } from "./support/scratch.ts";

const PROCESSES = 200;
const AT_ONCE = 16;
const KEPT = ["kept-a", "kept-b", "hot"];
/** How many processes that start together make the same object. */
const RACERS = 5;

type Ending = "clean" | "SIGTERM" | "SIGKILL";
const ENDINGS: readonly Ending[] = ["clean", "SIGTERM", "SIGKILL"];
const STATUS: Record<Ending, readonly [number | null, string | null]> = {
  clean: [0, null],
  SIGTERM: [143, null],
  SIGKILL: [null, "SIGKILL"],
};

/** What a process counted by guid: surely, and perhaps (an addition it was killed in). */
interface Tally {
  sure: Map<string, number>;
  perhaps: Map<string, number>;
  complaints: string[];
}

function readTally(log: string): Tally {
  const tally: Tally = { sure: new Map(), perhaps: new Map(), complaints: [] };
  let open: [string, number] | undefined;
  const note = (into: Map<string, number>, [guid, n]: [string, number]): void => {
    into.set(guid, (into.get(guid) ?? 0) + n);
  };
  for (const line of fs.readFileSync(log, "utf8").split("\n")) {
    if (line.startsWith("!")) tally.complaints.push(line.slice(1));
    const counted = /^\+(\S+) (\d+)$/.exec(line);
    if (counted) open = [counted[1]!, Number(counted[2])];
    if (line === "=" && open) {
      note(tally.sure, open);
      open = undefined;
    }
  }
  if (open) note(tally.perhaps, open);
  return tally;
}

describe("200 processes on one map", function () {
  this.timeout(120_000);

  let scratch: Scratch;
  let children: ChildProcess[];
  beforeEach(() => {
    scratch = new Scratch();
    children = [];
  });
  afterEach(() => {
    for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
    scratch.clean();
  });

  it("never share a slot, lose no count, make no object twice, and leave the map readable", async () => {
    const worker = compileWorkers(scratch.file("compiled"))("life");
    const ownersFile = scratch.file("owners");
    const owners = Owners.make(ownersFile);
    const keeper = scratch.open({ access: "member", create: true });
    keeper.startHeartbeat();
    for (const guid of KEPT) keeper.object({ guid, type: "backend" });
    const observer = SharedMap.open(keeper.path);
    const file = MapFile.open(keeper.path, true, { allowSymlink: false, allowForeignOwner: false });
    const layout = file.detect();
    const memory = Memory.map(file, layout, 0);
    const usedSlots = new Set<number>();
    let looks = 0;

    /** What a minute does to the slot of a killed process. */
    function expire(pid: number): void {
      for (const { slot } of observer.slots().filter((each) => each.pid === pid)) {
        const at = (layout.slotsOffset + slot * layout.slotSize + layout.slotHeartbeatOffset) >>> 2;
        Atomics.store(memory.u32, at, tickAdd(keeper.nowMs(), -1));
      }
    }

    function look(): void {
      const slots = observer.slots();
      const pids = slots.map(({ pid }) => pid).filter((pid) => pid > 0);
      assert.equal(new Set(pids).size, pids.length, "no process has two slots");
      assert.ok(pids.includes(process.pid));
      for (const { slot } of slots) usedSlots.add(slot);
      for (const { stats } of observer.stats({ guids: KEPT })) assert.ok(Number(stats.stot) >= 0);
      looks++;
    }

    async function live(id: number): Promise<void> {
      const ending = ENDINGS[(id * 7 + (id >> 2)) % ENDINGS.length]!;
      const raced = `raced-${Math.floor(id / RACERS)}`;
      const log = scratch.file(`log-${id}`);
      const child = spawn(
        process.execPath,
        [worker, keeper.path, ownersFile, log, raced, ending, String(id * 7_919)],
        { stdio: ["pipe", "pipe", "inherit"] },
      );
      children.push(child);
      const ended = once(child, "exit") as Promise<[number | null, string | null]>;
      // A child that ended too soon is told by its status below.
      child.stdin.on("error", () => undefined);
      const [said] = (await Promise.race([once(child.stdout, "data"), ended])) as [unknown];
      // While the makers live, so that no count is left on an object without users.
      keeper.object({ guid: raced, type: "backend" });
      look();
      if (ending === "clean") child.stdin.end("end\n");
      else child.kill(ending);
      const status = await ended;
      assert.deepEqual(status, STATUS[ending], `process ${id} ended by ${ending}`);
      if (ending === "SIGKILL") {
        const slot = /^up (\d+)\n$/.exec(String(said))?.[1];
        assert.ok(slot !== undefined, `process ${id} had a slot`);
        assert.ok(owners.leave(Number(slot), child.pid!), `process ${id} owned slot ${slot}`);
        expire(child.pid!);
      }
      look();
    }

    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < PROCESSES) await live(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));

    const sure = new Map<string, number>();
    const perhaps = new Map<string, number>();
    for (let id = 0; id < PROCESSES; id++) {
      const tally = readTally(scratch.file(`log-${id}`));
      assert.deepEqual(tally.complaints, [], `process ${id}`);
      for (const [guid, n] of tally.sure) sure.set(guid, (sure.get(guid) ?? 0) + n);
      for (const [guid, n] of tally.perhaps) perhaps.set(guid, (perhaps.get(guid) ?? 0) + n);
    }
    const rows = keeper.stats();
    assert.equal(rows.length, KEPT.length + PROCESSES / RACERS);
    for (const { guid, stats } of rows) {
      const least = sure.get(guid) ?? 0;
      const most = least + (perhaps.get(guid) ?? 0);
      const counted = Number(stats.stot);
      assert.ok(counted >= least && counted <= most, `${guid}: ${counted} of ${least} to ${most}`);
      assert.ok(least > 0);
    }
    const kinds = new Set(observer.diagnose().map(({ kind }) => kind));
    assert.ok(!kinds.has("doubled-object"), "no object was made twice");
    assert.deepEqual(
      observer
        .slots()
        .filter(({ state }) => state === "alive")
        .map(({ pid }) => pid),
      [process.pid],
    );
    assert.ok(looks === 2 * PROCESSES && usedSlots.size > 5 && usedSlots.size < 64);
    observer.close();
    file.close();
  });
});
