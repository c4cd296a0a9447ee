core.register_action("complete", { "http-res" }, function(txn)
  local headers = txn.http:res_get_headers()
  txn.http:res_del_header("server")
  -- A page that says nothing of caches is not kept.
  if not headers["cache-control"] then
    txn.http:res_add_header("cache-control", "no-store")
  end
  if txn.f:status() == 404 then
    txn.http:res_set_status(410, "Gone")
  end
end)
