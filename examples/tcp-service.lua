-- A small store of keys and values: `set KEY VALUE`, `get KEY`, `quit`.
local store = {}

local function answer(line)
  local key, value = line:match("^set (%S+) (.*)$")
  if key then
    store[key] = value
    return "ok"
  end
  key = line:match("^get (%S+)$")
  if key then
    return store[key] or "no such key"
  end
  return "unknown command"
end

core.register_service("store", "tcp", function(applet)
  while true do
    local line = applet:getline()
    -- An empty text: the client has ended.
    if line == nil or line == "" then return end
    line = line:gsub("\r?\n$", "")
    if line == "quit" then return end
    applet:send(answer(line) .. "\n")
  end
end)
