local test = require "halua.test"
local host
before_each(function() host = test.load("wrong.lua") end)
local function calls(action) return function() host:request{ action = action } end end
it("raises", calls "raises")
it("warns", calls "warns")
it("leaves a task", calls "leaves")
it("asks nobody", calls "asks")
it("calls nobody", calls "calls")
it("keeps a socket", function()
  host:stub_socket("127.0.0.1:7", function(peer) peer:receive("*a") end)
  host:request{ action = "keeps" }
end)
it("is let off", function()
  host = test.load("wrong.lua", { strict = false })
  host:request{ action = "raises" }
  host:request{ action = "leaves" }
end)
it("is expected", function()
  host:expect_log("^careful$")
  host:request{ action = "warns" }
end)
