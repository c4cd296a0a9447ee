import assert from "node:assert/strict";
import fc from "fast-check";
import { Sleepers } from "../../src/runtime/sleepers.ts";

describe("sleepers", () => {
  it("wake in order of their time, and of their arrival where that is equal (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const sleepers = new Sleepers<number>();
        times.forEach((at, index) => sleepers.add(at, index));
        const woken: number[] = [];
        for (let next = sleepers.take(100); next !== undefined; next = sleepers.take(100)) woken.push(next);
        const expected = times
          .map((at, index) => ({ at, index }))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        assert.deepEqual(
          woken,
          expected.map(({ index }) => index),
        );
        assert.equal(sleepers.size, 0);
      }),
    );
  });

  it("sleep on while their time has not come", () => {
    const sleepers = new Sleepers<string>();
    sleepers.add(10, "a");
    assert.equal(sleepers.take(9), undefined);
    assert.equal(sleepers.first, 10);
    assert.equal(sleepers.take(10), "a");
    assert.equal(sleepers.first, undefined);
  });
});
