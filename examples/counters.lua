-- HAProxy runs this too, but only halua has figures to count in.
local orders

-- The statistics file is there once the configuration has been read.
core.register_init(function()
  orders = core.counter and core.counter("shop.orders")
end)

core.register_action("count", { "http-req" }, function(txn)
  if orders and txn.sf:path() == "/orders" then orders:add(1) end
end)

local function report()
  if not orders then return "no figures\n" end
  local lines = { "all processes: " .. orders:total() }
  for _, slot in ipairs(core.get_slots()) do
    local own = slot:get_metrics()["shop.orders"] or 0
    lines[#lines + 1] = "slot " .. slot:get_id() .. ": " .. own
  end
  return table.concat(lines, "\n") .. "\n"
end

core.register_service("figures", "http", function(applet)
  local text = report()
  applet:set_status(200)
  applet:add_header("content-type", "text/plain")
  applet:add_header("content-length", tostring(#text))
  applet:start_response()
  applet:send(text)
end)
