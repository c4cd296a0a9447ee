/**
 * Scripts whose outcome halua and HAProxy must agree on. They run against the
 * same peers: PORT and UNIX are a TcpPeer's, TLS is one that speaks TLS, HTTP
 * is an HttpPeer's, FREE is a port where nobody listens.
 */
export interface NetworkScript {
  readonly name: string;
  /** The first release whose behaviour is today's. */
  readonly since: "2.6" | "3.5";
  readonly code: string;
}

/** What the scripts share. Times stand in the lines as `after 123 ms`; {@link agree} allows for haste and load. */
export const prelude = `
local function show(v)
  if type(v) ~= "string" then return tostring(v) end
  if #v > 1200 then v = v:sub(1, 20) .. "...#" .. #v end
  return (string.format("%q", v):gsub("\\\\\\n", "\\\\n"):gsub("\\r", "\\\\r"):gsub("[\\128-\\255]", function(c) return "\\\\x" .. string.format("%02x", c:byte()) end))
end
local function tell(label, ...)
  local values = table.pack(...)
  for i = 1, values.n do values[i] = show(values[i]) end
  say(label .. ": " .. table.concat(values, " "))
end
local function now() core.yield() local t = core.now() return t.sec * 1000 + t.usec // 1000 end
local function timed(label, fn)
  local start = now()
  local values = table.pack(pcall(fn))
  tell(label .. " after " .. (now() - start) .. " ms", table.unpack(values, 1, values.n))
end
local function open(command, timeout)
  local s = core.tcp()
  if timeout then s:settimeout(timeout) end
  assert(s:connect("127.0.0.1", PORT))
  s:send(command .. "\\n")
  return s
end
local function headers(h)
  local lines = {}
  for name, values in pairs(h) do
    local i = 0
    while values[i] do lines[#lines + 1] = name .. "[" .. i .. "]=" .. show(values[i]) i = i + 1 end
  end
  table.sort(lines)
  return table.concat(lines, " ")
end
local function ask(label, verb, request)
  local start = now()
  local ok, answer = pcall(function() local client = core.httpclient() return client[verb](client, request) end)
  if not ok then return tell(label, (answer:gsub("^[^:]*:%d+: ", ""))) end
  say(label .. " after " .. (now() - start) .. " ms: " .. answer.status .. " " .. show(answer.reason) .. " " .. show(answer.body) .. " " .. headers(answer.headers))
end
`;

const socketScripts: NetworkScript[] = [
  {
    name: "lines and what a closing peer leaves",
    since: "2.6",
    code: `
      local s = open("sayend abc\\\\ndef") tell("line", s:receive()) tell("rest", s:receive("*l")) tell("end", s:receive())
      tell("name", s:getpeername() == "127.0.0.1:" .. PORT, s:getsockname():match("^127%.0%.0%.1:%d+$") ~= nil)
      tell("send", s:send("x")) core.msleep(50) tell("send", s:send("x"))
      s = open("sayend ab\\\\rc\\\\r\\\\nx\\\\r\\\\r\\\\n\\\\n\\\\r\\\\nlast\\\\r") for i = 1, 7 do tell("cr", s:receive()) end
      s = open("sayend ") tell("nothing", s:receive("*a")) tell("again", s:receive("*a"))
      s = open("sayend hello world\\\\nxx") tell("-1", s:receive("-1")) tell("-2", s:receive("-2"))`,
  },
  {
    name: "sizes, patterns and prefixes",
    since: "2.6",
    code: `
      local s = open("say hello") tell("0", s:receive(0)) tell("3", s:receive(3)) tell("2", s:receive(2))
      s = open("say hello world") tell("prefix", s:receive(3, "PRE")) tell("prefix", s:receive(5, "PRE")) tell("long", s:receive(2, "PREFIX"))
      s = open("say hello world") core.msleep(50) tell("-3", s:receive("-3"))
      s = open("sayend 0123456789") tell("text", s:receive("5"), s:receive(" 2"), s:receive(""), s:receive(2.5), s:receive(1.0), s:receive(nil))
      tell("end", s:receive(3)) tell("prefix", s:receive(3, "P")) tell("0", s:receive(0)) tell("line", s:receive("*l", "P"))
      s = open("sayend abc")
      for _, pattern in ipairs { "*x", "l", "5x", "*line", "*n", -1 } do tell("bad", pcall(s.receive, s, pattern)) end
      tell("prefix", pcall(s.receive, s, "*l", 5)) tell("prefix", pcall(s.receive, s, "*l", nil)) tell("count", pcall(s.receive, s, 1, "", 1))
      tell("count", pcall(s.receive)) tell("true", pcall(s.receive, s, true))`,
  },
  {
    name: "much data",
    since: "3.5",
    code: `
      for _, n in ipairs { 15000, 16383 } do local s = open("long " .. n) tell("line", #s:receive(), s:receive()) end
      local s = open("flood 400000") tell("all", s:receive("*a")) tell("again", s:receive("*a"))
      s = open("flood 40000") tell("30000", s:receive(30000)) tell("rest", s:receive(30000)) tell("1", s:receive(1))
      s = open("deaf 100", 5) tell("big", s:send(("x"):rep(8000000) .. "\\n"), s:receive())
      s = open("deaf 0", 5) for i = 1, 100 do s:send("abc") end s:send("\\n") local last repeat last = s:receive() until last == "301" tell("small", last)`,
  },
  {
    name: "lines longer than the buffer",
    since: "3.5",
    code: `for _, n in ipairs { 16384, 20000, 40000 } do
        local s, sizes = open("long " .. n), {}
        repeat local line = s:receive() sizes[#sizes + 1] = #line until line == "rest" or #sizes > 9
        tell("long " .. n, table.concat(sizes, " "))
      end`,
  },
  {
    name: "the part of a text that is sent",
    since: "2.6",
    code: `
      for _, range in ipairs { { 1, 10 }, { 1, 3 }, { 1, 4 }, { -10 }, { 1, -10 }, { -2 }, { -3, -2 }, { 0 }, { 0, 0 }, { 0, -1 }, { 2, 1 }, { 5 }, { 4 }, { 3 }, { 4294967297 }, { 2, 0 }, { 1, 4294967298 } } do
        local s = open("hex 20") tell("send " .. table.concat(range, ","), s:send("abc", table.unpack(range)), s:receive())
      end
      local s = open("hex 20") tell("none", s:send("")) tell("numbers", s:send(5), s:send(1.5)) tell("got", s:receive())
      for _, bad in ipairs { { }, { {} }, { "x", "y" }, { "abc", 1, 2, 3 }, { "x", nil, nil } } do tell("bad", pcall(s.send, s, table.unpack(bad, 1, #bad))) end
      tell("nil", pcall(s.send, s, nil)) tell("nil", pcall(s.send, s, "x", nil))`,
  },
  {
    name: "resets",
    since: "3.5",
    code: `
      local s = open("reset data") core.msleep(150) tell("late", s:receive("*a")) tell("again", s:receive("*a")) tell("send", s:send("x")) tell("names", s:getpeername(), s:getsockname())
      s = open("reset data") tell("at once", s:receive("*a")) tell("again", s:receive("*a"))
      s = open("deafreset 200", 5) timed("sending", function() return s:send(("x"):rep(8000000)) end)`,
  },
  {
    name: "addresses",
    since: "3.5",
    code: `
      for _, a in ipairs { "*:" .. FREE, ":" .. FREE, "[127.0.0.1]:" .. FREE, "tcp@127.0.0.1:" .. FREE, "ip@127.0.0.1:" .. FREE, "ipv4@127.0.0.1:" .. FREE, "stream+127.0.0.1:" .. FREE, "uxst@/no", "abns@halua-nobody", "unix@", "/no/such", "/" .. ("x"):rep(96) } do
        local s = core.tcp() s:settimeout(0.001) tell(a:gsub("%d%d%d+", "FREE"), pcall(s.connect, s, a))
      end
      for _, a in ipairs { "::1:", "::1", "udp@127.0.0.1:1", "127.0.0.1:1-2", "127.0.0.1:+1", "127.0.0.1:65536", "127.0.0.1:1x", "fd@3", "ipv6@127.0.0.1:1", "ipv4@[::1]:1", "127.1:1", "1:1", "localhost:1", "dgram+127.0.0.1:1", "quic@127.0.0.1:1", "0x7f.0.0.1:1", "127.0.0.01:1", " 127.0.0.1:1", "[::1", "fe80::1%lo:1", "", "/" .. ("x"):rep(97) } do
        local s = core.tcp() tell(a, pcall(s.connect, s, a))
      end
      for _, a in ipairs { { "::1:", 1 }, { "127.0.0.1", -1 }, { "localhost", 0 }, { "localhost", -1 }, { "localhost", 80 }, { "127.0.0.1:1", 80 }, { "127.0.0.1", "x" }, { {} }, { } } do
        local s = core.tcp() tell("two", pcall(s.connect, s, table.unpack(a)))
      end
      tell("nil", pcall(core.tcp().connect, core.tcp(), "127.0.0.1", nil)) tell("class", pcall(core.tcp().connect, {}, "127.0.0.1", 1))`,
  },
  {
    name: "UNIX and TLS",
    since: "3.5",
    code: `
      local s = core.tcp() tell("unix", s:connect(UNIX)) s:send("sayend hello\\n") tell("got", s:receive("*a")) tell("names", s:getpeername(), s:getsockname())
      s = core.tcp() tell("unix@", s:connect("unix@" .. UNIX, 0)) s:close()
      s = core.tcp() tell("tls", s:connect_ssl("127.0.0.1", TLS)) s:send("sayend hello\\n") tell("got", s:receive("*a")) tell("end", s:receive())
      s = core.tcp() s:connect_ssl("127.0.0.1", TLS) s:send("echo\\n") local n = s:send(("y"):rep(500000)) tell("big", n, #s:receive(500000))
      tell("count", pcall(s.connect_ssl, s, "127.0.0.1"))`,
  },
  {
    name: "closed sockets",
    since: "3.5",
    code: `
      local s = open("silent") s:close() tell("names", s:getpeername(), s:getsockname()) tell("send", s:send("x"), s:send("")) tell("receive", s:receive()) tell("prefix", s:receive("*l", "P")) tell("connect", s:connect("127.0.0.1", PORT)) tell("connect_ssl", s:connect_ssl("127.0.0.1", PORT)) tell("close", select("#", s:close()))
      tell("settimeout", pcall(s.settimeout, s, 1))
      s = core.tcp() tell("fresh", s:send("x")) tell("receive", s:receive()) tell("names", s:getpeername(), s:getsockname()) tell("options", select("#", s:setoption()), select("#", s:setoption("a", 1)), s:settimeout(1), s:settimeout("0.5"))
      for _, bad in ipairs { -1, 1e10, "x", {}, -0.001 } do tell("bad", pcall(s.settimeout, s, bad)) end tell("count", pcall(s.settimeout, s)) tell("nil", pcall(s.settimeout, s, nil))
      s = open("silent") core.register_task(function() core.msleep(100) s:close() end) timed("closed meanwhile", function() return s:receive(1) end)
      tell("class", pcall(s.send, {}, "x")) tell("class", tostring(s), type(s))`,
  },
  {
    name: "a second connect",
    since: "3.5",
    code: `local s = open("silent") tell("again", pcall(s.connect, s, "127.0.0.1", PORT))
      s = core.tcp() s:settimeout(0.1) tell("refused", s:connect("127.0.0.1", FREE)) tell("again", s:connect("127.0.0.1", PORT)) tell("names", s:getpeername()) tell("send", s:send("x")) tell("receive", s:receive())`,
  },
  {
    name: "refused connections",
    since: "3.5",
    code: `
      timed("3 s", function() local s = core.tcp() s:settimeout(5) return s:connect("127.0.0.1", FREE) end)
      timed("600 ms", function() local s = core.tcp() s:settimeout(0.2) return s:connect("127.0.0.1", FREE) end)
      timed("at once", function() local s = core.tcp() s:settimeout(2) return s:connect("/no/such.sock") end)`,
  },
  {
    name: "read timeouts",
    since: "3.5",
    code: `
      timed("part", function() local s = open("say abc", 0.3) return s:receive(10) end)
      timed("line", function() local s = open("say abc", 0.3) return s:receive("*l") end)
      timed("nothing", function() local s = open("silent", 0.3) local a, b = s:receive("*l") return a, b, s:receive("*l") end)
      timed("names", function() local s = open("silent", 0.3) s:receive("*l") return s:getpeername() ~= nil, s:send("x"), s:settimeout(1), s:receive() end)
      timed("before", function() local s = open("say abc", 0.3) core.msleep(700) local a, b = s:receive(3) return a, b, s:receive(1) end)
      timed("later", function() local s = open("pause abc|600|def", 0.3) core.msleep(900) return s:receive(6) end)
      timed("sending", function() local s = open("silent", 0.3) for i = 1, 4 do core.msleep(200) s:send("x") end return s:getpeername() ~= nil end)
      timed("data", function() local s = open("pause abc|200|def", 0.3) return s:receive(7) end)
      timed("set later", function() local s = open("silent") s:settimeout(0.3) return s:receive(1) end)
      timed("set longer", function() local s = open("silent", 0.2) s:settimeout(0.6) return s:receive(1) end)
      timed("set late", function() local s = open("pause |1000|abc") core.msleep(700) s:settimeout(0.5) return s:receive(1) end)
      timed("after the end", function() local s = open("sayend abc", 0.2) s:receive("*a") core.msleep(400) return s:getpeername() ~= nil, s:send("x") end)`,
  },
  {
    name: "timeouts and full buffers",
    since: "3.5",
    code: `
      timed("unread", function() local s = open("flood 3000000", 0.3) core.msleep(900) return #s:receive("*a") end)
      local s = core.tcp() s:settimeout(0.5) s:connect("127.0.0.1", PORT) tell("first", s:send("deaf\\n" .. ("x"):rep(8000000))) tell("then", s:send("x"), s:getpeername()) tell("receive", s:receive()) tell("settimeout", pcall(s.settimeout, s, 1))`,
  },
  {
    name: "coroutines and pcall",
    since: "3.5",
    code: `
      tell("pcall", pcall(function() return open("sayend in pcall\\\\n"):receive() end))
      local co = coroutine.create(function() return open("pause |50|in a coroutine\\\\n"):receive() end)
      local ok, value repeat ok, value = coroutine.resume(co) if coroutine.status(co) ~= "dead" then core.msleep(5) end until coroutine.status(co) == "dead"
      tell("create", ok, value)
      tell("wrap", coroutine.wrap(function() return select("#", core.tcp()) end)())
      local s = open("sayend abc") tell("wrap", coroutine.wrap(function() return pcall(s.receive, s) end)()) tell("wrap", coroutine.wrap(function() return pcall(s.send, s, "x") end)())
      tell("wrap", coroutine.wrap(function() return select("#", core.tcp()), select("#", s:connect("x")) end)()) tell("still", s:receive("*a"))
      local many = {} for i = 1, 30 do many[i] = open("pause |" .. i .. "|n" .. i .. "\\\\n") end for i = 1, 30 do many[i] = many[i]:receive() end tell("many", table.concat(many, " "))`,
  },
];

const httpScripts: NetworkScript[] = [
  {
    name: "HTTP answers",
    since: "3.5",
    code: `for _, path in ipairs { "/headers", "/chunked", "/gzip", "/103", "/101", "/204", "/304", "/302", "/500", "/noreason", "/999", "/close", "/connclose", "/cut", "/cutchunk", "/slow", "/big", "/head15k" } do ask(path, "get", { url = "http://127.0.0.1:" .. HTTP .. path, timeout = 1000 }) end
      ask("head", "head", { url = "http://127.0.0.1:" .. HTTP .. "/big" })`,
  },
  {
    name: "HTTP failures",
    since: "3.5",
    code: `for _, path in ipairs { "/garbage", "/bighead", "/manyheaders", "/badheader", "/twolengths", "/empty", "/reset" } do ask(path, "get", { url = "http://127.0.0.1:" .. HTTP .. path, timeout = 1000 }) end
      ask("refused", "get", { url = "http://127.0.0.1:" .. FREE .. "/" })
      ask("never", "get", { url = "http://127.0.0.1:" .. HTTP .. "/never", timeout = 300 })
      ask("never, small body", "post", { url = "http://127.0.0.1:" .. HTTP .. "/never", timeout = 300, body = "x" })
      ask("never, large body", "post", { url = "http://127.0.0.1:" .. HTTP .. "/never", timeout = 300, body = ("x"):rep(40000) })
      ask("half", "get", { url = "http://127.0.0.1:" .. HTTP .. "/half", timeout = 300 })
      ask("slow", "get", { url = "http://127.0.0.1:" .. HTTP .. "/slow", timeout = 250 })
      ask("no timeout", "get", { url = "http://127.0.0.1:" .. HTTP .. "/slow", timeout = 0 })
      ask("untrusted", "get", { url = "https://127.0.0.1:" .. TLS .. "/" })
      ask("unix", "get", { url = "http://x/", dst = "/no/such" })`,
  },
  {
    name: "HTTP arguments",
    since: "3.5",
    code: `local base = "http://127.0.0.1:" .. HTTP
      for _, request in ipairs { {}, { url = 5 }, { url = {} }, { url = base, body = 5 }, { url = base, headers = "x" }, { url = base, timeout = "5" }, { url = base, foo = 1 }, { base }, { url = "no scheme" }, { url = "" }, { url = "http:///raw" }, { url = base, dst = "localhost:80" }, { url = base, dst = "" }, { url = base, headers = { [3] = { "x" } } } } do ask("bad", "get", request) end
      local c = core.httpclient() tell("none", pcall(c.get)) tell("two", pcall(c.get, c, { url = base }, 1)) tell("class", tostring(c), type(c), pcall(c.get, {}, "x"))
      for _, request in ipairs { { url = base .. "/raw" }, { url = base .. "/raw?a=b#c" }, { url = "HTTP://127.0.0.1:" .. HTTP .. "/raw" }, { url = "ftp://127.0.0.1:" .. HTTP .. "/raw" }, { url = "http://u:p@127.0.0.1:" .. HTTP .. "/raw" }, { url = base .. "/raw/%41/../b//c" }, { url = base }, { url = "http://example.test:81/raw", dst = "127.0.0.1:" .. HTTP } } do
        local answer = c:get(request) tell(request.url:gsub("%d%d%d+", "PORT"), answer.status, answer.body:match("^%u+ (.-) HTTP"), answer.body:match("host: ([^\\r]*)"))
      end`,
  },
  {
    name: "HTTP requests as they go out",
    since: "3.5",
    code: `local base = "http://127.0.0.1:" .. HTTP .. "/raw"
      -- Where undici differs by design: it adds "connection: keep-alive" and a length of 0, and puts host first.
      local function sent(label, verb, request)
        request.url = base
        local client = core.httpclient() local answer = client[verb](client, request)
        local head, body = answer.body:match("^(.-\\r\\n)\\r\\n(.*)|%d+$") local lines = {}
        for line in (head or ""):gmatch("([^\\r]*)\\r\\n") do if line ~= "connection: keep-alive" and line ~= "content-length: 0" then lines[#lines + 1] = line end end
        table.sort(lines) tell(label, answer.status, table.concat(lines, "; "), body)
      end
      for _, verb in ipairs { "get", "put", "post", "delete" } do sent(verb, verb, {}) sent(verb, verb, { body = "" }) sent(verb, verb, { body = "hello\\0\\255" }) end
      sent("headers", "get", { headers = { ["X-Custom"] = { "v1", "v2" }, ["x-num"] = { 5, 1.5 }, plain = "x", ["user-agent"] = { "me" }, Accept = { "text/x" }, Host = { "other.example:99" }, ["x-e"] = { "" }, ["x-l"] = { "\\233\\255" } } })
      sent("close", "get", { headers = { connection = { "close" } } })
      sent("framing", "post", { headers = { ["transfer-encoding"] = { "chunked" }, ["content-length"] = { "3" } }, body = "abc" })
      sent("from 0", "get", { headers = { ["x-zero"] = { [0] = "a" } } })`,
  },
];

export const networkScripts: readonly NetworkScript[] = [...socketScripts, ...httpScripts];

const time = /after (\d+) ms/;

/** Whether two outcomes say the same, with times that differ by no more than a busy machine may explain. */
export function agree(ours: string, theirs: string): boolean {
  if (ours.replace(time, "") !== theirs.replace(time, "")) return false;
  const [a, b] = [ours, theirs].map((line) => Number(time.exec(line)?.[1] ?? 0));
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 300 + Math.max(a, b) / 10;
}
