core.register_task(function()
  local q, log = core.queue(), {}
  local function add(x) log[#log + 1] = x end
  for i = 1, 3 do core.register_task(function() add("w" .. i) while true do local v = q:pop_wait() add(i .. "<" .. v) if v == "stop" then return end end end) end
  core.msleep(20) for _, v in ipairs { "a", "b", "c", "d" } do q:push(v) end core.msleep(20) add("|") q:push("e") core.msleep(10) q:push("f") core.msleep(10) q:push("g") core.msleep(10) add("|") for _ = 1, 3 do q:push("stop") core.msleep(10) end print(table.concat(log, " "))
  log = {} local q3 = core.queue() core.register_task(function() q3:alarm() local t = core.now() core.wait(1000) add("woken") core.wait(30) add("not armed again") end) core.msleep(10) q3:push(1) core.msleep(5) q3:push(2) core.msleep(60) print(table.concat(log, " "), q3:size())
  log = {} local q4 = core.queue() q4:push("x") core.register_task(function() q4:alarm() core.wait(20) add("alarm with content") add(q4:pop()) end) core.msleep(40) print(table.concat(log, " ")) print(pcall(q4.alarm)) print(pcall(q4.alarm, q4, 1)) print(pcall(q4.alarm, {})) print(pcall(q4.pop_wait)) print(pcall(q4.pop_wait, {})) print(pcall(q4.pop, q4, 1)) print(pcall(core.queue, 1)) print(select("#", q4:alarm()))
  q4.size = function() return "mine" end print(q4:size(), core.queue():size()) q4[0] = nil print(pcall(q4.push, q4, 1))
  local q5 = core.queue() core.register_task(function() print("raise after pop", q5:pop_wait()) error("x") end) core.register_task(function() print("second", q5:pop_wait()) end) core.msleep(5) q5:push(1) q5:push(2) core.msleep(20)
  os.exit(0)
end)
core.register_init(function() local q = core.queue() q:push("in init") print(q:pop(), pcall(q.pop_wait, q)) print(pcall(q.alarm, q)) end)
local q = core.queue() print(pcall(q.pop_wait, q)) print(pcall(q.alarm, q)) print(q:push(1), q:pop())
