-- The lines that a line hook is told of.
local function trace(s) local out = {} debug.sethook(function(e, l) out[#out+1] = l end, "l") load(s)() debug.sethook() print(table.concat(out, ",")) end
trace[[if
math.sin(1)
then
  a=1
else
  a=2
end
]]
trace[[--
if nil then
  a=1
else
  a=2
end
]]
trace[[a=1
repeat
  a=a+1
until a==3
]]
trace[[ do
  return
end
]]
trace[[local a
a=1
while a<=3 do
  a=a+1
end
]]
trace[[while math.sin(1) do
  if math.sin(1)
  then break
  end
end
a=1]]
trace[[for i=1,3 do
  a=i
end
]]
trace[[for i,v in pairs{'a','b'} do
  a=tostring(i) .. v
end
]]
trace[[for i=1,4 do a=1 end]]
trace[[local function f() return 1
end
f()
f() f()
return f()
]]
-- How a hook sees itself.
local seen
debug.sethook(function()
  seen = seen or { debug.getinfo(1, "n").namewhat, (debug.traceback():match("\n(.-)\n")) }
end, "l")
local a = 1
debug.sethook()
print(seen[1], seen[2])
