print("shared", core.thread, select("#", ...), ...)
G = "shared global"
core.register_fetches("sh", function(txn) return G .. core.thread .. tostring(txn:get_priv()) end)
core.register_init(function() print("init shared", core.thread) end)
core.register_action("act", {"http-req"}, function(txn) print("act", core.thread, txn:get_priv()) txn:set_priv("from shared") end)
core.register_task(function() print("task shared", core.thread) end)
