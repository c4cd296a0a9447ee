for _, name in ipairs({ "a", "b" }) do
  local F = { flags = filter.FLT_CFG_FL_HTX }
  F.__index = F
  function F:new()
    return setmetatable({}, F)
  end
  function F:http_headers(_, message)
    local header = message:is_resp() and "x-response" or "x-request"
    local seen = message:get_headers()[header]
    message:set_header(header, (seen and seen[0] or "") .. name)
  end
  core.register_filter(name, F, function(self)
    return self
  end)
end
