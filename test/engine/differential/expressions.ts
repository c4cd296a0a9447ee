import fc from "fast-check";
import { float, integer, number, numeralText, plainValue, text } from "./values.ts";

const binary = [
  "+",
  "-",
  "*",
  "/",
  "//",
  "%",
  "&",
  "|",
  "~",
  "<<",
  ">>",
  "..",
  "==",
  "~=",
  "<",
  ">",
  "<=",
  ">=",
  "and",
  "or",
];
const unary = ["-", "~", "not ", "#"];

function node(leaf: fc.Arbitrary<string>, operators: readonly string[], depth: number): fc.Arbitrary<string> {
  if (depth === 0) return leaf;
  const below = node(leaf, operators, depth - 1);
  return fc.oneof(
    leaf,
    fc.tuple(below, fc.constantFrom(...operators), below).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(below, fc.constantFrom(...operators), below).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(fc.constantFrom(...unary), below).map(([op, a]) => `(${op}${a})`),
  );
}

/** Arithmetic and comparison of numbers, down to the last bit. */
const arithmetic = node(
  number,
  binary.filter((op) => op !== ".."),
  3,
);
/** Any operator on any value: mostly errors, in Lua's words. */
const anything = node(plainValue, binary, 1);
const texts = node(fc.oneof(text, numeralText, integer), ["..", "==", "<", "<=", "+", "*", "//"], 2);
const powers = fc
  .tuple(
    fc.constantFrom("2", "3", "10", "-2", "0.5", "0", "1"),
    fc.constantFrom("0", "1", "2", "3", "5", "10", "-1", "-2"),
  )
  .map(([a, b]) => `(${a} ^ ${b})`);

/** The same operations with operands in variables, so that no constant folding stands in for the machine. */
const variables = fc
  .tuple(plainValue, plainValue, fc.constantFrom(...binary))
  .map(([a, b, op]) => `local a, b = ${a}, ${b} p(a ${op} b) p(b ${op} a)`);

const withConstant = fc
  .tuple(number, number, fc.constantFrom(...binary))
  .map(([a, b, op]) => `local a = ${a} p(a ${op} ${b}) p(${b} ${op} a)`);

const loops = fc
  .tuple(
    fc.oneof(integer, float),
    fc.oneof(integer, float, fc.constant("math.huge")),
    fc.constantFrom(
      "1",
      "-1",
      "2",
      "3",
      "0",
      "0.5",
      "-2.5",
      "math.maxinteger",
      "math.mininteger",
      '"1"',
      "nil",
    ),
  )
  .map(
    ([from, to, by]) =>
      `local n = 0 for i = ${from}, ${to}, ${by} do n = n + 1 p(i) if n >= 4 then break end end`,
  );

const conversions = fc
  .tuple(
    fc.constantFrom(
      "tostring",
      "tonumber",
      "math.tointeger",
      "math.type",
      "math.floor",
      "math.ceil",
      "math.abs",
      "type",
    ),
    plainValue,
  )
  .map(([f, v]) => `p(pcall(${f}, ${v}))`);

const bases = fc
  .tuple(
    fc.oneof(numeralText, fc.constantFrom('"ff"', '"-zz"', '"7fffffffffffffff"', '"1010"', '"8"')),
    fc.integer({ min: 0, max: 38 }),
  )
  .map(([s, base]) => `p(pcall(tonumber, ${s}, ${base}))`);

const keys = fc
  .tuple(
    fc.array(fc.oneof(number, text, fc.constantFrom("true", "false")), { minLength: 1, maxLength: 4 }),
    number,
  )
  .map(
    ([ks, k]) =>
      `local t = {} ${ks.map((key, i) => `local k = ${key} if k == k then t[k] = ${i} end`).join(" ")} p(t) p(t[${k}])`,
  );

export const expressionProgram = fc.oneof(
  { weight: 4, arbitrary: arithmetic.map((e) => `return ${e}`) },
  { weight: 2, arbitrary: anything.map((e) => `return ${e}`) },
  { weight: 2, arbitrary: texts.map((e) => `return ${e}`) },
  { weight: 1, arbitrary: powers.map((e) => `return ${e}`) },
  { weight: 3, arbitrary: variables },
  { weight: 2, arbitrary: withConstant },
  { weight: 2, arbitrary: loops },
  { weight: 2, arbitrary: conversions },
  { weight: 1, arbitrary: bases },
  { weight: 1, arbitrary: keys },
);
