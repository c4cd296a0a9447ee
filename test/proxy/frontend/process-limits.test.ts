import assert from "node:assert/strict";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { ProcessLimits } from "../../../src/proxy/frontend/process-limits.ts";

describe("the limits of a process", () => {
  function limits(
    time: VirtualTime,
    connectionRate = 0,
    sessionRate = 0,
  ): { limits: ProcessLimits; looks: () => number } {
    let looks = 0;
    const made = new ProcessLimits(time, {
      maxconn: 10,
      connectionRate,
      sessionRate,
      connections: () => 3,
      roomMade: () => looks++,
    });
    return { limits: made, looks: () => looks };
  }

  it("hold connections back while as many came in the last second as may", async () => {
    const time = new VirtualTime();
    const { limits: process } = limits(time, 2);
    process.connectionRate.note();
    assert.equal(process.pause(), 0);
    process.connectionRate.note();
    assert.notEqual(process.pause(), 0);
    await time.advance(2000);
    assert.equal(process.pause(), 0);
  });

  it("hold connections back for the rate of sessions", () => {
    const { limits: process } = limits(new VirtualTime(), 0, 1);
    assert.equal(process.pause(), 0);
    process.sessionRate.note();
    assert.notEqual(process.pause(), 0);
  });

  it("let those who wait be looked at when they change", () => {
    const { limits: process, looks } = limits(new VirtualTime());
    process.maxconn = 5;
    assert.deepEqual([process.maxconn, process.hardMaxconn, process.connections, looks()], [5, 10, 3, 1]);
    process.connectionRate.note();
    process.setRate("connections", 1);
    assert.notEqual(process.pause(), 0);
    process.setRate("connections", 0);
    assert.deepEqual([process.pause(), looks()], [0, 3]);
  });

  it("remember the highest rates until they are cleared", async () => {
    const time = new VirtualTime();
    const { limits: process } = limits(time);
    for (let i = 0; i < 4; i++) process.connectionRate.note();
    process.sessionRate.note();
    await time.advance(5000);
    assert.deepEqual([process.connectionRate.now, process.connectionRate.highest], [0, 4]);
    process.clearHighest();
    assert.deepEqual([process.connectionRate.highest, process.sessionRate.highest], [0, 0]);
  });
});
