local function p(n, f, ...) local r = table.pack(pcall(f, ...)) for i = 1, r.n do r[i] = type(r[i]) == "table" and "table" or tostring(r[i]) end print(n, r.n, table.concat(r, " | ")) end
core.register_service("svc", "http", function(a)
  local names = {} for k, v in pairs(getmetatable(a).__index) do names[#names + 1] = k .. ":" .. type(v) end table.sort(names) print(table.concat(names, " ")) names = {} for k, v in pairs(a) do names[#names + 1] = tostring(k) .. ":" .. type(v) end table.sort(names) print(table.concat(names, " ")) print(tostring(a))
  p("receive x", a.receive, a, "x") p("receive 1 2", a.receive, a, 1, 2) p("receive -1", a.receive, a, -1) p("receive 0", a.receive, a, 0) p("getline arg", a.getline, a, 1) p("getline", a.getline, a) p("receive nil", a.receive, a, nil)
  p("set_status none", a.set_status, a) p("set_status x", a.set_status, a, "x") p("set_status 1.0", a.set_status, a, 201.0) p("add none", a.add_header, a) p("add bool", a.add_header, a, "x-b", true) p("add nl", a.add_header, a, "x-nl", "a\nb") p("add name", a.add_header, a, "x bad", "v")
  p("set_var", a.set_var, a, "txn.a", 1) p("get_var", a.get_var, a, "txn.a") p("unset", a.unset_var, a, "txn.a") p("get", a.get_var, a, "txn.a") p("res var", a.set_var, a, "res.a", 1) p("req var", a.set_var, a, "req.a", 1) p("ifexist", a.set_var, a, "proc.nope", 1, true) p("bad", a.set_var, a, "bad", 1) p("args", a.set_var, a) p("priv", a.set_priv, a, 5) p("getpriv", a.get_priv, a)
  p("self", a.receive) p("self t", a.receive, {}) p("self s", a.send, "x", "y") p("start args", a.start_response, a, 1)
  p("send before", a.send, a, "x")
end)
