local function q(v) local t = type(v) if t == "string" then return '"' .. v:gsub("[^\32-\126]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"' elseif math.type(v) == "float" then return "f:" .. tostring(v) elseif t == "table" and getmetatable(v) == nil then local ks = {} for k in next, v do ks[#ks + 1] = k end table.sort(ks, function(a, b) return tostring(a) < tostring(b) end) local o = {} for _, k in ipairs(ks) do o[#o + 1] = tostring(k) .. "=" .. q(v[k]) end return "{" .. table.concat(o, ",") .. "}" end return (tostring(v)) end
local function show(l, ...) local o = {} for i = 1, select("#", ...) do o[i] = q((select(i, ...))) end print(l .. ": " .. table.concat(o, " ")) end
local function try(l, f, ...) show(l, pcall(f, ...)) end
local L = setmetatable({}, { __index = function(_, k) return k end })
local F = { flags = filter.FLT_CFG_FL_HTX } F.__index = F
local cur
function F:new() return setmetatable({}, F) end
local function go(self, where, txn, x)
  local dir = x:is_resp() and "res" or "req"
  if not self.what then self.what = txn.sf:path():sub(2) end
  print(where, dir, self.what)
  local w, d, a, arg = self.what:match("^([a-z_]+)%-(%a+)%-(%a+)(%-?%d*)$")
  if w == where and d == dir then
    if a == "ret" then return tonumber(arg) elseif a == "err" then error("boom " .. where) elseif a == "obj" then error({}) elseif a == "str" then return "x" elseif a == "yield" then core.msleep(1) elseif a == "done" then core.done(-1) elseif a == "reply" then txn:done(txn:reply{ status = 403, body = "no" }) elseif a == "multi" then return -1, 1 elseif a == "wait" then self.w = (self.w or 0) + 1 if self.w < 3 then filter.wake_time(5) return filter.WAIT end end
  end
end
function F:start_analyze(txn, chn) local r = go(self, "start_analyze", txn, chn) filter.register_data_filter(self, chn) return r or 1 end
for _, m in ipairs{"end_analyze","http_headers","http_end"} do F[m] = function(self, txn, x) return go(self, m, txn, x) or 1 end end
function F:http_payload(txn, msg) local r = go(self, "http_payload", txn, msg) if r then return r end end
core.register_filter("f", F, function(c) return c end)
