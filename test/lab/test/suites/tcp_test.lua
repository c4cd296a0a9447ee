local test = require "halua.test"
local host
before_each(function() host = test.load("tcp.lua") end)
it("service", function()
  local a = host:tcp{ service = "shout", data = {"one\n", "two", "\nthree\n"}, src = "10.0.0.9" }
  assert.equal("ONE\nTWO\nTHREE\n", a.data)
  assert.is_false(a.aborted)
end)
it("waits", function()
  local t = host:now()
  assert.equal("late", host:tcp{ service = "silent" }.data)
  assert.is_true(host:now() - t >= 2000)
end)
it("actions", function()
  host:backend("servers", function(r) return { data = "<" .. r.data .. ">" } end)
  local a = host:tcp{ action = "peek", args = {"w"}, src = "10.0.0.9", data = "abc" }
  assert.equal("<abc>", a.data)
  assert.equal("w10.0.0.9", a.vars["sess.peek"])
  assert.equal("servers", a.backend)
  a = host:tcp{ action = "after", data = "x" }
  assert.equal("yes", a.vars["txn.after"])
end)
it("down", function()
  host:backend("servers", { down = true })
  local a = host:tcp{ data = "x" , action = "after"}
  assert.is_true(a.aborted)
end)
it("connection rules", function()
  local own = test.load("tcp.lua", { config = [[
global
    tune.lua.bool-sample-conversion normal
defaults
    timeout client 1s
    timeout server 1s
    timeout connect 1s
frontend web
    mode http
    bind :80
    tcp-request connection reject if { src 10.0.0.1 }
    tcp-request connection set-var(sess.one) int(1)
    tcp-request session set-var(sess.two) src
    http-request return status 200 content-type text/plain lf-string "%[var(sess.one)] %[var(sess.two)]"
frontend plain
    mode tcp
    bind :81
    tcp-request inspect-delay 1s
    tcp-request content lua.peek x
    tcp-request content reject if { src 10.0.0.2 }
    default_backend b
backend b
    mode tcp
    server s 127.0.0.1:1
]] })
  own:backend("b", function(r) return { data = r.data:rep(2) } end)
  local a = own:request{ src = "10.0.0.1" }
  assert.is_nil(a.status)
  assert.is_true(a.aborted)
  assert.equal("1 10.0.0.3", own:request{ src = "10.0.0.3" }.body)
  assert.equal("abab", own:tcp{ data = "ab", src = "10.0.0.3" }.data)
  a = own:tcp{ data = "ab", src = "10.0.0.2" }
  assert.is_true(a.aborted) assert.equal("x10.0.0.2", a.vars["sess.peek"])
end)
it("mistakes", function()
  assert.error_matches(function() host:tcp{ path = "/" } end, "host:tcp knows no 'path'")
  assert.error_matches(function() host:request{ service = "shout" } end, "there is host:tcp")
  assert.error_matches(function() host:tcp{ action = "http" } end, "no action 'http'")
  assert.error_matches(function() host:tcp{} end, "no TCP frontend")
end)
it("error", function()
  host:expect_log("oh")
  local a = host:tcp{ action = "fails", data = "x" }
  assert.is_false(a.aborted)
end)
it("bad http", function()
  local a = host:request{ path = "/a b c", action = "http" }
  assert.equal(400, a.status)
end)
