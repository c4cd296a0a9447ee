import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import fc from "fast-check";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { SharedMap } from "../../src/shm/index.ts";
import { tickAdd } from "../../src/shm/ticks.ts";
import { interrupt, Killed } from "./support/atomics.ts";
import { compileWorkers } from "./support/compiled.ts";
import { Poke } from "./support/poke.ts";
import { Scratch } from "./support/scratch.ts";

const jobs = (map: SharedMap): number => Number(map.metrics.counter("jobs").total());

/** A clock that can also be moved in the midst of a script, without its timers. */
class JumpingTime extends VirtualTime {
  aheadMs = 0;

  override monotonicNs(): bigint {
    return super.monotonicNs() + BigInt(this.aheadMs) * 1_000_000n;
  }

  override monotonicMs(): number {
    return super.monotonicMs() + this.aheadMs;
  }
}

/** What a counter must hold whoever dies when: these tests come between every two changes of shared memory. */
describe("metrics of processes that die or stop halfway", () => {
  let scratch: Scratch;
  let time: JumpingTime;
  let keeper: SharedMap;

  beforeEach(() => renew());
  afterEach(() => scratch.clean());

  function renew(): void {
    scratch = new Scratch();
    time = new JumpingTime();
    keeper = join(1);
    keeper.startHeartbeat();
  }

  function join(pid: number): SharedMap {
    return scratch.open({ access: "member", create: true, time, pid, isAlive: () => true });
  }

  /** Everything a process does with metrics; `counted` gets what it is about to add and what it has added. */
  function life(pid: number, counted: { sure: number; begun: number }): SharedMap {
    const map = join(pid);
    map.metrics.gauge("depth").set(pid);
    for (const n of [3, 5]) {
      counted.begun += n;
      map.metrics.counter("jobs").add(n);
      counted.sure += n;
      map.metrics.counter(`own.${pid}`).add(1);
    }
    map.heartbeat();
    return map;
  }

  function steps(): number {
    return interrupt(
      () => life(100, { sure: 0, begun: 0 }).close(),
      -1,
      () => undefined,
    );
  }

  it("lose nothing and double nothing, and are taken over, wherever a process is killed", async () => {
    const count = steps();
    assert.ok(count > 20, `${count} steps`);
    for (let at = 0; at < count; at++) {
      scratch.clean();
      renew();
      const counted = { sure: 0, begun: 0 };
      interrupt(
        () => life(100, counted).close(),
        at,
        () => {
          throw new Killed();
        },
      );
      const total = jobs(keeper);
      assert.ok(total === counted.sure || total === counted.begun, `killed at ${at}: ${total}`);
      await time.advance(61_000);
      const heir = life(200, { sure: 0, begun: 0 });
      assert.equal(jobs(keeper), total + 8, `killed at ${at}`);
      assert.deepEqual(
        Object.fromEntries(keeper.metrics.ofSlot(heir.mySlot!)),
        { depth: 200, jobs: 8, "own.200": 2 },
        `killed at ${at}`,
      );
      assert.equal(keeper.metrics.gauge("depth").total(), 200, `killed at ${at}`);
    }
  });

  it("are right for both when another process does all it does between any two steps", () => {
    const count = steps();
    for (let at = 0; at < count; at++) {
      scratch.clean();
      renew();
      const [first, second] = [
        { sure: 0, begun: 0 },
        { sure: 0, begun: 0 },
      ];
      let other: SharedMap | undefined;
      let map: SharedMap | undefined;
      interrupt(
        () => (map = life(100, first)),
        at,
        () => (other = life(200, second)),
      );
      assert.equal(jobs(keeper), first.sure + second.sure, `came between at ${at}`);
      for (const [one, pid] of [
        [map, 100],
        [other, 200],
      ] as const) {
        if (!one) continue;
        assert.deepEqual(
          Object.fromEntries(keeper.metrics.ofSlot(one.mySlot!)),
          { depth: pid, jobs: 8, [`own.${pid}`]: 2 },
          `came between at ${at}`,
        );
      }
    }
  });

  it("are right again after a process that stood still for a minute between any two steps", async () => {
    const count = steps();
    for (let at = 0; at < count; at++) {
      scratch.clean();
      renew();
      const [slow, heir] = [
        { sure: 0, begun: 0 },
        { sure: 0, begun: 0 },
      ];
      let first: SharedMap | undefined;
      let second: SharedMap | undefined;
      interrupt(
        () => (first = life(100, slow)),
        at,
        () => {
          for (let half = 0; half < 2; half++) {
            time.aheadMs += 31_000;
            keeper.heartbeat();
          }
          second = life(200, heir);
        },
      );
      await time.advance(5);
      for (const map of [first, second, first, second]) map?.heartbeat();
      assert.equal(jobs(keeper), slow.sure + heir.sure, `stood still at ${at}`);
      if (!first || !second) continue;
      assert.notEqual(first.mySlot, second.mySlot, `stood still at ${at}`);
      assert.deepEqual(
        Object.fromEntries(keeper.metrics.ofSlot(second.mySlot!)),
        { depth: 200, jobs: 8, "own.200": 2 },
        `stood still at ${at}`,
      );
      assert.deepEqual(
        Object.fromEntries(keeper.metrics.ofSlot(first.mySlot!)),
        { depth: 100, jobs: 8, "own.100": 2 },
        `stood still at ${at}`,
      );
    }
  });

  it("add up through any sequence of lives", async () => {
    type Step =
      | { do: "join" | "close" | "crash" | "beat"; who: number }
      | { do: "add"; who: number; n: number }
      | { do: "set"; who: number; n: number }
      | { do: "wait"; ms: number };
    const who = fc.nat(3);
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ do: fc.constantFrom("join", "close", "crash", "beat"), who }) as fc.Arbitrary<Step>,
      fc.record({ do: fc.constant("add"), who, n: fc.nat(1_000_000) }) as fc.Arbitrary<Step>,
      fc.record({
        do: fc.constant("set"),
        who,
        n: fc.integer({ min: -1000, max: 1000 }),
      }) as fc.Arbitrary<Step>,
      fc.record({
        do: fc.constant("wait"),
        ms: fc.constantFrom(1, 1_000, 30_000, 61_000),
      }) as fc.Arbitrary<Step>,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (script) => {
        scratch.clean();
        renew();
        const members: (SharedMap | undefined)[] = [];
        const counted: number[] = [];
        const set: number[] = [];
        let total = 0;
        let pid = 100;
        for (const action of script) {
          if (action.do === "wait") {
            await time.advance(action.ms);
            continue;
          }
          const at = action.who;
          if (action.do === "join" && !members[at]) {
            members[at] = join(pid++);
            counted[at] = set[at] = 0;
          }
          const member = members[at];
          if (!member) continue;
          if (action.do === "add") {
            member.metrics.counter("jobs").add(action.n);
            counted[at]! += action.n;
            total += action.n;
          }
          if (action.do === "set") {
            member.metrics.gauge("depth").set(action.n);
            set[at] = action.n;
          }
          if (action.do === "beat") member.heartbeat();
          if (action.do === "close") member.close();
          if (action.do === "close" || action.do === "crash") members[at] = undefined;
          assert.equal(jobs(keeper), total);
        }
        await time.advance(61_000);
        let depth = 0;
        for (const [at, member] of members.entries()) {
          if (!member) continue;
          member.heartbeat();
          member.metrics.gauge("depth").add(0);
          member.metrics.counter("jobs").add(0);
          depth += set[at]!;
          const shown = keeper.metrics.ofSlot(member.mySlot!);
          assert.equal(shown.get("jobs"), counted[at]);
          assert.equal(shown.get("depth"), set[at]);
        }
        assert.equal(keeper.metrics.gauge("depth").total(), depth);
        assert.equal(jobs(keeper), total);
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);
});

describe("metrics of real processes", function () {
  this.timeout(120_000);
  const LIVES = 40;
  const AT_ONCE = 8;

  let scratch: Scratch;
  let keeper: SharedMap;
  let worker: string;
  let children: ChildProcess[];
  beforeEach(() => {
    scratch = new Scratch();
    keeper = scratch.open({ access: "member", create: true });
    keeper.startHeartbeat();
    worker = compileWorkers(scratch.file("compiled"))("counting");
    children = [];
  });
  afterEach(() => {
    for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
    scratch.clean();
  });

  function start(log: string, dieAt: number, seed: number): ChildProcess {
    const child = spawn(process.execPath, [worker, keeper.path, log, String(dieAt), String(seed)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.on("error", () => undefined);
    children.push(child);
    return child;
  }

  /** What a process counted: surely, and at most. */
  function tally(log: string): { sure: number; most: number } {
    let [sure, most] = [0, 0];
    for (const line of fs.readFileSync(log, "utf8").split("\n")) {
      if (line.startsWith("+")) most = sure + Number(line.slice(1));
      if (line === "=") sure = most;
    }
    return { sure, most: Math.max(sure, most) };
  }

  /** What a minute does to the slot of a killed process, so that the next takes it over. */
  function expire(pid: number): void {
    const poke = new Poke(keeper.path);
    for (const { slot } of keeper.slots().filter((each) => each.pid === pid))
      poke.slot(slot, { heartbeat: tickAdd(keeper.nowMs(), -1) });
  }

  it("lose nothing and double nothing when these kill themselves at each step", async () => {
    // How many steps a life has is told by the clock (a heartbeat in the
    // millisecond of the last one writes less), so that each life is tried
    // until one comes to its end.
    let before = jobs(keeper);
    let killed = 0;
    for (let at = 0; ; at += 3) {
      const log = scratch.file(`log-${at}`);
      const child = start(log, at, at % 100);
      const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
      const { sure, most } = tally(log);
      const added = jobs(keeper) - before;
      assert.ok(added === sure || added === most, `step ${at}: ${added} of ${sure} to ${most}`);
      before += added;
      assert.equal(keeper.metrics.gauge("depth").total(), 0, `step ${at}`);
      if (signal === null) {
        assert.equal(code, 0, `step ${at}`);
        break;
      }
      assert.equal(signal, "SIGKILL", `step ${at}`);
      killed++;
      expire(child.pid!);
    }
    assert.ok(killed > 10, `${killed} lives were ended`);
  });

  it("lose nothing and double nothing when these are killed at random", async () => {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < LIVES) {
        const id = next++;
        const child = start(scratch.file(`log-${id}`), -1, id * 7_919);
        const ended = once(child, "exit");
        await once(child.stdout!, "data");
        await new Promise((resolve) => setTimeout(resolve, (id * 13) % 40));
        if (id % 3 === 0) child.stdin!.end("end\n");
        else child.kill("SIGKILL");
        await ended;
        expire(child.pid!);
      }
    };
    let last = 0;
    const look = setInterval(() => {
      const now = jobs(keeper);
      assert.ok(now >= last, "a total never goes back");
      last = now;
    }, 5);
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    clearInterval(look);
    let [least, most] = [0, 0];
    for (let id = 0; id < LIVES; id++) {
      const each = tally(scratch.file(`log-${id}`));
      least += each.sure;
      most += each.most;
    }
    const total = jobs(keeper);
    assert.ok(total >= least && total <= most && least > 0, `${total} of ${least} to ${most}`);
    assert.equal(keeper.metrics.gauge("depth").total(), 0);
    assert.equal(keeper.metrics.counter("jobs").get(), 0);
  });
});
