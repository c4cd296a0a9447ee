local function p(n, f, ...) local r = table.pack(pcall(f, ...)) for i = 1, r.n do r[i] = tostring(r[i]):gsub("\n", "\\n") end print(n, table.concat(r, " | ")) end
local c = {}
c.set = function(ch) p("set", ch.set, ch, "NEW TEXT\n") end
c.setoff = function(ch) p("set off", ch.set, ch, "XY", 2) p("left", ch.data, ch) end
c.setlen = function(ch) p("set len", ch.set, ch, "", 0, 3) p("left", ch.data, ch) end
c.insert = function(ch) p("insert", ch.insert, ch, "<<") p("insert at", ch.insert, ch, "--", 3) p("insert neg", ch.insert, ch, "!!", -1) p("insert bad", ch.insert, ch, "x", 999) p("now", ch.data, ch) end
c.prepend = function(ch) p("prepend", ch.prepend, ch, "pre:") p("append", ch.append, ch, "app:") p("now", ch.data, ch) end
c.remove = function(ch) p("remove", ch.remove, ch, 2, 2) p("bad off", ch.remove, ch, 999) p("bad len", ch.remove, ch, 0, 999) p("neg", ch.remove, ch, -2, 1) p("now", ch.data, ch) end
c.data = function(ch) p("all", ch.data, ch) p("off", ch.data, ch, 2) p("off len", ch.data, ch, 1, 3) p("neg", ch.data, ch, -4) p("neg len", ch.data, ch, -4, 2) p("zero", ch.data, ch, 0, 0) p("minus len", ch.data, ch, 0, -1) p("big neg", ch.data, ch, -999, 3) p("text arg", ch.data, ch, "1", "2") p("bad arg", ch.data, ch, "x") p("many", ch.data, ch, 1, 2, 3) p("len -5", ch.data, ch, 0, -5) end
c.line = function(ch) p("line", ch.line, ch) p("line off", ch.line, ch, 2) p("line len", ch.line, ch, 0, 2) p("line neg", ch.line, ch, -3) end
c.old = function(ch) p("dup", ch.dup, ch) p("in", ch.get_in_len, ch) p("out", ch.get_out_len, ch) p("get", ch.get, ch) p("in", ch.get_in_len, ch) p("append", ch.append, ch, "put back\n") end
c.getline = function(ch) p("getline", ch.getline, ch) p("in", ch.input, ch) p("set", ch.set, ch, "from getline\n") end
c.forward = function(ch) p("forward", ch.forward, ch, 4) p("in", ch.input, ch) p("out", ch.output, ch) p("rest", ch.data, ch) p("forward 0", ch.forward, ch, 0) p("fw bad", ch.forward, ch, "x") end
c.send = function(ch) p("send", ch.send, ch, "sent first ") p("in", ch.input, ch) p("rest", ch.data, ch) end
c.empty = function(ch) p("set empty", ch.set, ch, "") p("in", ch.input, ch) p("insert empty", ch.insert, ch, "") p("send empty", ch.send, ch, "") p("refill", ch.set, ch, "refilled\n") end
c.args = function(ch) p("set none", ch.set, ch) p("set nil", ch.set, ch, nil) p("insert none", ch.insert, ch) p("append none", ch.append, ch) p("prepend table", ch.prepend, ch, {}) p("send none", ch.send, ch) p("fw none", ch.forward, ch) p("is_full arg", ch.is_full, ch, 1) p("may_recv arg", ch.may_recv, ch, 1) p("is_resp arg", ch.is_resp, ch, 1) p("input arg", ch.input, ch, 1) p("output arg", ch.output, ch, 1) p("self", ch.data) p("self bad", ch.data, {}) p("self str", ch.data, "x") p("set many", ch.set, ch, "a", 0, 1, 2) p("insert many", ch.insert, ch, "a", 0, 1) p("remove many", ch.remove, ch, 1, 2, 3) p("line many", ch.line, ch, 1, 2, 3) p("dup arg", ch.dup, ch, 1) p("get arg", ch.get, ch, 1) p("getline arg", ch.getline, ch, 1) p("num", ch.set, ch, 42) p("now", ch.data, ch) end
core.register_action("ops", { "tcp-req" }, function(txn) local l = txn.req:line() if not l then print("no line") return end local w = l:match("^%a+") print("== " .. w) c[w](txn.req) end)
core.register_service("echo", "tcp", function(a) local d = a:receive() a:send("server got: " .. d) end)
