-- Functions too long to be compiled whole, and loops that go on after a suspension: each loop is compiled apart.
local filler = {}
for i = 1, 1300 do filler[i] = "a = b + c b = a % 7 c = c ~ a s = s + b\n" end
filler = table.concat(filler)
local function long(body)
  return assert(load("local rounds = ... local a, b, c, s = 1, 2, 3, 0 if s == 'never' then " .. filler .. " end " .. body))
end

print(long("for i = 1, rounds do s = s + i if i % 3 == 0 then s = s - 1 end end return s, a, b, c")(5000))
print(long("for i = 1, rounds do for j = 1, 50 do if j * i % 17 == 3 then break end s = s + j end end return s")(400))
print(long("while true do s = s + 1 if s > rounds then break end if s % 2 == 0 then goto continue end a = a + 1 ::continue:: end return s, a")(3000))
print(long("repeat local x = s s = s + 2 until x > rounds return s")(4000))
print(long([[
  local fs = {}
  for i = 1, rounds do local n = i if i % 100 == 0 then fs[#fs + 1] = function() n = n + 1 return n end end s = s + n end
  for _, f in ipairs(fs) do s = s + f() + f() end
  return s, #fs]])(2000))
print(long([[
  local t = {}
  for i = 1, rounds do t[i] = i end
  for k, v in pairs(t) do s = s + k * v end
  for w in ("a b c "):rep(rounds):gmatch("%a") do if w == "b" then s = s + 1 end end
  for i = 10.5, 1, -0.5 do s = s + i end
  return s]])(1000))
print(pcall(long("for i = 1, rounds do s = s + i if i == 900 then local x = nil s = x.y end end"), 1000))
print(select("#", long("for i = 1, rounds do if i == 700 then return i, nil, table.unpack({1, 2, nil}, 1, 3) end end")(1000)))
print(long("for i = 1, rounds do s = s + 9007199254740991 end return s")(3000))

-- Suspended inside of loops, at all depths, with captured variables.
local function walk(rounds)
  local total, fs = 0, {}
  for i = 1, rounds do
    local mine = i
    if i % 500 == 0 then fs[#fs + 1] = function(d) mine = mine + d return mine end coroutine.yield(total) end
    local j = 0
    while j < 3 do
      j = j + 1
      if i % 701 == 0 then coroutine.yield(-j) end
      if j == 2 and i % 2 == 0 then goto next end
      total = total + mine
    end
    ::next::
  end
  for i, f in ipairs(fs) do total = total + f(i) + f(1) end
  return total, #fs
end
local co = coroutine.wrap(walk)
local seen = { co(2500) }
repeat local r = { co() } seen[#seen + 1] = r[1] until r[2]
print(table.concat(seen, " "))
local function vary(...)
  coroutine.yield()
  local n = 0
  for i = 1, 2000 do n = n + select("#", ...) + (select(2, ...)) end
  for _ = 1, 2 do
    for i = 1, 2000 do n = n + 1 if i == 1999 then coroutine.yield(n) end end
  end
  return n, ...
end
co = coroutine.wrap(vary)
co(1, 2, nil)
print(co(), co(), co())
print(long("for i = 1, rounds do s = s + i end return s")(1000), (function(...) return select("#", ...) end)(print()))
