-- Every kind of value as start, limit and step of a numeric loop.
local values = { "1", "0x10", " 2 ", "1.5", "a", "", "9223372036854775807", "9223372036854775808", {}, true, 3, 2.5, 0, "-1", 0/0,
  math.maxinteger, math.mininteger, 1/0 }
local function show(v)
  if type(v) == "table" then return "{}" end
  return type(v) == "string" and ("%q"):format(v) or tostring(v)
end
local function run(a, b, c)
  local rounds = {}
  local ok, message = pcall(function()
    for i = a, b, c do
      rounds[#rounds + 1] = tostring(i)
      if #rounds >= 3 then break end
    end
  end)
  print(show(a), show(b), show(c), table.concat(rounds, " "), ok and "" or message)
end
for i, a in ipairs(values) do
  for j, b in ipairs(values) do
    for k = (i + j) % 7 + 1, #values, 7 do run(a, b, values[k]) end
  end
  run(a, nil, 1) run(nil, a, 1) run(1, a, nil)
end
-- Floor division of the largest numbers that are not yet bigints.
local most = 9007199254740991
for _, x in ipairs { most, -most, most - 1, 1 - most, most + 2, -most - 2 } do
  print(x // 1, x // 2, x // 3, x // 5, x // 7, x // 10, x // 1000003, x // -1, x // -2, x // -3, x // -5, x // -10)
  for _, y in ipairs { 3, 5, -3, -5, most, -most, most - 1, 1 - most } do io.write(x // y, ",", x % y, " ") end
  print()
end
-- Names that are not plain text end where C's strings do.
print(pcall(load('return -"\\0x"')))
print(pcall(load('return -"x\\0y"')))
print(pcall(load('local t = {} return t["a\\0b"].c')))
