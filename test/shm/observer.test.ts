import assert from "node:assert/strict";
import fs from "node:fs";
import { HaluaError } from "../../src/errors.ts";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { Scratch } from "./support/scratch.ts";

describe("an observer", () => {
  it("may not do what a member does", () => {
    const scratch = new Scratch();
    scratch.open({ access: "member", create: true });
    const observer = scratch.open({});
    const attempts = [
      () => observer.heartbeat(),
      () => observer.startHeartbeat(),
      () => observer.object({ guid: "a", type: "backend" }),
    ];
    for (const attempt of attempts)
      assert.throws(attempt, (error) => error instanceof HaluaError && error.code === "E_MAP_ACCESS");
    const bytes = fs.readFileSync(observer.path);
    observer.slots();
    observer.stats();
    observer.diagnose();
    observer.release();
    assert.deepEqual(fs.readFileSync(observer.path), bytes);
    scratch.clean();
  });

  it("says that the clock stands still", () => {
    const scratch = new Scratch();
    const time = new VirtualTime();
    scratch.open({ access: "member", create: true, time });
    const observer = scratch.open({ time, isAlive: () => true });
    const kinds = (): string[] => observer.diagnose().map(({ kind }) => kind);
    assert.deepEqual(kinds(), []);
    time.advanceSync(3_000);
    assert.equal(observer.stillMs(), 3_000);
    assert.deepEqual(kinds(), ["still-clock"]);
    scratch.clean();
  });
});
