-- Runs the cases of a file, `--## name` before each, and writes what each prints; an error
-- with its traceback. The same file serves lua5.3 and halua.
local file = ...
local tostring, select, concat, gsub, write = tostring, select, table.concat, string.gsub, io.write
local known = {}
for name in pairs(_G) do known[name] = true end
local realPrint, out = print, {}

-- Addresses and temporary names differ from run to run; what called the case is the driver's.
local function normal(text)
  text = gsub(gsub(text, "0x%x%x%x%x%x+", "ADDRESS"), "lua_%w%w%w%w%w%w", "TEMPORARY")
  return (gsub(text, "\n[^\n]*driver%.lua.*", ""))
end

local function casePrint(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = tostring((select(i, ...))) end
  out[#out + 1] = normal(concat(parts, "\t"))
end

local function run(source)
  out, print = {}, casePrint
  local chunk, message = load(source, "=case")
  if not chunk then out[1] = "does not compile: " .. message
  else
    local ok, e = xpcall(chunk, function(m) return debug.traceback(tostring(m), 2) end)
    if not ok then out[#out + 1] = normal("error: " .. tostring(e)) end
  end
  debug.sethook()
  print = realPrint
  for name in pairs(_G) do if not known[name] then _G[name] = nil end end
  return concat(out, "\n")
end

local cases, lines = {}, nil
for line in io.lines(file) do
  local name = line:match("^%-%-## (.*)")
  if name then
    lines = {}
    cases[#cases + 1] = { name = name, lines = lines }
  elseif lines then lines[#lines + 1] = line end
end
local answers = {}
for i, case in ipairs(cases) do answers[i] = "## " .. case.name .. "\n" .. run(concat(case.lines, "\n")) .. "\n" end
local all = concat(answers)
if print_answers then print_answers(all) else write(all) end
