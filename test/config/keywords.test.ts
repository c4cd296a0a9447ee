import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { renderConfiguration } from "../../src/cli/generate.ts";
import { parseSyntax } from "../../src/config/keywords/syntax.ts";
import { KEYWORDS } from "../../src/config/keywords/table.ts";

describe("the keyword table", () => {
  it("has every keyword once in a place", () => {
    const seen = new Set<string>();
    const twice: string[] = [];
    for (const keyword of KEYWORDS) {
      for (const place of keyword.places) {
        const key = `${keyword.kind} ${place} ${keyword.name}`;
        if (seen.has(key)) twice.push(key);
        seen.add(key);
      }
    }
    assert.deepEqual(twice, []);
  });

  it("tells of every keyword where it stands, how it is written, since when, and what for", () => {
    for (const keyword of KEYWORDS) {
      assert.ok(keyword.places.length > 0, keyword.name);
      assert.doesNotThrow(() => parseSyntax(keyword.syntax), keyword.name);
      assert.match(keyword.since, /^[1-3]\.[0-9]{1,2}$/, keyword.name);
      assert.match(keyword.doc, /^.{10,}\.$/s, keyword.name);
      if (keyword.support !== "supported")
        assert.match(keyword.support.accepted, /^.{10,}[^.]$/, keyword.name);
    }
  });

  it("is what doc/configuration.md shows", () => {
    const manual = readFileSync(new URL("../../doc/configuration.md", import.meta.url), "utf8");
    assert.equal(
      manual,
      renderConfiguration(),
      "write what renderConfiguration() gives to doc/configuration.md (npm run generate)",
    );
  });
});

describe("a keyword's grammar", () => {
  it("has arguments, words, choices, options and repetitions", () => {
    assert.deepEqual(parseSyntax("<time:time> [word] {a|b} <x:int> ..."), [
      { kind: "argument", text: "time", type: "time", optional: false, repeated: false },
      { kind: "word", text: "word", optional: true, repeated: false },
      { kind: "choice", text: "a|b", optional: false, repeated: false },
      { kind: "argument", text: "x", type: "int", optional: false, repeated: true },
    ]);
  });

  it("refuses types nobody knows", () => {
    assert.throws(() => parseSyntax("<x:nonsense>"));
    assert.throws(() => parseSyntax("..."));
  });
});
