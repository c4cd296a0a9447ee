import assert from "node:assert/strict";
import type { CompressionAlgorithm } from "../../../src/config/types.ts";
import { acceptedAlgorithm } from "../../../src/proxy/compression/accept-encoding.ts";
import { describeCompressed, isEntityTag } from "../../../src/proxy/compression/compressed-head.ts";
import { Headers } from "../../../src/proxy/http/headers.ts";
import type { Framing } from "../../../src/proxy/http/message.ts";

/** Offers as HAProxy 3.5-dev5 tries them after `compression algo identity deflate gzip`. */
const all: readonly CompressionAlgorithm[] = ["gzip", "deflate", "identity"];

const chosen = (accept: string | undefined, agent = "", offered = all): string | undefined => {
  const headers = new Headers();
  if (accept !== undefined) headers.add("accept-encoding", accept);
  if (agent !== "") headers.add("user-agent", agent);
  const choice = acceptedAlgorithm(headers, offered);
  return choice && `${choice.algorithm}${choice.asked ? "" : " unasked"}`;
};

/** What HAProxy 3.5-dev5 has answered to each. */
const choices: readonly (readonly [accept: string | undefined, chosen: string])[] = [
  ["gzip", "gzip"],
  ["deflate", "deflate"],
  ["br", "identity unasked"],
  ["br;q=1.0, deflate;q=0.8,gzip;q=0.85", "gzip"],
  ["*;q=0.1", "gzip"],
  ["gzip;q=0, deflate;q=0.000", "identity unasked"],
  ["gzip;q=0.5;x, identity", "identity"],
  ["gzip ; x=1 ; q=0.3, deflate ;q=0.4", "deflate"],
  ["gzipx, xgzip", "identity unasked"],
  ["", "identity unasked"],
  [undefined, "identity unasked"],
];

describe("the choice of a compression", () => {
  for (const [accept, wanted] of choices) {
    it(`takes ${wanted} for ${accept ?? "no header"}`, () => {
      assert.equal(chosen(accept), wanted);
    });
  }

  it("gives nothing where nothing is offered that the client takes", () => {
    assert.equal(chosen("br", "", ["gzip"]), undefined);
    assert.equal(chosen("deflate", "", ["raw-deflate"]), "raw-deflate");
  });

  it("trusts few of those that call themselves Mozilla/4", () => {
    const explorer = "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; ";
    assert.equal(chosen("gzip", `${explorer}X1)`), undefined);
    assert.equal(chosen("gzip", `${explorer}SV1)`), "gzip");
    assert.equal(chosen("gzip", "Mozilla/4.0 (compatible; MSIE 7.0; Windows)"), "gzip");
    assert.equal(chosen("gzip", "Mozilla/4"), undefined);
  });
});

describe("the head of what is compressed", () => {
  const described = (
    lines: readonly (readonly [string, string])[],
    framing: Framing = { kind: "length", length: 9 },
  ): string[] => {
    const headers = Headers.from(lines);
    const done = describeCompressed(headers, framing, "gzip");
    return [...headers].map((line) => line.join(": ")).concat(done ? [] : ["not done"]);
  };

  it("says chunks, coding and what it varies with", () => {
    assert.deepEqual(described([["content-length", "9"]]), [
      "transfer-encoding: chunked",
      "vary: Accept-Encoding",
      "content-encoding: gzip",
    ]);
    assert.deepEqual(described([["transfer-encoding", "chunked"]], { kind: "chunked" }), [
      "transfer-encoding: chunked",
      "vary: Accept-Encoding",
      "content-encoding: gzip",
    ]);
  });

  it("adds to the last vary, once", () => {
    const varying = (...values: string[]): string[] =>
      described(
        values.map((value) => ["vary", value] as const),
        { kind: "chunked" },
      );
    assert.deepEqual(varying("a", "b, c"), [
      "vary: a",
      "vary: b, c,Accept-Encoding",
      "content-encoding: gzip",
    ]);
    assert.deepEqual(varying("accept-ENCODING"), ["vary: accept-ENCODING", "content-encoding: gzip"]);
    assert.deepEqual(varying(""), ["vary: Accept-Encoding", "content-encoding: gzip"]);
    assert.deepEqual(varying("a, "), ["vary: a, ", "not done"]);
  });

  it("weakens a strong tag", () => {
    const tagged = (tag: string): string | undefined => described([["etag", tag]], { kind: "chunked" })[0];
    assert.equal(tagged('"a"'), 'etag: W/"a"');
    assert.equal(tagged('W/"a"'), 'etag: W/"a"');
  });

  it("knows tags from what is none", () => {
    assert.deepEqual(['"a"', 'W/"a"', '""', '"', "a", 'w/"a"', 'a"'].map(isEntityTag), [
      ...[true, true, true],
      ...[false, false, false, false],
    ]);
  });
});
