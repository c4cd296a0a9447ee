local m = Map.new("m.map")
core.register_cli({ "lk" }, "u", function(a, _, k) a:send(tostring(m:lookup(k)) .. " " .. m:slookup(k) .. "\n") end)
