local a, b, c = ... print("args", select("#", ...), a, b, c) for i, v in ipairs { ... } do print(i, type(v), v) end print(arg) print(debug.getinfo(1, "S").short_src, debug.getinfo(1, "S").source, debug.getinfo(1, "S").what)
if a == "one" then core.register_task(function() print("in task", a, b) core.msleep(50) os.exit(0) end) end return 5
