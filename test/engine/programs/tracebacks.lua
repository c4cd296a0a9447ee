local function where(f, ...) return select(2, xpcall(f, debug.traceback, ...)) end
local function f() error("x") end
local function g() return f() end
local function cut(s) return (s:gsub("\n%s*%[C%]: in function 'xpcall'.*", "")) end
print(cut(where(g)))
print(cut(where(function() string.rep() end)))
local t = setmetatable({}, { __index = function(_, k) error("index " .. k) end, __add = function() error("add") end })
print(cut(where(function() return t.foo end)))
print(cut(where(function() return t + 1 end)))
print(cut(where(function() for _ in function() error("iterator") end do end end)))
print(cut(where(function() local o = { m = function() error("method") end } o:m() end)))
function global() error({}) end
print(pcall(debug.traceback, "message", 1))
local co = coroutine.create(function() local x = nil x() end)
print(coroutine.resume(co)) print(debug.traceback(co)) print(debug.traceback(co, "with", 0))
co = coroutine.create(function() coroutine.yield(1) end)
print(coroutine.resume(co)) print(debug.traceback(co))
local i = debug.getinfo(1, "Slnu") print(i.what, i.short_src, i.currentline, i.nups > 0)
i = debug.getinfo(print) print(i.what, i.short_src, i.source, i.currentline, i.isvararg)
i = debug.getinfo(f, "SL") print(i.linedefined, i.lastlinedefined, next(i.activelines))
