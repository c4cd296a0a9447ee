import fc from "fast-check";
import { characters, index, integer, joined, literal, number, plainValue, rawText, text } from "./values.ts";

const setMember = fc.constantFrom(
  "a",
  "b",
  "1",
  "-",
  "a-c",
  "%w",
  "%d",
  "%s",
  "%]",
  "]",
  "^",
  "%-",
  "x-z",
  "\xe4",
  "%",
  "0-9",
  "\0",
);
const bracket = fc
  .tuple(fc.constantFrom("", "^"), fc.array(setMember, { minLength: 1, maxLength: 3 }))
  .map(([not, members]) => `[${not}${members.join("")}]`);
const single = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "c", "1", " ", ".", "x", "\0", "\xe4", "=") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "%a",
      "%d",
      "%s",
      "%w",
      "%p",
      "%W",
      "%S",
      "%x",
      "%.",
      "%%",
      "%u",
      "%l",
      "%c",
      "%g",
      "%z",
      "%-",
    ),
  },
  { weight: 2, arbitrary: bracket },
);
const item = fc.oneof(
  { weight: 8, arbitrary: joined("", single, fc.constantFrom("", "", "*", "+", "-", "?")) },
  { weight: 2, arbitrary: fc.constantFrom("(", ")", "()", "(a*)", "(.-)", "(%w+)") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "%b()",
      "%bab",
      "%f[%w]",
      "%f[a]",
      "%f[^%a]",
      "%1",
      "%2",
      "%0",
      "%b",
      "%f",
      "%",
      "[a",
      "$",
      "^",
    ),
  },
);
const items = fc.array(item, { maxLength: 6 }).map((parts) => parts.join(""));
const balanced = fc
  .array(
    fc.oneof(
      items,
      items.map((i) => `(${i})`),
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join(""));
/** Mostly well formed, now and then not. */
export const pattern = fc
  .tuple(
    fc.constantFrom("", "", "^"),
    fc.oneof({ weight: 3, arbitrary: balanced }, { weight: 1, arbitrary: items }),
    fc.constantFrom("", "", "$"),
  )
  .map((parts) => parts.join(""));
const replacement = fc.oneof(
  fc
    .array(fc.constantFrom("x", "%0", "%1", "%2", "%%", "<", ">", "%", "%a", ""), { maxLength: 3 })
    .map((p) => literal(p.join(""))),
  fc.constantFrom(
    "string.upper",
    "{a='A', b=false, [1]='n', ab=2}",
    "function(...) return (...) end",
    "function() end",
    "5",
    "nil",
    "function() return {} end",
  ),
);

/** Twice in a loop of more rounds than the matcher takes to compile a pattern, so that both matchers are compared. */
const often = fc.constantFrom("1", "1", "1", "60");
const patterns = fc.oneof(
  fc
    .tuple(text, pattern, index, often)
    .map(
      ([s, pat, i, n]) =>
        `local r for i = 1, ${n} do r = table.pack(pcall(string.find, ${s}, ${literal(pat)}, ${i})) end p(r)`,
    ),
  fc
    .tuple(text, pattern, often)
    .map(
      ([s, pat, n]) =>
        `local r for i = 1, ${n} do r = table.pack(pcall(string.match, ${s}, ${literal(pat)})) end p(r)`,
    ),
  fc
    .tuple(text, pattern, replacement, often)
    .map(
      ([s, pat, r, n]) =>
        `local r for i = 1, ${n} do r = table.pack(pcall(string.gsub, ${s}, ${literal(pat)}, ${r})) end p(r)`,
    ),
  fc
    .tuple(text, pattern, replacement, fc.integer({ min: -1, max: 3 }))
    .map(([s, pat, r, n]) => `p(pcall(string.gsub, ${s}, ${literal(pat)}, ${r}, ${n}))`),
  fc
    .tuple(text, pattern)
    .map(
      ([s, pat]) =>
        `local n = 0 for a, b, c in string.gmatch(${s}, ${literal(pat)}) do p(a, b, c) n = n + 1 if n > 30 then break end end`,
    ),
  fc.tuple(text, text, index).map(([s, pat, i]) => `p(string.find(${s}, ${pat}, ${i}, true))`),
);

const directive = fc
  .tuple(
    fc.array(fc.constantFrom("-", "+", " ", "#", "0"), { maxLength: 2 }).map((flags) => flags.join("")),
    fc.constantFrom("", "", "1", "5", "10", "20", "99", "100"),
    fc.constantFrom("", "", ".", ".0", ".1", ".3", ".10", ".20", ".99", ".100"),
    fc.constantFrom(...characters("ddiuoxXcsqaAeEfgGsdfg%ypF")),
  )
  // C leaves these combinations open, and Lua hands them to C.
  .filter(
    ([flags, , precision, c]) =>
      !("cs".includes(c) && /[0+ #]/.test(flags)) &&
      !(c === "c" && precision !== "") &&
      !("diu".includes(c) && flags.includes("#")),
  )
  .map(([flags, width, precision, c]) => `%${flags}${width}${precision}${c}`);
const formats = fc
  .tuple(
    fc.array(
      fc.oneof(
        directive,
        rawText.map((t) => t.replaceAll("%", "%%")),
      ),
      { maxLength: 3 },
    ),
    fc.array(fc.oneof(number, number, plainValue), { maxLength: 3 }),
  )
  .map(([f, args]) => `p(pcall(string.format, ${[literal(f.join("")), ...args].join(", ")}))`);

const strings = fc.oneof(
  fc
    .tuple(fc.constantFrom("sub", "byte"), text, index, index)
    .map(([f, s, i, j]) => `p(pcall(string.${f}, ${s}, ${i}, ${j}))`),
  fc
    .tuple(text, fc.integer({ min: -2, max: 5 }), text)
    .map(([s, n, sep]) => `p(string.rep(${s}, ${n}, ${sep}))`),
  fc
    .tuple(fc.constantFrom("upper", "lower", "reverse", "len"), plainValue)
    .map(([f, s]) => `p(pcall(string.${f}, ${s}))`),
  fc
    .array(fc.oneof(integer, fc.integer({ min: 0, max: 255 }).map(String)), { maxLength: 4 })
    .map((cs) => `p(pcall(string.char, ${cs.join(", ") || "65"}))`),
);

const option = fc.constantFrom(
  ...characters("bBhHlLjJTfdnzx<>=! "),
  "i1",
  "i2",
  "i3",
  "i4",
  "i7",
  "i8",
  "i12",
  "i16",
  "I1",
  "I3",
  "I8",
  "I16",
  "s1",
  "s2",
  "s",
  "s4",
  "c0",
  "c3",
  "c10",
  "!4",
  "!8",
  "!2",
  "Xi4",
  "Xd",
  "Xb",
  "i0",
  "i17",
  "c",
  "X",
  "q",
  "!3",
  "!16",
);
const packFormat = fc.array(option, { minLength: 1, maxLength: 4 }).map((options) => options.join(""));
const packs = fc.oneof(
  fc
    .tuple(packFormat, fc.array(fc.oneof(integer, number, text), { maxLength: 4 }))
    .map(([f, args]) => `p(pcall(string.pack, ${[literal(f), ...args].join(", ")}))`),
  fc
    .tuple(packFormat, fc.array(fc.oneof(integer, number, text), { minLength: 2, maxLength: 4 }))
    .map(
      ([f, args]) =>
        `local ok, s = pcall(string.pack, ${[literal(f), ...args].join(", ")}) if ok then p(pcall(string.unpack, ${literal(f)}, s)) end`,
    ),
  fc
    .tuple(packFormat, fc.uint8Array({ maxLength: 24 }), index)
    .map(
      ([f, bytes, i]) =>
        `p(pcall(string.unpack, ${literal(f)}, ${literal(String.fromCharCode(...bytes))}, ${i}))`,
    ),
  packFormat.map((f) => `p(pcall(string.packsize, ${literal(f)}))`),
);

const smallList = fc
  .array(
    fc.oneof(fc.integer({ min: -5, max: 9 }).map(String), number, fc.constantFrom('"x"', '"y"', "2.5")),
    { maxLength: 8 },
  )
  .map((vs) => `{${vs.join(", ")}}`);
const numberList = fc
  .array(fc.integer({ min: 0, max: 30 }), { maxLength: 150 })
  .map((vs) => `{${vs.join(",")}}`);
const tables = fc.oneof(
  fc
    .tuple(smallList, index, index, text)
    .map(([t, i, j, sep]) => `p(pcall(table.concat, ${t}, ${sep}, ${i}, ${j}))`),
  fc.tuple(smallList, index).map(([t, i]) => `local t = ${t} p(pcall(table.insert, t, ${i}, "new")) p(t)`),
  fc.tuple(smallList, index).map(([t, i]) => `local t = ${t} p(pcall(table.remove, t, ${i})) p(t)`),
  fc
    .tuple(smallList, fc.integer({ min: -3, max: 8 }), fc.integer({ min: -3, max: 8 }))
    .map(([t, i, j]) => `p(pcall(table.unpack, ${t}, ${i}, ${j}))`),
  fc
    .tuple(
      smallList,
      fc.integer({ min: -2, max: 6 }),
      fc.integer({ min: -2, max: 9 }),
      fc.integer({ min: -2, max: 9 }),
    )
    .map(([t, f, e, d]) => `p(pcall(table.move, ${t}, ${f}, ${e}, ${d}))`),
  numberList.map((t) => `local t = ${t} table.sort(t) p(t)`),
  // Equal elements show the order of the swaps.
  numberList.map(
    (t) =>
      `local t = {} for i, v in ipairs(${t}) do t[i] = { v % 7, i } end table.sort(t, function(a, b) return a[1] < b[1] end) for i, v in ipairs(t) do p(v[1], v[2]) end`,
  ),
  numberList.map(
    (t) => `local t = ${t} p(pcall(table.sort, t, function(a, b) return (a * 7 + b * 3) % 5 < 2 end)) p(t)`,
  ),
  smallList.map((t) => `local t = ${t} p(pcall(table.sort, t)) p(#t)`),
  fc
    .tuple(smallList, smallList)
    .map(
      ([a, b]) =>
        `local log = {} local t = setmetatable({}, { __index = function(_, k) log[#log + 1] = k return (${a})[k] end, __newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v) end, __len = function() return #${b} end }) p(pcall(table.insert, t, 1, "x")) p(pcall(table.remove, t, 1)) p(pcall(table.concat, t, ",")) p(pcall(table.unpack, t)) p(log)`,
    ),
);

const maths = fc.oneof(
  fc
    .tuple(fc.constantFrom("fmod", "max", "min", "ult"), plainValue, plainValue)
    .map(([f, a, b]) => `p(pcall(math.${f}, ${a}, ${b}))`),
  fc
    .tuple(fc.constantFrom("modf", "floor", "ceil", "abs", "sqrt", "tointeger", "frexp", "type"), plainValue)
    .map(([f, a]) => `p(pcall(math.${f}, ${a}))`),
  fc.tuple(number, fc.integer({ min: -1200, max: 1200 })).map(([a, e]) => `p(math.ldexp(${a}, ${e}))`),
  fc
    .tuple(integer, integer)
    .map(
      ([a, b]) =>
        `local ok, r = pcall(math.random, ${a}, ${b}) if ok then p(r >= ${a}, r <= ${b}, math.type(r)) else p(r) end`,
    ),
  fc
    .tuple(
      fc.constantFrom("band", "bor", "bxor", "btest", "lshift", "rshift", "arshift", "lrotate", "rrotate"),
      integer,
      integer,
      integer,
    )
    .map(([f, a, b, c]) => `p(pcall(bit32.${f}, ${a}, ${b}, ${c}))`),
  // Widths that overflow C's arithmetic have no defined answer.
  fc
    .tuple(integer, fc.integer({ min: -2, max: 40 }), fc.integer({ min: -2, max: 40 }))
    .map(([v, first, width]) => `p(pcall(bit32.extract, ${v}, ${first}, ${width}))`),
);

const utf8Text = fc
  .array(
    fc.constantFrom(
      "a",
      "\xc3\xa4",
      "\xe2\x82\xac",
      "\xf0\x9f\x98\x80",
      "\xff",
      "\xc3",
      "\xed\xa0\x80",
      "\xc0\x80",
      "\x80",
      "z",
    ),
    { maxLength: 6 },
  )
  .map((parts) => literal(parts.join("")));
const utf8s = fc.oneof(
  fc
    .tuple(fc.constantFrom("len", "codepoint", "offset"), utf8Text, index, index)
    .map(([f, s, i, j]) => `p(pcall(utf8.${f}, ${s}, ${i}, ${j}))`),
  utf8Text.map((s) => `p(pcall(function() for i, c in utf8.codes(${s}) do p(i, c) end end))`),
  fc
    .array(fc.oneof(integer, fc.integer({ min: 0, max: 0x110000 }).map(String)), { maxLength: 3 })
    .map((cs) => `p(pcall(utf8.char, ${cs.join(", ") || "65"}))`),
  utf8Text.map((s) => `for c in string.gmatch(${s}, utf8.charpattern) do p(c) end`),
);

const basics = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "select",
        "rawlen",
        "rawequal",
        "rawget",
        "next",
        "ipairs",
        "setmetatable",
        "getmetatable",
        "assert",
        "error",
        "tostring",
      ),
      plainValue,
      plainValue,
    )
    .map(([f, a, b]) => `p(pcall(${f}, ${a}, ${b}))`),
  fc
    .tuple(index, fc.array(plainValue, { maxLength: 3 }))
    .map(([i, args]) => `p(pcall(select, ${[i, ...args].join(", ")}))`),
  fc
    .tuple(
      fc.constantFrom(
        "!%Y-%m-%d %H:%M:%S",
        "!%c",
        "!%x %X %p",
        "!%a %A %b %B",
        "!%j %U %W %V %G %g",
        "!%D %e %F %I %R %T %u %w %y %C",
        "!*t",
        "%Ey%OS",
        "%Q",
        "%E",
        "!%",
      ),
      fc.integer({ min: -100000000000, max: 100000000000 }),
    )
    .map(([f, t]) => `p(pcall(os.date, ${literal(f)}, ${t}))`),
  fc
    .tuple(
      fc.integer({ min: -3000, max: 9000 }),
      fc.integer({ min: -30, max: 40 }),
      fc.integer({ min: -400, max: 400 }),
      fc.integer({ min: -100, max: 100 }),
      fc.integer({ min: -5000, max: 5000 }),
    )
    .map(
      ([y, m, d, h, s]) =>
        `local t = { year = ${y}, month = ${m}, day = ${d}, hour = ${h}, sec = ${s} } p(os.time(t)) p(t)`,
    ),
);

export const libraryProgram = fc.oneof(
  { weight: 6, arbitrary: patterns },
  { weight: 4, arbitrary: formats },
  { weight: 2, arbitrary: strings },
  { weight: 3, arbitrary: packs },
  { weight: 3, arbitrary: tables },
  { weight: 2, arbitrary: maths },
  { weight: 1, arbitrary: utf8s },
  { weight: 2, arbitrary: basics },
);
