local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local c = {}
function c.recv(a) show("r", a:receive(3), a:receive(0), a:receive("2"), a:receive(-1)) end
function c.all(a) show("all", a:receive()) show("again", a:receive(), a:getline(), a:try_receive()) end
function c.lines(a) while true do local l = a:getline() show("l", l) if not l or l == "" then break end end end
function c.bad(a) show("e", pcall(a.receive, a, "x")) show("e", pcall(a.receive, a, {})) show("e", pcall(a.receive, a, 1, "x")) show("e", pcall(a.receive, a, 1, 2, 3)) show("e", pcall(a.getline, a, 1)) show("e", pcall(a.try_receive, a, 1)) show("e", pcall(a.send, a)) show("e", pcall(a.send, a, {})) show("e", pcall(a.send, a, nil)) show("e", pcall(a.send, {}, "x")) show("e", pcall(a.receive)) end
function c.send(a) show("s", a:send("abc"), a:send(5), a:send(""), a:send(1.5)) show("s", a:send(("z"):rep(40000))) end
function c.try(a) local n = 0 while true do local d = a:try_receive() if d == "" then break end if d then show("try", d) else core.msleep(5) end end end
function c.timeout(a) show("to", a:receive(100, 50)) show("to2", a:receive(2, 50)) end
function c.err(a) a:send("before") error("tcp boom") end
function c.obj(a) error({}) end
function c.done(a) a:send("d") core.done() a:send("never") end
function c.f(a) show("f", a.f:fe_name(), a.sf:src(), a.f:dst_port() ~= nil, pcall(a.f.path, a.f), pcall(a.f.req_len, a.f)) show("c", a.c:lower("X"), a.sc:base64("x")) show("v", a:get_var("txn.x"), a:set_var("txn.x", 5), a:get_var("txn.x"), a:unset_var("txn.x")) show("p", a:set_priv({}), a:get_priv()) end
function c.sleepy(a) core.msleep(20) a:send("a") core.yield() a:send("b") local q1 = core.queue() core.register_task(function() core.msleep(5) q1:push("x") end) a:send(q1:pop_wait()) end
core.register_service("t", "tcp", function(a) local n = a:getline() show("--", n, tostring(a)) local k = n:match("^%w+") if c[k] then c[k](a) else a:send("unknown\n") end end)
