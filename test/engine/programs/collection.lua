-- What a collection takes out of weak tables, seen at once.
local keys = setmetatable({}, { __mode = "k" })
keys[{}] = 1 keys["s"] = 2
collectgarbage()
local n = 0
for _ in pairs(keys) do n = n + 1 end
print("weak keys", n)
local values = setmetatable({ {}, "s", 5 }, { __mode = "v" })
collectgarbage()
print("weak values", values[1], values[2], values[3])
-- Only keys that a table has had can be gone on from.
print(pcall(next, { 1, 2 }, 3))
local t = { 1, 2, 3, 4 }
for k in pairs(t) do t[k] = nil end
print(next(t), pcall(next, t, 4))
print(pcall(next, t, 6))
print(pcall(string.rep, setmetatable({}, { __name = "Thing" })))
print(pcall(string.rep, "x", setmetatable({}, { __name = "Thing" })))
print(pcall(function() for _ in 5 do end end))
print(pcall(function() local u = {} for _ in u.x, 2 do end end))
-- What is dropped and collected is not counted any more.
local before = collectgarbage("count")
local many = {}
for i = 1, 20000 do many[i] = { i } end
local between = collectgarbage("count")
many = nil
collectgarbage() collectgarbage()
print("freed", between > before, collectgarbage("count") < between)

-- Finalizers: the youngest first, once, at a collection; only for objects nothing else refers to.
do
  local log = {}
  local function object(name) return setmetatable({ name = name }, { __gc = function(o) log[#log + 1] = o.name end }) end
  local kept = object("kept")
  for i = 1, 3 do object("o" .. i) end
  local cycle = object("cycle") cycle.self = cycle cycle = nil
  collectgarbage()
  print("finalized", table.concat(log, " "), kept.name)
  local later = setmetatable({}, {}) getmetatable(later).__gc = function() log[#log + 1] = "later" end later = nil
  collectgarbage()
  print("once", #log)
  local saved
  setmetatable({}, { __gc = function(o) saved = o end })
  collectgarbage()
  print("resurrected", type(saved))
  setmetatable(saved, getmetatable(saved)) saved = nil
  collectgarbage()
  print("again", type(saved))
end
-- In coroutines, protected calls and both.
print(coroutine.wrap(function(...)
  local weak = setmetatable({ {}, "s" }, { __mode = "v" })
  local used = {} weak[3] = used
  local co = coroutine.wrap(function(a) local b = pcall(function() collectgarbage() end) coroutine.yield(a) return b end)
  print(co(7), co())
  return weak[1], weak[2], weak[3] == used, ...
end)(1, 2))
print(xpcall(function()
  local weak = setmetatable({ {} }, { __mode = "v" })
  collectgarbage()
  return weak[1], select("#", collectgarbage())
end, print))
-- Errors in finalizers come to who collects.
setmetatable({}, { __gc = function() error("oops", 0) end })
print(pcall(collectgarbage))
print(coroutine.resume(coroutine.create(function()
  setmetatable({}, { __gc = function() error({}) end })
  print(pcall(function() collectgarbage() end))
  setmetatable({}, { __gc = function() error("again", 0) end })
  collectgarbage()
end)))
-- Ephemerons: a value that refers to its key does not keep it.
do
  local eph = setmetatable({}, { __mode = "k" })
  local root = {}
  local last = root
  for i = 1, 20 do local key = {} eph[last] = { key, i } last = key end
  local lone = {} eph[lone] = { lone } lone = nil
  collectgarbage()
  local n, at = 0, root
  while eph[at] do n = n + 1 at = eph[at][1] end
  print("chain", n)
  root, last, at = nil
  collectgarbage()
  print("chain gone", next(eph))
end
-- Without being asked: what PUC does sooner or later.
do
  local weak, hits = setmetatable({ {} }, { __mode = "v" }), 0
  setmetatable({}, { __gc = function() hits = hits + 1 end })
  local live = { 1, 2, 3 }
  local sum = 0
  repeat local t = { live } sum = sum + #t[1] until weak[1] == nil and hits == 1
  print("by itself", sum % 3, hits)
  local function deep(n) if n == 0 then return {} end return { deep(n - 1) } end
  weak[1] = {}
  while weak[1] do deep(10) end
  print("in calls", weak[1])
end
-- Values go from weak tables before finalizers run, keys after.
do
  local keys, values = setmetatable({}, { __mode = "k" }), setmetatable({}, { __mode = "v" })
  local o = setmetatable({}, { __gc = function(o) print("finalizer sees", keys[o], values[1]) end })
  keys[o], values[1] = "key", o
  o = nil
  collectgarbage()
  collectgarbage()
  print(next(keys), next(values))
end
-- A traversal goes on though its table loses entries.
do
  local t = setmetatable({}, { __mode = "k" })
  for i = 1, 20 do t[{}] = i t[i] = i end
  local n = 0
  for k in pairs(t) do collectgarbage() if type(k) == "number" then n = n + 1 end end
  print("numbers", n)
end
print(collectgarbage("stop"), collectgarbage("isrunning"), collectgarbage("restart"), collectgarbage("isrunning"))
print(collectgarbage("setpause", 150), collectgarbage("setpause", 200), collectgarbage("setstepmul", 10), collectgarbage("setstepmul", 200))
print(pcall(collectgarbage, "count", "x"))
collectgarbage()
print(collectgarbage("step", 1000000), collectgarbage("step", 0))
do local n = 0 repeat n = n + 1 until collectgarbage("step") print(n > 4) end
