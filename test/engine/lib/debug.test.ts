import { describeRows } from "./rows.ts";

describeRows("debug", [
  ["return debug.getlocal(100,1)", "error \"p:1: bad argument #1 to 'getlocal' (level out of range)\""],
  ["return debug.getlocal(function(a,b) end,2)", 'ok "b"'],
  ["return debug.getlocal(print,1)", "ok nil"],
  ["return debug.setlocal(100,1,1)", "error \"p:1: bad argument #1 to 'setlocal' (level out of range)\""],
  ["local a=1 local n=debug.setlocal(1,1,5) return n,a", 'ok "a" 5'],
  [
    "return debug.getlocal(1)",
    "error \"p:1: bad argument #2 to 'getlocal' (number expected, got no value)\"",
  ],
  [
    "local x=1 local function f() return x end return debug.getupvalue(f,1), debug.setupvalue(f,1,9), f(), debug.getupvalue(f,2)",
    'ok "x" "x" 9',
  ],
  ["return debug.getupvalue(print,1)", "ok "],
  ["return debug.setupvalue(print,1,1)", "ok "],
  [
    "return debug.getupvalue(5,1)",
    "error \"p:1: bad argument #1 to 'getupvalue' (function expected, got number)\"",
  ],
  [
    "return debug.upvalueid(print,1)",
    "error \"p:1: bad argument #2 to 'upvalueid' (invalid upvalue index)\"",
  ],
  [
    "local x local function f() return x end return type(debug.upvalueid(f,1)), debug.upvalueid(f,2)",
    "error \"p:1: bad argument #2 to 'upvalueid' (invalid upvalue index)\"",
  ],
  [
    "local x,y local function f() return x end local function g() return y end debug.upvaluejoin(f,1,g,1) return debug.upvalueid(f,1)==debug.upvalueid(g,1)",
    "ok true",
  ],
  [
    "return debug.upvaluejoin(print,1,print,1)",
    "error \"p:1: bad argument #2 to 'upvaluejoin' (invalid upvalue index)\"",
  ],
  [
    "local x local function f() return x end return debug.upvaluejoin(f,1,print,1)",
    "error \"p:1: bad argument #4 to 'upvaluejoin' (invalid upvalue index)\"",
  ],
  [
    "return debug.upvalueid(5,1)",
    "error \"p:1: bad argument #1 to 'upvalueid' (function expected, got number)\"",
  ],
  [
    "local x local function f() return x end return debug.upvaluejoin(f,2,f,1)",
    "error \"p:1: bad argument #2 to 'upvaluejoin' (invalid upvalue index)\"",
  ],
  ['return debug.getmetatable("").__index==string, debug.getmetatable(5)', "ok true nil"],
  [
    "return debug.setmetatable(5,5)",
    "error \"p:1: bad argument #2 to 'setmetatable' (nil or table expected)\"",
  ],
  ["return debug.setmetatable(5,nil)", "ok 5"],
  ["return debug.getuservalue(5), debug.getuservalue(io.stdout)", "ok nil nil"],
  [
    "return debug.setuservalue(5,5)",
    "error \"p:1: bad argument #1 to 'setuservalue' (userdata expected, got number)\"",
  ],
  ["return debug.getmetatable()", "error \"p:1: bad argument #1 to 'getmetatable' (value expected)\""],
  [
    "local u = {} local mt = {} debug.setmetatable(u, mt) p(getmetatable(u) == mt, debug.getmetatable(u) == mt) debug.setmetatable(1, { __index = function(n, k) return k end }) p((5).hello) debug.setmetatable(1, nil) return pcall(function() return (5).x end)",
    'true true\n"hello"\nok false "p:1: attempt to index a number value"',
  ],
]);
