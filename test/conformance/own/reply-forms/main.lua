local function p(n, f, ...) local r = table.pack(pcall(f, ...)) for i = 1, r.n do r[i] = type(r[i]) == "table" and "table" or tostring(r[i]) end print(n, r.n, table.concat(r, " | ")) end
local c = {}
c.status100 = function(t) t:done(t:reply { status = 100 }) end
c.status199 = function(t) t:done(t:reply { status = 199 }) end
c.status204 = function(t) t:done(t:reply { status = 204, body = "x" }) end
c.status304 = function(t) t:done(t:reply { status = 304, body = "x" }) end
c.status600 = function(t) t:done(t:reply { status = 600 }) end
c.status999 = function(t) t:done(t:reply { status = 999, body = "nn\n" }) end
c.status0 = function(t) t:done { status = 0 } end
c.statusneg = function(t) t:done { status = -5 } end
c.float = function(t) t:done { status = 404.0 } end
c.frac = function(t) t:done { status = 404.5 } end
c.bodynum = function(t) t:done { status = 200, body = 42 } end
c.bodynil = function(t) t:done { status = 200, body = false } end
c.reasonnum = function(t) t:done { status = 200, reason = 5 } end
c.hdrnum = function(t) t:done { status = 200, headers = { ["x-n"] = { 1, 2.5 } } } end
c.hdrtab = function(t) t:done { status = 200, headers = { ["x-n"] = { {} } } } end
c.hdrbool = function(t) t:done { status = 200, headers = { ["x-n"] = { true } } } end
c.hdrnotab = function(t) t:done { status = 200, headers = "x" } end
c.hdr0 = function(t) t:done { status = 200, headers = { ["x-n"] = { [0] = "zero", "one" } } } end
c.chunked = function(t) t:done { status = 200, headers = { ["transfer-encoding"] = { "chunked" } }, body = "chunky\n" } end
c.bothlen = function(t) t:done { status = 200, headers = { ["transfer-encoding"] = { "chunked" }, ["content-length"] = { "3" } }, body = "chunky\n" } end
c.connclose = function(t) t:done { status = 200, headers = { connection = { "close" } }, body = "bye\n" } end
c.big = function(t) t:done { status = 200, body = ("b"):rep(10000) } end
c.toobig = function(t) p("done", t.done, t, { status = 200, body = ("b"):rep(100000) }) end
c.toobig2 = function(t) t:done { status = 200, body = ("b"):rep(100000) } end
c.bighdr = function(t) t:done { status = 200, headers = { ["x-big"] = { ("h"):rep(20000) } } } end
c.nlhdr = function(t) t:done { status = 200, headers = { ["x-nl"] = { "a\nb" } } } end
c.nulbody = function(t) t:done { status = 200, body = "a\0b" } end
c.args = function(t) p("r1", t.reply, t, 5) p("r2", t.reply, t, {}, 1) p("r3", t.reply, t, "x") local r = t:reply() p("s", r.set_status, r) p("s", r.set_status, r, "x") p("s", r.set_status, r, 404, 5, 6) p("h", r.add_header, r) p("h", r.add_header, r, "a") p("h", r.add_header, r, "a", {}) p("d", r.del_header, r) p("b", r.set_body, r) p("b", r.set_body, r, {}) p("b", r.set_body, r, 5) p("s404", r.set_status, r, "404") print(r.status, r.reason, r.body) end
c.status700 = function(t) local r = t:reply() p("s", r.set_status, r, 700) p("s", r.set_status, r, 99) p("s", r.set_status, r, 0) p("s", r.set_status, r, -1) print(r.status, r.reason) p("s", r.set_status, r, 599) print(r.status, r.reason) p("s", r.set_status, r, 503, "") print(r.status, r.reason) t:done(r) end
c.metatable = function(t) local base = { status = 403, body = "from index\n" } t:done(setmetatable({}, { __index = base })) end
c.hdrcase = function(t) local r = t:reply() r:add_header("X-One", "1") r:add_header("x-one", "2") r:del_header("X-ONE") t:done(r) end
c.nested = function(t) local ok = pcall(function() local r = t:reply { status = 201 } r:set_body("in pcall\n") t:done(r) end) print("never") end
c.func = function(t) local function deny(msg) t:done(t:reply { status = 403, headers = { ["content-type"] = "text/plain" }, body = msg }) end deny("function deny\n") print("never") end
core.register_action("m", { "http-req" }, function(txn) local w = txn.sf:path():sub(2) print("== " .. w) c[w](txn) end)
