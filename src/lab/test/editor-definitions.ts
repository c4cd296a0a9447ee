import { classText } from "../../api/editor-definitions.ts";
import { hostClass } from "./host-class.ts";
import { peerClass } from "./peer-class.ts";

/** Definitions of `halua.test` for editors: lua/meta/test.lua. `npm run generate` writes it. */
export function renderTestDefinitions(): string {
  return `${["---@meta", classText(hostClass), classText(peerClass), globals].join("\n\n")}\n`;
}

/** What lua/halua/test.lua gives, and what test files have without asking. */
const globals = `--- Groups tests.
---@param title string
---@param fn fun() declares them
function describe(title, fn) end

--- Declares a test; without a function, one that is still to be written.
---@param title string
---@param fn? fun() the test; it may wait
function it(title, fn) end

--- Declares a test that is still to be written.
---@param title string
---@param fn? fun() not called
function pending(title, fn) end

--- Runs before each test of the group.
---@param fn fun()
function before_each(fn) end

--- Runs after each test of the group.
---@param fn fun()
function after_each(fn) end

--- Runs once, before the first test of the group.
---@param fn fun()
function setup(fn) end

--- Runs once, after the last test of the group.
---@param fn fun()
function teardown(fn) end

---@class Spy
---@field calls table[] the arguments of each call, with their number in n
---@overload fun(...): ...
local Spy = {}

--- Has it give these values.
---@return Spy
function Spy:returns(...) end

--- Has it call a function.
---@param fn function
---@return Spy
function Spy:invokes(fn) end

--- Whether it was called with exactly these arguments.
---@return boolean
function Spy:called_with(...) end

--- Forgets the calls.
function Spy:clear() end

--- Puts back what it stands for.
function Spy:revert() end

spy = {}

--- A function that remembers its calls.
---@param fn? function called each time
---@return Spy
function spy.new(fn) end

--- Puts a spy in the place of a function of a table, until the test ends.
---@param owner table
---@param key any
---@return Spy
function spy.on(owner, key) end

--- Puts a function that gives the further values in the place of one of a table, until the test ends.
---@param owner? table
---@param key? any
---@return Spy
function stub(owner, key, ...) end

---@class LoadOptions
---@field config? string a configuration's text or file
---@field args? string[] the script's arguments
---@field debug? boolean keeps debug lines too
---@field strict? boolean false: log lines, tasks and sockets that are left over do not fail the test

local test = {}

--- Loads a script into a runtime of its own. Files are looked for beside the test.
---@param script string
---@param options? LoadOptions
---@return Host
function test.load(script, options) end

return test`;
