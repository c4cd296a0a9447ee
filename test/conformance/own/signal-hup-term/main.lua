core.register_task(function() while true do core.msleep(20) end end)
