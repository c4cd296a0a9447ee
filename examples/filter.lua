-- Writes texts in capitals.
local Shout = { id = "shouts", flags = filter.FLT_CFG_FL_HTX }
Shout.__index = Shout

function Shout:new()
  return setmetatable({}, Shout)
end

function Shout:start_analyze(txn, channel)
  if channel:is_resp() then filter.register_data_filter(self, channel) end
end

function Shout:http_headers(txn, message)
  if message:is_resp() then
    txn.http:res_set_header("x-filter", "shout")
  end
end

function Shout:http_payload(txn, message)
  local text = message:body(0, -1)
  message:set(text:upper(), 0, -1)
end

core.register_filter("shout", Shout, function(self, _args) return self end)
