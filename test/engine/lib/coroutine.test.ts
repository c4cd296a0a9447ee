import { describeRows } from "./rows.ts";

describeRows("coroutine", [
  [
    "return coroutine.create(5)",
    "error \"p:1: bad argument #1 to 'create' (function expected, got number)\"",
  ],
  ["return coroutine.resume(5)", "error \"p:1: bad argument #1 to 'resume' (thread expected)\""],
  ["return coroutine.wrap()", "error \"p:1: bad argument #1 to 'wrap' (function expected, got no value)\""],
  ["return coroutine.status(1)", "error \"p:1: bad argument #1 to 'status' (thread expected)\""],
  ['return coroutine.wrap(function() error("x") end)()', 'error "p:1: p:1: x"'],
  ["return coroutine.wrap(function() error({}) end)()", "error {}"],
  ['return coroutine.wrap(function() error("x",0) end)()', 'error "p:1: x"'],
  ["return coroutine.create(print)", "ok thread"],
  ["local c=coroutine.wrap(function() end) c() c()", 'error "p:1: cannot resume dead coroutine"'],
  ["return coroutine.resume(coroutine.create(function(...) return select('#',...) end),1,nil)", "ok true 2"],
  [
    "local co co=coroutine.create(function() return coroutine.resume(co) end) return coroutine.resume(co)",
    'ok true false "cannot resume non-suspended coroutine"',
  ],
  [
    "local co co=coroutine.wrap(function() return co() end) return co()",
    'error "p:1: p:1: cannot resume dead coroutine"',
  ],
  [
    "return pcall(coroutine.wrap(function() table.sort({ 3, 2, 1 }, function() coroutine.yield() end) end))",
    'ok false "attempt to yield across a C-call boundary"',
  ],
  [
    'return pcall(coroutine.wrap(function() return ("x"):gsub("x", function() coroutine.yield() end) end))',
    'ok false "attempt to yield across a C-call boundary"',
  ],
  [
    'local co = coroutine.wrap(function() return pcall(function() return coroutine.yield(1) end) end) return co(), co("back")',
    'ok 1 true "back"',
  ],
  [
    "local co = coroutine.create(function() error({ 7 }) end) local ok, e = coroutine.resume(co) return ok, type(e), coroutine.status(co), coroutine.resume(co)",
    'ok false "table" "dead" false "cannot resume dead coroutine"',
  ],
  [
    'return pcall(coroutine.wrap(function() error("in wrap") end)), pcall(coroutine.wrap(function() error("bare", 0) end))',
    'ok false false "bare"',
  ],
]);
