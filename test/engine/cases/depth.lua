--## nests
local d=0 local function rp() d=d+1 return pcall(rp) end rp() print("pcall",d)
d=0 local function g() d=d+1 string.gsub("x","x",g) end print(pcall(g)) print(d)
d=0 local function s() d=d+1 table.sort({1,2},s) end print(pcall(s)) print(d)
d=0 local function x() d=d+1 xpcall(x,print) end print(pcall(x)) print(d)
d=0 local function x() d=d+1 xpcall(x,function(m) return m end) error("n") end print(pcall(x)) print(d)
d=0 local t=setmetatable({},{}) getmetatable(t).__index=function(t,k) d=d+1 return t[k] end print(pcall(function() return t.x end)) print(d)
d=0 getmetatable(t).__add=function(a,b) d=d+1 return a+b end print(pcall(function() return t+1 end)) print(d)
d=0 getmetatable(t).__newindex=function(a,b,c) d=d+1 a[b]=c end print(pcall(function() t.x=1 end)) print(d)
d=0 getmetatable(t).__tostring=function(a) d=d+1 return tostring(a) end print(pcall(function() tostring(t) end)) print(d)
d=0 getmetatable(t).__concat=function(a,b) d=d+1 return a..b end print(pcall(function() return t..1 end)) print(d)
d=0 getmetatable(t).__lt=function(a,b) d=d+1 return a<b end print(pcall(function() return t<1 end)) print(d)
d=0 getmetatable(t).__eq=function(a,b) d=d+1 return a==b end print(pcall(function() return t==setmetatable({},getmetatable(t)) end)) print(d)
d=0 getmetatable(t).__len=function(a,b) d=d+1 return #a end print(pcall(function() return #t end)) print(d)
d=0 getmetatable(t).__pairs=function(a,b) d=d+1 return pairs(a) end print(pcall(function() return pairs(t) end)) print(d)
d=0 local function c() d=d+1 local ok,e=coroutine.resume(coroutine.create(c)) if not ok then error(e,0) end end print(pcall(c)) print(d)
d=0 local function w() d=d+1 coroutine.wrap(w)() end local ok,e=pcall(w) print(ok,#e,e:sub(-30)) print(d)
d=0 local function inf() d=d+1 return 1+inf() end print(pcall(inf)) print(d>100000)
d=0 getmetatable(t).__call=function(a) d=d+1 if d>1000 then error("deep") end a() end print(pcall(function() t() end)) print(d)
--## errors in handlers
print(xpcall(function() error("a") end,function(m) error("b") end)) print(xpcall(function() error("a") end,function(m) local x=nil+1 end)) print(pcall(xpcall,error)) print(xpcall(error,function(m) return m,2 end,"v")) print(xpcall(function() local function r() r() end r() end,function(m) return "H:"..tostring(m):sub(1,30) end))
local function r() r() end print(pcall(r)) print(select(2,pcall(r)):match("stack overflow"))
--## many functions, each called once
local list = { "local f = {}" }
for i = 1, 3000 do list[#list + 1] = "f[" .. i .. "] = function(a, b, ...) local x, y, z = a, b, ... return 1 + f[" .. i + 1 .. "](x, y, z, 4, 5, 6) end" end
list[#list + 1] = "f[3001] = function(...) return select('#', ...) end return f[1](1, 2, 3)"
print(pcall(load(table.concat(list, "\n"))))
local co = coroutine.wrap(function() return pcall(load(table.concat(list, "\n"))) end) print(co())
