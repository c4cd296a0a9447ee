local T = { flags = filter.FLT_CFG_FL_HTX } T.__index = T
function T:new() return setmetatable({ got = 0, calls = 0 }, T) end
function T:start_analyze(txn, chn) if not chn:is_resp() then self.mode = txn.sf:path():sub(2) end end
function T:http_headers(txn, msg) if msg:is_resp() then if self.mode == "grow" or self.mode == "drop" or self.mode == "eachline" or self.mode == "hold" then msg:del_header("content-length") msg:set_body_len("chunked") end filter.register_data_filter(self, msg.channel) end end
function T:http_payload(txn, msg)
  self.calls = self.calls + 1 local n = msg:input() self.got = self.got + n
  if self.mode == "count" then return end
  if self.mode == "grow" then local b = msg:body() or "" msg:set(b:rep(2)) return end
  if self.mode == "drop" then msg:remove() return end
  if self.mode == "unreg" and self.got > 20 then filter.unregister_data_filter(self, msg.channel) return n end
  if self.mode == "zero" and not self.zero and n > 0 then self.zero = true self.got = self.got - n return 0 end
  if self.mode == "few" and n > 3 and not msg:eom() then self.got = self.got - (n - 3) return 3 end
  if self.mode == "hold" and not msg:eom() then self.got = self.got - n return 0 end
  if self.mode == "hold" then msg:set("all at once: " .. #msg:body() .. "\n") return end
  if self.mode == "send" and n > 0 then print("send", msg:send("sent:")) return n end
  if self.mode == "fwd" and n > 2 then print("forward", msg:forward(2)) return end
  if self.mode == "raise" then error("in payload") end
  if self.mode == "eachline" then local b = msg:body() or "" msg:set((b:gsub("\n", "!\n"))) end
end
function T:http_end(txn, msg) if msg:is_resp() then print(self.mode, "total", self.got) end end
core.register_filter("p", T, function(f) return f end)
core.register_service("svc", "http", function(a) if a.path == "/len" or a.path == "/count" then a:add_header("content-length", 30) end a:start_response() a:send("first part\n") core.msleep(15) a:send("and more..") core.msleep(15) a:send("the end.\n") end)
