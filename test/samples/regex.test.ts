import assert from "node:assert/strict";
import { RegularExpression } from "../../src/samples/regex.ts";

function compile(pattern: string): RegularExpression {
  const compiled = RegularExpression.compile(pattern, false);
  if (typeof compiled === "string") throw new Error(compiled);
  return compiled;
}

describe("regular expressions", () => {
  it("have what PCRE2 has and JavaScript has not", () => {
    assert.deepEqual(compile("(?>a+)b").match("xaab"), ["aab"]);
    assert.equal(compile("(?>a+)ab").test("aaab"), false);
    assert.deepEqual(compile("foo\\Kbar").match("foobar"), ["bar"]);
    assert.deepEqual(compile("[[:digit:]]++").match("ab12"), ["12"]);
    assert.deepEqual(compile("\\((?:[^()]|(?R))*\\)").match("f(a(b)c)d"), ["(a(b)c)"]);
  });

  it("give the groups up to the last that took part", () => {
    assert.deepEqual(compile("(a)(b)?(c)").match("ac"), ["ac", "a", undefined, "c"]);
    assert.deepEqual(compile("(a)(b)?").match("a"), ["a", "a"]);
    assert.deepEqual(compile("b(c)").spans("abc"), [
      [1, 3],
      [2, 3],
    ]);
    assert.equal(compile("x").match("abc"), undefined);
  });

  it("work on bytes", () => {
    const bytes = Buffer.from("café\0\xff", "latin1").toString("latin1");
    assert.equal(compile("\\xe9").test(bytes), true);
    assert.equal(compile("\\x00.$").test(bytes), true);
    assert.deepEqual(compile("\\w+").match("caf\xe9"), ["caf"]);
    assert.equal(compile("^.{2}$").test(Buffer.from("é").toString("latin1")), true);
  });

  it("heed the case, or not", () => {
    assert.equal(compile("Hello").test("HELLO"), false);
    const caseless = RegularExpression.compile("Hello", true);
    assert.ok(typeof caseless !== "string" && caseless.test("HELLO"));
  });

  it("end a pattern at its first NUL", () => {
    assert.equal(compile("a\0(").test("a"), true);
  });

  it("say with HAProxy's words what is wrong", () => {
    assert.equal(
      RegularExpression.compile("(", false),
      "regex '(' is invalid (error=missing closing parenthesis, erroffset=1)",
    );
    assert.equal(
      RegularExpression.compile("caf\xe9[", true),
      "regex 'caf\xe9[' is invalid (error=missing terminating ] for character class, erroffset=5)",
    );
  });

  it("give up on a match that explodes", () => {
    const before = process.cpuUsage();
    assert.equal(compile("^(a+)+$").test(`${"a".repeat(60)}b`), false);
    const { user, system } = process.cpuUsage(before);
    // Untamed it would take 2^60 steps.
    assert.ok(user + system < 60_000_000, `${user + system} us`);
  }).timeout(0);

  it("open another library when the memory of one is full", () => {
    const expressions = Array.from({ length: 300 }, (_, i) =>
      compile(`^${i}:(a|b)*${"[xyz]?".repeat(3000)}$`),
    );
    for (const i of [0, 150, 299]) {
      assert.equal(expressions[i]!.test(`${i}:${"ab".repeat(5)}xyz`), true);
      assert.equal(expressions[i]!.test(`${i + 1}:${"ab".repeat(5)}xyz`), false);
    }
  });
});
