-- Counts the words of what is posted.
core.register_service("count", "http", function(applet)
  local body = applet:receive()
  local words = select(2, body:gsub("%S+", ""))
  local answer = words .. "\n"
  if applet.qs:find("verbose", 1, true) then
    answer = string.format("%d words, %d bytes\n", words, #body)
  end
  applet:set_status(200)
  applet:add_header("content-type", "text/plain")
  applet:add_header("content-length", tostring(#answer))
  applet:start_response()
  applet:send(answer)
end)
