import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteQueue } from "../../src/runtime/net/byte-queue.ts";

describe("the bytes that a socket has not read yet", () => {
  it("come out as they went in, whatever the pieces", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\n") });
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.nat(12)), (pieces, takes) => {
        const queue = new ByteQueue();
        let expected = pieces.join("");
        for (const piece of pieces) queue.push(piece);
        for (const count of takes) {
          const end = expected.indexOf("\n");
          assert.equal(queue.lineEnd(8), end < 8 ? end : -1);
          assert.equal(queue.take(count), expected.slice(0, count));
          expected = expected.slice(count);
          assert.equal(queue.length, expected.length);
        }
      }),
    );
  });
});
