local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
core.register_service("echo", "tcp", function(a) local d = a:receive() show("server got", d) a:send("<" .. d .. ">") end)
core.register_action("wait", {"tcp-req"}, function(txn) local l = txn.req:line() show("line", l) end)
local function t(l, ch, m, ...) local r = table.pack(pcall(ch[m], ch, ...)) show(l .. " " .. m, table.unpack(r, 1, r.n)) end
core.register_action("req", {"tcp-req"}, function(txn) local c = txn.req
  local cmd = c:data():match("^%w+") show("cmd", cmd)
  t("a", c, "data", 0, 3) t("b", c, "data", -3) t("c", c, "data", 2) t("d", c, "data", -100, 2) t("e", c, "data", 1, 0) t("f", c, "data", 0, -2) t("g", c, "line") t("h", c, "line", 2) t("i", c, "line", 0, 3) t("j", c, "input") t("k", c, "output") 
  t("l", c, "data", "x") t("m", c, "data", {}) t("n", c, "data", 0, "y") t("o", c, "data", 1, 2, 3) t("o", c, "line", 1, 2, 3)
  if cmd == "ins" then t("1", c, "insert", "AB", 2) t("2", c, "insert", "CD") t("3", c, "insert", "EF", -1) t("4", c, "insert", "x", 1000) t("5", c, "insert", "y", -1000) t("6", c, "insert", "") t("7", c, "insert") t("8", c, "insert", nil) t("9", c, "insert", {}) t("10", c, "insert", 12) show("now", c:data(), c:input())
  elseif cmd == "set" then t("1", c, "set", "NEW") show("n", c:data()) t("2", c, "set", "mid", 1, 1) show("n", c:data()) t("3", c, "set", "x", 100) t("4", c, "set", "x", 0, 100) t("5", c, "set", "", 0, 1) show("n", c:data()) t("6", c, "set", "tail", -1) show("n", c:data()) t("7", c, "set", "q", -1, 0) show("n", c:data()) t("8", c, "set") t("9", c, "set", "a", 1, -5)
  elseif cmd == "rem" then t("1", c, "remove", 0, 1) show("n", c:data()) t("2", c, "remove", -2, 1) show("n", c:data()) t("3", c, "remove", 100) t("4", c, "remove", 0, 100) t("5", c, "remove", 1, 0) show("n", c:data()) t("6", c, "remove", 2) show("n", c:data()) t("7", c, "append", "app") show("n", c:data()) t("8", c, "prepend", "pre") show("n", c:data()) t("9", c, "remove", "x") t("10", c, "remove", 0, -1) t("11", c, "append", "x", "y")
  elseif cmd == "fwd" then t("1", c, "send", "sent1 ") show("n", c:data(), c:output()) t("2", c, "forward", 2) show("n", c:data()) t("3", c, "forward", 0) t("4", c, "forward", -1) t("6", c, "send") t("7", c, "send", "x", "y") t("8", c, "send", 5) t("9", c, "forward") t("10", c, "forward", "1") show("n", c:data())
  elseif cmd == "old" then t("1", c, "dup") t("2", c, "get_in_len") t("3", c, "get_out_len") t("4", c, "getline") show("n", c:data()) t("5", c, "set", "more\n") t("6", c, "get") show("n", c:data()) t("7", c, "append", "again\n") show("n", c:data())
  end

end)
core.register_action("res", {"tcp-res"}, function(txn) local c = txn.res local d = c:data() show("res", d, c:input(), c:is_resp(), c:may_recv()) 
  if d and d:match"ins" then t("r", c, "append", "[app]") t("r", c, "prepend", "[pre]") end t("r", txn.req, "is_resp") end)
