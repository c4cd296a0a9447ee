local test = require "halua.test"

local service = "^http://127%.0%.0%.1:9000/check$"

describe("auth_request", function()
  local host

  describe("by itself", function()
    before_each(function() host = test.load("auth-request.lua") end)

    local function ask(request)
      request.action = "auth_request"
      request.args = { "http://127.0.0.1:9000/check" }
      return host:request(request)
    end

    it("lets in whom the service lets in", function()
      host:stub_http(service, { status = 204, headers = { ["x-auth-user"] = "ada" } })
      local vars = ask({ path = "/private" }).vars
      assert.is_true(vars["txn.auth_ok"])
      assert.are.equal(204, vars["txn.auth_status"])
      assert.are.equal("ada", vars["txn.auth_user"])
    end)

    it("tells the service what was asked, but not the payload", function()
      local asked
      host:stub_http(service, function(request)
        asked = request
        return { status = 200 }
      end)
      ask { method = "POST", path = "/a?b=c", body = "secret", headers = { authorization = "Bearer x" } }
      assert.are.equal("GET", asked.method)
      assert.are.equal("Bearer x", asked.headers.authorization)
      assert.are.equal("POST", asked.headers["x-original-method"])
      assert.are.equal("/a?b=c", asked.headers["x-original-uri"])
      assert.is_nil(asked.headers["content-length"])
      assert.is_nil(asked.body)
    end)

    it("keeps out whom the service refuses", function()
      host:stub_http(service, { status = 403 })
      local vars = ask({}).vars
      assert.is_false(vars["txn.auth_ok"])
      assert.are.equal(403, vars["txn.auth_status"])
      assert.is_nil(vars["txn.auth_user"])
    end)
  end)

  describe("in its configuration", function()
    before_each(function() host = test.load("auth-request.lua", { config = "auth-request.cfg" }) end)

    it("passes the user on to the application", function()
      host:stub_http(service, { status = 200, headers = { ["x-auth-user"] = "ada" } })
      host:backend("app", function(request)
        return { body = "hello " .. request.headers["x-user"] }
      end)
      local response = host:request { path = "/private" }
      assert.are.equal(200, response.status)
      assert.are.equal("hello ada", response.body)
    end)

    it("answers 401 to those who are refused", function()
      host:stub_http(service, { status = 401 })
      local response = host:request {}
      assert.are.equal(401, response.status)
      assert.are.equal("Bearer", response.headers["www-authenticate"])
      assert.is_nil(response.backend)
    end)

    it("answers 502 while the service is down, and says so", function()
      host:stub_http(service, { down = true })
      host:expect_log("no answer from http://127.0.0.1:9000/check")
      assert.are.equal(502, host:request({}).status)
    end)
  end)
end)
