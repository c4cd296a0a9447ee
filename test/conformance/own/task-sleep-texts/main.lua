local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
core.register_task(function()
  for _, f in ipairs{"sleep","msleep","yield","wait","set_nice"} do
    try(f.." none", core[f]) try(f.." str", core[f], "abc") try(f.." nil", core[f], nil) try(f.." f", core[f], 0.5) try(f.." numstr", core[f], "0") try(f.." two", core[f], 0, 1) try(f.." tab", core[f], {}) try(f.." bool", core[f], true) try(f .. " 0", core[f], 0) 
  end
  try("big nice", core.set_nice, 99999) try("neg nice", core.set_nice, -99999)
  try("m-5", core.msleep, -5) try("1e0", core.msleep, 1.0) try("0x1", core.msleep, "0x1") try(" 1 ", core.msleep, " 1 ")
  print(select("#", core.sleep(0)), select("#", core.msleep(1)), select("#", core.yield()), select("#", core.wait(1)))
  os.exit(0)
end)
