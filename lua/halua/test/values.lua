--- How values compare and how they are shown.
local values = {}

local function same(a, b, seen)
  if rawequal(a, b) then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  if seen[a] == b then return true end
  seen[a] = b
  for key, value in next, a do
    if not same(value, rawget(b, key), seen) then return false end
  end
  for key in next, b do
    if rawget(a, key) == nil then return false end
  end
  return true
end

--- Whether two values are equal, tables by their contents.
function values.same(a, b) return same(a, b, {}) end

--- Keys in an order that does not change: numbers, then all others by their text.
local function ordered(a, b)
  local isNumberA, isNumberB = type(a) == "number", type(b) == "number"
  if isNumberA and isNumberB then return a < b end
  if isNumberA ~= isNumberB then return isNumberA end
  return tostring(a) < tostring(b)
end

local function show(value, indent, seen)
  if type(value) == "string" then return (("%q"):format(value):gsub("\\\n", "\\n"):gsub("\r", "\\r")) end
  if type(value) ~= "table" then return tostring(value) end
  if seen[value] then return "{...}" end
  if next(value) == nil then return "{}" end
  seen[value] = true
  local keys, lines = {}, {}
  for key in next, value do keys[#keys + 1] = key end
  table.sort(keys, ordered)
  local inner = indent .. "  "
  for _, key in ipairs(keys) do
    local name = type(key) == "string" and key:match("^[%a_][%w_]*$") or "[" .. show(key, inner, seen) .. "]"
    lines[#lines + 1] = inner .. name .. " = " .. show(rawget(value, key), inner, seen) .. ","
  end
  seen[value] = nil
  return "{\n" .. table.concat(lines, "\n") .. "\n" .. indent .. "}"
end

--- A value as text, with its keys in a fixed order.
function values.show(value) return show(value, "", {}) end

return values
