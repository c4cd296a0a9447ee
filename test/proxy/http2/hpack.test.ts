import assert from "node:assert/strict";
import fc from "fast-check";
import { HpackDecoder, HpackError, encodeFields } from "../../../src/proxy/http2/hpack.ts";
import type { Field } from "../../../src/proxy/http2/hpack-table.ts";
import { decodeHuffman } from "../../../src/proxy/http2/huffman.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

const byteString = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1"));
const field: fc.Arbitrary<Field> = fc.tuple(
  fc.oneof(fc.constantFrom(":method", ":path", "cookie", "x-one"), byteString),
  fc.oneof(fc.constantFrom("GET", "/", ""), byteString),
);

describe("HPACK", () => {
  // The figures are those of RFC 7541, appendix C.
  it("decodes texts in Huffman's code", () => {
    assert.equal(decodeHuffman(hex("f1e3 c2e5 f23a 6ba0 ab90 f4ff")), "www.example.com");
    assert.equal(decodeHuffman(hex("25a8 49e9 5bb8 e8b4 bf")), "custom-value");
    assert.equal(decodeHuffman(hex("")), "");
  });

  it("refuses what is filled up with anything but ones, or with a whole byte, or holds the end", () => {
    assert.equal(decodeHuffman(hex("1e")), undefined, "zeros behind 'a'");
    assert.equal(decodeHuffman(hex("1fff")), undefined, "more than seven bits");
    assert.equal(decodeHuffman(hex("ffff fffc")), undefined, "the end");
  });

  it("decodes requests that refer to what came before", () => {
    const decoder = new HpackDecoder();
    const first: Field[] = [
      [":method", "GET"],
      [":scheme", "http"],
      [":path", "/"],
      [":authority", "www.example.com"],
    ];
    assert.deepEqual(decoder.decode(hex("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")), first);
    assert.deepEqual(decoder.decode(hex("8286 84be 5886 a8eb 1064 9cbf")), [
      ...first,
      ["cache-control", "no-cache"],
    ]);
    assert.deepEqual(decoder.decode(hex("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf")), [
      [":method", "GET"],
      [":scheme", "https"],
      [":path", "/index.html"],
      [":authority", "www.example.com"],
      ["custom-key", "custom-value"],
    ]);
  });

  it("forgets what does not fit into the table", () => {
    const decoder = new HpackDecoder();
    // The table is made smaller than any entry, then a field is put into it and asked for.
    assert.throws(() => decoder.decode(hex("20 40 01 61 01 62 be")), HpackError);
    const other = new HpackDecoder();
    assert.deepEqual(other.decode(hex("40 01 61 01 62 be")), [
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  const broken: readonly (readonly [what: string, block: string])[] = [
    ["an index of nothing", "80"],
    ["an index beyond the table", "ff 20"],
    ["a text that is cut off", "40 05 61"],
    ["an integer without end", "ff ff ff ff ff ff ff 01"],
    ["a table larger than allowed", "3f e2 1f"],
    ["a change of the table behind fields", "82 20"],
    ["a text that is no Huffman code", "40 81 1e 01 62"],
  ];
  for (const [what, block] of broken) {
    it(`refuses ${what}`, () => {
      assert.throws(() => new HpackDecoder().decode(hex(block)), HpackError);
    });
  }

  it("decodes what it encodes", () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
        const block = Buffer.from(encodeFields(fields), "latin1");
        assert.deepEqual(new HpackDecoder().decode(block), fields);
      }),
    );
  });

  it("decodes or refuses whatever comes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new HpackDecoder().decode(Buffer.from(bytes));
        } catch (error) {
          assert.ok(error instanceof HpackError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
