import assert from "node:assert/strict";
import fc from "fast-check";
import { Headers } from "../../../src/proxy/http/headers.ts";
import { keepWords, valueEnd } from "../../../src/proxy/http/list-values.ts";
import { lowerCase } from "../../../src/proxy/http/text.ts";

const some = (): Headers =>
  Headers.from([
    ["Host", "h"],
    ["X-A", "1"],
    ["x-b", "2"],
    ["x-a", "3, 4"],
  ]);

const valuesOf = (...lines: string[]): string[] =>
  Array.from(Headers.from(lines.map((line) => ["x", line])).values("X"), ({ value }) => value);

describe("headers", () => {
  it("keep lines in order, with names in lower case", () => {
    assert.deepEqual(
      [...some()].map(([name]) => name),
      ["host", "x-a", "x-b", "x-a"],
    );
    assert.equal(some().length, 4);
    assert.equal(some().name(9), "");
    assert.equal(some().value(9), "");
  });

  it("are found by name in any case", () => {
    const headers = some();
    assert.equal(headers.get("X-a"), "1");
    assert.equal(headers.last("X-A"), "3, 4");
    assert.deepEqual(headers.all("x-A"), ["1", "3, 4"]);
    assert.equal(headers.count("x-a"), 2);
    assert.ok(headers.has("HOST"));
    assert.equal(headers.get("x-c"), undefined);
    assert.equal(headers.last("x-c"), undefined);
  });

  it("are set at the end, in the place of all of that name", () => {
    const headers = some();
    headers.set("X-A", "5");
    assert.deepEqual([...headers].slice(1), [
      ["x-b", "2"],
      ["x-a", "5"],
    ]);
  });

  it("are removed, replaced and copied", () => {
    const headers = some();
    const copy = headers.clone();
    assert.equal(headers.remove("x-a"), 2);
    assert.equal(headers.remove("x-a"), 0);
    assert.equal(
      headers.removeIf((name, value) => name === "x-b" && value === "2"),
      1,
    );
    headers.replaceAt(0, "other");
    headers.replaceAt(9, "nobody");
    assert.deepEqual([...headers], [["host", "other"]]);
    headers.removeAt(0);
    assert.equal(headers.length, 0);
    assert.deepEqual([...copy], [...some()]);
  });

  it("have values between commas, but in quotes", () => {
    assert.deepEqual(valuesOf("a, b ,c", "", "d"), ["a", "b", "c", "", "d"]);
    assert.deepEqual(valuesOf("a,", ",", " "), ["a", "", "", "", ""]);
    assert.deepEqual(valuesOf('a "b, c" , "d\\",e",f'), ['a "b, c"', '"d\\",e"', "f"]);
    assert.deepEqual(valuesOf('"a, b'), ['"a, b']);
    assert.deepEqual(valuesOf("a\\,b"), ["a\\", "b"]);
  });

  it("tell where their values stand", () => {
    for (const { line, start, end, value } of some().values("x-a")) {
      assert.equal(some().value(line).slice(start, end), value);
    }
  });

  it("lose single values with a comma", () => {
    const left = (text: string, index: number): string[] => {
      const headers = Headers.from([["x", text]]);
      const value = [...headers.values("x")][index];
      assert.ok(value);
      headers.removeValue(value);
      return headers.all("x");
    };
    assert.deepEqual(left("a, b , c", 0), [" b , c"]);
    assert.deepEqual(left("a, b , c", 1), ["a, c"]);
    assert.deepEqual(left("a, b , c", 2), ["a, b "]);
    assert.deepEqual(left(" a ", 0), []);
  });

  it("leave words out as HAProxy rewrites them", () => {
    const kept = (text: string): string => keepWords(text, (word) => word === "close");
    // As recorded of `connection`: what stands before the first word left out stays as it is.
    assert.equal(kept("a , close , b , c"), "a ,b,c");
    assert.equal(kept("close, a"), "a");
    assert.equal(kept(" a ,, b "), " a ,, b ");
    assert.equal(kept("close"), "");
    assert.equal(kept('"close, a", close'), '"close, a"');
  });

  it("end a value at the first comma outside quotes, whatever stands there", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ",", '"', "\\", " ") });
    fc.assert(
      fc.property(text, (value) => {
        let quoted = false;
        let expected = value.length;
        for (let at = 0; at < value.length && expected === value.length; at++) {
          if (value[at] === '"') quoted = !quoted;
          else if (quoted && value[at] === "\\") at++;
          else if (!quoted && value[at] === ",") expected = at;
        }
        assert.equal(valueEnd(value, 0), expected);
      }),
    );
  });

  it("lower only ASCII letters", () => {
    assert.equal(lowerCase("X-\xc9"), "x-\xc9");
    assert.equal(lowerCase("x-\xe9"), "x-\xe9");
  });
});
