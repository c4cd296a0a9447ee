local address

-- Sleeps until the first request has told where to ask.
core.register_task(function()
  while not address do core.msleep(5) end
  local answer = core.httpclient():get({ url = "http://" .. address .. "/yes", headers = { ["x-task"] = { "yes" } } })
  local found, asked = answer.headers["x-found"][0], answer.headers["x-asked"][0]
  core.log(core.notice, "asked: " .. answer.status .. " " .. found .. " " .. asked)
end)

core.register_action("go", { "http-req" }, function(txn)
  address = txn.sf:req_hdr("x-address")
end)
