core.register_task(function()
  local function j(t) if type(t) ~= "table" then return tostring(t) end local o = {} for k, v in pairs(t) do o[#o + 1] = tostring(k) .. "=" .. j(v) end table.sort(o) return "{" .. table.concat(o, " ") .. "}" end
  for _, n in ipairs { "s", "i", "ip4", "ip6", "b", "all", "nop" } do local t = core.backends[n].stktable print(n, tostring(t), j(t:info())) print(j(t:dump())) print(j(t:dump({}))) print(j(t:lookup("x"))) end
  local t = core.backends.s.stktable for _, m in ipairs { "info", "lookup", "dump" } do print(m, pcall(t[m])) print(m, pcall(t[m], {})) print(m, pcall(t[m], t, nil)) print(m, pcall(t[m], t, 5)) print(m, pcall(t[m], t, "x", "y")) print(m, pcall(t[m], t, {}, {})) print(m, pcall(t[m], t, true)) end print(pcall(function() t.lookup("x") end)) print(pcall(function() t:nope() end)) print(t == core.backends.s.stktable, t.info == core.backends.i.stktable.info)
  os.exit(0)
end)
