import assert from "node:assert/strict";
import { slotToJson, statRowToJson } from "../../src/shm/index.ts";

describe("the JSON forms", () => {
  it("name a slot's fields as the command line prints them", () => {
    const slot = { slot: 3, pid: 42, state: "alive", ageMs: 5, ttlMs: 59_995, mine: true } as const;
    assert.deepEqual(slotToJson(slot), {
      slot: 3,
      pid: 42,
      state: "alive",
      age_ms: 5,
      ttl_ms: 59_995,
      mine: true,
    });
  });

  it("write figures above 2^53 - 1 as digits", () => {
    const row = {
      guid: "fe",
      type: "frontend",
      tgids: [1, 2],
      slots: [0],
      stats: { stot: 2 ** 53 - 1, bin: 2n ** 64n - 1n },
    } as const;
    const json = statRowToJson({ ...row, tgids: [...row.tgids], slots: [...row.slots] });
    assert.equal(
      JSON.stringify(json),
      '{"guid":"fe","type":"frontend","tgids":[1,2],"slots":[0],"stats":{"stot":9007199254740991,"bin":"18446744073709551615"}}',
    );
  });
});
