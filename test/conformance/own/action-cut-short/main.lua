core.register_action("sleepy", { "http-req" }, function(txn) core.msleep(20) print("slept http") end)
core.register_action("sleepy2", { "http-after-res" }, function(txn) print("after 1") core.msleep(1) print("never") end)
core.register_action("tsleep", { "tcp-req" }, function(txn) print("tcp 1") core.msleep(4000) print("tcp slept") end)
core.register_service("s", "tcp", function(a) a:send("service " .. a:getline()) end)
