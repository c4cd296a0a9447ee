import assert from "node:assert/strict";
import { cookiesOf, cookieValue } from "../../../src/proxy/http/cookies.ts";

const pairs = (header: string, isList = true): string[] =>
  Array.from(cookiesOf(header, isList), ({ name, value }) => `${name}=${value}`);

describe("cookies", () => {
  it("stand between semicolons, and commas in requests", () => {
    assert.deepEqual(pairs("a=1; b=2,c=3"), ["a=1", "b=2", "c=3"]);
    assert.deepEqual(pairs(" a = 1 ; b = 2 "), ["a=1", "b=2"]);
    assert.deepEqual(pairs('a="1;2, \\"3"; b='), ['a="1;2, \\"3"', "b="]);
    assert.deepEqual(pairs("$Version=1; a=1; $Path=/; b"), ["a=1"]);
    assert.deepEqual(pairs("a b=1"), ["a b=1"]);
    assert.deepEqual(pairs(";;a=1"), ["a=1"]);
  });

  it("are one a line in responses", () => {
    assert.deepEqual(pairs("a=1; path=/; b=2", false), ["a=1"]);
    assert.deepEqual(pairs("a,b=1; path=/", false), ["a,b=1"]);
  });

  it("tell where they stand", () => {
    const header = " a = 1 ; b=2";
    for (const { name, value, nameStart, nameEnd, valueStart, valueEnd } of cookiesOf(header, true)) {
      assert.equal(header.slice(nameStart, nameEnd), name);
      assert.equal(header.slice(valueStart, valueEnd), value);
    }
  });

  it("are found by name, the first in any line", () => {
    assert.equal(cookieValue(["x=1", "a=2; b=3", "b=4"], "b", true), "3");
    assert.equal(cookieValue(["x=1"], "b", true), undefined);
    assert.equal(cookieValue(["b=1; c=2"], "c", false), undefined);
    // No value needs to be there, but more than name and sign.
    assert.equal(cookieValue(["b="], "b", true), undefined);
    assert.equal(cookieValue(["b= "], "b", true), "");
  });
});
