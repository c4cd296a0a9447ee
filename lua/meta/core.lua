---@meta

--- HAProxy's main table: life cycle, logs, and what halua adds.
core = {}

--- 0: the Lua state that all threads share (since 2.4)
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

--- Sets the priority of the running task. (since 1.6)
---@param nice integer -1024..1024, lower runs earlier; cut to that range
function core.set_nice(nice) end

--- Ends the running function. The value is its result where it has one. (since 1.6)
---@param ... any the last one is the result
function core.done(...) end

--- The time, the same until the task next yields. (since 1.6)
---@return {sec: integer, usec: integer} # seconds and microseconds since the epoch
function core.now() end

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
