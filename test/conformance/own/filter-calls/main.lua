core.register_service("svc", "http", function(a) a:start_response() a:send("service\n") end)
for _, n in ipairs { "a", "b", "c" } do
  local T = { id = "flt " .. n, flags = filter.FLT_CFG_FL_HTX } T.__index = T
  function T:new() print(n, "new") return setmetatable({}, T) end
  for _, cb in ipairs { "start_analyze", "end_analyze", "http_headers", "http_payload", "http_end" } do T[cb] = function(self, txn, x) local c = cb:match("http") and x.channel or x print(n, cb, c:is_resp() and "res" or "req", cb == "http_payload" and x:input() or "") if cb == "start_analyze" and n ~= "b" then filter.register_data_filter(self, x) end end end
  core.register_filter(n, T, function(f, args) print("init", n, #args, args[1]) return f end)
end
