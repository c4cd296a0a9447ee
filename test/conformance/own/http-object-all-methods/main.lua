local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local function hs(h) local ks = {} for k, v in pairs(h) do local vs = {} local i = 0 while v[i] do vs[#vs + 1] = v[i] i = i + 1 end ks[#ks + 1] = k .. "=" .. table.concat(vs, "|") .. "#" .. #v end table.sort(ks) return (table.concat(ks, " ")) end
local M = { "req_get_headers","req_del_header","req_rep_header","req_rep_value","req_add_header","req_set_header","res_get_headers","res_del_header","res_rep_header","res_rep_value","res_add_header","res_set_header","req_set_method","req_set_path","req_set_query","req_set_uri","res_set_status" }
local function wrong(where, txn)
  for _, m in ipairs(M) do local f = txn.http[m]
    local function t(l, ...) local r = table.pack(pcall(f, ...)) for i = 1, r.n do if type(r[i]) == "table" then r[i] = "T:" .. tostring(r[i]) end end show(where .. " " .. m .. " " .. l, table.unpack(r, 1, r.n)) end
    t("none") t("self", txn.http) t("wrong", {}) t("1", txn.http, {}) t("2", txn.http, "x-t", {}) t("3", txn.http, "x-t", "(", {}) t("3b", txn.http, "x-t", "(", "y") t("4", txn.http, "x-t", "a", "b", "c")
  end
end
core.register_action("req", {"http-req"}, function(txn) local h = txn.http
  print("path", txn.sf:path())
  if txn.sf:path() == "/wrong" then wrong("req", txn) return end
  show("hdrs", hs(h:req_get_headers()))
  show("add", h:req_add_header("X-New", "n1")) show("add2", h:req_add_header("x-new", "n2")) show("num", h:req_add_header("x-num", 5)) show("flt", h:req_set_header("x-flt", 1.5))
  show("set", h:req_set_header("X-NEW", "only")) show("del", h:req_del_header("x-GONE")) show("del2", h:req_del_header("nothere"))
  show("rep", h:req_rep_header("x-multi", "^(.*), (.*)$", "\\2;\\1")) show("repv", h:req_rep_value("x-val", "^([a-z]+)([0-9]*)$", "<\\1-\\2-\\0-\\3>"))
  try("empty name", h.req_add_header, h, "", "v") try("bad name", h.req_add_header, h, "a b", "v") try("colon", h.req_add_header, h, "a:b", "v") try("lf", h.req_add_header, h, "x-lf", "a\nb") try("ctl", h.req_add_header, h, "x-ctl", "a\1b") try("high", h.req_add_header, h, "x-high", "\xe9") try("lead", h.req_add_header, h, "x-lead", "  v  ") try("emptyv", h.req_add_header, h, "x-emptyv", "") try("pseudo", h.req_add_header, h, ":x", "v") try("nameLF", h.req_add_header, h, "x\nq", "v")
  show("m", h:req_set_method("PURGE")) try("badm", h.req_set_method, h, "") try("badm2", h.req_set_method, h, "A B")
  show("p", h:req_set_path("/new path")) show("p2", h:req_set_path("/np")) show("q", h:req_set_query("z=1")) show("q2", h:req_set_query("?zz=2")) show("q0", h:req_set_query(""))
  if txn.sf:path() == "/uri" then show("u", h:req_set_uri("http://h/ab?c=d")) elseif txn.sf:query() ~= "" then show("u", h:req_set_uri("*")) end
  show("after", hs(h:req_get_headers()), txn.sf:url(), txn.sf:method(), txn.sf:path(), txn.sf:query())
end)
core.register_action("res", {"http-res"}, function(txn) local h = txn.http
  if txn.sf:status() == "200" and txn.sf:res_hdr("x-wrong") == "x" then wrong("res", txn) return end
  show("res", hs(h:res_get_headers()))
  show("st", h:res_set_status(299)) show("st", txn.f:status()) show("st2", h:res_set_status(404, "Mine")) try("st3", h.res_set_status, h, 99) try("st4", h.res_set_status, h, 1000) try("st5", h.res_set_status, h, "abc") try("st6", h.res_set_status, h, "503") try("st7", h.res_set_status, h, 418, 5) show("st", txn.f:status())
  show("rep", h:res_rep_header("x-a", "^(.*), (.*)$", "\\2;\\1")) show("repv", h:res_rep_value("x-a", ".*3.*", "three")) h:res_add_header("x-b", 12) h:res_set_header("x-c", "c") h:res_del_header("set-cookie")
  try("lf", h.res_add_header, h, "x-lf", "a\r\nb") try("nul", h.res_set_header, h, "x-nul", "a\0b") try("nil", h.res_set_header, h, "x-c", nil)
  show("after", hs(h:res_get_headers()))
end)
core.register_action("after", {"http-after-res"}, function(txn) local h = txn.http show("after hdrs", hs(h:res_get_headers())) try("req", h.req_get_headers, h) h:res_set_header("x-after", "1") h:res_set_status(203) end)
