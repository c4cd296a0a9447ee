import assert from "node:assert/strict";
import { CrashPause } from "../../../src/process/master/crash-pause.ts";

describe("the pause before a worker is started anew", () => {
  it("is none at first, then doubles up to half a minute", () => {
    const pause = new CrashPause();
    const pauses = Array.from({ length: 8 }, () => pause.next(500));
    assert.deepEqual(pauses, [0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it("is none again for one that has served for a while", () => {
    const pause = new CrashPause();
    pause.next(0);
    pause.next(0);
    assert.equal(pause.next(10_000), 0);
    assert.equal(pause.next(9_999), 1000);
  });
});
