---@meta

--- A script under test, in a runtime and on a clock of its own.
---@class Host
local Host = {}

--- Reads the configuration, runs the init functions and starts the tasks; the first use of the others does it too. (since halua)
function Host:init() end

--- Sends an HTTP request through a frontend of the configuration; with `action` or `service`, through one that has only this rule. Resolves when the client has got everything; the clock moves as far as that needs. (since halua)
---@param request? table {method=, path=, headers=, body=, src=, action=|service=, args=, on=, frontend=}
---@return table # {status, reason, headers, body, aborted, interim, vars, logs, backend}
---@async
function Host:request(request) end

--- Connects to a frontend in mode tcp of the configuration; with `action` or `service`, to one that has only this rule. `data`, a text or a list of pieces, is sent, then the client's direction ends. Resolves when the proxy has closed; the clock moves as far as that needs. (since halua)
---@param connection? table {data=, src=, action=|service=, args=, on=, frontend=}
---@return table # {data, aborted, vars, logs, backend}
---@async
function Host:tcp(connection) end

--- Calls a registered fetch, with further arguments, for a request for / that nobody answers. (since halua)
---@param name string without lua.
---@param ... any the fetch's arguments
---@return any # the sample; nil for none
function Host:fetch(name, ...) end

--- Calls a registered converter on a value, with further arguments. (since halua)
---@param name string without lua.
---@param value any the input: a string, an integer or a boolean
---@param ... any the converter's arguments
---@return any # the sample; nil for none
function Host:convert(name, value, ...) end

--- Sends a line to the command socket. (since halua)
---@param line string as on the stats socket
---@return string # the answer, without the empty line behind it
---@async
function Host:cli(line) end

--- How many tasks have not ended. (since halua)
---@return integer
function Host:tasks() end

--- Moves the clock, and lets everything run that falls due on the way. (since halua)
---@param milliseconds number
---@async
function Host:advance(milliseconds) end

--- Milliseconds since the script was loaded, on its own clock. (since halua)
---@return number
function Host:now() end

--- Everything that has been logged. (since halua)
---@return table # {{level=, text=}, ...}
function Host:logs() end

--- Allows log lines at warning or above that match one of Lua's patterns. (since halua)
---@param pattern string
function Host:expect_log(pattern) end

--- Answers for the servers of a backend. Its functions get {method, path, headers, body}; in mode tcp {data}, and give {data=}. (since halua)
---@param name string
---@param answer table|fun(request: table): table {status=, reason=, headers=, body=}, {data=}, or a function that gives it
function Host:backend(name, answer) end

--- Answers HTTP requests of scripts whose URL matches one of Lua's patterns; the last stub that fits counts. (since halua)
---@param pattern string
---@param answer table|fun(request: table): table {status=, reason=, headers=, body=}, or a function that gives it
function Host:stub_http(pattern, answer) end

--- Answers connections of scripts to an address; the function is called with the far end, a Peer. (since halua)
---@param address string 1.2.3.4:80, [::1]:80 or a path
---@param fn function
function Host:stub_socket(address, fn) end

--- The far end of a script's connection.
---@class Peer
local Peer = {}

--- Waits for what the script sends. (since halua)
---@param pattern? any as for socket:receive: '*l' (a line, the default), '*a' (all until it closes), or a number of bytes
---@return string? # without the end of a line; nil when the script has closed its side
---@async
function Peer:receive(pattern) end

--- Sends a text to the script. (since halua)
---@param text string
function Peer:send(text) end

--- Ends the connection; so does the end of the stub's function. (since halua)
function Peer:close() end

--- Groups tests.
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

return test
