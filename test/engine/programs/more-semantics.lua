-- more probes, shapes/ICs/loops
local function p(...) print(...) end
local P = {} P.__index = P function P.new(x) local o = setmetatable({}, P) o.x = x o.y = x * 2 return o end function P:sum() return self.x + self.y end
local s = 0 for i = 1, 1000 do local o = P.new(i) if i % 3 == 0 then o.z = 1 end if i % 5 == 0 then o.x = nil o.x = 7 end s = s + o:sum() + (o.z or 0) end p(s)
function P:sum() return 1 end s = 0 for i = 1, 10 do s = s + P.new(i):sum() end p(s)
local mt2 = {__index = function(t, k) return k end} local q = setmetatable({}, mt2) for i = 1, 3 do io.write(q.a, q[i], " ") if i == 2 then mt2.__index = {a = "A", "one", "two", "three"} end end p()
local g = setmetatable({}, {__index = _G, __newindex = function(t, k, v) rawset(t, k, v and v + 1) end}) g.a = 1 g.a = 5 p(g.a, g.print == print)
local ro = setmetatable({}, {__newindex = function() error("ro", 0) end}) p(pcall(function() ro.x = 1 end), pcall(function() ro[1] = 1 end), next(ro))
local a = {} for i = 1, 20 do a[i] = i end for i = 1, 20, 2 do a[i] = nil end local c = 0 for k in pairs(a) do c = c + k end p(c) a[20] = nil a[18] = nil p(#a <= 16)
local big = {} for i = 1, 300 do big["key" .. i] = i end for i = 1, 300, 2 do big["key" .. i] = nil end c = 0 for k, v in pairs(big) do c = c + v end p(c) for i = 301, 900 do big["key" .. i] = i end c = 0 for k, v in pairs(big) do c = c + v end p(c)
local m = {} m[1] = 1 m[2] = 2 m[4] = 4 m[3] = 3 p(#m) m[#m + 1] = 5 p(#m, table.concat(m, ",")) m[2.0] = "two" p(m[2]) m[1e300] = 1 m[-0.0] = "z" p(m[0], m[1e300], m[2^63])
local function f(...) local t = {...} t[#t + 1] = "end" return table.unpack(t) end p(f(1, 2, 3)) p((f(1)))
p(pcall(function() local t = setmetatable({}, {__index = function(t, k) return nil end}) return t.x.y end))
for _, w in ipairs({10, 20, nil, 30}) do io.write(w, " ") end p()
local ip = setmetatable({}, {__index = function(t, i) if i <= 3 then return i * 2 end end}) for i, v in ipairs(ip) do io.write(i, "=", v, " ") end p()
local pp = setmetatable({}, {__pairs = function(t) return function(_, k) if not k then return 1, 2 end end, t, nil end}) for k, v in pairs(pp) do p(k, v) end
local i = 0 while true do i = i + 1 if i == 3 then goto cont end if i > 5 then break end io.write(i, " ") ::cont:: end p()
for i = 1, 3 do local x = i local function g() x = x + 1 return x end g() io.write(g(), " ") end p()
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end local inc, get = counter() inc() inc() p(get())
local function va(...) local n = select("#", ...) local r = {} for i = 1, n do r[i] = tostring((select(i, ...))) end return table.concat(r, ",") end p(va(nil, 1, nil, "x", nil))
local z = 0 for i = 10, 1, -3 do z = z * 10 + i end p(z) for i = 1.5, 3 do io.write(i, " ") end p() for i = math.maxinteger - 1, math.maxinteger do io.write(i, " ") if i == math.maxinteger then break end end p()
p(1 < 1.5, 1 <= 1.0, -1 < 0, "a" < "b", not nil == true, 1 == "1", 2^31 | 0, 5 // 0.0, -5 // 0.0, 0/0 ~= 0/0, 5 % -0.0 ~= 5)
p(#"\u{10FFFF}", "\x41\65\z
   B", '\'', [[
line]], 0xA.8p1, 1e2, .5, 3., 0x.1p4)
local t = {[1] = "a", "b", x = 1, [2 + 1] = "c", f = function(self) return self.x end} p(t[1], t[3], t:f(), #t)
local co = coroutine.wrap(function(...) local a = {...} while true do a = {coroutine.yield(#a, ...)} end end) p(co(1, 2)) p(co()) p(co(nil, nil, nil))
p(select("#", pcall(coroutine.wrap(function() return 1, nil, nil end)))) p(coroutine.isyieldable(), coroutine.running()  ~= nil)
local cw = coroutine.wrap(function() local ok, e = pcall(function() local r = coroutine.yield(1) error({r}) end) coroutine.yield(type(e) .. e[1]) return "last" end) p(cw(), cw("v"), cw())
local st = {} for i = 1, 100 do st[i] = (i * 37) % 101 end table.sort(st, function(a, b) return a > b end) p(st[1], st[50], st[100])
p(("x"):rep(3), ("abc"):upper(), #("a"):rep(1000), ("%d"):format(3.0), pcall(string.format, "%d", 3.5)) p(tostring(1e15), 2^53, 1e16 // 1, 7 // 1.0)
p(load("x = ", "=c"), load("for", "@f.lua"), load("x = = 1", "chunk\nx"), load("goto nope"), load("break"), load("local x = 'abc"), load("return 0x"), load("::a:: ::a::"))
p(pcall(load("local a = nil; a.b.c = 1", "=z")), pcall(load("local t = {} ; t.x.y()", "=z")), pcall(load("return a.b.c", "=z")), pcall(load("return #x", "=z")), pcall(load("return -{}", "=z")), pcall(load("local s = 'a' .. {} ", "=z")), pcall(load("return 1 < 'x'", "=z")), pcall(load("return ('x')()", "=z")), pcall(load("local up = nil return function() return up.x end", "=z")()))
