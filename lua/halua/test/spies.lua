--- Functions that remember how they were called.
local failures = require "halua.test.failures"
local values = require "halua.test.values"

local spies = {}

local Spy = {}
Spy.__index = Spy

function Spy.__call(spy, ...)
  spy.calls[#spy.calls + 1] = table.pack(...)
  return spy.callback(...)
end

--- Puts back what a `spy.on` or a stub has taken the place of.
function Spy:revert()
  if self.owner then self.owner[self.key] = self.original end
  self.owner = nil
end

--- Forgets the calls.
function Spy:clear() self.calls = {} end

--- Has the stub give these values from now on.
function Spy:returns(...)
  local given = table.pack(...)
  self.callback = function() return table.unpack(given, 1, given.n) end
  return self
end

--- Has the stub call `fn` from now on.
function Spy:invokes(fn)
  self.callback = fn
  return self
end

--- Whether it was called with exactly these arguments at least once.
function Spy:called_with(...)
  local wanted = table.pack(...)
  for _, call in ipairs(self.calls) do
    if values.same(call, wanted) then return true end
  end
  return false
end

local replaced = {}

local function make(callback) return setmetatable({ calls = {}, callback = callback }, Spy) end

local function replace(owner, key, callback)
  local spy = make(callback)
  spy.owner, spy.key, spy.original = owner, key, owner[key]
  owner[key] = spy
  replaced[#replaced + 1] = spy
  return spy
end

--- Takes back every spy and stub that stands in a table, the last first.
function spies.revert()
  for i = #replaced, 1, -1 do replaced[i]:revert() end
  replaced = {}
end

function spies.is_spy(value) return getmetatable(value) == Spy end

spies.spy = {
  --- A spy that calls `fn`.
  new = function(fn) return make(fn or function() end) end,
  --- Puts a spy in the place of `owner[key]`, which it goes on to call.
  on = function(owner, key)
    if type(owner[key]) ~= "function" and not spies.is_spy(owner[key]) then
      failures.raise(("spy.on: '%s' is no function"):format(tostring(key)))
    end
    return replace(owner, key, owner[key])
  end,
}

local stubs = {
  --- A stub that stands for nothing else.
  new = function(owner, key, ...)
    if owner == nil then return make(function() end) end
    return replace(owner, key, function() end):returns(...)
  end,
}

--- `stub(owner, key, ...)` puts a function in the place of `owner[key]` that gives the further values.
spies.stub = setmetatable(stubs, { __call = function(_, ...) return stubs.new(...) end })

return spies
