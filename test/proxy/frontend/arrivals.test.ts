import assert from "node:assert/strict";
import { VirtualTime, settle } from "../../../src/lab/virtual-time.ts";
import { Arrivals } from "../../../src/proxy/frontend/arrivals.ts";

/** A clock whose turns a test takes one by one. */
class Turns extends VirtualTime {
  #next: (() => void)[] = [];

  override soon(fn: () => void): void {
    this.#next.push(fn);
  }

  turn(): void {
    for (const fn of this.#next.splice(0)) fn();
  }
}

describe("arriving connections", () => {
  it("hold no answer back where none comes", async () => {
    const arrivals = new Arrivals(new VirtualTime());
    let answered = false;
    arrivals.soon(() => (answered = true));
    assert.ok(!answered);
    await settle();
    assert.ok(answered);
  });

  it("are accepted before the others get their answers, in order", () => {
    const time = new Turns();
    const arrivals = new Arrivals(time);
    const answered: number[] = [];
    for (let n = 0; n < 5; n++) {
      arrivals.came();
      arrivals.soon(() => answered.push(n));
      time.turn();
      assert.deepEqual(answered, []);
    }
    time.turn();
    assert.deepEqual(answered, [0, 1, 2, 3, 4]);
    arrivals.soon(() => answered.push(5));
    time.turn();
    assert.equal(answered.length, 6);
  });

  it("hold answers back for a while only, however many come", () => {
    const time = new Turns();
    const arrivals = new Arrivals(time);
    let answered = 0;
    let turns = 0;
    for (; answered === 0 && turns < 1000; turns++) {
      arrivals.came();
      if (turns === 0) arrivals.soon(() => answered++);
      time.turn();
    }
    assert.equal(turns, 200);
  });
});
