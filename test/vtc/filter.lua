local Shout = { id = "shouts", flags = filter.FLT_CFG_FL_HTX }
Shout.__index = Shout

function Shout:new()
  return setmetatable({ name = self.args[1] }, Shout)
end

function Shout:start_analyze(_txn, channel)
  filter.register_data_filter(self, channel)
end

function Shout:http_headers(txn, message)
  if message:is_resp() then
    txn.http:res_set_header("x-filter", self.name)
  else
    txn.http:req_set_header("x-filter", self.name)
  end
end

function Shout:http_payload(_txn, message)
  local text = message:body(0, -1)
  if text ~= "" then message:set(text:upper(), 0, -1) end
end

core.register_filter("shout", Shout, function(self, args)
  self.args = args
  return self
end)
