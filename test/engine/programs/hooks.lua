local lines = {}
debug.sethook(function(e, l) lines[#lines + 1] = l end, "l")
local a = 1
local b = a + 1
for i = 1, 2 do
  a = a + i
end
debug.sethook()
print(table.concat(lines, " "))
local ev = {}
local function g() return 1 end
debug.sethook(function(e) ev[#ev + 1] = e end, "cr")
g() g()
debug.sethook()
print(#ev >= 4)
local cnt = 0 debug.sethook(function() cnt = cnt + 1 end, "", 1) for i = 1, 10 do end debug.sethook() print(cnt > 10 and cnt < 60)
print(debug.getinfo(1, "l").currentline, debug.getinfo(print).what, debug.getinfo(1, "S").short_src)
local co = coroutine.create(function() local x = 5 coroutine.yield() end) coroutine.resume(co)
print(debug.traceback(co)) print(debug.getlocal(co, 1, 1))
local function loc(a, b) local c = 3 return debug.getlocal(1, 1), debug.getlocal(1, 3) end print(loc(1, 2))
