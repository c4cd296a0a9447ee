local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
core.register_cli({"show","one"}, "show one : a command", function(a, ...) show("args", ...) a:send("one\n") end)
core.register_cli({"show","two","deep"}, "show two deep", function(a, ...) a:send("first\n") core.msleep(5) a:send("second") end)
core.register_cli({"err"}, "err", function(a) error("cli boom") end)
core.register_cli({"late"}, "late", function(a) a:send("partial") error({}) end)
core.register_cli({"read"}, "read", function(a) a:send("[" .. tostring(a:getline()) .. "]") end)
core.register_cli({"obj"}, "obj", function(a) show("obj", tostring(a), type(a.f), type(a.sf), type(a.c), type(a.sc)) show("ff", pcall(a.f.src, a.f)) show("vars", pcall(a.set_var, a, "proc.x", 1), pcall(a.get_var, a, "proc.x")) show("vars", pcall(a.set_var, a, "txn.x", 1)) show("priv", pcall(a.set_priv, a, 1), a:get_priv()) show("conv", a.c:upper("x")) a:send(5) a:send("\n") return "ignored" end)
core.register_cli({"loop"}, "loop", function(a) while true do end end)
core.register_cli({"many"}, "many", function(a) for i = 1, 5 do a:send(("x"):rep(4000) .. "\n") end end)
core.register_cli({"done"}, "done", function(a) a:send("d") core.done() end)
core.register_cli({"show","one"}, "again", function(a) a:send("replaced\n") end)
