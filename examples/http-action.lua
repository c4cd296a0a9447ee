-- Who holds which key. A real script would read a file, or core.Map.
local users = {
  ["k-alice"] = { name = "alice", plan = "gold" },
  ["k-bob"] = { name = "bob", plan = "free" },
}

core.register_action("identify", { "http-req" }, function(txn)
  local key = txn.sf:req_hdr("x-api-key")
  local user = users[key]
  -- Nobody else may set what servers trust, and no server needs the key.
  txn.http:req_del_header("x-plan")
  txn.http:req_del_header("x-api-key")
  if not user then
    txn:Info("no user for the key '" .. key .. "'")
    return
  end
  txn:set_var("txn.user", user.name)
  txn.http:req_set_header("x-plan", user.plan)
end)
