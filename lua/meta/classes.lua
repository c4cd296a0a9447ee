---@meta

--- One of the 64 places of a shared statistics file.
---@class Slot
local Slot = {}

--- The slot's number. (since halua)
---@return integer # 0..63
function Slot:get_id() end

--- The process that holds the slot, or held it last. (since halua)
---@return integer? # a process id; nil for a free slot
function Slot:get_pid() end

--- Whether this program holds the slot. (since halua)
---@return boolean
function Slot:is_mine() end

--- How the slot stands. A ghost's heartbeat still runs, but its process is gone. (since halua)
---@return "free"|"alive"|"ghost"|"expired"
function Slot:get_state() end

--- Time since the last heartbeat. (since halua)
---@return integer? # milliseconds; nil for a free slot
function Slot:get_age() end

--- Time until the slot expires, unless it beats again. (since halua)
---@return integer? # milliseconds, 0 or less once expired; nil for a free slot
function Slot:get_ttl() end

--- The figures that the slot's process reports for itself, by guid, under the names of `show stat`. A guid used as frontend and as backend has both: the backend then stands under `guid/backend`. (since halua)
---@param guid? string only this object
---@return table<string, table<string, integer|string>> # figures by guid
function Slot:get_stats(guid) end

--- The shared objects that the slot uses. (since halua)
---@return {guid: string, type: string, tgid: integer, users: integer[]}[] # `users` are slot numbers
function Slot:get_objects() end

--- The shared statistics file.
---@class SharedMap
local SharedMap = {}

--- Where the file is. (since halua)
---@return string # a path
function SharedMap:get_path() end

--- The version of the file's layout. (since halua)
---@return string # "1.1" for HAProxy 3.3, "1.2" for 3.4, "1.3" for 3.5
function SharedMap:get_version() end

--- The clock that all processes on the file share. (since halua)
---@return integer # milliseconds, 32 bits, wraps; never 0
function SharedMap:now_ms() end

--- The clock that all processes on the file share. (since halua)
---@return integer # nanoseconds
function SharedMap:now_ns() end

--- The figures of all live processes together, by guid: each object counted once. (since halua)
---@param guid? string only this object
---@return table<string, table<string, integer|string>> # figures by guid
function SharedMap:get_stats(guid) end

--- Objects that no live slot uses: figures that a reload lost. (since halua)
---@return {guid: string, type: string, tgid: integer, stats: table<string, integer>}[] # one entry an object
function SharedMap:get_orphans() end

--- A subscription to events.
---@class EventSub
local EventSub = {}

--- Ends the subscription. A call of the handler that is under way finishes. (since 2.8)
function EventSub:unsub() end
