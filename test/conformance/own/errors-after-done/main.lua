local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local F, C, A = core.register_fetches, core.register_converters, core.register_action
F("ftab", function() return {} end) F("fnil", function() return nil end) F("fnone", function() end) F("fflt", function() return 3.7 end) F("ffn", function() return print end) F("fmulti", function() return "a", "b", 3 end) F("ferr", function() local x = nil return x.y end) F("fobj", function() error({ code = 1 }) end) F("fyield", function() core.yield() return 1 end) F("fdone", function() core.done("done value") end) F("fbool", function() return true end) F("fargs", function(txn, ...) return q(table.pack(...)) end)
C("cerr", function(v) error("conv " .. v, 0) end) C("cnil", function() return nil end) C("ctab", function(v, ...) return q(table.pack(v, ...)) end) C("cid", function(v) return type(v) .. v end) C("clen", function(v) return #v end) C("cyield", function(v) core.sleep(1) return v end) C("cint", function() return 41 end)
A("aerr", {"http-req"}, function() local t = setmetatable({}, { __index = function(_, k) error("idx " .. k) end }) return t.foo end)
A("aobj", {"http-req"}, function() error(setmetatable({}, { __tostring = function() return "custom" end })) end)
local function lvl(n) if n == 0 then error("deep", 2) end lvl(n - 1) return 1 end
A("adeep", {"http-req"}, function() lvl(3) end)
A("anum", {"http-req"}, function() error(42) end)
A("atail", {"http-req"}, function() local function f() string.rep() end return f() end)
A("aco", {"http-req"}, function() coroutine.wrap(function() local a = {} .. "x" end)() end)
A("aargs", {"http-req"}, function(txn, ...) show("args", ...) end, 3)
