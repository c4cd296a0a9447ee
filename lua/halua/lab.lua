-- Scripted tests of reloads, crashes and stopped processes: see doc/reload-testing.md.
local native = require "halua.lab.native"

local lab = {}

-- Between two looks at a condition, in milliseconds.
local pause = 20

local function now()
  local time = core.now()
  return time.sec * 1000 + time.usec / 1000
end

lab.start = native.start
lab.port = native.port
lab.map = native.map
lab.advance = native.advance
lab.haproxy = native.haproxy
lab.clean = native.clean

--- Waits until fn gives a true value, and returns that. Raises where it has not within ms (5000 by default), with the
--- error that fn raised last, if it did.
function lab.eventually(fn, ms)
  local limit = ms or 5000
  local deadline = now() + limit
  while true do
    local ok, value = pcall(fn)
    if ok and value then return value end
    if now() >= deadline then
      local why = ok and "" or (": " .. tostring(value))
      error(string.format("not within %d ms%s", limit, why), 2)
    end
    core.msleep(pause)
  end
end

--- Watches for ms (1000 by default) that fn gives no true value. Raises at once where it does; errors of fn go on.
function lab.never(fn, ms)
  local limit = ms or 1000
  local start = now()
  while true do
    if fn() then error(string.format("came true after %d ms", now() - start), 2) end
    if now() - start >= limit then return end
    core.msleep(pause)
  end
end

return lab
