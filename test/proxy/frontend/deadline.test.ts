import assert from "node:assert/strict";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { Deadline } from "../../../src/proxy/frontend/deadline.ts";

describe("a deadline", () => {
  const make = (): { time: VirtualTime; deadline: Deadline; expired: number[] } => {
    const time = new VirtualTime();
    const expired: number[] = [];
    const deadline = new Deadline(time, () => expired.push(Math.round(time.monotonicMs() - begun)));
    const begun = time.monotonicMs();
    return { time, deadline, expired };
  };

  it("expires once, when its time has come", async () => {
    const { time, deadline, expired } = make();
    deadline.set(100);
    await time.advance(99);
    assert.deepEqual(expired, []);
    await time.advance(1);
    await time.advance(1000);
    assert.deepEqual(expired, [100]);
  });

  it("can be put off again and again", async () => {
    const { time, deadline, expired } = make();
    for (let i = 0; i < 10; i++) {
      deadline.set(100);
      await time.advance(60);
    }
    assert.deepEqual(expired, []);
    await time.advance(40);
    assert.deepEqual(expired, [640]);
  });

  it("can be brought forward", async () => {
    const { time, deadline, expired } = make();
    deadline.set(1000);
    deadline.set(10);
    await time.advance(10);
    assert.deepEqual(expired, [10]);
  });

  it("never expires once it is cleared or stopped", async () => {
    const { time, deadline, expired } = make();
    deadline.set(100);
    deadline.clear();
    await time.advance(200);
    deadline.set(100);
    deadline.stop();
    await time.advance(200);
    assert.deepEqual(expired, []);
  });
});
