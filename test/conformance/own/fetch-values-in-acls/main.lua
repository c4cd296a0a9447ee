local v = { ["true"] = true, ["false"] = false, int = 5, str = "text", path = "/a/b/c", dom = "www.example.com", ip = "10.1.2.3", ip6 = "2001:db8::1", bin = "a\0b", tab = {}, numstr = "12", neg = -4, json = '{"a":"b"}', big = 9223372036854775807, word = "a-b-c", quote = 'say "hi" [x]' }
core.register_fetches("v", function(txn, n) if n == "none" then return end return v[n] end)
core.register_converters("up", function(s) return s:upper() end)
