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
