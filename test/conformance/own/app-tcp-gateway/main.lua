core.register_action("route", { "tcp-req" }, function(txn) local l = txn.req:line() local name = l and l:match("^@(%a+)\n") if name and core.backends[name] then txn.req:remove(0, #l) txn:set_var("txn.dest", name) else txn.res:send("ERR no route\n") txn:set_var("txn.dest", "none") end end)
core.register_service("echo", "tcp", function(a) while true do local l = a:getline() if l == "" then return end a:send(l) end end)
core.register_service("upper", "tcp", function(a) while true do local l = a:getline() if l == "" then return end a:send(l:upper()) end end)
