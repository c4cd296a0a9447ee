--## hooks c
local ev={} debug.sethook(function(e) local i=debug.getinfo(2,"nS") ev[#ev+1]=e..":"..tostring(i.name)..":"..i.what end,"cr")
local function q() return 1 end q()
math.abs(1);math.floor(2.5); string.rep("x",3) ("x"):upper(); tostring(1) type(1) select("#") pcall(q)
debug.sethook() print(table.concat(ev,"\n"))
--## hooks tail
local ev={} debug.sethook(function(e) local i=debug.getinfo(2,"nSlt") ev[#ev+1]=e..":"..tostring(i.name)..":"..i.what..":"..i.currentline..tostring(i.istailcall) end,"crl")
local function a() return 1 end
local function b() return a() end
b()
for k in pairs({1}) do b() end
debug.sethook() print(table.concat(ev,"\n"))
--## sort sequence
local seed=7 local function rnd(n) seed=(seed*1103515245+12345)%2147483648 return seed%n end
for n=1,40 do local t={} for i=1,n do t[i]=rnd(n) end local h,c=0,0 table.sort(t,function(a,b) c=c+1 h=(h*31+a*7+b)%1000003 return a<b end) print(n,c,h) end
for n=101,1200,233 do local t={} for i=1,n do t[i]={rnd(n)} end local h,c=0,0 table.sort(t,function(a,b) c=c+1 h=(h*31+a[1]*7+b[1])%1000003 return a[1]<b[1] end) print(n>100 and n<=1200 and "ok",t[1][1]<=t[2][1]) end
--## method on call result errors
print(pcall(function() local t={} t.a.b() end)) print(pcall(function() local t={} t:a() end)) print(pcall(function() local t={a={}} t.a:b() end)) print(pcall(function() x.y.z=1 end)) print(pcall(function() local t={} t[1][2]=3 end)) print(pcall(function() local t={} local i=1 t[i].x=1 end)) print(pcall(function() local t={} return t.x..t.y end)) print(pcall(function() local t={} return t.x+t.y end)) print(pcall(function() return a.b+1 end)) print(pcall(function() return (1)+{} end)) print(pcall(function() local a,b="x",{} return a..b end)) print(pcall(function() local a,b="x",{} return b..a end)) print(pcall(function() return #5 end)) print(pcall(function() local n=5 return #n end)) print(pcall(function() return -{} end)) print(pcall(function() local f=5 f() end)) print(pcall(function() string.nope("x") end)) print(pcall(function() ("x").nope("x") end)) print(pcall(function() local s="x" return s.y.z end)) print(pcall(function() return math.floor.x.y end)) print(pcall(function() return print.x end)) print(pcall(function() local t={{}} return t[1].x.y end)) print(pcall(function() local k="key" local t={} return t[k].y end)) print(pcall(function() local t={} return t[1.5].y end)) print(pcall(function() local t={} return t[true].y end)) print(pcall(function() for i=1,2 do local z=nil z.x=1 end end)) print(pcall(function(...) local a=... return a.b end,nil)) print(pcall(function(...) return (...).b end,nil)) print(pcall(function(p) return p.b.c end,{})) print(pcall(function(p) p.b.c=1 end,{})) print(pcall(function() return {}.x.y end)) print(pcall(function() return ({}).x.y end)) print(pcall(function() return _ENV.zz.y end)) print(pcall(function() local _ENV={} return zz.y end)) print(pcall(function() local _ENV={} zz() end)) print(pcall(function() return (zz or nil)() end)) print(pcall(function() return (zz and 1 or zz)() end))
--## call errors in args
print(pcall(string.rep)) print(pcall(function() string.rep() end)) print(pcall(function() ("x"):rep() end)) print(pcall(function() local s=string s.rep() end)) print(pcall(function() local r=string.rep r() end)) print(pcall(function() local o={f=string.rep} o:f() end)) print(pcall(function() local o={f=string.rep} o.f() end)) print(pcall(function() ("x"):bad() end)) print(pcall(function() io.stdout.write() end)) print(pcall(function() io.stdout.write("x") end)) print(pcall(function() io.stdout:seek("bad") end)) print(pcall(function() setmetatable(1) end)) print(pcall(function() tostring() end)) print(pcall(function() ipairs() end)) print(pcall(function() return tonumber() end)) print(pcall(function() return (tonumber()) end)) print(pcall(function() local t=setmetatable({},{__index=string.rep}) return t.x end)) print(pcall(function() local t=setmetatable({},{__add=string.rep}) return t+1 end)) print(pcall(function() for x in string.rep do end end)) print(pcall(function() table.sort({1,2},string.rep) end)) print(pcall(function() ("x"):gsub("x",string.rep) end)) print(pcall(function() string.format("%d","x") end)) print(pcall(function() ("%d"):format("x") end)) print(pcall(function() math.floor({}) end)) print(pcall(function() os.time("x") end)) print(pcall(function() table.concat({{}}) end)) print(pcall(function() coroutine.resume(1) end)) print(pcall(function() utf8.char("x") end)) print(pcall(function() require() end)) print(pcall(function() io.open() end)) print(pcall(function() string.char(-1) end)) print(pcall(function() local f=io.tmpfile() f:read("x") end)) print(pcall(function() select(0) end)) print(pcall(function() rawset(1,2,3) end)) print(pcall(function() next({},"nokey") end)) print(pcall(function() load({}) end)) print(pcall(function() error(setmetatable({},{__tostring=function() return "TS" end})) end)) print(pcall(string.rep,"x",-1)) print(pcall(table.insert,{},1,2,3)) print(pcall(table.concat,{},1,2,3)) print(pcall(function() table.insert({},5,5) end))
--## int float keys
local t={} t[1]=1 t[1.0]=2 t[2^53]=3 t["1"]=4 print(t[1],#t,t[2^53|0],t["1"]) t[-0.0]=5 print(t[0],next({[0.0]=1})) t[1e300]=6 print(t[1e300]) print(math.type(next({[3.0]=1})))
--## concat numbers
print(1 ..2, 1.0 ..2, -1 ..'', 2^63 ..'', 1e100 ..'', 0x10 ..'', 10//3 ..'', 10/2 ..'', (3|0)..'', 1e15 ..'', 123456.789e3 ..'', -0.0 ..'', 100000000000000 ..'', 1e14 ..'') print(tostring(3)==tostring(3.0), 10 == "10", "abc"<"abd", ("10"+5), ("3"*"4"), 10 .."", "0x10"+0, " 7 "+0, pcall(function() return "7a"+0 end))
--## string escapes
print("\a\b\f\n\r\t\v\\\"\'\065\x41\u{41}\z
   end", '\0' == "\x00", #"\0\00\000", "\1234", "tab\tx")
print(("%q"):format("\r\n\0001\200\t\\"), ("%q"):format("a\nb"))
--## long strings
print([[
a
b]], [==[
x]=]y]==], #[[

]], [[a\nb]]) --[==[ multi
line ]==] print("after")
--[[x]] print("same line") ---[[ not long
print("yes") --]]
--## tail calls
local function f() error("x") end
print(select(2,xpcall(function() return f() end, debug.traceback)))
local function g() return debug.traceback("tb") end
local function h() return g() end
print(h()) print(h())
local d=0 local function r(n) d=d+1 if n==0 then return debug.traceback("deep") end return r(n-1) end
print(r(5))
local function count(n) if n==0 then return "counted" end return count(n-1) end print(count(300000))
local function even(n) if n==0 then return true end return odd(n-1) end function odd(n) if n==0 then return false end return even(n-1) end print(even(10001))
print((function(...) return select("#",...) end)((function() return 1,nil,nil end)()))
print(pcall(function() return tostring() end)) print((function(...) return ... end)(1,2,3))
--## run once
-- Each of these is called one time only, and once more where that is another way.
local function once(...)
  local a, b = ...
  local t = { a, b, ..., n = select("#", ...), [a] = b }
  local s = a .. "," .. b .. tostring(not a) .. #t
  local f = function() a = a + 1 return a, s end
  if a > 1 and b ~= 3 then goto out end
  do local c = a local g = function() c = c + 1 return c end a = g() + g() end
  ::out::
  local x, y = f()
  return x, y, a, -a, ~b, a // 2, a % 3, a ^ 2, a / b, a & 6, a | 9, a ~ 5, a << 2, a >> 1, a == b, a < b, a <= b, t.n, ...
end
print(once(1, 2)) print(once(1, 2)) print(once(3, 4, 5)) print(pcall(once)) print(pcall(once, 1, {}))
print(coroutine.wrap(function(a) local b = coroutine.yield(a) local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end,
  __concat = function(l, r) return coroutine.yield("cat") end, __lt = function() return coroutine.yield("lt") end, __le = false }) return t.x .. b, t .. "y", t < 1, not (t < 2) end)(1))
local co = coroutine.wrap(function(a) local b = coroutine.yield(a) local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end,
  __concat = function(l, r) return coroutine.yield("cat") end, __lt = function() return coroutine.yield("lt") end }) return t.x .. b, "z" .. (t .. "y"), t < 1, not (t < 2), t <= 3 end)
print(co(1), co(2), co(3), co(4), co(5), co(false)) print(co(true))
local function holes() return { 1, nil, 3, (function() return 4, 5, nil, 7 end)() }, { (function() return 1, 2 end)(), 9 } end
local p, q = holes() print(p[1], p[2], p[3], p[4], p[5], p[6], p[7], q[1], q[2], #q)
local big = {} for i = 1, 300 do big[i] = "v" .. i .. "=" .. i end
print(#load("local t = {" .. ("1,"):rep(120) .. "...} return t")(8, 9), load("return {" .. table.concat(big, ",") .. "}")().v300)
print(select("#", load("return ...")(nil, nil)), load("local a <const> = 1"))
