import { describeRows } from "./rows.ts";

describeRows("math", [
  [
    'return math.floor(1e300), math.ceil(-1e300), math.floor(3.7), math.floor("3.7"), math.ceil(3.2), math.floor(-0.0)',
    "ok 1.0000000000000001e+300f -1.0000000000000001e+300f 3 3 4 0",
  ],
  ["return math.random(0)", "error \"p:1: bad argument #1 to 'random' (interval is empty)\""],
  ["return math.random(2,1)", "error \"p:1: bad argument #1 to 'random' (interval is empty)\""],
  [
    "return math.random(math.mininteger,math.maxinteger)",
    "error \"p:1: bad argument #1 to 'random' (interval too large)\"",
  ],
  ["return math.random(1,2,3)", 'error "p:1: wrong number of arguments"'],
  [
    "return math.random(1.5)",
    "error \"p:1: bad argument #1 to 'random' (number has no integer representation)\"",
  ],
  ["return math.fmod(5,0)", "error \"p:1: bad argument #2 to 'fmod' (zero)\""],
  ["return math.fmod(5.0,0)", "ok nan"],
  [
    "return math.fmod(-6,4), math.fmod(-6.0,4), math.fmod(math.mininteger,-1), math.fmod(6,-4)",
    "ok -2 -2f 0 2",
  ],
  ["return math.modf(3.7)", "ok 3 0.70000000000000018f"],
  ["return math.modf(-1/0)", "ok -inff 0f"],
  ["return math.modf(0/0)", "ok nan nan"],
  ["return math.modf(5)", "ok 5 0f"],
  ["return math.modf(-0.5)", "ok 0 -0.5f"],
  [
    'return math.tointeger("8"), math.tointeger(8.0), math.tointeger(8.5), math.tointeger({})',
    "ok 8 8 nil nil",
  ],
  ["return math.tointeger()", "error \"p:1: bad argument #1 to 'tointeger' (value expected)\""],
  [
    'return math.abs(math.mininteger), math.abs(-5), math.abs(-5.5), math.abs("-5")',
    "ok -9223372036854775808 5 5.5f 5f",
  ],
  ["return math.max()", "error \"p:1: bad argument #1 to 'max' (value expected)\""],
  ['return math.max(1,2.5,"3")', 'error "attempt to compare number with string"'],
  ["return math.max(1,2.5), math.max(3,3.0), math.max(3.0,3), math.min(1)", "ok 2.5f 3 3f 1"],
  ["return math.ult(1,-1), math.ult(-1,1)", "ok true false"],
  [
    "return math.ult(1.5,1)",
    "error \"p:1: bad argument #1 to 'ult' (number has no integer representation)\"",
  ],
  [
    "return math.log(8,2), math.log(100,10), tostring(math.log(27,3)), math.log(0), math.log(-1)",
    'ok 3f 2f "3.0" -inff nan',
  ],
  [
    "return math.log10(1000), math.pow(2,3), math.cosh(1), math.sinh(1), math.tanh(1), math.frexp(8), math.ldexp(0.5,4)",
    "ok 3f 8f 1.5430806348152437f 1.1752011936438014f 0.76159415595576485f 0.5f 8f",
  ],
  ["return math.frexp(0), math.frexp(1/0), math.frexp(-3.3)", "ok 0f inff -0.82499999999999996f 2"],
  [
    "return math.atan(1,2), math.atan(1), math.atan2(1,2)",
    "ok 0.46364760900080609f 0.78539816339744828f 0.46364760900080609f",
  ],
  ['return math.type(1), math.type(1.0), math.type("1"), math.type(nil)', 'ok "integer" "float" nil nil'],
  ["return math.type()", "error \"p:1: bad argument #1 to 'type' (value expected)\""],
  [
    "return math.sqrt(2), math.exp(1), math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0.5), math.deg(1), math.rad(180)",
    "ok 1.4142135623730951f 2.7182818284590451f 0.8414709848078965f 0.54030230586813977f 1.5574077246549023f 1.5707963267948966f 1.0471975511965979f 57.295779513082323f 3.1415926535897931f",
  ],
  [
    "return math.randomseed()",
    "error \"p:1: bad argument #1 to 'randomseed' (number expected, got no value)\"",
  ],
  ["return math.randomseed(1.5)", "ok "],
  ['return math.max("10")', 'ok "10"'],
  ['return math.max("a","b")', 'ok "b"'],
  ['return math.min("10", 5)', 'error "attempt to compare number with string"'],
  ["return math.max({})", "ok {}"],
  ["return math.max(nil)", "ok nil"],
  [
    "return math.ldexp(1,1.5)",
    "error \"p:1: bad argument #2 to 'ldexp' (number has no integer representation)\"",
  ],
  ["return math.ldexp(1,1<<40)", "ok 1f"],
  ["return math.ldexp(1,2000), math.ldexp(0.5,-1074)", "ok inff 0f"],
  ["return math.pow(2,0.5), math.cosh(1000)", "ok 1.4142135623730951f inff"],
  ["return math.fmod(1)", "error \"p:1: bad argument #2 to 'fmod' (number expected, got no value)\""],
  ["return math.tointeger(2^63)", "ok nil"],
  [
    "return math.floor(-3.5), math.floor({})",
    "error \"p:1: bad argument #1 to 'floor' (number expected, got table)\"",
  ],
  [
    'return math.log(2,0), math.log("8",2), math.log(8,2.0), math.log(8,10.0),math.log(8,nil)',
    "ok -0f 3f 3f 0.90308998699194354f 2.0794415416798357f",
  ],
  ["return math.frexp(1e-320)", "ok 0.98828125f -1063"],
  ["return math.random(3,nil)", "error \"p:1: bad argument #2 to 'random' (number expected, got nil)\""],
  [
    "return math.maxinteger + 1 == math.mininteger, math.maxinteger // -1, math.tointeger(2^53), math.ult(1, -1)",
    "ok true -9223372036854775807 9007199254740992 true",
  ],
  ["return math.fmod(-7, 3), math.fmod(7, -3), math.fmod(5.5, 2), -7 % 3, 7 // -2", "ok -1 1 1.5f 2 -4"],
  ["return math.floor(2^31 + 0.5), math.ceil(-2^31 - 0.5), math.floor(-0.0)", "ok 2147483648 -2147483648 0"],
  [
    'for _ = 1, 200 do local r = math.random(3, 5) assert(r >= 3 and r <= 5 and math.type(r) == "integer") local f = math.random() assert(f >= 0 and f < 1) end return "within"',
    'ok "within"',
  ],
  [
    "math.randomseed(42) local a = math.random(1000000) math.randomseed(42) return a == math.random(1000000)",
    "ok true",
  ],
  [
    "for _ = 1, 50 do local r = math.random(math.mininteger, -1) assert(r < 0) end return pcall(math.random, 0)",
    "ok false \"bad argument #1 to 'math.random' (interval is empty)\"",
  ],
  [
    "return math.frexp(0.1), math.ldexp(0.8, -3), math.ldexp(1, -1074), math.ldexp(3, -1075)",
    "ok 0.80000000000000004f 0.10000000000000001f 4.9406564584124654e-324f 9.8813129168249309e-324f",
  ],
]);

describeRows("bit32", [
  [
    "return bit32.band(-1), bit32.bor(1,2^32), bit32.extract(0xff,4,4), bit32.replace(0,5,4,3)",
    "ok 4294967295 1 15 80",
  ],
  ["return bit32.extract(1,32)", 'error "p:1: trying to access non-existent bits"'],
  ["return bit32.extract(1,30,5)", 'error "p:1: trying to access non-existent bits"'],
  ["return bit32.extract(1,-1)", "error \"p:1: bad argument #2 to 'extract' (field cannot be negative)\""],
  ["return bit32.extract(1,1,0)", "error \"p:1: bad argument #3 to 'extract' (width must be positive)\""],
  [
    "return bit32.arshift(-8,1), bit32.lshift(1,32), bit32.rshift(-1,-4), bit32.lrotate(0x80000001,1), bit32.rrotate(1,1), bit32.bnot(0), bit32.btest(1,3), bit32.bxor(1,3), bit32.lshift(1,-1), bit32.arshift(1,-40), bit32.arshift(-1,40)",
    "ok 4294967292 0 4294967280 3 2147483648 4294967295 true 2 0 0 4294967295",
  ],
  [
    "return bit32.band(1.5)",
    "error \"p:1: bad argument #1 to 'band' (number has no integer representation)\"",
  ],
  ['return bit32.band("x")', "error \"p:1: bad argument #1 to 'band' (number expected, got string)\""],
  [
    "return bit32.band(1e100)",
    "error \"p:1: bad argument #1 to 'band' (number has no integer representation)\"",
  ],
  [
    "return bit32.band(0xff00, 0x0ff0), bit32.bnot(0), bit32.lshift(1, 31), bit32.rshift(-1, 28), bit32.arshift(-16, 2), bit32.extract(0xabcd, 4, 8), bit32.replace(0, 0xf, 4, 4), bit32.lrotate(1, -1)",
    "ok 3840 4294967295 2147483648 15 4294967292 188 240 2147483648",
  ],
]);
