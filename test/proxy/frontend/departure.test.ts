import assert from "node:assert/strict";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { sendAway } from "../../../src/proxy/frontend/departure.ts";

describe("connections that a leaving process sends away", () => {
  /** How many have been told, at once and after each 20 ms, until the last has. */
  async function told(count: number): Promise<number[]> {
    const time = new VirtualTime();
    let left = 0;
    const end = { over: false };
    const connections = Array.from({ length: count }, () => ({ closeWhenIdle: () => left++ }));
    sendAway(connections, time, () => (end.over = true));
    const seen = [left];
    while (!end.over) {
      await time.advance(20);
      seen.push(left);
    }
    return seen;
  }

  it("go at once where they are few", async () => {
    assert.deepEqual(await told(0), [0]);
    assert.deepEqual(await told(10), [10]);
  });

  it("go a few at a time where they are many, and within a second", async () => {
    assert.deepEqual(await told(25), [10, 20, 25]);
    const steps = await told(5001);
    assert.equal(steps.at(-1), 5001);
    assert.ok(steps.length <= 50);
    assert.equal(steps[0], 101);
  });
});
