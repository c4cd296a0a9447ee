local T = { flags = filter.FLT_CFG_FL_HTX } T.__index = T
function T:new() return setmetatable({}, T) end
local results = { err = filter.ERROR, cont = filter.CONTINUE, wait = filter.WAIT, big = 99, text = "x", neg = -5, tab = {}, t = true }
local function where(self, txn, cb, resp) if cb == "start_analyze" and not resp then local p = txn.sf:path() self.cb, self.dir, self.what = p:match("/([%a_]+)/(%a+)/(%a+)") end if self.cb == cb and self.dir == (resp and "res" or "req") then print(self.cb, self.dir, self.what) if self.what == "raise" then error("raised in " .. cb) elseif self.what == "sleep" then core.msleep(1) elseif self.what == "done" then txn:done(txn:reply { status = 402, body = "by filter\n" }) elseif self.what == "plain" then txn:done() elseif self.what == "cdone" then core.done(filter.ERROR) elseif self.what == "two" then return filter.CONTINUE, filter.ERROR end self.n = (self.n or 0) + 1 if self.what == "wait" and self.n > 1 then return filter.CONTINUE elseif self.what == "wait" then filter.wake_time(30) end return results[self.what] end end
function T:start_analyze(txn, chn) filter.register_data_filter(self, chn) return where(self, txn, "start_analyze", chn:is_resp()) end
function T:end_analyze(txn, chn) return where(self, txn, "end_analyze", chn:is_resp()) end
function T:http_headers(txn, msg) return where(self, txn, "http_headers", msg:is_resp()) end
function T:http_end(txn, msg) return where(self, txn, "http_end", msg:is_resp()) end
core.register_filter("r", T, function(f) return f end)
