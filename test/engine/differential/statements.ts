import fc from "fast-check";
import { index, integer, number, plainValue, text } from "./values.ts";

const names = ["a", "b", "c", "t"] as const;
const name = fc.constantFrom(...names);
const small = fc.integer({ min: -3, max: 5 }).map(String);

const operand = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 2, arbitrary: small },
  { weight: 1, arbitrary: number },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: name.map((n) => `f(${n})`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("t.x", "t[1]", "t[a]", "#t", "...", "nil", "t:m(1)", "(select('#', ...))"),
  },
);
const operator = fc.constantFrom(
  "+",
  "-",
  "*",
  "//",
  "%",
  "/",
  "..",
  "==",
  "<",
  "<=",
  "and",
  "or",
  "&",
  "|",
  "~",
  "<<",
);
const expression = fc.oneof(
  operand,
  fc.tuple(operand, operator, operand).map(([a, op, b]) => `${a} ${op} ${b}`),
  fc.tuple(operand, operand).map(([a, b]) => `{ ${a}, x = ${b} }`),
);

/** A program may end in any of these, so what they leave behind is visible. */
const trace = name.map((n) => `p("${n}", ${n})`);

function block(depth: number): fc.Arbitrary<string> {
  const size = depth > 1 ? 4 : 3;
  return fc.array(statement(depth), { minLength: 1, maxLength: size }).map((lines) => lines.join("\n"));
}

/** Labels of loops are made unique by their depth. */
function statement(depth: number): fc.Arbitrary<string> {
  const flat = [
    fc.tuple(name, expression).map(([n, e]) => `${n} = ${e}`),
    fc.tuple(name, name, expression, expression).map(([n, m, e, f]) => `${n}, ${m} = ${e}, ${f}`),
    fc.tuple(name, expression).map(([n, e]) => `local ${n} = ${e}`),
    fc
      .tuple(fc.constantFrom("t.x", "t[1]", "t[2]", "t[#t+1]", "t[a]", "u.v"), expression)
      .map(([target, e]) => `${target} = ${e}`),
    trace,
    expression.map((e) => `p(${e})`),
    fc.tuple(name, operand).map(([n, e]) => `p(pcall(function() return ${n} + ${e} end))`),
  ];
  if (depth === 0) return fc.oneof(...flat);
  const inner = block(depth - 1);
  return fc.oneof(
    ...flat,
    fc.tuple(expression, inner, inner).map(([e, a, b]) => `if ${e} then\n${a}\nelse\n${b}\nend`),
    fc.tuple(small, inner).map(([n, body]) => `for i = 1, ${n} do\n${body}\nif i == 3 then break end\nend`),
    inner.map((body) => `for k, v in ipairs { 5, 6, "z" } do\na = v\n${body}\nend`),
    fc
      .tuple(inner, small)
      .map(
        ([body, n]) =>
          `do local w${depth} = 0\nwhile w${depth} < ${n} do w${depth} = w${depth} + 1\n${body}\nend end`,
      ),
    fc
      .tuple(inner, inner)
      .map(
        ([a, b]) =>
          `do local n${depth} = 0\n::top${depth}::\nn${depth} = n${depth} + 1\ndo\n${a}\nend\nif n${depth} < 3 then goto top${depth} end\n${b}\nend`,
      ),
    inner.map(
      (body) =>
        `do local r${depth} = 0 repeat local z = r${depth} r${depth} = z + 1\n${body}\nuntil z >= 1 end`,
    ),
    inner.map((body) => `p(pcall(function(...)\n${body}\nend, 1, "two"))`),
    inner.map(
      (body) => `p(xpcall(function()\n${body}\nerror({ code = 7 })\nend, function(m) return type(m), m end))`,
    ),
    inner.map(
      (body) =>
        `do local i = 0 local function g() i = i + 1\n${body}\nreturn i end p(pcall(g)) p(pcall(g)) p(i) end`,
    ),
    inner.map(
      (body) =>
        `do local co = coroutine.wrap(function(a, ...)\n${body}\nlocal r = coroutine.yield(a, 1)\nt = { r }\n${body}\nreturn "end" end) p(pcall(co, 9)) p(pcall(co, "again")) p(pcall(co)) end`,
    ),
    inner.map(
      (body) =>
        `do local co = coroutine.create(function()\npcall(function() coroutine.yield(1) error("inside") end)\n${body}\nend) for _ = 1, 3 do p(coroutine.resume(co)) p(coroutine.status(co)) end end`,
    ),
    inner.map(
      (body) =>
        `t = setmetatable(t, { __index = function(s, k) a = k return 1 end, __add = function(x, y) return 5 end, __call = function(s, x) return x end, __eq = function() return true end, __lt = function() return true end, __concat = function() return "cat" end, __len = function() return 4 end })\n${body}`,
    ),
    fc
      .tuple(small, inner)
      .map(
        ([n, body]) =>
          `local fs = {} for i = 1, 3 do fs[i] = function() i = i + ${n} return i end end p(fs[1](), fs[1](), fs[2]())\n${body}`,
      ),
  );
}

const prelude = `local a, b, c = 1, "two", 3.5
local t, u = { 10, 20, x = "X", m = function(self, v) return v end }, nil
local function f(v) if type(v) == "number" then return v * 2 end return v end
`;

const general = block(2).map((body) => `${prelude}${body}\np(a, b, c) p(t)`);

const recursion = fc
  .tuple(
    fc.integer({ min: 0, max: 12 }),
    fc.constantFrom("n + r(n - 1)", "r(n - 1) + 1", "r(n - 1)", "(r(n - 1))", "select(1, r(n - 1))"),
  )
  .map(([n, e]) => `local function r(n) if n <= 0 then return 1, 2 end return ${e} end p(r(${n}))`);

const varargs = fc
  .tuple(fc.array(plainValue, { maxLength: 4 }), index)
  .map(
    ([args, i]) =>
      `local function v(...) local a, b = ... p(a, b, select("#", ...)) p({ ... }, ...) return ... end p((v(${args.join(", ")}))) p(pcall(v)) p(pcall(select, ${i}, v(${args.join(", ")})))`,
  );

const errors = fc
  .tuple(
    fc.constantFrom(
      "x.y.z",
      "x()",
      "x:m()",
      "t.a.b",
      "t.a()",
      "t:nope()",
      "-t",
      "#x",
      "t < 1",
      "t .. 'a'",
      "1 & 1.5",
      "'a' | 1",
      "2^53 & 1e100",
      "x[nil]",
      "t[nil]",
      "('x')()",
      "t.x.y()",
      "a.b",
      "string.nope()",
      "math.floor({})",
      "('x'):rep({})",
      "io.open()",
      "1 // 0",
      "1 % 0",
      "nil > 1",
      "{} < {}",
      "'a' < 1",
      "t[0/0]",
    ),
    plainValue,
    fc.constantFrom(
      "p(pcall(function() return EXPR end))",
      "local r = EXPR",
      "p(select(2, pcall(function() local q = EXPR end)))",
      "p(pcall(function()\n\nlocal r =\nEXPR\nend))",
      "for i = 1, 2 do p(EXPR) end",
    ),
  )
  .map(([e, v, template]) => `local t, x = { x = 1 }, ${v}\n${template.replace("EXPR", e)}`);

const assignErrors = fc
  .tuple(
    fc.constantFrom("t[nil] = 1", "t[0/0] = 1", "x.y = 1", "t.a.b = 1", "x[1] = 2", "string.x.y = 1"),
    plainValue,
  )
  .map(([s, v]) => `local t, x = {}, ${v} p(pcall(function() ${s} end)) p(t)`);

const tokens = fc
  .array(
    fc.constantFrom(
      "local",
      "a",
      "=",
      "1",
      "(",
      ")",
      "{",
      "}",
      "function",
      "end",
      "if",
      "then",
      "return",
      "..",
      "...",
      "'x",
      '"y"',
      "[[z]]",
      "goto l",
      "::l::",
      "for",
      "do",
      "break",
      "+",
      "\n",
      "0x",
      "1e",
      "--c\n",
      "[",
      "]",
      ".",
      ":",
      ",",
      "\\",
      "@",
      "3..2",
      "'\\q'",
      "'\\300'",
      "'\\u{110000000}'",
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(" "));

const numerals = fc
  .array(
    fc.constantFrom("0", "1", "9", "x", "X", ".", "e", "E", "p", "-", "+", "a", "f", "00", "99999999999"),
    { maxLength: 7 },
  )
  .map((parts) => `return 0${parts.join("")}`);

const overflow = fc
  .tuple(integer, integer, integer)
  .map(
    ([a, b, c]) =>
      `local s = ${a} for i = 1, 5 do s = s * 3 + ${b} p(s, s >> 3, s << 5, s ~ ${c}, s // 7, s % 11) end`,
  );

export const statementProgram = fc.oneof(
  { weight: 5, arbitrary: general },
  { weight: 1, arbitrary: recursion },
  { weight: 1, arbitrary: varargs },
  { weight: 2, arbitrary: errors },
  { weight: 1, arbitrary: assignErrors },
  { weight: 2, arbitrary: tokens },
  { weight: 1, arbitrary: numerals },
  { weight: 1, arbitrary: overflow },
);
