local test = require "halua.test"
local host
before_each(function() host = test.load("script.lua") end)

it("actions with words", function()
  local before = host:now()
  local answer = host:request{ action = "mark", args = {"a \"b\" $c", "d"}, src = "10.0.0.7" }
  assert.equal('a "b" $cd10.0.0.7', answer.vars["txn.mark"])
  assert.equal(200, answer.status)
  assert.same({{ level = "info", text = "marked" }}, answer.logs)
  assert.equal("servers", answer.backend)
  assert.is_true(host:now() - before >= 20)
end)
it("actions on responses", function()
  host:backend("servers", { status = 404, body = "none", headers = { server = "x" } })
  local answer = host:request{ action = "mark", on = "http-res", args = {"a", "b"} }
  assert.equal("ab192.0.2.1", answer.vars["txn.mark"])
  assert.same({404, "Not Found", "none", "4"}, { answer.status, answer.reason, answer.body, answer.headers["content-length"] })
end)
it("actions that answer", function()
  local answer = host:request{ action = "refuse" }
  assert.same({418, "no", "tea"}, { answer.status, answer.body, answer.headers["x-why"] })
  assert.is_nil(answer.backend)
end)
it("lines of the proxies' loggers", function()
  local own = test.load("script.lua", { config = [[
global
  tune.lua.bool-sample-conversion normal
defaults
  mode http
  timeout client 1s
  timeout server 1s
  timeout connect 1s
  log 127.0.0.1:1 local0
  log stdout format raw local0
frontend logged
  bind :1
  log-format "%ST %HM %HP"
  http-request return status 202
]] })
  assert.same({{ level = "info", text = "202 GET /here" }}, own:request{ path = "/here" }.logs)
end)
it("services", function()
  local answer = host:request{ service = "echo", method = "POST", body = ("x"):rep(40000) }
  assert.equal(201, answer.status)
  assert.equal(40000, #answer.body)
end)
it("backends", function()
  host:backend("servers", function(request)
    return { body = request.method .. request.path .. request.headers["x-a"] .. request.body }
  end)
  assert.equal("PUT/p?q1, 2b", host:request{ method = "PUT", path = "/p?q", headers = { ["X-A"] = {"1", "2"} }, body = "b" }.body)
end)
it("backends that are down", function()
  host:backend("servers", { down = true })
  assert.equal(503, host:request{}.status)
end)
it("fetches", function() assert.equal(3, host:fetch("count", 3)) end)
it("converters", function() assert.equal("abab!", host:convert("twice", "ab", "!")) end)
it("commands", function()
  assert.equal("hello you\n", host:cli("say hello you"))
  assert.matches("^# pxname", host:cli("show stat"))
end)
it("tasks and the clock", function()
  assert.equal(1, host:tasks())
  host:advance(60500)
  assert.equal(60, host:fetch("ticks"))
end)
it("sockets", function()
  local asked
  host:stub_socket("127.0.0.1:11211", function(peer)
    asked = peer:receive()
    peer:send("VALUE\r\n")
    assert.is_nil(peer:receive("*a"))
  end)
  assert.equal("VALUE", host:request{ action = "memcached" }.vars["txn.got"])
  assert.equal("get x", asked)
end)
it("whole configurations", function()
  local own = test.load("script.lua", { config = [[
global
    tune.lua.bool-sample-conversion normal
    lua-load script.lua
frontend first
    mode http
    timeout client 1s
    bind :80
    http-request return status 200 content-type text/plain lf-string "%[lua.count(2)] %[src]"
frontend second
    mode http
    timeout client 1s
    bind :81
    http-request deny if { path /no }
    use_backend b
backend b
    mode http
    timeout connect 1s
    timeout server 1s
    server s 127.0.0.1:1
]] })
  own:backend("b", { body = "from b" })
  assert.equal("2 10.1.1.1", own:request{ src = "10.1.1.1" }.body)
  assert.equal(403, own:request{ frontend = "second", path = "/no" }.status)
  assert.equal("from b", own:request{ frontend = "second" }.body)
end)
it("mistakes of the test", function()
  assert.error_matches(function() host:request{ pth = "/" } end, "knows no 'pth'")
  assert.error_matches(function() host:request{ action = "nope" } end, "no action 'nope'")
  assert.error_matches(function() host:fetch("nope") end, "no fetch 'nope'")
  assert.error_matches(function() test.load("nope.lua") end, "nope.lua: No such file")
end)
