core.register_action("admit", { "tcp-req" }, function(txn)
  -- Waits for a whole line, as long as the inspect-delay lets it.
  local line = txn.req:line()
  txn:set_var("txn.admitted", line == "password sesame\n")
end)

core.register_service("welcome", "tcp", function(applet)
  applet:getline()
  applet:send("welcome, you said " .. (applet:getline() or "nothing"))
end)
