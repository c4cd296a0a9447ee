-- misc semantic probes
local function p(...) print(...) end
p(1<<40, 0xFFFFFFFF, 100000*100000, math.maxinteger + 1 == math.mininteger, math.mininteger // -1, math.mininteger % -1)
p(3 == 3.0, math.type(3), math.type(3.0), 2^53 == 2^53+1, math.maxinteger + 0.0 == math.maxinteger, math.maxinteger < math.maxinteger + 0.0)
local t = {} t[1.0]=1 t[2^53]=2 p(t[1], t[2^53|0], next(t))
t = {} t["\x01\x23"]=1; p(t["\x12\x03"], "\n" < "b", "a\0b" < "a\0c", "" < "a", "Z" < "a")
for i = 2147483646, 2147483649 do io.write(i, " ") end print()
for i = 3, 1, -1 do io.write(i, " ") end print()
for i = 1, 2, 0.25 do io.write(i, " ") end print()
p(1e15, 1e14, 123456789012345, 0.1, 1/3, 1e100, -1e-7, 5e-324, 1e-5, 2^63, -2^63, 1e308*10)
p(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, -7.5 % 2, 5.3 % math.huge, -5.3 % math.huge, 0x7fffffffffffffff + 1)
p("0x10" + 0, "1e1" * 1, " 5 " + 1, pcall(function() return "a" + 1 end))
p(1 .. 2, 1.0 .. "", -0.0 .. "", 2^63 .. "")
p(#"abc", #{1,2,3,nil,5}, #{n=1}, #{nil,nil,3})
-- closures in loops
local fs = {} for i = 1, 3 do local j = i * 10 fs[i] = function() j = j + 1 return i, j end end
p(fs[1](), fs[1](), fs[2](), fs[3]())
local k = 1 local gs = {} while k <= 3 do local x = k gs[k] = function() x = x + 1 return x end k = k + 1 end p(gs[1](), gs[1](), gs[2](), gs[3]())
local hs = {} repeat local y = #hs + 1 hs[y] = function() return y end until y >= 3 p(hs[1](), hs[2](), hs[3]())
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end io.write(i, ":", j, " ") ::continue:: end end print()
do local i = 1 ::top:: if i <= 3 then local c = i fs[i] = function() return c end i = i + 1 goto top end end p(fs[1](), fs[2](), fs[3]())
-- varargs
local function v(...) local a, b = ... return select('#', ...), a, b, ... end p(v()) p(v(1)) p(v(1, nil, 3)) p((v(1,2,3)))
p(select(-1, 1, 2, 3), select(2, "a", "b", "c")) p(pcall(select, 0))
local function tail(n, ...) if n == 0 then return ... end return tail(n - 1, n, ...) end p(tail(5))
-- multiple assignment
local x, y, z = (function() return 1, 2 end)() p(x, y, z) x, y = y, x p(x, y)
local q = {1, 2} local i = 1 i, q[i] = i + 1, 20 p(i, q[1], q[2])
-- metamethods
local mt = {__index = function(t, k) return k .. "!" end, __newindex = function(t, k, v) rawset(t, k, v * 2) end, __call = function(self, a, b) return a + b end, __tostring = function() return "OBJ" end, __len = function() return 42 end, __unm = function() return "neg" end, __concat = function(a, b) return "cat" end, __eq = function() return true end, __lt = function() return true end, __le = function() return false end, __close = 1, __name = "My"}
local o, o2 = setmetatable({}, mt), setmetatable({}, mt)
o.n = 5 p(o.n, o.foo, o(3, 4), tostring(o), #o, -o, o .. "x", "x" .. o, 1 .. o, o == o2, o ~= o2, o < o2, o <= o2, o > o2)
mt.__index = {bar = "B"} p(o.bar, o.foo) mt.__index = nil p(o.bar)
p(pcall(function() return o + 1 end)) p(pcall(function() return {} .. "x" end)) p(rawlen(o), rawequal(o, o2))
-- inheritance, method caching
local A = {} A.__index = A function A.hi() return "A.hi" end local B = setmetatable({}, A) B.__index = B local b = setmetatable({}, B)
p(b.hi()) A.hi = function() return "A2" end p(b.hi()) B.hi = function() return "B" end p(b.hi()) B.hi = nil p(b.hi()) b.hi = function() return "own" end p(b.hi())
-- next during modification
local m = {} for i = 1, 100 do m[i] = i m["k" .. i] = i end local c = 0 for k, v in pairs(m) do m[k] = nil c = c + 1 end p(c, next(m))
-- integer keys sparse / negative / reverse
local r = {} for i = 10, 1, -1 do r[i] = i end p(#r, r[10]) r[0] = "z" r[-1] = "n" p(r[0], r[-1], #r) r[10] = nil p(#r) for i = 1, 9 do r[i] = nil end p(#r, next(r) ~= nil)
p(table.concat({1, 2, 3}, ","), table.unpack({1, 2, 3}, 2)) local st = {5, 2, 8, 1} table.sort(st) p(table.concat(st, " ")) table.insert(st, 1, 0) table.insert(st, 9) p(table.remove(st, 1), table.remove(st), table.concat(st, " "))
p(string.format("%d %5.2f %s %q %x %g", 42, 3.14159, "hi", "a\nb", 255, 1e20), ("x"):rep(3, ","), ("hello"):sub(-3), ("abc"):byte(1, -1))
p(load("return 1 + 1")(), load("syntax error here"), pcall(load, nil))
local d = string.dump(function(a) local b = a * 2 return b + 1, "s", 1.5, 1 << 40 end) p(load(d, "d", "b")(5)) p(load(d, "d", "t"))
p(tostring(nil), tostring(true), tonumber("0x1p4"), tonumber("1e"), tonumber("10", 2), tonumber("zz", 36), tonumber("9223372036854775808"), tonumber("9223372036854775807"))
p(math.tointeger(3.0), math.tointeger(3.5), 3 | 0, pcall(function() return 3.5 | 0 end)) p(1e308 * 10 == math.huge, -1 >> 1, 1 << 63, 1 << 64, ~0, 5 & 3.0, "3" | 0)
p(pcall(string.rep, "x", -1), pcall(string.char, 256)) p(xpcall(function() return 1, 2 end, print)) p(os.time{year=2024,month=1,day=1,hour=12} * 1000 > 0)
goto done do p("skipped") end ::done:: p("end")
