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

--- The scripts' own figures (`core.counter`, `core.gauge`) of the slot's process. (since halua)
---@return table<string, number> # figures by name; empty where the process keeps none, as HAProxy does
function Slot:get_metrics() end

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

--- The totals of all scripts' own figures (`core.counter`, `core.gauge`). (since halua)
---@return table<string, number> # figures by name
function SharedMap:get_metrics() end

--- A figure of a script's own that only goes up, in 64 bits.
---@class Counter
local Counter = {}

--- Counts. Nothing counted is lost when the process ends, however it ends. (since halua)
---@param n? integer 0 or more; 1 by default
function Counter:add(n) end

--- What this process has counted. (since halua)
---@return integer
function Counter:get() end

--- What all processes have counted together, those that are gone included. (since halua)
---@return integer
function Counter:total() end

--- A figure of a script's own that is set, 0 at first.
---@class Gauge
local Gauge = {}

--- Sets it for this process. (since halua)
---@param value number any finite number
function Gauge:set(value) end

--- Adds to what this process has set. (since halua)
---@param n? number may be negative; 1 by default
function Gauge:add(n) end

--- What this process has set. (since halua)
---@return number # an integer where it is whole
function Gauge:get() end

--- The sum of what the processes have set that are alive. (since halua)
---@return number # an integer where it is whole
function Gauge:total() end

--- A subscription to events.
---@class EventSub
local EventSub = {}

--- Ends the subscription. A call of the handler that is under way finishes. (since 2.8)
function EventSub:unsub() end

--- Builds a long text from pieces, faster than `..` does.
---@class Concat
local Concat = {}

--- Puts a text behind what is there. (since 1.7)
---@param text string what comes behind; numbers are spelt out
function Concat:add(text) end

--- The text so far. More can be added afterwards. (since 1.7)
---@return string
function Concat:dump() end

--- Hands values from one task to another, first in, first out, without limit.
---@class Queue
local Queue = {}

--- How many values wait to be taken. (since 2.8)
---@return integer
function Queue:size() end

--- Takes the first value, without waiting. (since 2.8)
---@return any # nil when the queue is empty
function Queue:pop() end

--- Takes the first value, waits for one where there is none. Of several who wait, the first to go on takes it. (since 2.8)
---@return any
---@async
function Queue:pop_wait() end

--- Puts a value behind all others and wakes who waits. (since 2.8)
---@param ... any one value, anything but nil
---@return boolean # true
function Queue:push(...) end

--- Lets the next push end a `core.wait` of this task. Holds for one push. (since 3.2)
function Queue:alarm() end

--- A compiled regular expression.
---@class Regex
local Regex = {}

--- Whether the expression matches somewhere in a text. (since 1.8)
---@param text string what is searched, less than 16384 bytes
---@return boolean
function Regex:exec(text) end

--- Searches a text. (since 1.8)
---@param text string what is searched, less than 16384 bytes
---@return boolean # whether the expression matches
---@return string[] # the whole match, then its groups, up to the first that took no part and 10 in all; empty without a match
function Regex:match(text) end

--- An outgoing connection: TCP, TLS or UNIX. A call that has to wait suspends the script.
---@class Socket
local Socket = {}

--- Connects. Host names are refused, unless halua runs with name resolution for sockets. A refused connection is tried three more times, a second apart. (since 1.6)
---@param address string an address as in the configuration: `1.2.3.4:80`, `[::1]:80`, `unix@/path`
---@param port? integer 0..65535, where the address has none
---@return integer? # 1; nil when it failed
---@return string? # "Can't connect"; missing when the socket was closed before
---@async
function Socket:connect(address, port) end

--- Connects and speaks TLS. No certificate is verified. (since 1.6)
---@param address string an address as in the configuration: `1.2.3.4:80`, `[::1]:80`, `unix@/path`
---@param port integer 0..65535
---@return integer? # 1; nil when it failed
---@return string? # "Can't connect"
---@async
function Socket:connect_ssl(address, port) end

--- Sends a text, or the part of it between two positions, which work as in `string.sub`. Waits while the peer does not read. (since 1.6)
---@param data string what to send
---@param i? integer the first byte; 1 by default, negative from the end
---@param j? integer the last byte; the text's end by default, negative from the end
---@return integer # how many bytes were sent; -1 when there is no connection
---@async
function Socket:send(data, i, j) end

--- Reads a line without its end ("*l", the default), all until the peer closes ("*a"), or a number of bytes. A line of more than 16384 bytes comes in pieces. What a closing peer leaves incomplete is returned as it is. (since 1.6)
---@param pattern? any `"*l"`, `"*a"` or a number of bytes
---@param ... any a text that the result starts with and that counts towards the number of bytes
---@return string? # nil when the peer has closed and when the timeout is over
---@return string? # "connection closed."
---@async
function Socket:receive(pattern, ...) end

--- Closes the connection; what was sent still goes out. Harmless when there is none. (since 1.6)
function Socket:close() end

--- The other end's address. (since 1.6)
---@return string? # "1.2.3.4:80", "[::1]:80" or "unix"; nil when not connected
function Socket:getpeername() end

--- This end's address. (since 1.6)
---@return string? # "1.2.3.4:80", "[::1]:80" or "unix"; nil when not connected
function Socket:getsockname() end

--- Does nothing, for scripts written for LuaSocket. (since 1.6)
---@param ... any anything
function Socket:setoption(...) end

--- Sets how long an attempt to connect may take, and how long the connection may stay without any byte moving. A timeout is final: nothing can be received after it. (since 1.6)
---@param seconds number a fraction counts to the millisecond; 0 is one millisecond
---@return integer # 1
function Socket:settimeout(seconds) end

--- Sends HTTP requests. One object does for any number of requests, also at the same time.
---@class HTTPClient
local HTTPClient = {}

--- Sends a GET request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:get(request) end

--- Sends a HEAD request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:head(request) end

--- Sends a PUT request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:put(request) end

--- Sends a POST request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:post(request) end

--- Sends a DELETE request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:delete(request) end

--- A map: keys with values from a file. Sees at once what the configuration, the command socket and scripts change.
---@class Map
local Map = {}

--- Looks a key up, by the map's method. (since 1.6)
---@param key string|integer what is looked up; an integer for maps of `Map.int`
---@return string? # the value as the file has it; nil when nothing matches
function Map:lookup(key) end

--- Looks a key up, by the map's method. (since 1.6)
---@param key string|integer what is looked up; an integer for maps of `Map.int`
---@return string # the value as the file has it; "" when nothing matches
function Map:slookup(key) end

--- A map or ACL. `ref[key]` is the value of a key, `true` for one without value, nil for none; `pairs(ref)` walks keys and values. Assigning does nothing. Methods stand before keys of the same name.
---@class Patref
local Patref = {}

--- The name of the reference. (since 3.2)
---@return string # the file
function Patref:get_name() end

--- Whether the reference is used as a map. (since 3.2)
---@return boolean # false for one that only ACLs use
function Patref:is_map() end

--- Opens a new, empty version: from now on this object reads and writes that one, while all others see the live one. (since 3.2)
function Patref:prepare() end

--- Makes the prepared version the live one, at once for all. (since 3.2)
---@return true? # nil when it could not
---@return string? # "Nothing to do" without `prepare`, "Commit failed" when a later version came first
function Patref:commit() end

--- Drops the prepared version: this object is back on the live one. HAProxy 3.2 to 3.5 leave the object, and the version's entries, where they were, against their manual; there, get a new Patref afterwards. (since 3.2)
function Patref:giveup() end

--- Removes all entries, of prepared versions too. (since 3.2)
---@return true
function Patref:purge() end

--- Adds an entry, also where there is one with that key: then the first counts. (since 3.2)
---@param key string the key or pattern as it stands in the file
---@param value? string the value; none for an ACL
---@return true? # nil when it could not
---@return string? # why
function Patref:add(key, value) end

--- Adds many entries, letting others run in between. A table with anything but strings is refused before any is added; HAProxy hangs on one. (since 3.2)
---@param entries table keys with values for a map, a list of patterns for an ACL
---@return true? # nil when an entry could not be added; those before it are there
---@return string? # why
---@async
function Patref:add_bulk(entries) end

--- Removes the entry with this key: the first of several. (since 3.2)
---@param key string the key or pattern as it stands in the file
---@return boolean # whether there was one
function Patref:del(key) end

--- Gives all entries with this key another value. (since 3.2)
---@param key string the key or pattern as it stands in the file
---@param value string the value
---@param force? any whether to add the key where it is not there
---@return true? # nil when it could not
---@return string? # why: "entry not found"
function Patref:set(key, value, force) end

--- Calls a function when the reference changes: `fn(event, sub, when)`, without data; `when` is in epoch seconds. (since 3.2)
---@param types string[] "PAT_REF_ADD", "PAT_REF_DEL", "PAT_REF_SET", "PAT_REF_COMMIT", "PAT_REF_CLEAR", or "PAT_REF" for all
---@param fn function the handler
---@return EventSub # ends the subscription with `:unsub()`
function Patref:event_sub(types, fn) end

--- A proxy's stick table. Of columns with several elements only the first is shown.
---@class StickTable
local StickTable = {}

--- What the table is. (since 1.9)
---@return {type: string, length: integer, size: integer, used: integer, nopurge: boolean, expire: integer, data: table<string, integer>} # `length` in bytes, a string's with its NUL; `expire` in milliseconds, 0 for never; `data` the columns with the period of rates in milliseconds, -1 for others
function StickTable:info() end

--- The entry of a key. (since 1.9)
---@param key any the key as text; it is converted to the table's type
---@return table<string, integer|string>? # its columns, `use` (how many streams hold it) and `expire` (milliseconds left); nil where there is none, or the key is not of the table's type
function StickTable:lookup(key) end

--- All entries, or those that a filter lets through. Integer keys are whole; HAProxy shows their lowest byte. (since 1.9)
---@param filter? table up to four conditions `{column, op, value}`, all of which must hold; `op` is "eq", "ne", "lt", "le", "gt" or "ge"
---@return table<string|integer, table<string, integer|string>>? # columns by key; nil for a wrong filter
---@return string? # what is wrong with the filter, or that the table's keys are binary
function StickTable:dump(filter) end

--- A frontend, a backend, or a listen section. Each lookup makes a new object; two of them never compare equal.
---@class Proxy
---@field servers table<string, Server> The backend's servers by name; iterate with `pairs`.
---@field listeners table<string, Listener> The frontend's listeners by the name of their `bind` line; others are `sock-1`, `sock-2` ...
---@field stktable StickTable? The proxy's stick table, where it declares one.
local Proxy = {}

--- The proxy's name. (since 2.8)
---@return string? # nil once deleted
function Proxy:get_name() end

--- The proxy's number. (since 2.8)
---@return string? # digits; nil once deleted
function Proxy:get_uuid() end

--- Stops accepting; the addresses stay bound. (since 1.7)
function Proxy:pause() end

--- Accepts again after a pause. (since 1.7)
function Proxy:resume() end

--- Stops for good and gives the addresses up. (since 1.7)
function Proxy:stop() end

--- Ends all sessions on the backup servers. (since 1.7)
function Proxy:shut_bcksess() end

--- What the proxy is. (since 1.7)
---@return "frontend"|"backend"|"proxy" # a listen section is a proxy
function Proxy:get_cap() end

--- Its mode. (since 1.7)
---@return string # "http", "tcp" ...
function Proxy:get_mode() end

--- Active servers that take traffic. (since 2.8)
---@return integer # 0 or more
function Proxy:get_srv_act() end

--- Backup servers that can take traffic. (since 2.8)
---@return integer # 0 or more
function Proxy:get_srv_bck() end

--- The proxy's line of `show stat`: that of the backend where it is one, else that of the frontend. (since 1.7)
---@return table<string, integer|string> # figures by the column names of `show stat`; columns that do not apply are absent
function Proxy:get_stats() end

--- The proxy's `email-alert` settings. (since 2.8)
---@return ProxyMailers? # no value at all where there are none
function Proxy:get_mailers() end

--- A server of a backend. Each lookup makes a new object; two of them never compare equal.
---@class Server
local Server = {}

--- The server's name. (since 2.8)
---@return string? # the name; nil once the server is deleted
function Server:get_name() end

--- The server's number in its proxy. (since 2.8)
---@return string? # digits; nil once the server is deleted
function Server:get_puid() end

--- The revision of the server's number: tells servers apart that had it one after the other. (since 2.8)
---@return string? # digits; nil once the server is deleted
function Server:get_rid() end

--- Whether the server drains: by its state, or because its weight is 0. False in maintenance. (since 1.7)
---@return boolean? # true or false; nil once the server is deleted
function Server:is_draining() end

--- Whether it is a backup server. (since 2.8)
---@return boolean? # true or false; nil once the server is deleted
function Server:is_backup() end

--- Whether it was added at run time. (since 2.8)
---@return boolean? # true or false; nil once the server is deleted
function Server:is_dynamic() end

--- Sessions on the server now. (since 2.8)
---@return integer? # 0 or more; nil once the server is deleted
function Server:get_cur_sess() end

--- Connections that wait for the server. (since 2.8)
---@return integer? # 0 or more; nil once the server is deleted
function Server:get_pend_conn() end

--- Sets how many connections the server may have. (since 1.9)
---@param maxconn string a number; 0 for no limit
---@return string? # nil on success, else what is wrong with the value
function Server:set_maxconn(maxconn) end

--- How many connections the server may have. (since 1.9)
---@return integer? # 0 for no limit; nil once the server is deleted
function Server:get_maxconn() end

--- Sets the server's weight. Backends with a static algorithm accept 0% and 100% only. (since 1.7)
---@param weight string 0..256, or a percentage of the initial weight such as "50%"
---@return string? # nil on success, else what is wrong with the value
function Server:set_weight(weight) end

--- The weight as set. What counts right now, while the server warms up, is `weight` in its stats. (since 1.7)
---@return integer? # 0..256; nil once the server is deleted
function Server:get_weight() end

--- Changes the server's address. It takes effect a moment later: `get_addr` still gives the old one. (since 1.7)
---@param address string an IPv4 or IPv6 address
---@param port? string 1..65535; the same by default
---@return string? # what was changed, or why not; nil once the server is deleted
function Server:set_addr(address, port) end

--- The server's address. (since 1.7)
---@return string? # `ip:port` (no brackets around IPv6), the path of a socket, or `<unknown>`; nil once the server is deleted
function Server:get_addr() end

--- The server's line of `show stat`. (since 1.7)
---@return table<string, integer|string> # figures by the column names of `show stat`; columns that do not apply are absent
function Server:get_stats() end

--- The backend it belongs to. (since 2.8)
---@return Proxy? # a new object; nil once the server is deleted
function Server:get_proxy() end

--- Ends all sessions on the server. (since 1.7)
function Server:shut_sess() end

--- Lets the server drain: it gets no new sessions but those bound to it. (since 1.7)
function Server:set_drain() end

--- Puts the server into maintenance: no traffic, no checks. (since 1.7)
function Server:set_maint() end

--- Ends maintenance and drain. (since 1.7)
function Server:set_ready() end

--- Enables health checks, where configured. (since 1.7)
function Server:check_enable() end

--- Disables health checks, where configured. (since 1.7)
function Server:check_disable() end

--- Sets the server up, as a health check would. Ignored where it tracks another. (since 1.7)
function Server:check_force_up() end

--- Sets the server stopping, as a health check would. Ignored where it tracks another. (since 1.7)
function Server:check_force_nolb() end

--- Sets the server down, as a health check would. Ignored where it tracks another. (since 1.7)
function Server:check_force_down() end

--- Enables agent checks, where configured. (since 1.7)
function Server:agent_enable() end

--- Disables agent checks, where configured. (since 1.7)
function Server:agent_disable() end

--- Sets the server up, as its agent would. Only where agent checks are enabled. (since 1.7)
function Server:agent_force_up() end

--- Sets the server down, as its agent would. Only where agent checks are enabled. (since 1.7)
function Server:agent_force_down() end

--- The server whose state it follows. (since 2.8)
---@return Server? # nil for none; nil once the server is deleted
function Server:tracking() end

--- The servers that follow its state. (since 2.8)
---@return Server[]? # an array; nil once the server is deleted
function Server:get_trackers() end

--- As `core.event_sub`, for events of this server only. (since 2.8)
---@param types? string[] event names such as "SERVER_UP" or "SLOT_DOWN", or a whole family such as "SERVER"
---@param fn? function the handler
---@param ... any none
---@return EventSub # ends the subscription with `:unsub()`
function Server:event_sub(types, fn, ...) end

--- One address that a frontend accepts on; see `proxy.listeners`.
---@class Listener
local Listener = {}

--- The listener's line of `show stat`. Empty unless the frontend has `option socket-stats`. (since 1.7)
---@return table<string, integer|string> # figures by the column names of `show stat`; columns that do not apply are absent
function Listener:get_stats() end

--- Proxies by name. A name that is both a frontend and a backend means the frontend.
---@class ProxyList
local ProxyList = {}

--- The servers of a backend, by name.
---@class ServerList
local ServerList = {}

--- The other side of a TCP service, or of a command of the command socket.
---@class AppletTCP
local AppletTCP = {}

--- Waits for a line. (since 1.6)
---@return string # the line with its LF; the rest when the peer has closed, then an empty string
---@async
function AppletTCP:getline() end

--- Waits for bytes, until the peer closes where no size is given. A delay that runs out loses what has come for this call. (since 1.6)
---@param size? integer how many bytes; -1 for all
---@param timeout? integer milliseconds; none by default
---@return string? # the bytes, fewer where the peer has closed; nil when the delay ran out
---@async
function AppletTCP:receive(size, timeout) end

--- Takes what has come, without waiting. (since 3.2)
---@return string? # nil while there is nothing; an empty string when the peer has closed
function AppletTCP:try_receive() end

--- Sends bytes; waits while there is no room for them. (since 1.6)
---@param data string the bytes
---@return integer # how many: all of them
---@async
function AppletTCP:send(data) end

--- Keeps a value with the stream, where another script function has run on it; else does nothing. (since 1.7)
---@param value any the value
function AppletTCP:set_priv(value) end

--- The value kept with the stream. (since 1.7)
---@return any # nil where there is none
function AppletTCP:get_priv() end
