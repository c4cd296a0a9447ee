core.register_action("request", { "http-req" }, function(txn, name)
  local path = txn.sf:path()
  if path == "/denied" then
    txn:set_var("txn.verdict", "no")
  elseif path == "/error" then
    local reply = txn:reply({ status = 200, headers = { ["content-type"] = { "text/plain" } }, body = "done" })
    txn:done(reply)
  end
  txn.http:req_set_path("/changed")
  txn.http:req_set_query("by=lua")
  txn.http:req_set_header("x-from", name)
  txn.http:req_del_header("x-gone")
end, 1)

core.register_action("response", { "http-res" }, function(txn)
  txn.http:res_del_header("x-server")
  txn.http:res_set_status(203, "Seen")
end)
