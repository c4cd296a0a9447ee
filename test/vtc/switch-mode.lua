-- What a script keeps of a stream, across its change from TCP to HTTP.
core.register_action("keep", { "tcp-req" }, function(txn)
  txn:set_priv("kept")
end)

core.register_action("show", { "http-req" }, function(txn)
  txn:set_var("txn.kept", txn:get_priv())
end)
