local function f() return f() + 1 end
print(pcall(f))
print(xpcall(f, function(m) return "H:" .. m end))
local function f2() return pcall(f2) end
local function sum(n) if n == 0 then return 0 end return n + sum(n-1) end
print(sum(100), sum(10000), sum(150000))
local function tail(n) if n == 0 then return "done" end return tail(n-1) end
print(tail(1000000))
-- coroutines
local co = coroutine.wrap(function(a) local b = coroutine.yield(a+1) local c = coroutine.yield(b*2) return c, "end" end)
print(co(1), co(10), co(5))
local function gen(n) return coroutine.wrap(function() for i=1,n do coroutine.yield(i) end end) end
local s = 0 for v in gen(100) do s = s + v end print(s)
local function deep(n) if n == 0 then coroutine.yield("deep") return 1 end return 1 + deep(n-1) end
local co = coroutine.create(deep) print(coroutine.resume(co, 5000)) print(coroutine.resume(co)) print(coroutine.status(co))
-- yield across pcall, metamethods, iterators
local co = coroutine.wrap(function()
  local ok, v = pcall(function() local x = coroutine.yield(1) error("e" .. x) end)
  coroutine.yield(tostring(ok) .. tostring(v))
  local mt = setmetatable({}, {__add=function(a,b) return coroutine.yield("add") end, __index=function(t,k) return coroutine.yield("idx"..k) end,
    __lt=function() return coroutine.yield("lt") end, __concat=function(a,b) return coroutine.yield("cc") end, __eq=function() return coroutine.yield("eq") end,
    __newindex=function(t,k,v) coroutine.yield("ni") end, __call=function(self, x) return coroutine.yield("call"..x) end, __le=function() return coroutine.yield("le") end, __len=function() return coroutine.yield("len") end})
  local mt2 = setmetatable({}, getmetatable(mt))
  print("add", mt + 1) print("idx", mt.foo) print("lt", mt < mt2) print("le", mt <= mt2) print("eq", mt == mt2) print("cc", "x" .. mt .. "y") mt.z = 1 print("call", mt(7)) print("len", #mt)
  if mt < mt2 then print("yes") else print("no") end
  if not (mt < mt2) then print("yes") else print("no") end
  for a, b in function(_, i) return coroutine.yield("it") end do print("it", a, b) end
  return "fin"
end)
print(co()) print(co(42)) local r = co() local i = 0
while r ~= "fin" do i = i + 1 io.write(r, " ") if r == "it" and i > 15 then r = co(nil) elseif r == "lt" and i > 9 then r = co(false) else r = co(i) end end
print(r)
