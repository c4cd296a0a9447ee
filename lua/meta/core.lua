---@meta

--- HAProxy's main table: life cycle, logs, and what halua adds.
core = {}

--- 0 in scripts of `lua-load`, which all threads share; 1 in those of `lua-load-per-thread` (since 2.4)
core.thread = 0

--- Registers a function that runs once, after all scripts are loaded and before any task. (since 1.6)
---@param fn function called without arguments; an error ends the program
function core.register_init(fn) end

--- Registers a function that runs on its own, once. Periodic work needs a loop with a sleep in it. (since 1.6)
---@param fn function the task
---@param ... any up to four values handed to the function
function core.register_task(fn, ...) end

--- Suspends the task. (since 1.6)
---@param seconds integer how long
---@async
function core.sleep(seconds) end

--- Suspends the task. (since 1.6)
---@param milliseconds integer how long; a negative time is over at once
---@async
function core.msleep(milliseconds) end

--- Lets other tasks go on; returns as soon as the turn comes again. (since 1.6)
---@param ... any ignored
---@async
function core.yield(...) end

--- Suspends the task until something wakes it: a queue's alarm, or the end of the delay. Why it goes on, it has to find out itself. (since 3.2)
---@param milliseconds? integer the longest wait; none by default
---@async
function core.wait(milliseconds) end

--- Sets the priority of the running task. (since 1.6)
---@param nice integer -1024..1024, lower runs earlier; cut to that range
function core.set_nice(nice) end

--- Ends the running function. The value is its result where it has one. (since 1.6)
---@param ... any the last one is the result
function core.done(...) end

--- The time, the same until the task next yields. (since 1.6)
---@return {sec: integer, usec: integer} # seconds and microseconds since the epoch
function core.now() end

--- Registers a sample fetch: `fn(txn, ...)`, with the configuration's arguments as strings. What it returns last is the sample; nothing returned is no sample. Cannot wait. (since 1.6)
---@param name string the configuration knows it as `lua.<name>`
---@param fn function the fetch
function core.register_fetches(name, fn) end

--- Registers a converter: `fn(value, ...)`, with the value and the configuration's arguments as strings. What it returns last is the result. Cannot wait. (since 1.6)
---@param name string the configuration knows it as `lua.<name>`
---@param fn function the converter
function core.register_converters(name, fn) end

--- Registers an action for rules: `fn(txn, ...)`, with the configuration's arguments as strings. What it returns last is one of the verdicts in `act`. (since 1.6)
---@param name string the configuration knows it as `lua.<name>`
---@param environments table "tcp-req", "tcp-res", "http-req", "http-res", "http-after-res": the rulesets it is for
---@param fn function the action
---@param arguments? integer how many arguments a rule must give; none by default
function core.register_action(name, environments, fn, arguments) end

--- Registers a service, which answers in place of a server: `fn(applet)`. (since 1.6)
---@param name string the configuration knows it as `lua.<name>`
---@param mode string "tcp" or "http"
---@param fn function the service
function core.register_service(name, mode, fn) end

--- Registers a command of the command socket: `fn(applet, ...)`, with all words of the line. (since 1.7)
---@param words table one to four words that call it; one of five is never found, as in HAProxy
---@param usage string its line in `help`
---@param fn function the command
function core.register_cli(words, usage, fn) end

--- Registers a filter: the configuration's `filter lua.<name> ...` calls `fn(copy, args)` once, with a copy of the class; each stream then gets `copy:new()`. (since 2.5)
---@param name string the configuration knows it as `lua.<name>`
---@param class table `new` and the callbacks, `id`, `flags`
---@param fn function called at start for each filter line
function core.register_filter(name, class, fn) end

--- no log at all; only for txn:set_loglevel (since 3.0)
core.silent = -1

--- syslog level 0 (since 1.6)
core.emerg = 0

--- syslog level 1 (since 1.6)
core.alert = 1

--- syslog level 2 (since 1.6)
core.crit = 2

--- syslog level 3 (since 1.6)
core.err = 3

--- syslog level 4 (since 1.6)
core.warning = 4

--- syslog level 5 (since 1.6)
core.notice = 5

--- syslog level 6 (since 1.6)
core.info = 6

--- syslog level 7; shown only in debug mode (since 1.6)
core.debug = 7

--- Logs a message at a level. What is not printable ASCII is shown as dots. (since 1.6)
---@param level integer one of the constants `core.emerg` to `core.debug`
---@param message string the text
function core.log(level, message) end

--- Logs a message at level 7. (since 1.6)
---@param message string the text
function core.Debug(message) end

--- Logs a message at level 6. (since 1.6)
---@param message string the text
function core.Info(message) end

--- Logs a message at level 4. (since 1.6)
---@param message string the text
function core.Warning(message) end

--- Logs a message at level 1. (since 1.6)
---@param message string the text
function core.Alert(message) end

--- Calls a function when something happens: `fn(event, data, sub, when)`, where `when` is in epoch seconds. One event at a time, in order; the function may wait. Slot events have `slot`, `pid` and `since` in their data. (since 2.8)
---@param types string[] event names such as "SERVER_UP" or "SLOT_DOWN", or a whole family such as "SERVER"
---@param fn function the handler
---@return EventSub # ends the subscription with `:unsub()`
function core.event_sub(types, fn) end

--- Reads a date in any of HTTP's three forms. (since 1.7)
---@param date string the text; what follows the date in it is ignored
---@return integer? # seconds since the epoch; nil for anything else
function core.http_date(date) end

--- Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT`. (since 1.7)
---@param date string the text; what follows the date in it is ignored
---@return integer? # seconds since the epoch; nil for anything else
function core.imf_date(date) end

--- Reads a date such as `Sunday, 06-Nov-94 08:49:37 GMT`. (since 1.7)
---@param date string the text; what follows the date in it is ignored
---@return integer? # seconds since the epoch; nil for anything else
function core.rfc850_date(date) end

--- Reads a date such as `Sun Nov  6 08:49:37 1994`, taken as GMT. (since 1.7)
---@param date string the text; what follows the date in it is ignored
---@return integer? # seconds since the epoch; nil for anything else
function core.asctime_date(date) end

--- Cuts a text into pieces. Each byte of `separators` separates; a text ends at its first NUL byte. (since 1.7)
---@param text string what is cut
---@param separators string the bytes that separate
---@param ... any `true` leaves empty pieces out
---@return string[] # the pieces, from 1
function core.tokenize(text, separators, ...) end

--- Reads an IP address for core.match_addr: `10.1.2.3`, `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `2001:db8::/32`. An IPv4 address may have fewer numbers, the last then fills the rest. Host names are not looked up. (since 1.7)
---@param address string the text
---@return userdata? # the address; nil for anything else
function core.parse_addr(address) end

--- Whether two addresses are equal as far as the masks of both let through. (since 1.7)
---@param first userdata what core.parse_addr gave; anything else matches nothing
---@param second userdata what core.parse_addr gave; anything else matches nothing
---@return boolean # false too for addresses of two families
function core.match_addr(first, second) end

--- Gives an empty Concat, to build a text from pieces. (since 1.7)
---@return Concat
function core.concat() end

--- Gives an empty Queue. (since 2.8)
---@return Queue
function core.queue() end

--- The figures of `show info`, by their names: `Pid`, `Uptime_sec`, `CurrConns`, `Maxconn`, `Idle_pct` and so on. Names with blanks or dashes need brackets: `info["Ulimit-n"]`. (since 1.7)
---@return table<string, integer|string> # a table of its own at each call
function core.get_info() end

--- The value of a variable of the scope `proc.`, which the whole process shares. (since 2.9)
---@param name string such as `proc.x`; other scopes raise an error
---@return string|integer|boolean? # nil for a variable that is not set
function core.get_var(name) end

--- Says that this script sends the mails that the configuration's `email-alert` asks for, with what Proxy:get_mailers gives: the proxy itself then does not. (since 3.3)
function core.use_native_mailers_config() end

--- Adds a pattern to an ACL, unless it is there. One that is not valid is ignored. (since 1.6)
---@param file string the ACL's file as the configuration names it
---@param pattern string the pattern
function core.add_acl(file, pattern) end

--- Removes a pattern from an ACL: the first of several that are equal. (since 1.6)
---@param file string the ACL's file as the configuration names it
---@param pattern string the pattern as it was added
function core.del_acl(file, pattern) end

--- Gives a key of a map a value; adds the key where it is not there. A key or value that is not valid is ignored. (since 1.6)
---@param file string the map's file as the configuration or `Map.new` names it
---@param key string the key
---@param value string its value
function core.set_map(file, key, value) end

--- Removes a key from a map: the first of several that are equal. (since 1.6)
---@param file string the map's file as the configuration or `Map.new` names it
---@param key string the key as it was added
function core.del_map(file, key) end

--- A map or ACL as an object. References exist once the configuration is read, so a script's body finds only those of its own maps. (since 3.2)
---@param name string the file as the configuration or `Map.new` names it
---@return Patref
function core.get_patref(name) end

--- The slots in use, in the order of their numbers: alive, ghosts and expired ones. (since halua)
---@return Slot[]
function core.get_slots() end

--- One slot, free or not. (since halua)
---@param id integer 0..63
---@return Slot? # nil for any other number
function core.get_slot(id) end

--- The slot that this program holds. (since halua)
---@return Slot? # nil for an observer, and while all slots are taken
function core.my_slot() end

--- The shared statistics file. (since halua)
---@return SharedMap
function core.get_map() end

--- Registers a function that is asked before each heartbeat of the own slot, each second. `false` or an error withholds that heartbeat, and a slot without heartbeat expires after a minute. All registered functions must agree. (since halua)
---@param fn function called without arguments; cannot wait
function core.register_heartbeat(fn) end

--- A counter shared by all processes on the map, each of which counts in its own slot. The same name is the same counter, in every process. (since halua)
---@param name string 1 to 63 letters, digits and `_ : . -`
---@return Counter
function core.counter(name) end

--- A gauge of which each process on the map has its own value. (since halua)
---@param name string 1 to 63 letters, digits and `_ : . -`
---@return Gauge
function core.gauge(name) end

--- A new socket, to connect somewhere. It is closed when nothing refers to it any more. (since 1.6)
---@param ... any ignored
---@return Socket # nothing at all in a script's body and in init functions
function core.tcp(...) end

--- A client for HTTP requests. (since 2.5)
---@param ... any ignored
---@return HTTPClient
function core.httpclient(...) end

--- Looks a host name up, as the system does it. (since halua)
---@param name string a host name
---@return string[]? # the addresses, in the system's order; nil when there are none
---@return string? # why there are none
---@async
function core.resolve(name) end

--- All proxies by name; iterate with `pairs`. (since 1.7)
---@type table<string, Proxy>
core.proxies = nil

--- Frontends and listen sections by name. (since 1.7)
---@type table<string, Proxy>
core.frontends = nil

--- Backends and listen sections by name. (since 1.7)
---@type table<string, Proxy>
core.backends = nil
