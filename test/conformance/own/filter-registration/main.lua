local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local R = core.register_filter
try("0", R) try("1", R, "x") try("2", R, "x", {}) try("3", R, 5, {}, function() end) try("4", R, "x", function() end, function() end) try("5", R, "y", {}, {}) try("6", R, nil, {}, function() end) try("7", R, "z", {}, function() end, 4)
show("c", filter.CONTINUE, filter.WAIT, filter.ERROR, filter.FLT_CFG_FL_HTX) try("wt", filter.wake_time, 5) try("wt0", filter.wake_time) try("rdf", filter.register_data_filter) try("rdf1", filter.register_data_filter, {}) try("rdf2", filter.register_data_filter, {}, {}) try("udf", filter.unregister_data_filter, {}, {})
core.register_filter("ok", {}, function() end) core.register_filter("ok", {}, function() end)
core.register_task(function() try("rt", R, "late", {}, function() end) try("wt", filter.wake_time, 5) try("rdf2", filter.register_data_filter, {}, {}) try("act", act.wake_time, 5) os.exit(0) end)
