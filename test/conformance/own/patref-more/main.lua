core.register_task(function()
  local function sh(p) local o = {} for k, v in pairs(p) do o[#o + 1] = k .. "=" .. tostring(v) end return table.concat(o, " ") end
  local m, l = core.get_patref("m.map"), core.get_patref("l.acl") print(tostring(m), m:get_name(), m:is_map(), l:get_name(), l:is_map()) print(sh(m)) print(sh(l)) print(m.a, m.b, m.nope, m.key, l["/one"], l["/x"], m[1], pcall(function() return m[{}] end)) print(pcall(function() m.a = "assigned" end), m.a) print(#m, next(m) ~= nil, rawget(m, "a"))
  print("add", m:add("c", "3"), m:add("c", "4"), m:add("d"), m:add("", "empty"), m:add("sp ace", "x y"), m:add(5, 6)) print(sh(m)) print("acl add", l:add("/two"), l:add("/three", "val"), l:add("/two")) print(sh(l), l["/three"])
  print("set", m:set("c", "changed"), m:set("zz", "x")) print("force", m:set("zz", "x", true), m:set("yy", "y", false)) print(sh(m)) print("acl set", l:set("/two", "v"), l:set("/new", "v", true)) print(sh(l))
  print("del", m:del("c"), m:del("nope"), m:del("zz")) print(sh(m))
  for _, f in ipairs { "get_name", "is_map", "purge", "prepare", "commit", "giveup", "add", "add_bulk", "del", "set", "event_sub" } do print(f, pcall(m[f])) print(f, pcall(m[f], {})) if f ~= "purge" and f ~= "prepare" and f ~= "commit" and f ~= "giveup" then print(f, pcall(m[f], m, {}, {}, {}, {})) print(f, pcall(m[f], m)) end end
  print("commit without", m:commit()) print("prepare", m:prepare(), m:prepare()) print("pending", sh(m)) print(m:add("p", "1"), m:add("q", "2"), m:set("p", "11"), m:set("none", "x"), m:del("q"), m.p, m.a) local o = core.get_patref("m.map") print("other", sh(o), o.p) print(m:commit(), sh(o), sh(m)) print(m:commit())
  o:prepare() o:add("x", "1") m:prepare() m:add("y", "2") print("m first", m:commit(), "then o", o:commit()) print(sh(core.get_patref("m.map")))
  local g = core.get_patref("m.map") g:prepare() g:add("lost", "1") print("giveup", g:giveup(), sh(core.get_patref("m.map"))) print("bulk", m:add_bulk({ b1 = "v1" }), m:add_bulk({}), l:add_bulk({ "/b1", "/b2" })) print(sh(core.get_patref("m.map"))) print(sh(l)) print(pcall(m.add_bulk, m, "x")) print(pcall(m.add_bulk, m)) print(pcall(m.add_bulk, m, nil))
  print("purge", m:purge(), sh(core.get_patref("m.map")), l:purge(), sh(l)) print(m == core.get_patref("m.map"), m.add == core.get_patref("l.acl").add)
  for _, a in ipairs { {}, { nil }, { 5 }, { "nosuch" }, { {} }, { "m.map", 1 } } do print(pcall(core.get_patref, table.unpack(a))) end print(pcall(core.get_patref, nil)) os.exit(0)
end)
