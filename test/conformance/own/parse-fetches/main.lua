core.register_fetches("f", function() return "x" end)
core.register_converters("c", function(v) return v end)
