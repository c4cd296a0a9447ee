--- Assertions under busted's names: `assert.is_true(x)`, `assert.are.same(a, b)`, `assert.has_no.errors(fn)`.
local native = require "halua.test.native"
local failures = require "halua.test.failures"
local spies = require "halua.test.spies"
local values = require "halua.test.values"

local show = values.show

--- By name: takes the arguments; gives whether it holds, the words for it, and texts to compare.
local assertions = {}

function assertions.equal(expected, actual)
  return expected == actual, "to be equal to " .. show(expected), show(expected), show(actual)
end

function assertions.same(expected, actual)
  return values.same(expected, actual), "to be the same as " .. show(expected), show(expected), show(actual)
end

assertions["true"] = function(actual) return actual == true, "to be true", "true", show(actual) end
assertions["false"] = function(actual) return actual == false, "to be false", "false", show(actual) end
assertions["nil"] = function(actual) return actual == nil, "to be nil", "nil", show(actual) end

function assertions.truthy(actual) return actual and true or false, "to be truthy (got " .. show(actual) .. ")" end
function assertions.falsy(actual) return not actual, "to be falsy (got " .. show(actual) .. ")" end

for _, name in ipairs { "number", "string", "table", "boolean", "function", "userdata", "thread" } do
  assertions[name] = function(actual)
    return type(actual) == name, "to be a " .. name .. " (got " .. show(actual) .. ")"
  end
end

function assertions.near(expected, actual, tolerance)
  local holds = type(actual) == "number" and math.abs(expected - actual) <= tolerance
  return holds, ("to be within %s of %s (got %s)"):format(show(tolerance), show(expected), show(actual))
end

function assertions.matches(pattern, actual, from, plain)
  local holds = type(actual) == "string" and actual:find(pattern, from, plain) ~= nil
  return holds, ("to match %s (got %s)"):format(show(pattern), show(actual))
end

function assertions.unique(list)
  for i = 1, #list do
    for k = i + 1, #list do
      if values.same(list[i], list[k]) then return false, "to have no value twice: " .. show(list[i]) end
    end
  end
  return true, "to have a value twice"
end

--- Takes the position off a text, as Lua's `error` has put it there.
local function without_position(err)
  return type(err) == "string" and err:gsub("^[^\n]-:%d+: ", "", 1) or err
end

function assertions.error(fn, expected)
  local ok, err = pcall(fn)
  if ok then return false, "to raise an error" end
  if expected == nil then return true, "to raise an error (got " .. show(err) .. ")" end
  local holds = values.same(err, expected) or values.same(without_position(err), expected)
  return holds, "to raise " .. show(expected), show(expected), show(err)
end

function assertions.error_matches(fn, pattern)
  local ok, err = pcall(fn)
  local text = tostring(err)
  return not ok and text:find(pattern) ~= nil,
    ("to raise an error that matches %s (got %s)"):format(show(pattern), ok and "none" or show(text))
end

local function calls_of(spy)
  if not spies.is_spy(spy) then failures.raise("no spy: make one with spy.new, spy.on or stub") end
  return #spy.calls
end

function assertions.called(spy, times)
  local count = calls_of(spy)
  if times == nil then return count > 0, "to have been called" end
  return count == times, ("to have been called %s times (was: %d)"):format(show(times), count)
end

function assertions.called_at_least(spy, times)
  local count = calls_of(spy)
  return count >= times, ("to have been called at least %s times (was: %d)"):format(show(times), count)
end

function assertions.called_at_most(spy, times)
  local count = calls_of(spy)
  return count <= times, ("to have been called at most %s times (was: %d)"):format(show(times), count)
end

function assertions.called_with(spy, ...)
  calls_of(spy)
  local wanted = table.pack(...)
  return spy:called_with(...), "to have been called with " .. show(wanted), show(wanted), show(spy.calls)
end

function assertions.snapshot(name, value)
  local text = type(value) == "string" and value or show(value)
  local stored = native.snapshot(name, text)
  if stored == nil then
    return false, ("the snapshot '%s' to be there: in CI none is written, so run the test elsewhere first"):format(name)
  end
  return stored == text, ("to be as the snapshot '%s' (--update-snapshots writes it anew)"):format(name), stored, text
end

--- Other names of the same.
local aliases = {
  equals = "equal", sameas = "same", errors = "error", match = "matches", match_error = "error_matches",
  errors_match = "error_matches", called_times = "called", truish = "truthy", falsey = "falsy",
}
for alias, name in pairs(aliases) do assertions[alias] = assertions[name] end

--- Words that say nothing, and those that turn the meaning round.
local fillers = { is = true, are = true, was = true, were = true, has = true, have = true, does = true, a = true,
  an = true, be = true, been = true, to = true, the = true }
local negations = { ["not"] = true, no = true }

--- Reads a name such as `is_not_nil`; gives the assertion, if one is named, and whether it is negated.
local function read(name, negated)
  local rest = name:lower()
  while true do
    if assertions[rest] then return assertions[rest], negated end
    local word, after = rest:match("^(%a+)_?(.*)$")
    if word and negations[word] then negated = not negated
    elseif not (word and fillers[word]) then return nil end
    if after == "" then return false, negated end
    rest = after
  end
end

local function check(assertion, negated, ...)
  local holds, words, expected, actual = assertion(...)
  if holds ~= negated then return ... end
  if negated then failures.raise("expected not " .. words) end
  failures.raise("expected " .. words, expected, actual)
end

local chain

--- Goes on with a chain: a function to call, or more words.
local function follow(name, negated, subject)
  local assertion, turned = read(name, negated)
  if assertion == nil then failures.raise(("there is no assertion '%s'"):format(name)) end
  if not assertion then return chain(turned, subject) end
  return function(...)
    if subject ~= nil then return check(assertion, turned, subject, ...) end
    return check(assertion, turned, ...)
  end
end

function chain(negated, subject)
  return setmetatable({}, { __index = function(_, name) return follow(name, negated, subject) end })
end

local assert = {}

--- `assert.spy(s).was.called_with(1)`
function assert.spy(spy)
  calls_of(spy)
  return chain(false, spy)
end
assert.stub = assert.spy

function assert.fail(message) failures.raise(message or "failed") end

return setmetatable(assert, {
  __index = function(_, name) return follow(name, false) end,
  --- Lua's own.
  __call = function(_, value, message, ...)
    if value then return value, message, ... end
    if message ~= nil and type(message) ~= "string" then error(message, 0) end
    failures.raise(message or "assertion failed!")
  end,
})
