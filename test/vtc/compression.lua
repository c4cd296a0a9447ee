core.register_service("pieces", "http", function(applet)
  applet:set_status(200)
  applet:add_header("content-type", "text/plain")
  applet:start_response()
  for _, piece in ipairs({ "one, ", "two, ", "three" }) do
    applet:send(piece)
    core.msleep(5)
  end
end)
