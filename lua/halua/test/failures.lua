--- What a failed assertion raises, and what any other error becomes.
local failures = {}

local Failure = {}
Failure.__index = Failure
function Failure.__tostring(failure) return failure.message end

local own = debug.getinfo(1, "S").source:match("^@(.*)failures%.lua$")

--- The places in scripts that led here, innermost first; without those of halua's own files.
local function places(level)
  local found = {}
  local info = debug.getinfo(level, "Sl")
  while info do
    local file = info.source:match("^@(.*)$")
    local isOwn = file and (file:sub(1, #own) == own or file == own:sub(1, -2) .. ".lua")
    if file and not isOwn and info.currentline > 0 then
      found[#found + 1] = file .. ":" .. info.currentline
    end
    level = level + 1
    info = debug.getinfo(level, "Sl")
  end
  return found
end

--- Raises a failure. `expected` and `actual` are texts, for a diff; both or none.
function failures.raise(message, expected, actual)
  local failure = { message = message, expected = expected, actual = actual, assertion = true }
  failure.places = places(3)
  error(setmetatable(failure, Failure), 0)
end

--- A message handler: makes any error a failure.
function failures.caught(err)
  if getmetatable(err) == Failure then return err end
  return { message = tostring(err), places = places(3) }
end

return failures
