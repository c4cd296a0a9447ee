-- A health script: looks at every process on the shared statistics file once a
-- second, says what it sees, and tells when one comes, goes, or falls silent.
--
--   halua run examples/health.lua --map /run/haproxy/stats.shm

local quiet_ms = 5000 -- a process beats each second; this much silence is suspicious

-- Our own slot stays alive only while this says so.
core.register_heartbeat(function()
  return collectgarbage("count") < 512 * 1024 -- KiB
end)

local function total(stats, name)
  local sum = 0
  for _, figures in pairs(stats) do
    sum = sum + (figures[name] or 0)
  end
  return sum
end

local function verdict(slot)
  local state = slot:get_state()
  if state == "alive" and slot:get_age() > quiet_ms then
    return "silent"
  end
  return state
end

local function report()
  local map = core.get_map()
  print(string.format("-- %s (version %s)", map:get_path(), map:get_version()))
  print(string.format("%4s  %8s  %-8s  %9s  %10s  %10s", "slot", "pid", "state", "heartbeat", "sessions", "bytes out"))
  for _, slot in ipairs(core.get_slots()) do
    local stats = slot:get_stats()
    print(string.format(
      "%4d  %8d  %-8s  %6d ms  %10d  %10d%s",
      slot:get_id(),
      slot:get_pid(),
      verdict(slot),
      slot:get_age(),
      total(stats, "stot"),
      total(stats, "bout"),
      slot:is_mine() and "  (me)" or ""
    ))
  end
end

core.event_sub({ "SLOT_UP", "SLOT_DOWN", "SLOT_EXPIRED" }, function(event, data)
  core.Warning(string.format("%s: slot %d, process %d", event, data.slot, data.pid))
end)

core.register_task(function()
  while true do
    report()
    core.sleep(1)
  end
end)
