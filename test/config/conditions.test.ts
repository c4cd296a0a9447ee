import assert from "node:assert/strict";
import fc from "fast-check";
import { checkCondition } from "../../src/config/conditions.ts";
import { createEnvironment } from "../../src/config/environment.ts";
import { compareVersion } from "../../src/config/version.ts";

const context = { environment: createEnvironment({ SET: "x" }), openssl: "3.0.22" };
const check = (text: string): boolean | string => checkCondition(text, context);
const failed = (text: string): string => `Failed to evaluate condition: ${text}`;

describe("conditions of .if and -cc", () => {
  const cases: readonly (readonly [string, boolean | string])[] = [
    ["", false],
    ["1", true],
    ["0", false],
    ["0x10", true],
    ["-1", true],
    ["089", failed("unexpected character '8' at the end of conditional expression '089'")],
    ["! 1", false],
    ["!!1", true],
    ["1 && 0 || 1", true],
    ["1 && (0 || 1)", true],
    ["!(1)&&1", false],
    ["defined(SET)", true],
    ["defined(UNSET)", false],
    ['streq("$SET",x)', true],
    ["streq(a b,a b)", true],
    ["strneq(a,b)", true],
    ["strstr(abc,b)", true],
    ["feature(LUA)", true],
    ["feature(NONSENSE)", false],
    ["feature()", false],
    ["enabled(POLL)", true],
    ["enabled(KQUEUE)", false],
    ["version_atleast(2.4)", true],
    ["version_before(2.4)", false],
    ["openssl_version_atleast(3.0.0)", true],
    ["openssl_version_before(3.0.0)", false],
    ["fips_mode", false],
    ["true", failed("unparsable conditional expression 'true'")],
    ["(1", failed("expected ')' after conditional expression '(1'")],
    ["1 x", failed("unexpected character 'x' at the end of conditional expression '1 x'")],
    ["1 &&", failed("unparsable conditional expression '&&'")],
    ["1 ||", failed("unparsable conditional expression '1 ||'")],
    [
      "streq(a",
      failed(
        "missing arguments (got 1/2), type 'string' expected in argument 1 of predicate 'streq' used in conditional expression",
      ),
    ],
    [
      "openssl_version_atleast(3)",
      failed("invalid argument to conditional expression predicate 'openssl_version_atleast': '3'"),
    ],
    ["'a", "Syntax Error in condition: Unmatched quote."],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.equal(check(text), expected));
  }

  it("comes to an end on any text", () => {
    const piece = fc.constantFrom(
      "1",
      "0",
      " ",
      "!",
      "(",
      ")",
      "&&",
      "||",
      "&",
      "streq(a,b)",
      "defined(SET)",
      "x",
      ",",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        assert.ok(["boolean", "string"].includes(typeof check(pieces.join(""))));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("versions", () => {
  const order = ["2.6.12", "3.0", "3.4.0", "3.5-dev5", "3.5-dev12", "3.5-rc1", "3.5", "3.5.1"];
  it("stand in HAProxy's order", () => {
    for (const [i, left] of order.entries()) {
      for (const [j, right] of order.entries()) {
        const expected = Math.sign(i - j);
        assert.equal(compareVersion(right, left), expected, `${left} and ${right}`);
      }
    }
    assert.equal(compareVersion("3.5.0", "3.5"), 0);
    assert.equal(compareVersion("3.5.1-12", "3.5.1"), -1);
    assert.equal(compareVersion("nonsense", "3.5"), 1);
  });
});
