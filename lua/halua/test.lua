--- Scripted tests for `halua test`. What is here, test files also have as globals.
local native = require "halua.test.native"
local failures = require "halua.test.failures"
local spies = require "halua.test.spies"

local test = {
  describe = native.describe,
  it = native.it,
  pending = native.pending,
  before_each = native.before_each,
  after_each = native.after_each,
  setup = native.setup,
  teardown = native.teardown,
  load = native.load,
  assert = require "halua.test.assert",
  spy = spies.spy,
  stub = spies.stub,
}

--- Names that a test file has without asking for them.
local globals = {
  "describe", "it", "pending", "before_each", "after_each", "setup", "teardown", "assert", "spy", "stub",
}

--- For the host: puts the globals in.
function native.install()
  for _, name in ipairs(globals) do _G[name] = test[name] end
end

--- For the host: calls a test or a hook; gives nil, or what went wrong. Spies that it left behind are taken back.
function native.run(fn, keep)
  local ok, failure = xpcall(fn, failures.caught)
  if not keep then spies.revert() end
  if not ok then return failure end
end

return test
