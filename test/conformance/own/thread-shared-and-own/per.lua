print("per", core.thread, G, ...)
P = 0
core.register_fetches("pt", function(txn) P = P + 1 return "p" .. core.thread .. P .. tostring(txn:get_priv()) end)
core.register_init(function() print("init per", core.thread) end)
core.register_action("actp", {"http-req"}, function(txn) print("actp", core.thread, txn:get_priv()) txn:set_priv("from per") end)
