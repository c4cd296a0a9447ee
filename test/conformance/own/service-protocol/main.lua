core.register_service("svc", "http", function(a)
  local p = a.path
  if p == "/stream" then a:start_response() for i = 1, 3 do a:send("part " .. i .. "\n") core.msleep(5) end return end
  if p == "/len" then a:add_header("content-length", 6) a:start_response() a:send("abc") a:send("def") return end
  if p == "/none" then a:set_status(204) a:start_response() return end
  if p == "/none-send" then a:set_status(204) a:start_response() a:send("x") return end
  if p == "/304-send" then a:set_status(304) a:add_header("etag", "1") a:start_response() a:send("x") return end
  if p == "/1xx" then a:set_status(103) a:start_response() return end
  if p == "/body" then local b = a:receive() a:start_response() a:send("[" .. #b .. "]\n") return end
  if p == "/over" then a:add_header("content-length", 3) a:start_response() print("over", pcall(a.send, a, "toolong")) return end
  if p == "/under" then a:add_header("content-length", 30) a:start_response() a:send("short") return end
  if p == "/head" then a:add_header("content-length", 5) a:start_response() print("send", pcall(a.send, a, "12345")) return end
  if p == "/close" then a:add_header("connection", "close") a:start_response() a:send("bye\n") return end
  if p == "/empty" then a:add_header("content-length", 0) a:start_response() return end
  a:start_response() a:send("default " .. a.method .. " " .. a.version .. "\n")
end)
