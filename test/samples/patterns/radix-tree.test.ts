import assert from "node:assert/strict";
import fc from "fast-check";
import { RadixTree } from "../../../src/samples/patterns/radix-tree.ts";

/** Short texts over few letters, so that keys are beginnings of each other. */
const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 6 });

interface Stored {
  readonly key: string;
  readonly id: number;
}

function prefixesOf(tree: RadixTree<Stored>, sample: string): Stored[][] {
  const seen: Stored[][] = [];
  tree.visitPrefixes(sample, (values) => seen.push([...values]));
  return seen;
}

/** The same without a tree: by length of key, then in order. */
function naive(stored: readonly Stored[], sample: string): Stored[][] {
  const lengths = [...Array(sample.length + 1).keys()];
  return lengths
    .map((length) => stored.filter(({ key }) => key === sample.slice(0, length)))
    .filter((values) => values.length > 0);
}

describe("the radix tree", () => {
  it("finds what a list would, after any additions and removals", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: text, remove: fc.boolean() }), { maxLength: 40 }),
        fc.array(text, { minLength: 1, maxLength: 10 }),
        (changes, samples) => {
          const tree = new RadixTree<Stored>();
          let stored: Stored[] = [];
          for (const [id, { key, remove }] of changes.entries()) {
            const known = stored.find((value) => value.key === key);
            if (remove && known) {
              assert.equal(tree.remove(key, known), true);
              stored = stored.filter((value) => value !== known);
            } else {
              const value = { key, id };
              tree.add(key, value);
              stored.push(value);
            }
          }
          for (const sample of samples) assert.deepEqual(prefixesOf(tree, sample), naive(stored, sample));
        },
      ),
    );
  });

  it("says when a key or a value is not there", () => {
    const tree = new RadixTree<Stored>();
    const value = { key: "abc", id: 1 };
    tree.add("abc", value);
    assert.equal(tree.remove("ab", value), false);
    assert.equal(tree.remove("abcd", value), false);
    assert.equal(tree.remove("abc", { ...value }), false);
    assert.equal(tree.remove("abc", value), true);
    assert.deepEqual(prefixesOf(tree, "abcd"), []);
  });
});
