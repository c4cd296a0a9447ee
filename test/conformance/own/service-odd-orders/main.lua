local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local c = {}
function c.status2(a) show("s", a:set_status(404)) show("s", a:set_status(201, "Mine")) show("s", a:set_status(99), a:set_status(600), a:set_status("500")) a:start_response() a:send("x") show("s", a:set_status(302)) end
function c.s100(a) show("s", a:set_status(100)) a:start_response() a:send("x") end
function c.s204(a) a:set_status(204) a:start_response() a:send("") end
function c.s204b(a) a:set_status(204) a:start_response() show("snd", a:send("body")) end
function c.s304(a) a:set_status(304) a:add_header("etag", "\"x\"") a:start_response() end
function c.s101(a) a:set_status(101) a:add_header("upgrade", "x") a:add_header("connection", "upgrade") a:start_response() a:send("raw") end
function c.getline(a) local l = {} while true do local x = a:getline() if x == "" then break end l[#l+1] = q(x) end a:start_response() a:send(table.concat(l, " ")) end
function c.recv(a) local r = q(a:receive(3)) .. q(a:receive(0)) .. q(a:getline()) .. q(a:receive(100)) .. q(a:receive()) .. q(a:receive(1)) .. q(a:getline()) a:start_response() a:send(r) end
function c.recvneg(a) local r = q(a:receive(-1)) a:start_response() a:send(r) end
function c.recvbad(a) show("r", pcall(a.receive, a, "x")) show("r", pcall(a.receive, a, {})) show("r", pcall(a.receive, a, 1, 2)) show("r", pcall(a.getline, a, 1)) show("r", pcall(a.receive)) a:start_response() a:send(tostring(#a:receive())) end
function c.head(a) a:add_header("content-length", "5") a:start_response() show("send", a:send("hello")) end
function c.headchunk(a) a:start_response() show("send", a:send("hello")) end
function c.names(a) for _, n in ipairs{"x ok", "x:y", "", "X-Up", "x\1", "x-nl\n"} do show("add", pcall(a.add_header, a, n, "v")) end a:start_response() a:send("n") end
function c.vals(a) for i, n in ipairs{"a b", "", " lead ", "\xe9", 5, 1.5} do show("add", pcall(a.add_header, a, "x-" .. i, n)) end a:start_response() a:send("n") end
function c.vallf(a) show("add", pcall(a.add_header, a, "x-lf", "a\nb")) a:start_response() a:send("n") end
function c.conn(a) a:add_header("connection", "close") a:start_response() a:send("n") end
function c.te(a) a:add_header("transfer-encoding", "chunked") a:start_response() a:send("one") a:send("two") end
function c.tecl(a) a:add_header("transfer-encoding", "chunked") a:add_header("content-length", "3") a:start_response() a:send("one") end
function c.big(a) a:start_response() local n = 0 for i = 1, 40 do n = n + a:send(("%07d\n"):format(i):rep(512)) end show("n", n) end
function c.resp(a) a.response["x-a"] = {"1"} a.response["x-b"] = {[0]="zero", "one", [5]="five"} a.response["X-C"] = {5} a:start_response() a:send("r") end
function c.vars(a) show("v", a:get_var("txn.v"), a:get_var("txn.none"), a:set_var("txn.n", 5), a:get_var("txn.n"), a:unset_var("txn.n"), a:get_var("txn.n")) show("e", pcall(a.set_var, a, "bad.x", 1)) show("e", pcall(a.set_var, a, "novar", 1)) show("e", pcall(a.get_var, a, "bad.x")) show("e", pcall(a.set_var, a)) show("e", pcall(a.set_var, a, "txn.t", {})) show("e", a:get_var("txn.t")) show("e", pcall(a.set_var, a, "txn.nil", nil)) show("ife", a:set_var("txn.never", 1, true), a:set_var("proc.never2", 1, true)) show("p", a:set_priv("x"), a:get_priv()) a:start_response() end
function c.f(a) show("f", a.f:src(), pcall(a.f.path, a.f)) show("f", a.sf:src(), pcall(a.sf.method, a.sf)) show("f", a.f:fe_name(), a.sf:always_true(), a.f:always_true()) show("c", a.c:lower("AB"), a.sc:upper("ab"), a.f:var("txn.v")) a:start_response() end
function c.fields(a) local ks = {} for k, v in next, a do if type(v) == "table" and k ~= "headers" then v = tostring(v):gsub("0x.*", "") elseif type(v) == "userdata" then v = "ud" elseif k == "headers" then v = q(v) end ks[#ks+1] = tostring(k) .. "=" .. tostring(v) end table.sort(ks) a:start_response() a:send(table.concat(ks, "\n")) end
function c.settext(a) a.method = "changed" a.path = 5 a.headers = nil a:start_response() a:send(tostring(a.method) .. tostring(a.path)) end
function c.sleep(a) core.msleep(20) a:start_response() core.msleep(20) a:send("a") core.yield() a:send("b") core.sleep(0) end
function c.retval(a) a:start_response() a:send("r") return "ignored", 5 end
function c.sendtypes(a) a:start_response() show("s", a:send(5), a:send(1.5), pcall(a.send, a, nil)) show("s", pcall(a.send, a, {})) show("s", pcall(a.send, a, true)) end
core.register_service("odd", "http", function(a) local n = a.path:sub(2) show("--", n, a.method, a.version, a.qs, a.length) c[n](a) end)
