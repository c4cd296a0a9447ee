-- Runs programs one after the other and gives each one's output as text. The
-- same file serves lua5.3 and halua, so that a difference is the engine's.
local concat, tostring, type, select, pairs, pcall, load = table.concat, tostring, type, select, pairs, pcall, load
local setmetatable, format, mathtype, sort, gsub = setmetatable, string.format, math.type, table.sort, string.gsub
local smeta = getmetatable("")
local sindex, originals = smeta.__index, {}
for name, lib in pairs { string = string, table = table, math = math } do
  originals[name] = {}
  for k, v in pairs(lib) do originals[name][k] = v end
end

-- A value as text: its type is visible, floats show every bit, tables their contents.
local function show(v, depth)
  local t = mathtype(v)
  if t == "integer" then return tostring(v) end
  if t == "float" then
    if v ~= v then return "nan" end
    return format("%.17g", v) .. "f"
  end
  if type(v) == "string" then
    return '"' .. gsub(v, "[^\32-\126]", function(c) return format("\\x%02x", c:byte()) end) .. '"'
  end
  if type(v) == "table" and depth < 3 then
    local parts = {}
    for k, x in pairs(v) do
      if #parts > 5000 then error("a table that never ends") end
      parts[#parts + 1] = show(k, depth + 1) .. "=" .. show(x, depth + 1)
    end
    sort(parts)
    return "{" .. concat(parts, ",") .. "}"
  end
  return type(v) == "nil" and "nil" or type(v) == "boolean" and tostring(v) or type(v)
end

local function showAll(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = show((select(i, ...)), 0) end
  return concat(parts, " ")
end

-- Addresses differ from run to run, and the sign of "not a number" is the processor's.
local function normal(text)
  return (gsub(gsub(text, "0x5%x%x%x%x%x%x%x%x%x%x+", "ADDRESS"), "%-nan", "nan"))
end

local function run(source)
  local out = {}
  local env = setmetatable({ p = function(...) out[#out + 1] = showAll(...) end }, { __index = _G })
  local f, message = load(source, "=p", "t", env)
  if not f then return normal("syntax: " .. message) end
  local function result(ok, ...) out[#out + 1] = (ok and "ok " or "error ") .. showAll(...) end
  result(pcall(f))
  smeta.__index = sindex
  for name, lib in pairs(originals) do
    for k, v in pairs(lib) do _G[name][k] = v end
  end
  return normal(concat(out, "\n"))
end

-- In lua5.3 the programs come on standard input, each with its length in front.
if not ... then
  for line in io.lines() do
    local output = run(io.read(tonumber(line)))
    io.write(#output, "\n", output)
    io.read(1)
  end
end
return run
