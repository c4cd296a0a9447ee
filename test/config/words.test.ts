import assert from "node:assert/strict";
import fc from "fast-check";
import { isWordError, quoteWord, splitWords } from "../../src/config/words.ts";

const VARIABLES: Readonly<Record<string, string>> = { A: "one", TWO: "two words", NONE: "" };
const lookup = (name: string): string | undefined => VARIABLES[name];

function words(text: string): readonly string[] | string {
  const result = splitWords(text, lookup);
  return isWordError(result) ? `${result.fault} at ${result.position}` : result.words;
}

describe("words of a line", () => {
  const cases: readonly (readonly [string, readonly string[] | string])[] = [
    ["", []],
    ["  a  b\tc  ", ["a", "b", "c"]],
    ["a # b", ["a"]],
    ["a#b", ["a"]],
    ["a\\#b", ["a#b"]],
    ["a\\ b", ["a b"]],
    ["\"a b\" 'c d'", ["a b", "c d"]],
    ['"it\'s" \'say "x"\'', ["it's", 'say "x"']],
    ['a"b"c', ["abc"]],
    ['"" x', ["", "x"]],
    ["\\x41\\x62 \\t\\n\\r", ["Ab", "\t\n\r"]],
    ["'\\n'", ["\\n"]],
    ["\\1 \\z", ["\\1", "\\z"]],
    ["$A", ["$A"]],
    ['"$A" "${A}b" "\\$A"', ["one", "oneb", "$A"]],
    ["'$A'", ["$A"]],
    ['"$NOPE"', [""]],
    ['"${NOPE-x y}"', ["x y"]],
    ['"${A-x}"', ["one"]],
    ['a "${TWO}" b', ["a", "two words", "b"]],
    ['a "${TWO[*]}" b', ["a", "two", "words", "b"]],
    ['a "${NOPE[*]}" b', ["a", "b"]],
    ['a "${NONE[*]}" b', ["a", "b"]],
    ["a\\x00b c", ["a", "c"]],
    ['a "b', "quote at 2"],
    ["'", "quote at 0"],
    ['"${A"', "brace at 2"],
    ['"$1"', "variable at 2"],
    ['"${.FOO}"', "variable at 3"],
    ["\\x4", "hex at 0"],
    ['"${A[1]}"', "expansion at 4"],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(words(text), expected));
  }

  it("takes 64 words and refuses a 65th", () => {
    const list = (count: number): string => Array.from({ length: count }, (_, i) => `w${i}`).join(" ");
    assert.equal((words(list(64)) as readonly string[]).length, 64);
    assert.match(words(list(65)) as string, /^too-many/);
  });

  it("says where an empty word comes from", () => {
    const result = splitWords('x "" y', lookup);
    assert.ok(!isWordError(result));
    assert.equal(result.emptyAt, 3, "behind the quotes");
    const unknown = splitWords('x "${NOPE}"', lookup);
    assert.ok(!isWordError(unknown));
    assert.equal(unknown.emptyAt, 5);
  });

  it("reads back what was quoted, whatever the bytes", () => {
    const byteString = fc
      .uint8Array({ minLength: 1, maxLength: 30 })
      .map((bytes) => Buffer.from(bytes.map((byte) => byte || 1)).toString("latin1"));
    fc.assert(
      fc.property(fc.array(byteString, { maxLength: 20 }), (list) => {
        assert.deepEqual(words(list.map(quoteWord).join(" ")), list);
      }),
    );
  });

  it("comes to an end on any text", () => {
    const piece = fc.constantFrom(
      ..."a b \t \" ' \\ $ # { } [ ] * - x 4 . \0 \n".split(" "),
      " ",
      "${A}",
      '"${TWO[*]}"',
      "\\x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        const result = splitWords(text, lookup);
        if (isWordError(result)) assert.ok(result.position >= 0 && result.position <= text.length);
      }),
      { numRuns: 5000 },
    );
  });
});
