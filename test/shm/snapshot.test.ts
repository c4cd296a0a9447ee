import assert from "node:assert/strict";
import { findLayout, type Layout } from "../../src/shm/layout.ts";
import { releaseOnExit, Snapshot } from "../../src/shm/index.ts";
import { Scratch } from "./support/scratch.ts";

const layout: Layout = findLayout("1.2")!;

/** A map with one frontend whose session rate has these words. */
function mapWithRate(currTick: number, currCtr: number, prevCtr: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(layout.headerSize + layout.objectSize));
  bytes[0] = 1;
  bytes[1] = 2;
  bytes.writeUInt32LE(10_500, layout.nowMsOffset);
  bytes.writeInt32LE(1, layout.objectsOffset);
  bytes.writeInt32LE(1, layout.objectsSlotsOffset);
  bytes.write("fe", layout.headerSize);
  bytes.writeUInt16LE(1, layout.headerSize + layout.tgidOffset);
  const rate = rateOffset();
  [currTick, currCtr, prevCtr].forEach((word, index) => bytes.writeUInt32LE(word, rate + 4 * index));
  return bytes;
}

function rateOffset(): number {
  return layout.headerSize + 4 * layout.stats.frontend.derivedByName.get("rate")!.word;
}

describe("a rate copied while its window is turned over", () => {
  it("is copied again until it is settled", () => {
    const settled = mapWithRate(10_000, 6, 10);
    const looks: number[] = [];
    const snapshot = new Snapshot(layout, mapWithRate(10_001, 99, 99), undefined, (offset, count) => {
      looks.push(offset);
      return looks.length < 2 ? undefined : settled.subarray(offset, offset + count);
    });
    assert.equal(snapshot.stats(0, "frontend").rate, 11);
    assert.deepEqual(looks, [rateOffset(), rateOffset()]);
    assert.equal(snapshot.stats(0, "frontend").rate, 11);
    assert.equal(looks.length, 2);
  });

  it("is taken as it is when whoever turned it died on the way", () => {
    let looks = 0;
    const stuck = mapWithRate(10_001, 6, 10);
    const snapshot = new Snapshot(layout, mapWithRate(10_001, 6, 10), undefined, (offset, count) => {
      looks++;
      return stuck.subarray(offset, offset + count);
    });
    assert.equal(snapshot.stats(0, "frontend").rate, 11);
    assert.ok(looks < 10);
  });
});

describe("an object with many users", () => {
  it("names each of 64 slots", () => {
    const scratch = new Scratch();
    for (let slot = 0; slot < 64; slot++) {
      const map = scratch.open({ access: "member", create: true });
      map.object({ guid: "shared", type: "backend" }).add("stot", 1);
    }
    const [object, ...others] = scratch.open({}).objects();
    assert.deepEqual(others, []);
    assert.equal(object?.users, 2n ** 64n - 1n);
    assert.equal(object.slots.length, 64);
    assert.equal(object.stats().stot, 64);
    const last = scratch.open({}).stats({ slot: 63 });
    assert.equal(last[0]?.stats.stot, 64);
    scratch.clean();
  });
});

describe("releasing on exit", () => {
  it("hooks what is asked for, releases on exit, and unhooks", () => {
    const names = ["exit", "SIGTERM", "SIGINT", "SIGHUP"] as const;
    const counts = (): number[] => names.map((name) => process.listenerCount(name));
    const before = counts();
    let released = 0;
    const unhook = releaseOnExit({ release: () => released++ });
    assert.deepEqual(
      counts(),
      before.map((count) => count + 1),
    );
    const exitHook = process.listeners("exit").at(-1) as () => void;
    exitHook();
    assert.equal(released, 1);
    unhook();
    unhook();
    assert.deepEqual(counts(), before);
  });

  it("leaves a signal to the program that listens for it itself", () => {
    let released = 0;
    let heard = 0;
    const own = (): void => {
      heard++;
    };
    process.on("SIGHUP", own);
    const unhook = releaseOnExit({ release: () => released++ });
    process.emit("SIGHUP", "SIGHUP");
    assert.deepEqual([released, heard], [1, 1]);
    unhook();
    process.off("SIGHUP", own);
  });
});
