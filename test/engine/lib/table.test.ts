import { describeRows } from "./rows.ts";

describeRows("table", [
  ['return table.concat({1,2,3},", ",1,3)', 'ok "1, 2, 3"'],
  ["return table.concat({1,{},3})", "error \"p:1: invalid value (table) at index 2 in table for 'concat'\""],
  [
    'return table.concat({1,2},",",1,3)',
    "error \"p:1: invalid value (nil) at index 3 in table for 'concat'\"",
  ],
  [
    'return table.concat({},",",math.maxinteger,math.maxinteger)',
    "error \"p:1: invalid value (nil) at index -1 in table for 'concat'\"",
  ],
  ["return table.insert({1,2,3},5,1)", "error \"p:1: bad argument #2 to 'insert' (position out of bounds)\""],
  ["return table.insert({1,2,3})", "error \"p:1: wrong number of arguments to 'insert'\""],
  ["return table.insert({1,2,3},1,2,3)", "error \"p:1: wrong number of arguments to 'insert'\""],
  ["return table.insert(1,2)", "error \"p:1: bad argument #1 to 'insert' (table expected, got number)\""],
  [
    "return table.insert({},1.5,2)",
    "error \"p:1: bad argument #2 to 'insert' (number has no integer representation)\"",
  ],
  ["return table.remove({},5)", "error \"p:1: bad argument #1 to 'remove' (position out of bounds)\""],
  ["return table.remove({1,2,3},7)", "error \"p:1: bad argument #1 to 'remove' (position out of bounds)\""],
  ["return table.move({1,2,3},1,3,2)", "ok {1=1,2=1,3=2,4=3}"],
  [
    "return table.move({},1,math.maxinteger,2)",
    "error \"p:1: bad argument #4 to 'move' (destination wrap around)\"",
  ],
  [
    "return table.move({},-1,math.maxinteger,2)",
    "error \"p:1: bad argument #3 to 'move' (too many elements to move)\"",
  ],
  [
    "return table.move({},1,3,math.maxinteger)",
    "error \"p:1: bad argument #4 to 'move' (destination wrap around)\"",
  ],
  ["return table.move({},1,3)", "error \"p:1: bad argument #4 to 'move' (number expected, got no value)\""],
  ["return table.move({},1,3,1,5)", "error \"p:1: bad argument #5 to 'move' (table expected, got number)\""],
  ['return table.sort({3,2,"x"})', 'error "attempt to compare string with number"'],
  [
    "return table.sort({1,2,3,4,5,6,7,8,9,10},function() return true end)",
    'error "p:1: invalid order function for sorting"',
  ],
  [
    "return table.sort({1,2,3},5)",
    "error \"p:1: bad argument #2 to 'sort' (function expected, got number)\"",
  ],
  [
    "return table.sort(setmetatable({},{__len=function() return math.maxinteger end}))",
    "error \"p:1: bad argument #1 to 'sort' (array too big)\"",
  ],
  [
    'return table.sort(setmetatable({},{__len=function() return "x" end}))',
    'error "p:1: object length is not an integer"',
  ],
  [
    "local t = { 5, 2, 8, 1 } table.sort(t) p(t) table.sort(t, function(a, b) return a > b end) p(t)",
    "{1=1,2=2,3=5,4=8}\n{1=8,2=5,3=2,4=1}\nok ",
  ],
  ['local t = { "b", "a", "C" } table.sort(t) return t[1], t[2], t[3] ', 'ok "C" "a" "b"'],
  [
    "local t = {} for i = 1, 200 do t[i] = (i * 7919) % 211 end table.sort(t) for i = 2, 200 do assert(t[i - 1] <= t[i]) end return t[1], t[200] ",
    "ok 1 210",
  ],
  [
    'local t = { 1, 2, 3 } table.insert(t, 2, "x") p(t) return table.remove(t, 1), table.remove(t), #t',
    '{1=1,2="x",3=2,4=3}\nok 1 3 2',
  ],
  [
    "p(table.move({ 1, 2, 3 }, 1, 3, 2)) p(table.move({ 1, 2, 3 }, 2, 3, 1)) p(table.move({ 1 }, 1, 1, 5, { 9 }))",
    "{1=1,2=1,3=2,4=3}\n{1=2,2=3,3=3}\n{1=9,5=1}\nok ",
  ],
]);
