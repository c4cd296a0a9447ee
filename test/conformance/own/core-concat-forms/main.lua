local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local c = core.concat() show("c", (tostring(c):gsub("0x%x+","P")), type(c))
try("add", c.add, c, "x") try("add n", c.add, c, 12) try("add f", c.add, c, 1.5) try("add 2", c.add, c, "y", "z") try("add none", c.add, c) try("add nil", c.add, c, nil) try("add t", c.add, c, {}) try("add bool", c.add, c, true) try("dot", c.add, "x") try("dump", c.dump, c) try("dump 2", c.dump, c, 1) try("dump none", c.dump) try("conc args", core.concat, 1, 2)
for i = 1, 500 do c:add(("%05d"):format(i)) end show("len", #c:dump(), c:dump():sub(-10), c:dump() == c:dump())
c:add("\0bin\0") show("bin", c:dump():sub(-5)) show("same", c.add == core.concat().add) try("set", function() c.x = 5 return c.x end) try("concat", function() return c .. "x" end) try("tostr", function() return tostring(c):match("^Concat") end)
local mt = getmetatable(c) local ks = {} for k in pairs(mt) do ks[#ks+1] = tostring(k) end table.sort(ks) show("mt", table.concat(ks, ","))
os.exit(0)
