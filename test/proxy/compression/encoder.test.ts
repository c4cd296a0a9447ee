import assert from "node:assert/strict";
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { encoderOf } from "../../../src/proxy/compression/encoder.ts";

const decoders = { gzip: gunzipSync, deflate: inflateSync, "raw-deflate": inflateRawSync } as const;

describe("encoders of payloads", () => {
  for (const algorithm of ["gzip", "deflate", "raw-deflate"] as const) {
    it(`make one ${algorithm} stream of all pieces, empty ones too`, () => {
      const piece = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 3000 })),
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (drawn, level) => {
          const pieces = drawn.map((each) =>
            each instanceof Uint8Array
              ? Buffer.from(each)
              : Buffer.concat(Array.from({ length: each[1] }, () => each[0])),
          );
          const encoder = encoderOf(algorithm, level);
          const made = pieces.map((each) => encoder.encode(each, false));
          made.push(encoder.encode(Buffer.alloc(0), true));
          assert.ok(decoders[algorithm](Buffer.concat(made)).equals(Buffer.concat(pieces)));
        }),
        { numRuns: 30 },
      );
    });
  }

  it("let each piece be read as soon as it has come", () => {
    const encoder = encoderOf("raw-deflate", 1);
    const first = encoder.encode(Buffer.from("so far"), false);
    assert.equal(first.subarray(-4).toString("hex"), "0000ffff", "a block of no length ends it");
    const rest = encoder.encode(Buffer.from(", so good"), true);
    assert.equal(inflateRawSync(Buffer.concat([first, rest])).toString(), "so far, so good");
  });

  it("refer to what came before", () => {
    const encoder = encoderOf("gzip", 1);
    const noise = Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * i * 31 + i) % 251));
    encoder.encode(noise, false);
    assert.ok(encoder.encode(noise, false).length < 200);
  });

  it("leave what is not to be compressed as it is", () => {
    const encoder = encoderOf("identity", 1);
    assert.equal(encoder.compresses, false);
    assert.equal(encoder.encode(Buffer.from("abc"), true).toString(), "abc");
  });
});
