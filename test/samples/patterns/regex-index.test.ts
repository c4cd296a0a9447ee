import assert from "node:assert/strict";
import fc from "fast-check";
import { PatternReference, PatternReferences } from "../../../src/samples/patterns/index.ts";
import { requiredPrefix } from "../../../src/samples/patterns/regex-index.ts";
import { RegularExpression } from "../../../src/samples/regex.ts";

/** Pieces that make valid expressions more often than not. */
const piece = fc.constantFrom(
  "a",
  "b",
  "/",
  ".",
  "\\.",
  "\\/",
  "[ab]",
  "(a)",
  "a*",
  "b?",
  "a+",
  "b{2}",
  "|",
  "^",
  "$",
  "\\w",
  "(?i)",
  "A",
);
const pattern = fc
  .tuple(fc.constantFrom("", "^", "^a"), fc.array(piece, { maxLength: 5 }))
  .map(([start, pieces]) => start + pieces.join(""))
  .filter((text) => text !== "" && typeof RegularExpression.compile(text, false) !== "string");
const sample = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "A"), maxLength: 6 });

describe("regular expressions as patterns", () => {
  it("require the text that whatever they match begins with", () => {
    assert.equal(requiredPrefix("^/api/v1\\.0/.*"), "/api/v1.0/");
    assert.equal(requiredPrefix("^abc+"), "abc");
    assert.equal(requiredPrefix("^abc*"), "ab");
    assert.equal(requiredPrefix("^ab{0}"), "a");
    assert.equal(requiredPrefix("^a|b"), "");
    assert.equal(requiredPrefix("abc"), "");
    assert.equal(requiredPrefix("^a\\d"), "a");
    fc.assert(
      fc.property(pattern, sample, (regex, text) => {
        const compiled = RegularExpression.compile(regex, false);
        assert.ok(typeof compiled !== "string");
        if (compiled.test(text))
          assert.ok(text.startsWith(requiredPrefix(regex)), `${regex} matches ${text}`);
      }),
    );
  });

  for (const ignoreCase of [false, true]) {
    it(`are tried in order${ignoreCase ? ", whatever the case" : ""}`, () => {
      fc.assert(
        fc.property(
          fc.array(fc.record({ key: pattern, remove: fc.boolean() }), { maxLength: 20 }),
          fc.array(sample, { minLength: 1, maxLength: 10 }),
          (changes, samples) => {
            const reference = new PatternReference({ name: "f", description: "", hasValues: true });
            const expression = reference.expression({
              method: "reg",
              ignoreCase,
              noDns: true,
              output: "str",
            });
            const keys: string[] = [];
            for (const { key, remove } of changes) {
              if (remove && reference.delete(key)) keys.splice(keys.indexOf(key), 1);
              else {
                reference.add(key, "v");
                keys.push(key);
              }
            }
            for (const text of [...samples, ...samples]) {
              const wanted = keys.find((key) => {
                const compiled = RegularExpression.compile(key, ignoreCase);
                return typeof compiled !== "string" && compiled.test(text);
              });
              assert.equal(expression.find(text, 0)?.key, wanted);
            }
          },
        ),
        { numRuns: 50 },
      );
    });
  }

  it("put their groups into the values of map_regm", () => {
    const references = new PatternReferences({
      readFile: () => "^/(\\w+)/(\\w+)?$ \\2:\\1 \\\\ \\x41 \\0\n^x$ end\\\n",
    });
    const map = references.map("m", "regm", "str", { file: "t", line: 1 });
    assert.deepEqual(map.find("/a/b")?.value, { type: "str", value: "b:a \\ A /a/b" });
    assert.deepEqual(map.find("/a/")?.value, { type: "str", value: ":a \\ A /a/" });
    assert.equal(map.find("x"), undefined);
    assert.equal(map.find("nothing"), undefined);
  });
});
