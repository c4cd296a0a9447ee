local url = "http://127.0.0.1:" .. (os.getenv("ORIGIN") or "8081") .. "/"
local notice

core.register_task(function()
  while true do
    local answer = core.httpclient():get({ url = url, timeout = 1000 })
    if answer.status == 200 then
      notice = answer.body
    end
    core.msleep(1000)
  end
end)

-- What the task found last. Before it has found anything there is no sample:
-- that takes a return without a value, as nil would be the sample "0".
core.register_fetches("notice", function(_txn)
  if notice then
    return notice
  end
end)
