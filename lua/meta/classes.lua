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
---@param value? any anything but nil
---@param ... any nothing
---@return boolean # true
function Queue:push(value, ...) end

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
---@param ... any anything, even the socket
function Socket:setoption(...) end

--- Sets how long an attempt to connect may take, and how long the connection may stay without any byte moving. A timeout is final: nothing can be received after it. (since 1.6)
---@param seconds number a fraction counts to the millisecond; 0 is one millisecond
---@return integer # 1
function Socket:settimeout(seconds) end

--- Sends HTTP requests. One object does for any number of requests, also at the same time.
---@class HTTPClient
local HTTPClient = {}

--- Sends a GET request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. The loggers of a configuration's global section get a line of it. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:get(request) end

--- Sends a HEAD request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. The loggers of a configuration's global section get a line of it. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:head(request) end

--- Sends a PUT request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. The loggers of a configuration's global section get a line of it. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:put(request) end

--- Sends a POST request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. The loggers of a configuration's global section get a line of it. (since 2.5)
---@param request any `url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's
---@return {status: integer, reason: string, headers: table<string, table<integer, string>>, body: string} # header names in lower case, lists from 0 on
---@async
function HTTPClient:post(request) end

--- Sends a DELETE request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. The loggers of a configuration's global section get a line of it. (since 2.5)
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
---@param types string[] event names such as "SERVER_UP" or "SLOT_DOWN", or a whole family such as "SERVER"
---@param fn function the handler
---@return EventSub # ends the subscription with `:unsub()`
function Server:event_sub(types, fn) end

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
---@field f Fetches fetches; nil where there is no sample
---@field sf Fetches fetches as text; an empty one where there is no sample
---@field c Converters converters; nil where there is no result
---@field sc Converters converters, results as text; an empty one where there is none
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

--- Sets a variable. A number that is no integer becomes 0, nil and tables become false. (since 1.8)
---@param name string with its scope, e.g. `txn.id`
---@param value any a number, string or boolean
---@param ifexist? any in the scope `proc.`: only if it is set already
---@return boolean # whether it is set: false for a name that is none, or a scope that is not there
function AppletTCP:set_var(name, value, ifexist) end

--- Unsets a variable. (since 1.8)
---@param name string with its scope, e.g. `txn.id`
---@return boolean # whether the name is one
function AppletTCP:unset_var(name) end

--- The value of a variable. (since 1.8)
---@param name string with its scope, e.g. `txn.id`
---@return any # nil where it is not set
function AppletTCP:get_var(name) end

--- The other side of a service of HTTP: it reads the request and answers it.
---@class AppletHTTP
---@field f Fetches fetches; nil where there is no sample
---@field sf Fetches fetches as text; an empty one where there is no sample
---@field c Converters converters; nil where there is no result
---@field sc Converters converters, results as text; an empty one where there is none
---@field method string the request's method
---@field version string the request's version, e.g. `HTTP/1.1`
---@field headers table<string, table<integer, string>> lists of values by each name, in lower case; the first has index 0
---@field path string? the path without the query; nil where the target has none
---@field qs string? the query, an empty string where there is none; nil where the target has no path
---@field length integer 0: so it is in HAProxy 3.5
---@field response table<string, string[]> the answer's headers, as `add_header` puts them; from 1 on
local AppletHTTP = {}

--- Keeps a value with the stream, where another script function has run on it; else does nothing. (since 1.7)
---@param value any the value
function AppletHTTP:set_priv(value) end

--- The value kept with the stream. (since 1.7)
---@return any # nil where there is none
function AppletHTTP:get_priv() end

--- Sets a variable. A number that is no integer becomes 0, nil and tables become false. (since 1.8)
---@param name string with its scope, e.g. `txn.id`
---@param value any a number, string or boolean
---@param ifexist? any in the scope `proc.`: only if it is set already
---@return boolean # whether it is set: false for a name that is none, or a scope that is not there
function AppletHTTP:set_var(name, value, ifexist) end

--- Unsets a variable. (since 1.8)
---@param name string with its scope, e.g. `txn.id`
---@return boolean # whether the name is one
function AppletHTTP:unset_var(name) end

--- The value of a variable. (since 1.8)
---@param name string with its scope, e.g. `txn.id`
---@return any # nil where it is not set
function AppletHTTP:get_var(name) end

--- Waits for a line of the request's payload. (since 1.6)
---@return string # the line with its LF; the rest at the end, then an empty string
---@async
function AppletHTTP:getline() end

--- Waits for bytes of the request's payload, until its end where no size is given. (since 1.6)
---@param size? integer how many bytes; -1 for all
---@return string # the bytes, fewer at the end; an empty string when there are none left
---@async
function AppletHTTP:receive(size) end

--- Sends payload, after `start_response`; waits while there is no room for it. Other than was announced as content-length breaks the connection. (since 1.6)
---@param data string bytes
---@param ... any nothing: HAProxy trips over it
---@return integer # how many bytes: all of them
---@async
function AppletHTTP:send(data, ...) end

--- Adds a header to the answer: to the list `response[name]`. Names differ by case here. (since 1.6)
---@param name string
---@param value string
---@return boolean # true
function AppletHTTP:add_header(name, value) end

--- Sets the answer's status, 200 by default. (since 1.6)
---@param status integer 100 to 599
---@param reason? string the usual one by default
---@return boolean # false for a status that is none
function AppletHTTP:set_status(status, reason) end

--- Sends the answer's head. A service that returns without it answers 500. (since 1.6)
---@async
function AppletHTTP:start_response() end

--- What actions, fetches and filters work on: a request and its response, or a connection of TCP.
---@class TXN
---@field f Fetches fetches; nil where there is no sample
---@field sf Fetches fetches as text; an empty one where there is no sample
---@field c Converters converters; nil where there is no result
---@field sc Converters converters, results as text; an empty one where there is none
---@field req Channel from the client
---@field res Channel to the client
---@field http HTTP? nil in TCP
---@field http_req HTTPMessage? the request, in filters; nil in TCP
---@field http_res HTTPMessage? the response, in filters; nil in TCP
local TXN = {}

--- Keeps a value with the stream, for its other actions, fetches and converters. (since 1.6)
---@param value any
function TXN:set_priv(value) end

--- The value kept with the stream. (since 1.6)
---@return any # nil where there is none
function TXN:get_priv() end

--- Sets a variable. A number that is no integer becomes 0, nil and tables become false. (since 1.6)
---@param name string with its scope, e.g. `txn.id`
---@param value any a number, string or boolean
---@param ifexist? any in the scope `proc.`: only if it is set already
---@return boolean # whether it is set: false for a name that is none, or a scope that is not there
function TXN:set_var(name, value, ifexist) end

--- Unsets a variable. (since 1.7)
---@param name string with its scope, e.g. `txn.id`
---@return boolean # whether the name is one
function TXN:unset_var(name) end

--- The value of a variable. (since 1.6)
---@param name string with its scope, e.g. `txn.id`
---@return any # nil where it is not set
function TXN:get_var(name) end

--- Ends the transaction and the function. With a table (`txn:reply`, or one like it) that is the client's answer; without, the connection is closed. In a fetch it only ends the function. (since 1.6)
---@param reply? table? a Reply, or a table with `status`, `reason`, `headers`, `body`
function TXN:done(reply) end

--- Gives a Reply. Its reason is the usual one for the status, whatever the table says. (since 2.2)
---@param template? table? a table with `status`, `headers`, `body`
---@return Reply
function TXN:reply(template) end

--- Would set the netfilter mark of the client's connection. halua cannot: it has no effect, as in HAProxy where the kernel refuses it. (since 3.0)
---@param value integer
function TXN:set_fc_mark(value) end

--- Would set the type of service of the client's connection. halua cannot: it has no effect, as in HAProxy where the kernel refuses it. (since 3.0)
---@param value integer
function TXN:set_fc_tos(value) end

--- Sets the level of the stream's line in the log; `core.silent` for none. (since 1.6)
---@param level integer one of the constants `core.silent` to `core.debug`
function TXN:set_loglevel(level) end

--- Would set the netfilter mark of the client's connection. halua cannot: it has no effect, as in HAProxy where the kernel refuses it. (since 1.6)
---@param value integer
function TXN:set_mark(value) end

--- Would set the type of service of the client's connection. halua cannot: it has no effect, as in HAProxy where the kernel refuses it. (since 1.6)
---@param value integer
function TXN:set_tos(value) end

--- Sets the stream's place in queues; lower goes first. (since 1.9)
---@param value integer -2047 to 2047; cut to that range
function TXN:set_priority_class(value) end

--- Sets the stream's place in queues; lower goes first. (since 1.9)
---@param value integer -524287 to 524287; cut to that range
function TXN:set_priority_offset(value) end

--- Logs a message at the stream's own level: 0 (emerg) unless `set_loglevel` was called, then, as in HAProxy, one more than that level. (since 1.6)
---@param message string the text
function TXN:deflog(message) end

--- Logs a message at a level, to the loggers of the stream's backend. (since 1.6)
---@param level integer one of the constants `core.emerg` to `core.debug`
---@param message string the text
function TXN:log(level, message) end

--- Logs a message at level 7, to the loggers of the stream's backend. (since 1.6)
---@param message string the text
function TXN:Debug(message) end

--- Logs a message at level 6, to the loggers of the stream's backend. (since 1.6)
---@param message string the text
function TXN:Info(message) end

--- Logs a message at level 4, to the loggers of the stream's backend. (since 1.6)
---@param message string the text
function TXN:Warning(message) end

--- Logs a message at level 1, to the loggers of the stream's backend. (since 1.6)
---@param message string the text
function TXN:Alert(message) end

--- An answer of HTTP, for `txn:done`. A table: its fields may be edited.
---@class Reply
---@field status integer 200 by default
---@field reason string the usual one for the status
---@field body string? 
---@field headers table<string, string[]> a list of values, from 1 on, by each name
local Reply = {}

--- Sets the status. (since 2.2)
---@param status integer 100 to 599
---@param reason? string the usual one by default
---@return boolean # false for a status that is none
function Reply:set_status(status, reason) end

--- Adds a header. (since 2.2)
---@param name string
---@param value string
---@return boolean # true
function Reply:add_header(name, value) end

--- Removes the headers of a name. (since 2.2)
---@param name string as it was added: case counts here
---@return boolean # true
function Reply:del_header(name) end

--- Sets the payload. (since 2.2)
---@param body string
---@return boolean # true
function Reply:set_body(body) end

--- One direction of a stream. Its bytes can be read and changed in TCP only; in HTTP the methods for that raise an error.
---@class Channel
local Channel = {}

--- Gives bytes of the input, which stay there. Waits in actions where fewer have come than asked for. (since 2.5)
---@param offset? integer from the front of the input, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there can be
---@return string? # nil when nothing is there and nothing will come
---@async
function Channel:data(offset, length) end

--- Gives a line of the input with its LF; it stays there. Waits for it in actions; the rest when no more can come. (since 2.5)
---@param offset? integer from the front of the input, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there can be
---@return string? # nil when nothing is there and nothing will come
---@async
function Channel:line(offset, length) end

--- Puts bytes in the place of a stretch of the input, of all of it by default. (since 1.6)
---@param data string bytes
---@param offset? integer from the front of the input, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there can be
---@return integer # how many bytes were put in; -1 where there is no room for them
function Channel:set(data, offset, length) end

--- Removes a stretch of the input, all of it by default. (since 2.5)
---@param offset? integer from the front of the input, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there can be
---@return integer # how many bytes
function Channel:remove(offset, length) end

--- Puts bytes in front of the input, as `prepend` does: HAProxy's own mistake. (since 1.6)
---@param data string bytes
---@return integer # how many bytes were put in; -1 where there is no room for them
function Channel:append(data) end

--- Puts bytes in front of the input. (since 2.5)
---@param data string bytes
---@return integer # how many bytes were put in; -1 where there is no room for them
function Channel:prepend(data) end

--- Puts bytes into the input, at its front by default. (since 2.5)
---@param data string bytes
---@param offset? integer from the front of the input, negative: from its end; 0 by default
---@return integer # how many bytes were put in; -1 where there is no room for them
function Channel:insert(data, offset) end

--- Sends bytes at once, before the input. Waits for room in actions. (since 1.6)
---@param data string bytes
---@return integer # how many bytes; -1 where the other side is closed
---@async
function Channel:send(data) end

--- Lets bytes of the input pass. Waits in actions until so many have come. (since 1.6)
---@param length integer how many bytes
---@return integer # how many have passed
---@async
function Channel:forward(length) end

--- How many bytes have come and not been let pass. (since 2.5)
---@return integer
function Channel:input() end

--- How many bytes have been let pass and not been sent. (since 2.5)
---@return integer
function Channel:output() end

--- Whether more input may come. (since 2.5)
---@return boolean
function Channel:may_recv() end

--- Whether there is no room left. (since 1.7)
---@return boolean
function Channel:is_full() end

--- Whether it is the direction to the client. (since 2.2)
---@return boolean
function Channel:is_resp() end

--- Deprecated: takes all input. (since 1.6)
---@return string? # nil when nothing is there and nothing will come
function Channel:get() end

--- Deprecated: gives all input, which stays there. (since 1.6)
---@return string? # nil when nothing is there and nothing will come
function Channel:dup() end

--- Deprecated: takes a line with its LF. Waits for it in actions; the rest when no more can come. (since 1.6)
---@return string? # nil when nothing is there and nothing will come
---@async
function Channel:getline() end

--- How many bytes have come and not been let pass. (since 1.6)
---@return integer
function Channel:get_in_len() end

--- How many bytes have been let pass and not been sent. (since 1.6)
---@return integer
function Channel:get_out_len() end

--- The head of the request (`req_...`, where the request is at hand) or of the response (`res_...`, where that is). On the wrong side the methods raise an error without a text.
---@class HTTP
local HTTP = {}

--- The headers: a list of values by each name, in lower case. The first value has index 0. To change the table changes nothing. (since 1.6)
---@return table<string, table<integer, string>>
function HTTP:req_get_headers() end

--- Removes all headers of a name. (since 1.6)
---@param name string in any case
function HTTP:req_del_header(name) end

--- Replaces each value of a name's headers that matches. (since 1.6)
---@param name string in any case
---@param regex string a regular expression; case counts
---@param replacement string `\1` to `\9` stand for groups, `\0` for all that matched
function HTTP:req_rep_header(name, regex, replacement) end

--- The same for each of the parts that commas separate. (since 1.6)
---@param name string in any case
---@param regex string a regular expression; case counts
---@param replacement string `\1` to `\9` stand for groups, `\0` for all that matched
function HTTP:req_rep_value(name, regex, replacement) end

--- Adds a header. One with a line break or NUL in it raises an error. (since 1.6)
---@param name string in any case
---@param value string
function HTTP:req_add_header(name, value) end

--- Removes all headers of a name and adds one. They are gone also where the new value is refused. (since 1.6)
---@param name string in any case
---@param value string
function HTTP:req_set_header(name, value) end

--- Sets the request's method. (since 1.6)
---@param value string
---@return boolean # whether it could be set
function HTTP:req_set_method(value) end

--- Sets the request's path; the query stays. (since 1.6)
---@param value string
---@return boolean # whether it could be set
function HTTP:req_set_path(value) end

--- Sets the request's query, which is given without its question mark. (since 1.6)
---@param value string
---@return boolean # whether it could be set
function HTTP:req_set_query(value) end

--- Sets the request's target. (since 1.6)
---@param value string
---@return boolean # whether it could be set
function HTTP:req_set_uri(value) end

--- The headers: a list of values by each name, in lower case. The first value has index 0. To change the table changes nothing. (since 1.6)
---@return table<string, table<integer, string>>
function HTTP:res_get_headers() end

--- Removes all headers of a name. (since 1.6)
---@param name string in any case
function HTTP:res_del_header(name) end

--- Replaces each value of a name's headers that matches. (since 1.6)
---@param name string in any case
---@param regex string a regular expression; case counts
---@param replacement string `\1` to `\9` stand for groups, `\0` for all that matched
function HTTP:res_rep_header(name, regex, replacement) end

--- The same for each of the parts that commas separate. (since 1.6)
---@param name string in any case
---@param regex string a regular expression; case counts
---@param replacement string `\1` to `\9` stand for groups, `\0` for all that matched
function HTTP:res_rep_value(name, regex, replacement) end

--- Adds a header. One with a line break or NUL in it raises an error. (since 1.6)
---@param name string in any case
---@param value string
function HTTP:res_add_header(name, value) end

--- Removes all headers of a name and adds one. They are gone also where the new value is refused. (since 1.6)
---@param name string in any case
---@param value string
function HTTP:res_set_header(name, value) end

--- Sets the response's status. (since 1.6)
---@param code integer
---@param reason? string the usual one by default
function HTTP:res_set_status(code, reason) end

--- A request or response, in filters. Its head can be read and changed until its payload passes, its payload in `http_payload`; elsewhere the methods raise an error without a text.
---@class HTTPMessage
---@field channel Channel the message's direction
local HTTPMessage = {}

--- Whether it is the response. (since 2.5)
---@return boolean
function HTTPMessage:is_resp() end

--- The parts of the start line: `method`, `uri`, `version`, or `version`, `code`, `reason`; all strings. (since 2.5)
---@return table<string, string> # nothing while there is no response
function HTTPMessage:get_stline() end

--- The headers: a list of values by each name, in lower case. The first value has index 0. To change the table changes nothing. (since 2.5)
---@return table<string, table<integer, string>>
function HTTPMessage:get_headers() end

--- Removes all headers of a name. (since 2.5)
---@param name string in any case
function HTTPMessage:del_header(name) end

--- Replaces each value of a name's headers that matches. (since 2.5)
---@param name string in any case
---@param regex string a regular expression; case counts
---@param replacement string `\1` to `\9` stand for groups, `\0` for all that matched
function HTTPMessage:rep_header(name, regex, replacement) end

--- The same for each of the parts that commas separate. (since 2.5)
---@param name string in any case
---@param regex string a regular expression; case counts
---@param replacement string `\1` to `\9` stand for groups, `\0` for all that matched
function HTTPMessage:rep_value(name, regex, replacement) end

--- Adds a header. One with a line break or NUL in it raises an error. (since 2.5)
---@param name string in any case
---@param value string
function HTTPMessage:add_header(name, value) end

--- Removes all headers of a name and adds one. They are gone also where the new value is refused. (since 2.5)
---@param name string in any case
---@param value string
function HTTPMessage:set_header(name, value) end

--- Sets the request's method. (since 2.5)
---@param value string
---@return boolean # whether it could be set
function HTTPMessage:set_method(value) end

--- Sets the request's path; the query stays. (since 2.5)
---@param value string
---@return boolean # whether it could be set
function HTTPMessage:set_path(value) end

--- Sets the request's query, which is given without its question mark. (since 2.5)
---@param value string
---@return boolean # whether it could be set
function HTTPMessage:set_query(value) end

--- Sets the request's target. (since 2.5)
---@param value string
---@return boolean # whether it could be set
function HTTPMessage:set_uri(value) end

--- Sets the response's status. (since 2.5)
---@param code integer
---@param reason? string the usual one by default
---@return boolean # whether it could be set
function HTTPMessage:set_status(code, reason) end

--- Announces another length of the payload, which the filter means to change; before it passes. (since 3.2)
---@param length any bytes, or "chunked"
---@return boolean # whether it could be set
function HTTPMessage:set_body_len(length) end

--- Whether there is no room left. (since 2.5)
---@return boolean
function HTTPMessage:is_full() end

--- Whether more of the message may come. (since 2.5)
---@return boolean
function HTTPMessage:may_recv() end

--- Whether the end of the message has come. (since 2.5)
---@return boolean
function HTTPMessage:eom() end

--- How many bytes of payload have come and not been let pass; before the payload callback the head counts, too. (since 2.5)
---@return integer
function HTTPMessage:input() end

--- How many bytes of payload have been let pass and not been sent. (since 2.5)
---@return integer
function HTTPMessage:output() end

--- Gives payload, which stays there. (since 2.5)
---@param offset? integer from the front of the payload at hand, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there are
---@return string? # nil when nothing is there and nothing will come
function HTTPMessage:body(offset, length) end

--- Puts bytes in the place of a stretch of the payload at hand, of all of it by default. (since 2.5)
---@param data string bytes
---@param offset? integer from the front of the payload at hand, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there are
---@return integer # how many bytes were put in; -1 where there is no room for them
function HTTPMessage:set(data, offset, length) end

--- Removes a stretch of the payload at hand, all of it by default. (since 2.5)
---@param offset? integer from the front of the payload at hand, negative: from its end; 0 by default
---@param length? integer how many bytes; -1: as many as there are
---@return integer # how many bytes
function HTTPMessage:remove(offset, length) end

--- Puts bytes behind the payload at hand. (since 2.5)
---@param data string bytes
---@return integer # how many bytes were put in; -1 where there is no room for them
function HTTPMessage:append(data) end

--- Puts bytes in front of the payload at hand. (since 2.5)
---@param data string bytes
---@return integer # how many bytes were put in; -1 where there is no room for them
function HTTPMessage:prepend(data) end

--- Puts bytes into the payload at hand, at its front by default. (since 2.5)
---@param data string bytes
---@param offset? integer from the front of the payload at hand, negative: from its end; 0 by default
---@return integer # how many bytes were put in; -1 where there is no room for them
function HTTPMessage:insert(data, offset) end

--- Puts bytes in front of the payload at hand and lets them pass. (since 2.5)
---@param data string bytes
---@return integer # how many bytes were put in; -1 where there is no room for them
function HTTPMessage:send(data) end

--- Lets bytes at the front of the payload at hand pass. (since 2.5)
---@param length integer how many bytes
---@return integer # how many have passed; -1 where the other side is closed
function HTTPMessage:forward(length) end

--- Makes what has come the end of the message. (since 2.5)
function HTTPMessage:set_eom() end

--- The end of the message has not come yet. (since 2.5)
function HTTPMessage:unset_eom() end

--- HAProxy's sample fetches. A method's name is the fetch's with `_` for each `.`, `-` and `+`; `lua/meta/classes.lua` lists them.
---@class Fetches
local Fetches = {}

--- The fetch `acl`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:acl(...) end

--- The fetch `act_conn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:act_conn(...) end

--- The fetch `always_false`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:always_false(...) end

--- The fetch `always_true`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:always_true(...) end

--- The fetch `bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bin(...) end

--- The fetch `bool`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bool(...) end

--- The fetch `date`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:date(...) end

--- The fetch `date_us`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:date_us(...) end

--- The fetch `dump_all_vars`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:dump_all_vars(...) end

--- The fetch `env`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:env(...) end

--- The fetch `hostname`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:hostname(...) end

--- The fetch `int`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:int(...) end

--- The fetch `ipv4`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ipv4(...) end

--- The fetch `ipv6`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ipv6(...) end

--- The fetch `meth`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:meth(...) end

--- The fetch `nbproc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:nbproc(...) end

--- The fetch `pid`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:pid(...) end

--- The fetch `proc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:proc(...) end

--- The fetch `quic_enabled`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:quic_enabled(...) end

--- The fetch `rand`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:rand(...) end

--- The fetch `str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:str(...) end

--- The fetch `tgroup`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:tgroup(...) end

--- The fetch `thread`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:thread(...) end

--- The fetch `uptime`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:uptime(...) end

--- The fetch `uuid`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:uuid(...) end

--- The fetch `var`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:var(...) end

--- The fetch `unique-id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:unique_id(...) end

--- The fetch `avg_queue`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:avg_queue(...) end

--- The fetch `be_conn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_conn(...) end

--- The fetch `be_conn_free`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_conn_free(...) end

--- The fetch `be_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_sess_rate(...) end

--- The fetch `connslots`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:connslots(...) end

--- The fetch `cpu_calls`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cpu_calls(...) end

--- The fetch `cpu_ns_avg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cpu_ns_avg(...) end

--- The fetch `cpu_ns_tot`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cpu_ns_tot(...) end

--- The fetch `cpu_usage_grp`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cpu_usage_grp(...) end

--- The fetch `cpu_usage_proc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cpu_usage_proc(...) end

--- The fetch `cpu_usage_thr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cpu_usage_thr(...) end

--- The fetch `fe_conn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_conn(...) end

--- The fetch `fe_req_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_req_rate(...) end

--- The fetch `fe_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_sess_rate(...) end

--- The fetch `internal.strm.is_htx`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_strm_is_htx(...) end

--- The fetch `last_entity`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:last_entity(...) end

--- The fetch `last_rule_file`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:last_rule_file(...) end

--- The fetch `last_rule_line`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:last_rule_line(...) end

--- The fetch `lat_ns_avg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:lat_ns_avg(...) end

--- The fetch `lat_ns_tot`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:lat_ns_tot(...) end

--- The fetch `nbsrv`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:nbsrv(...) end

--- The fetch `prio_class`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:prio_class(...) end

--- The fetch `prio_offset`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:prio_offset(...) end

--- The fetch `queue`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:queue(...) end

--- The fetch `sc0_bytes_in_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_bytes_in_rate(...) end

--- The fetch `sc0_bytes_out_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_bytes_out_rate(...) end

--- The fetch `sc0_clr_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_clr_gpc0(...) end

--- The fetch `sc0_clr_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_clr_gpc1(...) end

--- The fetch `sc0_conn_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_conn_cnt(...) end

--- The fetch `sc0_conn_cur`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_conn_cur(...) end

--- The fetch `sc0_conn_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_conn_rate(...) end

--- The fetch `sc0_get_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_get_gpc0(...) end

--- The fetch `sc0_get_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_get_gpc1(...) end

--- The fetch `sc0_get_gpt0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_get_gpt0(...) end

--- The fetch `sc0_glitch_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_glitch_cnt(...) end

--- The fetch `sc0_glitch_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_glitch_rate(...) end

--- The fetch `sc0_gpc0_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_gpc0_rate(...) end

--- The fetch `sc0_gpc1_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_gpc1_rate(...) end

--- The fetch `sc0_http_err_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_http_err_cnt(...) end

--- The fetch `sc0_http_err_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_http_err_rate(...) end

--- The fetch `sc0_http_fail_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_http_fail_cnt(...) end

--- The fetch `sc0_http_fail_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_http_fail_rate(...) end

--- The fetch `sc0_http_req_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_http_req_cnt(...) end

--- The fetch `sc0_http_req_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_http_req_rate(...) end

--- The fetch `sc0_inc_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_inc_gpc0(...) end

--- The fetch `sc0_inc_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_inc_gpc1(...) end

--- The fetch `sc0_key`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_key(...) end

--- The fetch `sc0_sess_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_sess_cnt(...) end

--- The fetch `sc0_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_sess_rate(...) end

--- The fetch `sc0_tracked`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_tracked(...) end

--- The fetch `sc0_trackers`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_trackers(...) end

--- The fetch `sc1_bytes_in_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_bytes_in_rate(...) end

--- The fetch `sc1_bytes_out_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_bytes_out_rate(...) end

--- The fetch `sc1_clr_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_clr_gpc(...) end

--- The fetch `sc1_clr_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_clr_gpc0(...) end

--- The fetch `sc1_clr_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_clr_gpc1(...) end

--- The fetch `sc1_conn_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_conn_cnt(...) end

--- The fetch `sc1_conn_cur`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_conn_cur(...) end

--- The fetch `sc1_conn_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_conn_rate(...) end

--- The fetch `sc1_get_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_get_gpc0(...) end

--- The fetch `sc1_get_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_get_gpc1(...) end

--- The fetch `sc1_get_gpt0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_get_gpt0(...) end

--- The fetch `sc1_glitch_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_glitch_cnt(...) end

--- The fetch `sc1_glitch_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_glitch_rate(...) end

--- The fetch `sc1_gpc0_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_gpc0_rate(...) end

--- The fetch `sc1_gpc1_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_gpc1_rate(...) end

--- The fetch `sc1_http_err_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_http_err_cnt(...) end

--- The fetch `sc1_http_err_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_http_err_rate(...) end

--- The fetch `sc1_http_fail_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_http_fail_cnt(...) end

--- The fetch `sc1_http_fail_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_http_fail_rate(...) end

--- The fetch `sc1_http_req_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_http_req_cnt(...) end

--- The fetch `sc1_http_req_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_http_req_rate(...) end

--- The fetch `sc1_inc_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_inc_gpc0(...) end

--- The fetch `sc1_inc_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_inc_gpc1(...) end

--- The fetch `sc1_key`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_key(...) end

--- The fetch `sc1_sess_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_sess_cnt(...) end

--- The fetch `sc1_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_sess_rate(...) end

--- The fetch `sc1_tracked`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_tracked(...) end

--- The fetch `sc1_trackers`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_trackers(...) end

--- The fetch `sc2_bytes_in_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_bytes_in_rate(...) end

--- The fetch `sc2_bytes_out_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_bytes_out_rate(...) end

--- The fetch `sc2_clr_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_clr_gpc0(...) end

--- The fetch `sc2_clr_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_clr_gpc1(...) end

--- The fetch `sc2_conn_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_conn_cnt(...) end

--- The fetch `sc2_conn_cur`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_conn_cur(...) end

--- The fetch `sc2_conn_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_conn_rate(...) end

--- The fetch `sc2_get_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_get_gpc0(...) end

--- The fetch `sc2_get_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_get_gpc1(...) end

--- The fetch `sc2_get_gpt0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_get_gpt0(...) end

--- The fetch `sc2_glitch_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_glitch_cnt(...) end

--- The fetch `sc2_glitch_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_glitch_rate(...) end

--- The fetch `sc2_gpc0_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_gpc0_rate(...) end

--- The fetch `sc2_gpc1_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_gpc1_rate(...) end

--- The fetch `sc2_http_err_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_http_err_cnt(...) end

--- The fetch `sc2_http_err_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_http_err_rate(...) end

--- The fetch `sc2_http_fail_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_http_fail_cnt(...) end

--- The fetch `sc2_http_fail_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_http_fail_rate(...) end

--- The fetch `sc2_http_req_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_http_req_cnt(...) end

--- The fetch `sc2_http_req_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_http_req_rate(...) end

--- The fetch `sc2_inc_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_inc_gpc0(...) end

--- The fetch `sc2_inc_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_inc_gpc1(...) end

--- The fetch `sc2_key`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_key(...) end

--- The fetch `sc2_sess_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_sess_cnt(...) end

--- The fetch `sc2_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_sess_rate(...) end

--- The fetch `sc2_tracked`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_tracked(...) end

--- The fetch `sc2_trackers`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_trackers(...) end

--- The fetch `sc_bytes_in_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_bytes_in_rate(...) end

--- The fetch `sc_bytes_out_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_bytes_out_rate(...) end

--- The fetch `sc_clr_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_clr_gpc(...) end

--- The fetch `sc_clr_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_clr_gpc0(...) end

--- The fetch `sc_clr_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_clr_gpc1(...) end

--- The fetch `sc_conn_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_conn_cnt(...) end

--- The fetch `sc_conn_cur`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_conn_cur(...) end

--- The fetch `sc_conn_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_conn_rate(...) end

--- The fetch `sc_get_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_get_gpc(...) end

--- The fetch `sc_get_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_get_gpc0(...) end

--- The fetch `sc_get_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_get_gpc1(...) end

--- The fetch `sc_get_gpt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_get_gpt(...) end

--- The fetch `sc_get_gpt0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_get_gpt0(...) end

--- The fetch `sc_glitch_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_glitch_cnt(...) end

--- The fetch `sc_glitch_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_glitch_rate(...) end

--- The fetch `sc_gpc0_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_gpc0_rate(...) end

--- The fetch `sc_gpc1_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_gpc1_rate(...) end

--- The fetch `sc_gpc_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_gpc_rate(...) end

--- The fetch `sc_http_err_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_http_err_cnt(...) end

--- The fetch `sc_http_err_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_http_err_rate(...) end

--- The fetch `sc_http_fail_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_http_fail_cnt(...) end

--- The fetch `sc_http_fail_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_http_fail_rate(...) end

--- The fetch `sc_http_req_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_http_req_cnt(...) end

--- The fetch `sc_http_req_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_http_req_rate(...) end

--- The fetch `sc_inc_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_inc_gpc(...) end

--- The fetch `sc_inc_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_inc_gpc0(...) end

--- The fetch `sc_inc_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_inc_gpc1(...) end

--- The fetch `sc_key`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_key(...) end

--- The fetch `sc_sess_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_sess_cnt(...) end

--- The fetch `sc_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_sess_rate(...) end

--- The fetch `sc_tracked`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_tracked(...) end

--- The fetch `sc_trackers`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_trackers(...) end

--- The fetch `spoe.engine-id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:spoe_engine_id(...) end

--- The fetch `srv_conn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_conn(...) end

--- The fetch `srv_conn_free`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_conn_free(...) end

--- The fetch `srv_is_up`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_is_up(...) end

--- The fetch `srv_iweight`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_iweight(...) end

--- The fetch `srv_queue`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_queue(...) end

--- The fetch `srv_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_sess_rate(...) end

--- The fetch `srv_uweight`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_uweight(...) end

--- The fetch `srv_weight`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_weight(...) end

--- The fetch `stopping`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:stopping(...) end

--- The fetch `table_avl`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:table_avl(...) end

--- The fetch `table_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:table_cnt(...) end

--- The fetch `term_events`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:term_events(...) end

--- The fetch `txn.id32`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_id32(...) end

--- The fetch `txn.sess_term_state`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_sess_term_state(...) end

--- The fetch `wait_end`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:wait_end(...) end

--- The fetch `waiting_entity`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:waiting_entity(...) end

--- The fetch `cur_client_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_client_timeout(...) end

--- The fetch `dst_conn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:dst_conn(...) end

--- The fetch `fe_client_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_client_timeout(...) end

--- The fetch `fe_defbe`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_defbe(...) end

--- The fetch `fe_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_id(...) end

--- The fetch `fe_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_name(...) end

--- The fetch `fe_tarpit_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fe_tarpit_timeout(...) end

--- The fetch `so_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:so_id(...) end

--- The fetch `so_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:so_name(...) end

--- The fetch `req.ssl_cipherlist`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_cipherlist(...) end

--- The fetch `req.ssl_keyshare_groups`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_keyshare_groups(...) end

--- The fetch `req.ssl_sigalgs`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_sigalgs(...) end

--- The fetch `req.ssl_supported_groups`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_supported_groups(...) end

--- The fetch `cur_tarpit_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_tarpit_timeout(...) end

--- The fetch `accept_date`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:accept_date(...) end

--- The fetch `bc_rtt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_rtt(...) end

--- The fetch `bc_rttvar`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_rttvar(...) end

--- The fetch `dst`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:dst(...) end

--- The fetch `dst_is_local`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:dst_is_local(...) end

--- The fetch `dst_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:dst_port(...) end

--- The fetch `fc.timer.handshake`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_timer_handshake(...) end

--- The fetch `fc_dst`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_dst(...) end

--- The fetch `fc_dst_is_local`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_dst_is_local(...) end

--- The fetch `fc_dst_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_dst_port(...) end

--- The fetch `fc_err`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_err(...) end

--- The fetch `fc_err_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_err_name(...) end

--- The fetch `fc_err_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_err_str(...) end

--- The fetch `fc_fackets`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_fackets(...) end

--- The fetch `fc_glitches`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_glitches(...) end

--- The fetch `fc_http_major`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_http_major(...) end

--- The fetch `fc_lost`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_lost(...) end

--- The fetch `fc_nb_streams`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_nb_streams(...) end

--- The fetch `fc_pp_authority`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_pp_authority(...) end

--- The fetch `fc_pp_unique_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_pp_unique_id(...) end

--- The fetch `fc_rcvd_proxy`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_rcvd_proxy(...) end

--- The fetch `fc_reordering`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_reordering(...) end

--- The fetch `fc_retrans`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_retrans(...) end

--- The fetch `fc_rtt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_rtt(...) end

--- The fetch `fc_rttvar`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_rttvar(...) end

--- The fetch `fc_sacked`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_sacked(...) end

--- The fetch `fc_saved_syn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_saved_syn(...) end

--- The fetch `fc_src`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_src(...) end

--- The fetch `fc_src_is_local`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_src_is_local(...) end

--- The fetch `fc_src_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_src_port(...) end

--- The fetch `fc_unacked`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_unacked(...) end

--- The fetch `sc0_kbytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_kbytes_in(...) end

--- The fetch `sc0_kbytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc0_kbytes_out(...) end

--- The fetch `sc1_kbytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_kbytes_in(...) end

--- The fetch `sc1_kbytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc1_kbytes_out(...) end

--- The fetch `sc2_kbytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_kbytes_in(...) end

--- The fetch `sc2_kbytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc2_kbytes_out(...) end

--- The fetch `sc_kbytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_kbytes_in(...) end

--- The fetch `sc_kbytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:sc_kbytes_out(...) end

--- The fetch `src`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src(...) end

--- The fetch `src_bytes_in_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_bytes_in_rate(...) end

--- The fetch `src_bytes_out_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_bytes_out_rate(...) end

--- The fetch `src_clr_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_clr_gpc(...) end

--- The fetch `src_clr_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_clr_gpc0(...) end

--- The fetch `src_clr_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_clr_gpc1(...) end

--- The fetch `src_conn_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_conn_cnt(...) end

--- The fetch `src_conn_cur`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_conn_cur(...) end

--- The fetch `src_conn_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_conn_rate(...) end

--- The fetch `src_get_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_get_gpc(...) end

--- The fetch `src_get_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_get_gpc0(...) end

--- The fetch `src_get_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_get_gpc1(...) end

--- The fetch `src_get_gpt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_get_gpt(...) end

--- The fetch `src_get_gpt0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_get_gpt0(...) end

--- The fetch `src_glitch_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_glitch_cnt(...) end

--- The fetch `src_glitch_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_glitch_rate(...) end

--- The fetch `src_gpc0_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_gpc0_rate(...) end

--- The fetch `src_gpc1_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_gpc1_rate(...) end

--- The fetch `src_gpc_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_gpc_rate(...) end

--- The fetch `src_http_err_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_http_err_cnt(...) end

--- The fetch `src_http_err_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_http_err_rate(...) end

--- The fetch `src_http_fail_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_http_fail_cnt(...) end

--- The fetch `src_http_fail_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_http_fail_rate(...) end

--- The fetch `src_http_req_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_http_req_cnt(...) end

--- The fetch `src_http_req_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_http_req_rate(...) end

--- The fetch `src_inc_gpc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_inc_gpc(...) end

--- The fetch `src_inc_gpc0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_inc_gpc0(...) end

--- The fetch `src_inc_gpc1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_inc_gpc1(...) end

--- The fetch `src_is_local`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_is_local(...) end

--- The fetch `src_kbytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_kbytes_in(...) end

--- The fetch `src_kbytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_kbytes_out(...) end

--- The fetch `src_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_port(...) end

--- The fetch `src_sess_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_sess_cnt(...) end

--- The fetch `src_sess_rate`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_sess_rate(...) end

--- The fetch `src_updt_conn_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:src_updt_conn_cnt(...) end

--- The fetch `fc_pp_tlv`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_pp_tlv(...) end

--- The fetch `fc_settings_streams_limit`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_settings_streams_limit(...) end

--- The fetch `fs.aborted`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fs_aborted(...) end

--- The fetch `fs.debug_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fs_debug_str(...) end

--- The fetch `fs.id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fs_id(...) end

--- The fetch `fs.rst_code`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fs_rst_code(...) end

--- The fetch `ssl_bc_client_early_traffic_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_client_early_traffic_secret(...) end

--- The fetch `ssl_bc_client_handshake_traffic_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_client_handshake_traffic_secret(...) end

--- The fetch `ssl_bc_client_traffic_secret_0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_client_traffic_secret_0(...) end

--- The fetch `ssl_bc_early_exporter_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_early_exporter_secret(...) end

--- The fetch `ssl_bc_exporter_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_exporter_secret(...) end

--- The fetch `ssl_bc_server_handshake_traffic_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_server_handshake_traffic_secret(...) end

--- The fetch `ssl_bc_server_traffic_secret_0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_server_traffic_secret_0(...) end

--- The fetch `ssl_c_ca_err`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_ca_err(...) end

--- The fetch `ssl_c_ca_err_depth`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_ca_err_depth(...) end

--- The fetch `ssl_c_chain_der`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_chain_der(...) end

--- The fetch `ssl_c_der`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_der(...) end

--- The fetch `ssl_c_err`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_err(...) end

--- The fetch `ssl_c_i_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_i_dn(...) end

--- The fetch `ssl_c_key_alg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_key_alg(...) end

--- The fetch `ssl_c_notafter`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_notafter(...) end

--- The fetch `ssl_c_notbefore`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_notbefore(...) end

--- The fetch `ssl_c_policies`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_policies(...) end

--- The fetch `ssl_c_r_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_r_dn(...) end

--- The fetch `ssl_c_s_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_s_dn(...) end

--- The fetch `ssl_c_san`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_san(...) end

--- The fetch `ssl_c_serial`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_serial(...) end

--- The fetch `ssl_c_sha1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_sha1(...) end

--- The fetch `ssl_c_sig_alg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_sig_alg(...) end

--- The fetch `ssl_c_used`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_used(...) end

--- The fetch `ssl_c_verify`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_verify(...) end

--- The fetch `ssl_c_version`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_c_version(...) end

--- The fetch `ssl_f_der`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_der(...) end

--- The fetch `ssl_f_i_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_i_dn(...) end

--- The fetch `ssl_f_key_alg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_key_alg(...) end

--- The fetch `ssl_f_notafter`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_notafter(...) end

--- The fetch `ssl_f_notbefore`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_notbefore(...) end

--- The fetch `ssl_f_s_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_s_dn(...) end

--- The fetch `ssl_f_serial`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_serial(...) end

--- The fetch `ssl_f_sha1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_sha1(...) end

--- The fetch `ssl_f_sig_alg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_sig_alg(...) end

--- The fetch `ssl_f_version`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_f_version(...) end

--- The fetch `ssl_fc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc(...) end

--- The fetch `ssl_fc_alg_keysize`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_alg_keysize(...) end

--- The fetch `ssl_fc_alpn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_alpn(...) end

--- The fetch `ssl_fc_cipher`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_cipher(...) end

--- The fetch `ssl_fc_cipherlist_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_cipherlist_bin(...) end

--- The fetch `ssl_fc_cipherlist_hex`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_cipherlist_hex(...) end

--- The fetch `ssl_fc_cipherlist_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_cipherlist_str(...) end

--- The fetch `ssl_fc_cipherlist_xxh`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_cipherlist_xxh(...) end

--- The fetch `ssl_fc_client_early_traffic_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_client_early_traffic_secret(...) end

--- The fetch `ssl_fc_client_handshake_traffic_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_client_handshake_traffic_secret(...) end

--- The fetch `ssl_fc_client_random`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_client_random(...) end

--- The fetch `ssl_fc_client_traffic_secret_0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_client_traffic_secret_0(...) end

--- The fetch `ssl_fc_crtname`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_crtname(...) end

--- The fetch `ssl_fc_curve`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_curve(...) end

--- The fetch `ssl_fc_early_exporter_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_early_exporter_secret(...) end

--- The fetch `ssl_fc_early_rcvd`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_early_rcvd(...) end

--- The fetch `ssl_fc_ecformats_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_ecformats_bin(...) end

--- The fetch `ssl_fc_eclist_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_eclist_bin(...) end

--- The fetch `ssl_fc_err`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_err(...) end

--- The fetch `ssl_fc_err_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_err_str(...) end

--- The fetch `ssl_fc_exporter_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_exporter_secret(...) end

--- The fetch `ssl_fc_extlist_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_extlist_bin(...) end

--- The fetch `ssl_fc_has_crt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_has_crt(...) end

--- The fetch `ssl_fc_has_early`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_has_early(...) end

--- The fetch `ssl_fc_has_sni`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_has_sni(...) end

--- The fetch `ssl_fc_is_resumed`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_is_resumed(...) end

--- The fetch `ssl_fc_npn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_npn(...) end

--- The fetch `ssl_fc_protocol`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_protocol(...) end

--- The fetch `ssl_fc_protocol_hello_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_protocol_hello_id(...) end

--- The fetch `ssl_fc_server_handshake_traffic_secret`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_server_handshake_traffic_secret(...) end

--- The fetch `ssl_fc_server_random`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_server_random(...) end

--- The fetch `ssl_fc_server_traffic_secret_0`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_server_traffic_secret_0(...) end

--- The fetch `ssl_fc_session_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_session_id(...) end

--- The fetch `ssl_fc_session_key`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_session_key(...) end

--- The fetch `ssl_fc_sigalgs_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_sigalgs_bin(...) end

--- The fetch `ssl_fc_sni`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_sni(...) end

--- The fetch `ssl_fc_supported_versions_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_supported_versions_bin(...) end

--- The fetch `ssl_fc_unique_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_unique_id(...) end

--- The fetch `ssl_fc_use_keysize`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_fc_use_keysize(...) end

--- The fetch `ssl_s_chain_der`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_chain_der(...) end

--- The fetch `ssl_s_der`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_der(...) end

--- The fetch `ssl_s_i_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_i_dn(...) end

--- The fetch `ssl_s_key_alg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_key_alg(...) end

--- The fetch `ssl_s_notafter`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_notafter(...) end

--- The fetch `ssl_s_notbefore`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_notbefore(...) end

--- The fetch `ssl_s_s_dn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_s_dn(...) end

--- The fetch `ssl_s_serial`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_serial(...) end

--- The fetch `ssl_s_sha1`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_sha1(...) end

--- The fetch `ssl_s_sig_alg`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_sig_alg(...) end

--- The fetch `ssl_s_version`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_s_version(...) end

--- The fetch `rdp_cookie`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:rdp_cookie(...) end

--- The fetch `rdp_cookie_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:rdp_cookie_cnt(...) end

--- The fetch `req.payload`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_payload(...) end

--- The fetch `req.payload_lv`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_payload_lv(...) end

--- The fetch `req.rdp_cookie`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_rdp_cookie(...) end

--- The fetch `req.rdp_cookie_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_rdp_cookie_cnt(...) end

--- The fetch `req.ssl_alpn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_alpn(...) end

--- The fetch `req.ssl_ec_ext`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_ec_ext(...) end

--- The fetch `req.ssl_st_ext`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_st_ext(...) end

--- The fetch `req.len`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_len(...) end

--- The fetch `req.ssl_hello_type`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_hello_type(...) end

--- The fetch `req.ssl_sni`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_sni(...) end

--- The fetch `req.ssl_ver`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ssl_ver(...) end

--- The fetch `distcc_body`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:distcc_body(...) end

--- The fetch `distcc_param`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:distcc_param(...) end

--- The fetch `payload`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:payload(...) end

--- The fetch `payload_lv`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:payload_lv(...) end

--- The fetch `base`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:base(...) end

--- The fetch `base32`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:base32(...) end

--- The fetch `base32+src`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:base32_src(...) end

--- The fetch `baseq`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:baseq(...) end

--- The fetch `cook`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cook(...) end

--- The fetch `cook_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cook_cnt(...) end

--- The fetch `cook_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cook_val(...) end

--- The fetch `fcgi.docroot`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fcgi_docroot(...) end

--- The fetch `fcgi.index`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fcgi_index(...) end

--- The fetch `hdr_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:hdr_cnt(...) end

--- The fetch `hdr_ip`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:hdr_ip(...) end

--- The fetch `hdr_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:hdr_val(...) end

--- The fetch `http_auth`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_auth(...) end

--- The fetch `http_auth_bearer`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_auth_bearer(...) end

--- The fetch `http_auth_group`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_auth_group(...) end

--- The fetch `http_auth_pass`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_auth_pass(...) end

--- The fetch `http_auth_type`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_auth_type(...) end

--- The fetch `http_auth_user`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_auth_user(...) end

--- The fetch `path`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:path(...) end

--- The fetch `pathq`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:pathq(...) end

--- The fetch `query`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:query(...) end

--- The fetch `req.body`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_body(...) end

--- The fetch `req.body_len`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_body_len(...) end

--- The fetch `req.body_param`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_body_param(...) end

--- The fetch `req.body_size`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_body_size(...) end

--- The fetch `req.cook`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_cook(...) end

--- The fetch `req.cook_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_cook_cnt(...) end

--- The fetch `req.cook_names`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_cook_names(...) end

--- The fetch `req.cook_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_cook_val(...) end

--- The fetch `req.fhdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_fhdr(...) end

--- The fetch `req.fhdr_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_fhdr_cnt(...) end

--- The fetch `req.hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdr(...) end

--- The fetch `req.hdr_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdr_cnt(...) end

--- The fetch `req.hdr_ip`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdr_ip(...) end

--- The fetch `req.hdr_names`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdr_names(...) end

--- The fetch `req.hdr_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdr_val(...) end

--- The fetch `req.hdrs`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdrs(...) end

--- The fetch `req.hdrs_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_hdrs_bin(...) end

--- The fetch `req.timer.hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_timer_hdr(...) end

--- The fetch `req.timer.idle`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_timer_idle(...) end

--- The fetch `req.timer.tq`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_timer_tq(...) end

--- The fetch `url`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:url(...) end

--- The fetch `url32`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:url32(...) end

--- The fetch `url32+src`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:url32_src(...) end

--- The fetch `url_ip`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:url_ip(...) end

--- The fetch `url_param`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:url_param(...) end

--- The fetch `url_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:url_port(...) end

--- The fetch `urlp`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:urlp(...) end

--- The fetch `urlp_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:urlp_val(...) end

--- The fetch `cookie`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cookie(...) end

--- The fetch `hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:hdr(...) end

--- The fetch `internal.htx.data`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_data(...) end

--- The fetch `internal.htx.free`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_free(...) end

--- The fetch `internal.htx.free_data`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_free_data(...) end

--- The fetch `internal.htx.has_eom`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_has_eom(...) end

--- The fetch `internal.htx.nbblks`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_nbblks(...) end

--- The fetch `internal.htx.size`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_size(...) end

--- The fetch `internal.htx.used`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_used(...) end

--- The fetch `internal.htx_blk.data`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_blk_data(...) end

--- The fetch `internal.htx_blk.hdrname`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_blk_hdrname(...) end

--- The fetch `internal.htx_blk.hdrval`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_blk_hdrval(...) end

--- The fetch `internal.htx_blk.size`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_blk_size(...) end

--- The fetch `internal.htx_blk.start_line`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_blk_start_line(...) end

--- The fetch `internal.htx_blk.type`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:internal_htx_blk_type(...) end

--- The fetch `capture.req.hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:capture_req_hdr(...) end

--- The fetch `capture.req.method`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:capture_req_method(...) end

--- The fetch `capture.req.uri`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:capture_req_uri(...) end

--- The fetch `capture.req.ver`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:capture_req_ver(...) end

--- The fetch `capture.res.ver`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:capture_res_ver(...) end

--- The fetch `http_first_req`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:http_first_req(...) end

--- The fetch `method`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:method(...) end

--- The fetch `req_proto_http`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_proto_http(...) end

--- The fetch `req_ver`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_ver(...) end

--- The fetch `request_date`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:request_date(...) end

--- The fetch `be_connect_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_connect_timeout(...) end

--- The fetch `be_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_id(...) end

--- The fetch `be_max_retries`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_max_retries(...) end

--- The fetch `be_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_name(...) end

--- The fetch `be_queue_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_queue_timeout(...) end

--- The fetch `be_server_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_server_timeout(...) end

--- The fetch `be_tarpit_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_tarpit_timeout(...) end

--- The fetch `be_tunnel_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:be_tunnel_timeout(...) end

--- The fetch `cur_connect_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_connect_timeout(...) end

--- The fetch `cur_max_retries`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_max_retries(...) end

--- The fetch `cur_queue_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_queue_timeout(...) end

--- The fetch `cur_server_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_server_timeout(...) end

--- The fetch `cur_tunnel_timeout`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:cur_tunnel_timeout(...) end

--- The fetch `srv_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_id(...) end

--- The fetch `srv_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:srv_name(...) end

--- The fetch `bc.timer.connect`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_timer_connect(...) end

--- The fetch `bc_be_queue`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_be_queue(...) end

--- The fetch `bc_dst`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_dst(...) end

--- The fetch `bc_dst_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_dst_port(...) end

--- The fetch `bc_err`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_err(...) end

--- The fetch `bc_err_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_err_name(...) end

--- The fetch `bc_err_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_err_str(...) end

--- The fetch `bc_glitches`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_glitches(...) end

--- The fetch `bc_http_major`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_http_major(...) end

--- The fetch `bc_reused`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_reused(...) end

--- The fetch `bc_src`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_src(...) end

--- The fetch `bc_src_port`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_src_port(...) end

--- The fetch `bc_srv_queue`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_srv_queue(...) end

--- The fetch `req.timer.queue`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_timer_queue(...) end

--- The fetch `txn.conn_retries`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_conn_retries(...) end

--- The fetch `txn.redispatched`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_redispatched(...) end

--- The fetch `bc_nb_streams`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_nb_streams(...) end

--- The fetch `bc_settings_streams_limit`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bc_settings_streams_limit(...) end

--- The fetch `bs.aborted`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bs_aborted(...) end

--- The fetch `bs.debug_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bs_debug_str(...) end

--- The fetch `bs.id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bs_id(...) end

--- The fetch `bs.rst_code`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bs_rst_code(...) end

--- The fetch `ssl_bc`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc(...) end

--- The fetch `ssl_bc_alg_keysize`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_alg_keysize(...) end

--- The fetch `ssl_bc_alpn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_alpn(...) end

--- The fetch `ssl_bc_cipher`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_cipher(...) end

--- The fetch `ssl_bc_client_random`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_client_random(...) end

--- The fetch `ssl_bc_curve`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_curve(...) end

--- The fetch `ssl_bc_err`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_err(...) end

--- The fetch `ssl_bc_err_str`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_err_str(...) end

--- The fetch `ssl_bc_is_resumed`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_is_resumed(...) end

--- The fetch `ssl_bc_npn`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_npn(...) end

--- The fetch `ssl_bc_protocol`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_protocol(...) end

--- The fetch `ssl_bc_server_random`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_server_random(...) end

--- The fetch `ssl_bc_session_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_session_id(...) end

--- The fetch `ssl_bc_session_key`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_session_key(...) end

--- The fetch `ssl_bc_sni`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_sni(...) end

--- The fetch `ssl_bc_unique_id`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_unique_id(...) end

--- The fetch `ssl_bc_use_keysize`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:ssl_bc_use_keysize(...) end

--- The fetch `rep_ssl_hello_type`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:rep_ssl_hello_type(...) end

--- The fetch `res.len`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_len(...) end

--- The fetch `res.payload`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_payload(...) end

--- The fetch `res.payload_lv`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_payload_lv(...) end

--- The fetch `res.ssl_hello_type`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_ssl_hello_type(...) end

--- The fetch `res.body`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_body(...) end

--- The fetch `res.body_len`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_body_len(...) end

--- The fetch `res.body_size`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_body_size(...) end

--- The fetch `res.cook`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_cook(...) end

--- The fetch `res.cook_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_cook_cnt(...) end

--- The fetch `res.cook_names`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_cook_names(...) end

--- The fetch `res.cook_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_cook_val(...) end

--- The fetch `res.fhdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_fhdr(...) end

--- The fetch `res.fhdr_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_fhdr_cnt(...) end

--- The fetch `res.hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdr(...) end

--- The fetch `res.hdr_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdr_cnt(...) end

--- The fetch `res.hdr_ip`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdr_ip(...) end

--- The fetch `res.hdr_names`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdr_names(...) end

--- The fetch `res.hdr_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdr_val(...) end

--- The fetch `res.hdrs`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdrs(...) end

--- The fetch `res.hdrs_bin`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_hdrs_bin(...) end

--- The fetch `res.timer.hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_timer_hdr(...) end

--- The fetch `scook`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:scook(...) end

--- The fetch `scook_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:scook_cnt(...) end

--- The fetch `scook_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:scook_val(...) end

--- The fetch `shdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:shdr(...) end

--- The fetch `shdr_cnt`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:shdr_cnt(...) end

--- The fetch `shdr_ip`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:shdr_ip(...) end

--- The fetch `shdr_val`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:shdr_val(...) end

--- The fetch `capture.res.hdr`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:capture_res_hdr(...) end

--- The fetch `res.cache_hit`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_cache_hit(...) end

--- The fetch `res.cache_name`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_cache_name(...) end

--- The fetch `res.comp`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_comp(...) end

--- The fetch `res.comp_algo`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_comp_algo(...) end

--- The fetch `res.ver`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_ver(...) end

--- The fetch `resp_ver`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:resp_ver(...) end

--- The fetch `server_status`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:server_status(...) end

--- The fetch `status`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:status(...) end

--- The fetch `txn.status`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_status(...) end

--- The fetch `bytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bytes_in(...) end

--- The fetch `req.bytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_bytes_in(...) end

--- The fetch `req.bytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:req_bytes_out(...) end

--- The fetch `bytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:bytes_out(...) end

--- The fetch `res.bytes_in`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_bytes_in(...) end

--- The fetch `res.bytes_out`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_bytes_out(...) end

--- The fetch `res.timer.data`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:res_timer_data(...) end

--- The fetch `txn.timer.total`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_timer_total(...) end

--- The fetch `txn.timer.user`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:txn_timer_user(...) end

--- The fetch `fc.timer.total`. (since 1.6)
---@param ... any the fetch's arguments
---@return any # nil, or an empty string from `sf`, where there is no sample
function Fetches:fc_timer_total(...) end

--- HAProxy's converters. A method's name is the converter's with `_` for each `.`, `-` and `+`; `lua/meta/classes.lua` lists them.
---@class Converters
local Converters = {}

--- The converter `add`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:add(input, ...) end

--- The converter `add_item`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:add_item(input, ...) end

--- The converter `aes_cbc_dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:aes_cbc_dec(input, ...) end

--- The converter `aes_cbc_enc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:aes_cbc_enc(input, ...) end

--- The converter `aes_gcm_dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:aes_gcm_dec(input, ...) end

--- The converter `aes_gcm_enc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:aes_gcm_enc(input, ...) end

--- The converter `and`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:and_(input, ...) end

--- The converter `b64dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:b64dec(input, ...) end

--- The converter `base2`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:base2(input, ...) end

--- The converter `base64`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:base64(input, ...) end

--- The converter `be2dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:be2dec(input, ...) end

--- The converter `be2hex`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:be2hex(input, ...) end

--- The converter `bool`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:bool(input, ...) end

--- The converter `bytes`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:bytes(input, ...) end

--- The converter `capture-req`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:capture_req(input, ...) end

--- The converter `capture-res`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:capture_res(input, ...) end

--- The converter `concat`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:concat(input, ...) end

--- The converter `cpl`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:cpl(input, ...) end

--- The converter `crc32`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:crc32(input, ...) end

--- The converter `crc32c`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:crc32c(input, ...) end

--- The converter `cut_crlf`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:cut_crlf(input, ...) end

--- The converter `date`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:date(input, ...) end

--- The converter `debug`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:debug(input, ...) end

--- The converter `digest`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:digest(input, ...) end

--- The converter `div`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:div(input, ...) end

--- The converter `djb2`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:djb2(input, ...) end

--- The converter `eth.data`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:eth_data(input, ...) end

--- The converter `eth.dst`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:eth_dst(input, ...) end

--- The converter `eth.hdr`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:eth_hdr(input, ...) end

--- The converter `eth.proto`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:eth_proto(input, ...) end

--- The converter `eth.src`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:eth_src(input, ...) end

--- The converter `eth.vlan`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:eth_vlan(input, ...) end

--- The converter `even`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:even(input, ...) end

--- The converter `fe_exists`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:fe_exists(input, ...) end

--- The converter `field`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:field(input, ...) end

--- The converter `fix_is_valid`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:fix_is_valid(input, ...) end

--- The converter `fix_tag_value`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:fix_tag_value(input, ...) end

--- The converter `has_ctl`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:has_ctl(input, ...) end

--- The converter `hex`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:hex(input, ...) end

--- The converter `hex2i`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:hex2i(input, ...) end

--- The converter `hmac`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:hmac(input, ...) end

--- The converter `host_only`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:host_only(input, ...) end

--- The converter `htonl`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:htonl(input, ...) end

--- The converter `http_date`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:http_date(input, ...) end

--- The converter `iif`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:iif(input, ...) end

--- The converter `in_table`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:in_table(input, ...) end

--- The converter `ip.data`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_data(input, ...) end

--- The converter `ip.df`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_df(input, ...) end

--- The converter `ip.dst`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_dst(input, ...) end

--- The converter `ip.fp`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_fp(input, ...) end

--- The converter `ip.hdr`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_hdr(input, ...) end

--- The converter `ip.proto`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_proto(input, ...) end

--- The converter `ip.src`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_src(input, ...) end

--- The converter `ip.tos`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_tos(input, ...) end

--- The converter `ip.ttl`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_ttl(input, ...) end

--- The converter `ip.ver`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ip_ver(input, ...) end

--- The converter `ipmask`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ipmask(input, ...) end

--- The converter `json`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:json(input, ...) end

--- The converter `json_query`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:json_query(input, ...) end

--- The converter `jwt_decrypt_cert`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_decrypt_cert(input, ...) end

--- The converter `jwt_decrypt_jwk`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_decrypt_jwk(input, ...) end

--- The converter `jwt_decrypt_secret`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_decrypt_secret(input, ...) end

--- The converter `jwt_header_query`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_header_query(input, ...) end

--- The converter `jwt_payload_query`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_payload_query(input, ...) end

--- The converter `jwt_verify`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_verify(input, ...) end

--- The converter `jwt_verify_cert`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:jwt_verify_cert(input, ...) end

--- The converter `language`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:language(input, ...) end

--- The converter `le2dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:le2dec(input, ...) end

--- The converter `length`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:length(input, ...) end

--- The converter `lower`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:lower(input, ...) end

--- The converter `ltime`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ltime(input, ...) end

--- The converter `ltrim`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ltrim(input, ...) end

--- The converter `map`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map(input, ...) end

--- The converter `map_beg`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_beg(input, ...) end

--- The converter `map_beg_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_beg_int(input, ...) end

--- The converter `map_beg_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_beg_ip(input, ...) end

--- The converter `map_beg_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_beg_key(input, ...) end

--- The converter `map_dir`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dir(input, ...) end

--- The converter `map_dir_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dir_int(input, ...) end

--- The converter `map_dir_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dir_ip(input, ...) end

--- The converter `map_dir_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dir_key(input, ...) end

--- The converter `map_dom`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dom(input, ...) end

--- The converter `map_dom_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dom_int(input, ...) end

--- The converter `map_dom_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dom_ip(input, ...) end

--- The converter `map_dom_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_dom_key(input, ...) end

--- The converter `map_end`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_end(input, ...) end

--- The converter `map_end_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_end_int(input, ...) end

--- The converter `map_end_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_end_ip(input, ...) end

--- The converter `map_end_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_end_key(input, ...) end

--- The converter `map_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_int(input, ...) end

--- The converter `map_int_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_int_int(input, ...) end

--- The converter `map_int_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_int_ip(input, ...) end

--- The converter `map_int_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_int_key(input, ...) end

--- The converter `map_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_ip(input, ...) end

--- The converter `map_ip_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_ip_int(input, ...) end

--- The converter `map_ip_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_ip_ip(input, ...) end

--- The converter `map_ip_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_ip_key(input, ...) end

--- The converter `map_reg`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_reg(input, ...) end

--- The converter `map_reg_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_reg_int(input, ...) end

--- The converter `map_reg_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_reg_ip(input, ...) end

--- The converter `map_reg_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_reg_key(input, ...) end

--- The converter `map_regm`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_regm(input, ...) end

--- The converter `map_str`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_str(input, ...) end

--- The converter `map_str_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_str_int(input, ...) end

--- The converter `map_str_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_str_ip(input, ...) end

--- The converter `map_str_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_str_key(input, ...) end

--- The converter `map_sub`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_sub(input, ...) end

--- The converter `map_sub_int`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_sub_int(input, ...) end

--- The converter `map_sub_ip`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_sub_ip(input, ...) end

--- The converter `map_sub_key`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:map_sub_key(input, ...) end

--- The converter `mod`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:mod(input, ...) end

--- The converter `mqtt_field_value`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:mqtt_field_value(input, ...) end

--- The converter `mqtt_is_valid`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:mqtt_is_valid(input, ...) end

--- The converter `ms_ltime`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ms_ltime(input, ...) end

--- The converter `ms_utime`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ms_utime(input, ...) end

--- The converter `mul`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:mul(input, ...) end

--- The converter `nbsrv`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:nbsrv(input, ...) end

--- The converter `neg`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:neg(input, ...) end

--- The converter `not`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:not_(input, ...) end

--- The converter `odd`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:odd(input, ...) end

--- The converter `or`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:or_(input, ...) end

--- The converter `param`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:param(input, ...) end

--- The converter `port_only`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:port_only(input, ...) end

--- The converter `protobuf`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:protobuf(input, ...) end

--- The converter `regsub`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:regsub(input, ...) end

--- The converter `reverse`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:reverse(input, ...) end

--- The converter `reverse_dom`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:reverse_dom(input, ...) end

--- The converter `rfc7239_field`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rfc7239_field(input, ...) end

--- The converter `rfc7239_is_valid`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rfc7239_is_valid(input, ...) end

--- The converter `rfc7239_n2nn`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rfc7239_n2nn(input, ...) end

--- The converter `rfc7239_n2np`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rfc7239_n2np(input, ...) end

--- The converter `rfc7239_nn`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rfc7239_nn(input, ...) end

--- The converter `rfc7239_np`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rfc7239_np(input, ...) end

--- The converter `rtrim`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:rtrim(input, ...) end

--- The converter `sdbm`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:sdbm(input, ...) end

--- The converter `secure_memcmp`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:secure_memcmp(input, ...) end

--- The converter `set-var`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:set_var(input, ...) end

--- The converter `sha1`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:sha1(input, ...) end

--- The converter `sha2`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:sha2(input, ...) end

--- The converter `srv_is_up`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:srv_is_up(input, ...) end

--- The converter `srv_queue`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:srv_queue(input, ...) end

--- The converter `strcmp`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:strcmp(input, ...) end

--- The converter `sub`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:sub(input, ...) end

--- The converter `table_bytes_in_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_bytes_in_rate(input, ...) end

--- The converter `table_bytes_out_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_bytes_out_rate(input, ...) end

--- The converter `table_clr_gpc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_clr_gpc(input, ...) end

--- The converter `table_clr_gpc0`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_clr_gpc0(input, ...) end

--- The converter `table_clr_gpc1`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_clr_gpc1(input, ...) end

--- The converter `table_conn_cnt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_conn_cnt(input, ...) end

--- The converter `table_conn_cur`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_conn_cur(input, ...) end

--- The converter `table_conn_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_conn_rate(input, ...) end

--- The converter `table_expire`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_expire(input, ...) end

--- The converter `table_glitch_cnt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_glitch_cnt(input, ...) end

--- The converter `table_glitch_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_glitch_rate(input, ...) end

--- The converter `table_gpc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpc(input, ...) end

--- The converter `table_gpc0`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpc0(input, ...) end

--- The converter `table_gpc0_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpc0_rate(input, ...) end

--- The converter `table_gpc1`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpc1(input, ...) end

--- The converter `table_gpc1_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpc1_rate(input, ...) end

--- The converter `table_gpc_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpc_rate(input, ...) end

--- The converter `table_gpt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpt(input, ...) end

--- The converter `table_gpt0`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_gpt0(input, ...) end

--- The converter `table_http_err_cnt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_http_err_cnt(input, ...) end

--- The converter `table_http_err_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_http_err_rate(input, ...) end

--- The converter `table_http_fail_cnt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_http_fail_cnt(input, ...) end

--- The converter `table_http_fail_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_http_fail_rate(input, ...) end

--- The converter `table_http_req_cnt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_http_req_cnt(input, ...) end

--- The converter `table_http_req_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_http_req_rate(input, ...) end

--- The converter `table_idle`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_idle(input, ...) end

--- The converter `table_inc_gpc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_inc_gpc(input, ...) end

--- The converter `table_inc_gpc0`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_inc_gpc0(input, ...) end

--- The converter `table_inc_gpc1`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_inc_gpc1(input, ...) end

--- The converter `table_kbytes_in`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_kbytes_in(input, ...) end

--- The converter `table_kbytes_out`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_kbytes_out(input, ...) end

--- The converter `table_server_id`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_server_id(input, ...) end

--- The converter `table_sess_cnt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_sess_cnt(input, ...) end

--- The converter `table_sess_rate`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_sess_rate(input, ...) end

--- The converter `table_trackers`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:table_trackers(input, ...) end

--- The converter `tcp.dst`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_dst(input, ...) end

--- The converter `tcp.flags`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_flags(input, ...) end

--- The converter `tcp.options.mss`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_mss(input, ...) end

--- The converter `tcp.options.sack`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_sack(input, ...) end

--- The converter `tcp.options.tsopt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_tsopt(input, ...) end

--- The converter `tcp.options.tsval`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_tsval(input, ...) end

--- The converter `tcp.options.wscale`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_wscale(input, ...) end

--- The converter `tcp.options.wsopt`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_wsopt(input, ...) end

--- The converter `tcp.options_list`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_options_list(input, ...) end

--- The converter `tcp.seq`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_seq(input, ...) end

--- The converter `tcp.src`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_src(input, ...) end

--- The converter `tcp.win`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:tcp_win(input, ...) end

--- The converter `ub64dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ub64dec(input, ...) end

--- The converter `ub64enc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ub64enc(input, ...) end

--- The converter `ungrpc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:ungrpc(input, ...) end

--- The converter `unset-var`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:unset_var(input, ...) end

--- The converter `upper`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:upper(input, ...) end

--- The converter `url_dec`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:url_dec(input, ...) end

--- The converter `url_enc`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:url_enc(input, ...) end

--- The converter `us_ltime`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:us_ltime(input, ...) end

--- The converter `us_utime`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:us_utime(input, ...) end

--- The converter `utime`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:utime(input, ...) end

--- The converter `when`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:when(input, ...) end

--- The converter `word`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:word(input, ...) end

--- The converter `wt6`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:wt6(input, ...) end

--- The converter `x509_v_err_str`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:x509_v_err_str(input, ...) end

--- The converter `xor`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:xor(input, ...) end

--- The converter `xxh3`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:xxh3(input, ...) end

--- The converter `xxh32`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:xxh32(input, ...) end

--- The converter `xxh64`. (since 1.6)
---@param input any what is to be converted; no text and no number counts as false
---@param ... any the converter's arguments
---@return any # nil, or an empty string from `sc`, where there is no result
function Converters:xxh64(input, ...) end
