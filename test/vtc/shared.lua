core.register_action("count", { "http-req" }, function(txn)
  local count = (txn:get_priv() or 0) + 1
  txn:set_priv(count)
  txn:set_var("txn.count", count)
  txn:set_var("sess.word", "deep")
end)

core.register_fetches("private", function(txn) return txn:get_priv() end)
