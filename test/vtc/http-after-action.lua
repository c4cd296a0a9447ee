core.register_action("after", { "http-after-res" }, function(txn)
  txn.http:res_add_header("x-after", tostring(txn.f:status()))
end)
