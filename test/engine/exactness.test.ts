import assert from "node:assert/strict";
import { evaluate } from "./machine.ts";

/** Expressions with what Lua 5.3 gives for them: the rows of facts/fengari.md and their neighbours. */
const rows: readonly (readonly [expression: string, expected: string])[] = [
  ["1 << 40", "1099511627776"],
  ["0xFFFFFFFF", "4294967295"],
  ["3000000000", "3000000000"],
  ["100000 * 100000", "10000000000"],
  ["3000000000 | 0", "3000000000"],
  ["math.maxinteger", "9223372036854775807"],
  ["math.maxinteger + 1", "-9223372036854775808"],
  ["math.mininteger - 1", "9223372036854775807"],
  ["math.maxinteger * 3", "9223372036854775805"],
  ["math.mininteger // -1", "-9223372036854775808"],
  ["math.mininteger % -1", "0"],
  ["9007199254740991 + 1", "9007199254740992"],
  ["9007199254740993 - 2", "9007199254740991"],
  ["-9007199254740992 - 1", "-9007199254740993"],
  ["94906267 * 94906267", "9007199515875289"],
  ["0 * -5", "0"],
  ["1 / (0 * -5)", "inf"],
  ["-4 % 2", "0"],
  ["-7 // 2", "-4"],
  ["-7 % 3", "2"],
  ["7 % -3", "-2"],
  ["7.5 // -2", "-4.0"],
  ["-5.5 % 2", "0.5"],
  ["~0", "-1"],
  ["-1 >> 1", "9223372036854775807"],
  ["1 << 63", "-9223372036854775808"],
  ["1 << 64", "0"],
  ["2^53 | 0", "9007199254740992"],
  ["0x7fffffffffffffff + 1 == math.mininteger", "true"],
  ["0xffffffffffffffffff", "-1"],
  ["9223372036854775808", "9.2233720368548e+18"],
  ["3 == 3.0", "true"],
  ["math.type(3.0)", "float"],
  ["math.maxinteger + 0.0 == math.maxinteger", "false"],
  ["math.maxinteger < math.maxinteger + 0.0", "true"],
  ["2^53 == 2^53 + 1", "true"],
  ["9007199254740993 < 9007199254740992.0", "false"],
  ["1e15", "1e+15"],
  ["1e14", "1e+14"],
  ["123456789012345.0", "1.2345678901234e+14"],
  ["2^-21", "4.7683715820312e-07"],
  ["1/0", "inf"],
  ["-1/0", "-inf"],
  ["0/0", "-nan"],
  ["-0.0", "-0.0"],
  ["1e-5", "1e-05"],
  ["1e100", "1e+100"],
  ["0.1", "0.1"],
  ["1/3", "0.33333333333333"],
  ["'10' + 1", "11.0"],
  ["'0x10' + 0", "16.0"],
  ["10 .. ''", "10"],
  ["1.0 .. ''", "1.0"],
  ["tonumber('0x1p4')", "16.0"],
  ["tonumber('1e')", "nil"],
  ["tonumber('9223372036854775808')", "9.2233720368548e+18"],
  [`'\\n' < 'b'`, "true"],
  [`'a\\0b' < 'a\\0c'`, "true"],
  ["'Z' < 'a'", "true"],
  ["#'\\xff\\0'", "2"],
];

const programs: typeof rows = [
  [`local t = {} t["\\x01\\x23"] = 1 return t["\\x12\\x03"]`, "nil"],
  [`return "\\x01\\x23" == "\\x12\\x03"`, "false"],
  [`local n = 0 for i = 2147483646, 2147483649 do n = n + 1 end return n`, "4"],
  [`local s = "" for i = 9007199254740990, 9007199254740993 do s = s .. i % 10 end return s`, "0123"],
  [
    `local n = 0 for i = math.maxinteger - 1, math.huge do n = n + 1 if n == 2 then break end end return n`,
    "2",
  ],
  [`local n = 0 for i = 1, -math.huge, -1 do n = n + 1 if n == 3 then break end end return n`, "3"],
  [`local n = 0 for i = 1, 0 do n = n + 1 end return n`, "0"],
  [`local s = "" for i = 1, 2, 0.5 do s = s .. i .. " " end return s`, "1.0 1.5 2.0 "],
  [`local t = {} t[1.0] = "a" t[2^53] = "b" return t[1] .. t[1 << 53]`, "ab"],
  [`local t = {} t[1 << 62] = 1 return t[2.0^62]`, "1"],
  [`local t = {[3] = 3, [2] = 2} t[1] = 1 return #t`, "3"],
  [`local t = {1, 2, 3} t[3] = nil t[2] = nil return #t`, "1"],
  [`local t = {} for i = 10, 1, -1 do t[i] = i end return #t`, "10"],
  [
    `local t = {} for i = 1, 200 do t["k" .. i] = i end for i = 1, 200 do t["k" .. i] = nil end return next(t)`,
    "nil",
  ],
  [
    `local t = {} for i = 1, 60 do t["k" .. i] = i end local s = 0 for k, v in pairs(t) do s = s + v end return s`,
    "1830",
  ],
  [`local c = 0 for k in pairs({1, 2, nil, 4, a = 1, [2.5] = 1, [true] = 1}) do c = c + 1 end return c`, "6"],
  [`local a, b = 1, 1.0 local t = {[a] = "x"} return t[b]`, "x"],
  [`local x = 0/0 return x == x`, "false"],
  [`local t = {} local f = function() end t[f] = 1 return t[f]`, "1"],
  [
    `local s = 0 for i = 1, 300 do local o = {} o["f" .. i % 70] = 1 s = s + (o["f" .. i % 70] or 0) end return s`,
    "300",
  ],
];

describe("the engine's numbers, strings and tables", () => {
  for (const [expression, expected] of rows) {
    it(`${expression} is ${expected}`, () => {
      assert.equal(evaluate(`return ${expression}`), expected);
      // The same at run time, out of the reach of constant folding.
      const [first, ...rest] = expression.split(" ");
      if (rest.length === 2 && /^[-\d]/.test(first ?? "")) {
        assert.equal(evaluate(`local a, b = ${first}, ${rest[1]} return a ${rest[0]} b`), expected);
      }
    });
  }
  for (const [program, expected] of programs) {
    it(program, () => assert.equal(evaluate(program), expected));
  }
});
