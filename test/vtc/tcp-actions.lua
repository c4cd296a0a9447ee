core.register_action("request", { "tcp-req" }, function(txn)
  local line = txn.req:line()
  if line == "deny!\n" then return act.DENY end
  txn.req:prepend("lua ")
  return act.CONTINUE
end)

core.register_action("response", { "tcp-res" }, function(txn)
  local line = txn.res:line()
  txn.res:append("more\n")
  if line ~= "one\n" then return act.DENY end
end)
