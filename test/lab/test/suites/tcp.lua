core.register_service("shout", "tcp", function(applet)
  while true do
    local line = applet:getline()
    if line == nil or line == "" then return end
    applet:send(line:upper())
  end
end)
core.register_service("silent", "tcp", function(applet) core.sleep(2) applet:send("late") end)
core.register_action("peek", {"tcp-req"}, function(txn, word)
  txn:set_var("sess.peek", word .. txn.sf:src())
  core.msleep(5)
end, 1)
core.register_action("after", {"tcp-res"}, function(txn) txn:set_var("txn.after", "yes") end)
core.register_action("fails", {"tcp-req"}, function(txn) error("oh") end)
core.register_action("http", {"http-req"}, function(txn) txn:set_var("txn.p", txn.f:path()) end)
