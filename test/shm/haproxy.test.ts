import assert from "node:assert/strict";
import fs from "node:fs";
import { SharedMap, type MapVersion, type StatRow } from "../../src/shm/index.ts";
import { referenceNames, typeOfRow, type ShowStatRow } from "./support/golden.ts";
import { Haproxy } from "./support/haproxy.ts";
import { Scratch } from "./support/scratch.ts";

const program = process.env.HAPROXY_PROGRAM;
const NAMES: Record<string, string> = {
  "fe/FRONTEND": "fe-main",
  "be/BACKEND": "be-main",
  "be/s1": "srv-1",
};
/** Figures that go on by themselves between two looks. */
const MOVING = new Set(["rate", "req_rate", "conn_rate", "lastchg", "lastsess"]);

function compare(printed: readonly ShowStatRow[], rows: readonly StatRow[]): number {
  let compared = 0;
  for (const line of printed) {
    const guid = NAMES[`${line.pxname ?? ""}/${line.svname ?? ""}`];
    if (guid === undefined) continue;
    const row = rows.find((each) => each.guid === guid && each.type === typeOfRow(line));
    assert.ok(row, `${guid} is in the map`);
    for (const { name } of referenceNames()) {
      if (!(name in line) || MOVING.has(name)) continue;
      assert.equal(row.stats[name], line[name], `${guid} ${name}`);
      compared++;
    }
  }
  return compared;
}

describe("one map shared with a real HAProxy", function () {
  this.timeout(60_000);

  let scratch: Scratch;
  let haproxy: Haproxy | undefined;

  before(function () {
    if (program !== undefined) return;
    process.stderr.write("skipped: name a HAProxy from 3.3 on in HAPROXY_PROGRAM\n");
    this.skip();
  });
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(async () => {
    await haproxy?.clean();
    haproxy = undefined;
    scratch.clean();
  });

  async function start(): Promise<Haproxy> {
    haproxy = await Haproxy.start(program!, scratch.folder, scratch.file());
    return haproxy;
  }

  function slotOf(map: SharedMap, pid: number): number {
    const found = map.slots().find((slot) => slot.pid === pid);
    assert.equal(found?.state, "alive", `process ${pid} has a live slot`);
    return found.slot;
  }

  it("is read as HAProxy shows it", async () => {
    const live = await start();
    for (const path of ["/", "/", "/missing"]) await live.request(path);
    const observer = scratch.open({});
    const slot = slotOf(observer, live.pid);
    assert.ok(compare(await live.showStat(), observer.stats({ slot })) > 80);
    assert.equal(observer.stats({ slot, guids: ["be-main"] })[0]?.stats.hrsp_4xx, 1);
    assert.deepEqual(observer.diagnose(), []);
  });

  it("is joined by a member, whose counts HAProxy shows as its own, through a reload", async () => {
    const live = await start();
    await live.request("/");
    const member = scratch.open({ access: "member" });
    assert.equal(member.mySlot, 1);
    const counted = member.object({ guid: "fe-main", type: "frontend" });
    const own = member.object({ guid: "halua", type: "backend" });
    counted.add("stot", 1_000);
    own.add("stot", 5);
    const [row] = await live.showStat();
    assert.equal(row?.stot, 1_001);
    const old = live.pid;
    await live.reload();
    const slot = slotOf(member, live.pid);
    assert.ok(slot > 1);
    assert.notEqual(member.slot(0).pid, old);
    for (let turn = 0; turn < 5; turn++) await live.request("/");
    counted.add("stot", 100);
    assert.equal(member.heartbeat(), true);
    const printed = await live.showStat();
    assert.equal(printed[0]?.stot, 1_106, "the figures of before the reload go on");
    compare(printed, member.stats({ slot }));
    assert.equal(own.get("stot"), 5);
    member.close();
    compare(await live.showStat(), scratch.open({}).stats({ slot }));
    assert.equal((await live.showStat())[0]?.stot, 1_106);
  });

  it("stays exact while members come and go through reloads", async () => {
    const live = await start();
    const keeper = scratch.open({ access: "member" });
    const key = { guid: "fe-main", type: "frontend" } as const;
    keeper.object(key).add("stot", 1);
    let expected = 1;
    let isReloading = true;
    async function comeAndGo(): Promise<void> {
      for (let life = 0; isReloading; life++) {
        const member = SharedMap.open(keeper.path, { access: "member" });
        member.object(key).add("stot", 1);
        member.object({ guid: `own-${life % 5}`, type: "backend" }).add("stot", 1);
        expected++;
        assert.equal(member.heartbeat(), true);
        member.close();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const members = comeAndGo();
    for (let reload = 0; reload < 5; reload++) {
      await live.reload();
      await live.request("/");
      expected++;
    }
    isReloading = false;
    await members;
    assert.ok(expected > 20);
    assert.equal((await live.showStat())[0]?.stot, expected);
    const summed = keeper.stats({ guids: ["fe-main"] }).find(({ type }) => type === "frontend");
    assert.equal(summed?.stats.stot, expected, "over both thread groups");
    assert.deepEqual(
      keeper
        .slots()
        .map(({ pid }) => pid)
        .sort(),
      [live.pid, process.pid].sort(),
    );
  });

  it("shares one clock that never goes back", async () => {
    const live = await start();
    const member = scratch.open({ access: "member" });
    const observer = scratch.open({});
    let last = 0n;
    for (let turn = 0; turn < 50; turn++) {
      if (turn % 10 === 0) await live.request("/");
      for (const map of [member, observer]) {
        const ns = map.nowNs();
        assert.ok(ns >= last, "the clock went back");
        last = map === observer ? ns : last;
      }
    }
    const [first, second] = observer.slots();
    assert.ok(Math.abs(first!.ttlMs - second!.ttlMs) < 2_000, "both reckon by the same clock");
  });

  it("may have been made by halua", async () => {
    const probe = await start();
    const version = scratch.open({}).version as MapVersion;
    await probe.clean();
    fs.rmSync(scratch.file());
    const member = scratch.open({ access: "member", create: true, version });
    member.object({ guid: "be-main", type: "backend" }).add("stot", 7);
    const live = await start();
    assert.doesNotMatch(live.messages, /shm.stats/);
    const slot = slotOf(member, live.pid);
    assert.equal(slot, 1);
    await live.request("/");
    compare(await live.showStat(), member.stats({ slot }));
    assert.equal(member.heartbeat(), true);
  });

  it("is left as a ghost by a killed HAProxy", async () => {
    const live = await start();
    await live.request("/");
    const observer = scratch.open({});
    await live.stop("SIGKILL");
    assert.deepEqual(
      observer.slots().map(({ pid, state }) => [pid, state]),
      [[live.pid, "ghost"]],
    );
    const kinds = new Set(observer.diagnose().map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ["ghost", "orphan", "still-clock"]);
    assert.equal(observer.orphans().length, observer.objects().length);
  });
});
