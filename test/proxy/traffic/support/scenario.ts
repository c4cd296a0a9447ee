/**
 * One scenario of all kinds of requests: rules, errors, timeouts, bad servers,
 * clients that leave. Port names in `configuration` are environment variables.
 */

export const configuration = String.raw`
global
  nbthread 1
  maxconn 500
  tune.lua.bool-sample-conversion normal
  lua-load scenario.lua
  stats socket unix@sock
defaults
  mode http
  timeout client 1s
  timeout server 1s
  timeout connect 1s
  timeout http-request 800ms
  timeout http-keep-alive 300ms
  timeout queue 500ms
  timeout tarpit 300ms
  retries 1
  log stdout format raw daemon
  log-format "%cp:%fp %f %b/%s %ST %B %U %tsc %CC %CS %rc %sq/%bq %hr %hs %{+Q}r"
frontend fe
  bind 127.0.0.1:"$WEB"
  capture request header x-cap len 10
  http-request set-var(txn.path) path
  capture response header x-rcap len 10
  http-request return status 204 if { path /ret }
  http-request return status 200 content-type text/plain string "abcdef" hdr x-rcap 1234567890123 if { path /retb }
  http-request deny if { path /deny }
  http-request deny deny_status 429 if { path /deny429 }
  http-request tarpit if { path /tarpit }
  http-request redirect location /x if { path /redir }
  http-request redirect scheme https code 308 if { path /scheme }
  http-request auth if { path /auth }
  http-request lua.done if { path /ldone }
  http-request lua.err if { path /lerr }
  http-request lua.verdict if { path_beg /v }
  http-request use-service lua.svc if { path /svc }
  http-request use-service lua.slow if { path /svcslow }
  http-request use-service lua.none if { path /svcnone }
  http-request use-service lua.part if { path /svcpart }
  http-request use-service lua.broken if { path /svcbroken }
  http-request silent-drop if { path /silent }
  http-request reject if { path /reject }
  http-request wait-for-body time 200ms if { path /body }
  http-request set-uri /other?%[req.body] if { path /body }
  use_backend be_no if { path /nosrv }
  use_backend be_refused if { path /refused }
  use_backend be_mute if { path /mute }
  use_backend be_think if { path /think }
  use_backend be_patient if { path /patient }
  use_backend be_none if { path /nobe }
  use_backend be_bad if { path_beg /bad }
  default_backend be
backend be
  # The client's time must be over first, in every program.
  timeout server 5s
  http-response lua.rs if { var(txn.path) -m str /rdeny }
  http-response set-header x-rcap fromrule if { var(txn.path) -m str /cap }
  http-response deny if { var(txn.path) -m str /resdeny }
  http-response set-status 201 if { var(txn.path) -m str /status }
  cookie SRV insert indirect nocache
  server s1 127.0.0.1:"$ORIGIN" cookie c1
backend be_no
backend be_refused
  server s1 127.0.0.1:1
backend be_mute
  server s1 127.0.0.1:"$MUTE"
backend be_think
  timeout server 5s
  server s1 127.0.0.1:"$MUTE"
backend be_patient
  no option abortonclose
  server s1 127.0.0.1:"$MUTE"
backend be_none
  server s1 127.0.0.1:"$ORIGIN" disabled
backend be_bad
  server s1 127.0.0.1:"$BAD"
frontend origin
  no log
  bind 127.0.0.1:"$ORIGIN"
  http-request return status 200 content-type text/plain string "origin" hdr x-rcap orig if { path /cap }
  http-request return status 200 content-type text/plain lf-string "hello from origin %[query]"
frontend tcp
  mode tcp
  bind 127.0.0.1:"$TCP"
  log-format "%cp:%fp %f %b/%s %ST %B %U %ts %rc %sq/%bq"
  timeout client 2500ms
  tcp-request inspect-delay 400ms
  tcp-request content accept if { payload(0,4) -m str ECHO }
  tcp-request content reject if { payload(0,4) -m str NONE }
  tcp-request content lua.look if { payload(0,4) -m str LOOK }
  tcp-request content use-service lua.line if { payload(0,4) -m str LINE }
  default_backend be_tcp
backend be_tcp
  mode tcp
  timeout server 5s
  tcp-response content reject if { res.payload(0,8) -m str "ECHO bad" }
  server s1 127.0.0.1:"$ECHO"
`;

export const script = String.raw`
core.register_action("done", {"http-req"}, function(txn)
  txn:done{status=200, reason="Fine", headers={["x-a"]={"1"}}, body="done\n"}
end)
core.register_action("err", {"http-req"}, function(txn) error("oops") end)
core.register_action("verdict", {"http-req"}, function(txn) return tonumber(txn.sf:path():match("%d")) end)
core.register_action("rs", {"http-res"}, function(txn) return act.DENY end)
core.register_action("look", {"tcp-req"}, function(txn)
  local line = txn.req:data()
  if line:find("no", 1, true) then return act.DENY end
  txn.req:append("seen\n")
end)
core.register_service("svc", "http", function(a)
  a:set_status(200) a:add_header("content-length", "5") a:start_response() a:send("hello")
end)
core.register_service("none", "http", function(a) end)
core.register_service("slow", "http", function(a)
  core.msleep(50) a:set_status(200) a:start_response() a:send("one") core.msleep(50) a:send("two")
end)
core.register_service("part", "http", function(a)
  a:set_status(200) a:add_header("content-length", "50") a:start_response() a:send("hello")
end)
core.register_service("broken", "http", function(a) error("no service") end)
core.register_service("line", "tcp", function(a) a:send("got " .. a:getline()) end)
`;

/** Once it has sent, once the mute server has been asked, or once something of an answer's payload has come. */
export type Moment = "sent" | "asked" | "answered";

/** Something asked of the program on a connection of its own. */
export interface Ask {
  readonly name: string;
  /** Which of the ports. */
  readonly to: "WEB" | "TCP";
  readonly bytes: string;
  /** The client closes its side for sending. */
  readonly half?: Moment;
  /** The client leaves. */
  readonly leaves?: Moment;
}

function get(path: string, fields: readonly string[] = []): Ask {
  const lines = [`GET ${path} HTTP/1.1`, "Host: h", "x-cap: capturedvalue", ...fields];
  return { name: path, to: "WEB", bytes: `${lines.join("\r\n")}\r\n\r\n` };
}

function raw(name: string, start: string, fields: readonly string[] = [], payload = ""): Ask {
  return { name, to: "WEB", bytes: `${[start, ...fields].join("\r\n")}\r\n\r\n${payload}` };
}

const host = "host: a";
/** A client that ends its side for sending when the mute server, which knows it by its name, has been asked. */
function thinking(name: string, start: string, fields: readonly string[] = [], payload = ""): Ask {
  return { ...raw(name, start, [host, `x-ask: ${name}`, ...fields], payload), half: "asked" };
}

/** The server knows it by its name. */
const leaver = "leaves while a server thinks";
const chunked = "transfer-encoding: chunked";
const expects = "expect: 100-continue";

const paths = [
  ...["/ret", "/retb", "/deny", "/deny429", "/tarpit", "/redir", "/scheme", "/auth", "/ldone", "/lerr"],
  ...["/v0", "/v1", "/v3", "/v4", "/v5", "/v6", "/v7"],
  ...["/svc", "/svcslow", "/svcnone", "/svcpart", "/svcbroken", "/silent", "/reject"],
  ...["/nosrv", "/refused", "/mute", "/nobe"],
  ...["/badclose", "/badgarbage", "/badtrunc", "/badchunk", "/badeof", "/bad100", "/bad204", "/badstall"],
  ...["/rdeny", "/cap", "/resdeny", "/status", "/other"],
];

const asks: readonly Ask[] = [
  ...paths.map((path) => get(path)),
  get("/bad101", ["connection: upgrade", "upgrade: x"]),
  raw("HTTP/1.0", "GET /other HTTP/1.0"),
  raw("HTTP/1.0 kept", "GET /other HTTP/1.0", ["connection: keep-alive"]),
  raw("HEAD of a rule", "HEAD /retb HTTP/1.1", [host]),
  raw("HEAD of a server", "HEAD /other HTTP/1.1", [host]),
  raw("payload", "POST /other HTTP/1.1", [host, "content-length: 5"], "hello"),
  raw("payload in chunks", "POST /other HTTP/1.1", [host, chunked], "5\r\nhello\r\n0\r\n\r\n"),

  raw("waits for the payload", "POST /body HTTP/1.1", [host, "content-length: 5"], "hello"),
  raw("waits for what does not come", "POST /body HTTP/1.1", [host, "content-length: 9"], "hello"),
  raw("pipeline", "GET /ret HTTP/1.1", [host], `GET /retb HTTP/1.1\r\n${host}\r\nconnection: close\r\n\r\n`),
  raw("no request", "GARBAGE"),
  raw("no field", "GET / HTTP/1.1", ["host a"]),
  raw("two lengths", "POST / HTTP/1.1", [host, "content-length: 5", "content-length: 6"], "hello"),
  raw("unknown coding", "POST / HTTP/1.1", [host, "transfer-encoding: x"], "hello"),
  { name: "half a request", to: "WEB", bytes: "GET / HTTP/1.1\r\nhos" },
  raw("half a payload", "POST /other HTTP/1.1", [host, "content-length: 50"], "hello"),
  { name: "nothing", to: "WEB", bytes: "" },
  raw("close", "GET /svc HTTP/1.1", [host, "connection: close"]),
  raw("denied payload", "POST /deny HTTP/1.1", [host, "content-length: 50"], "hello"),
  raw("expects", "POST /other HTTP/1.1", [host, expects, "content-length: 5"], "hello"),
  raw("expects of a service", "POST /svc HTTP/1.1", [host, expects, "content-length: 5"], "hello"),
  raw("its cookie", "GET /other HTTP/1.1", [host, "cookie: SRV=c1; a=b"]),
  raw("a wrong cookie", "GET /other HTTP/1.1", [host, "cookie: SRV=zz; a=b"]),
  raw("OPTIONS", "OPTIONS * HTTP/1.1", [host]),
  raw("CONNECT", "CONNECT a:1 HTTP/1.1", ["host: a:1"]),
  raw("absolute", "GET http://hh/other HTTP/1.1", ["host: hh"]),
  raw("absolute, another host", "GET http://hh/other HTTP/1.1", ["host: hx"]),
  { ...get("/mute", [`x-ask: ${leaver}`]), name: leaver, leaves: "asked" },
  {
    ...raw("leaves within the payload", "POST /other HTTP/1.1", [host, "content-length: 50"], "hel"),
    leaves: "answered",
  },
  { name: "leaves within the head", to: "WEB", bytes: "GET /other HT", leaves: "sent" },
  { name: "echo", to: "TCP", bytes: "ECHO me\n", half: "sent" },
  { name: "idle", to: "TCP", bytes: "ECHO me\n" },
  { name: "response refused", to: "TCP", bytes: "ECHO bad\n", half: "sent" },
  { name: "refused", to: "TCP", bytes: "NONE\n" },
  { name: "looked at", to: "TCP", bytes: "LOOK here\n", half: "sent" },
  { name: "looked at, refused", to: "TCP", bytes: "LOOK no\n" },
  { name: "line", to: "TCP", bytes: "LINE of text\n" },
  { name: "silent client", to: "TCP", bytes: "" },
];

/** Asked when those are over: malformed and misleading messages, and clients that end their side. */
const oddAsks: readonly Ask[] = [
  raw("bad chunk", "POST /other HTTP/1.1", [host, chunked], "3\r\nabc\r\nzz\r\n"),
  raw("chunk without its end", "POST /other HTTP/1.1", [host, chunked], "3\r\nabcX"),
  raw("chunk with an extension", "POST /other HTTP/1.1", [host, chunked], "3;a=b\r\nabc\r\n0\r\n\r\n"),
  raw("trailers", "POST /other HTTP/1.1", [host, chunked], "3\r\nabc\r\n0\r\nx-t: v\r\n\r\n"),
  raw("length and chunks", "POST /other HTTP/1.1", [host, chunked, "content-length: 5"], "0\r\n\r\n"),
  raw("chunks of HTTP/1.0", "POST /other HTTP/1.0", [host, chunked], "0\r\n\r\n"),
  raw("chunks and more", "POST /other HTTP/1.1", [host, "transfer-encoding: chunked, x"], "0\r\n\r\n"),
  raw("a blank before the colon", "GET /other HTTP/1.1", ["host : a"]),
  raw("a folded field", "GET /other HTTP/1.1", [host, "x-f: a\r\n b"]),
  raw("a zero in a field", "GET /other HTTP/1.1", [host, "x-f: a\0b"]),
  { name: "lines without CR", to: "WEB", bytes: "GET /ret HTTP/1.1\nhost: a\nconnection: close\n\n" },
  { name: "empty lines first", to: "WEB", bytes: "\r\n\r\nGET /ret HTTP/1.0\r\n\r\n" },
  raw("two blanks in the line", "GET  /ret HTTP/1.1", [host]),
  raw("another version", "GET /ret HTTP/3.7", [host, "connection: close"]),
  raw("no host", "GET /other HTTP/1.1", ["connection: close"]),
  raw("two hosts", "GET /other HTTP/1.1", [host, "host: b"]),
  raw("a method of its own", "FETCH /other HTTP/1.1", [host, "connection: close"]),
  raw("a line too long", `GET /${"a".repeat(20_000)} HTTP/1.1`, [host]),
  raw("a head too long", "GET /other HTTP/1.1", [
    host,
    ...Array.from({ length: 40 }, () => `x: ${"a".repeat(500)}`),
  ]),
  raw("too many fields", "GET /other HTTP/1.1", [
    host,
    ...Array.from({ length: 101 }, (_, i) => `x-${i}: a`),
  ]),
  raw("expects something else", "POST /other HTTP/1.1", [host, "expect: more", "content-length: 1"], "a"),
  raw("garbage behind a request", "GET /ret HTTP/1.1", [host], "GARBAGE\r\n\r\n"),
  { ...raw("ends its side in the tarpit", "GET /tarpit HTTP/1.1", [host]), half: "sent" },
  { name: "ends within the line", to: "WEB", bytes: "GET /other HT", half: "sent" },
  { name: "ends within the head", to: "WEB", bytes: "GET /other HTTP/1.1\r\nhost: a\r\n", half: "sent" },
  {
    ...raw("ends while its payload is awaited", "POST /body HTTP/1.1", [host, "content-length: 9"], "abc"),
    half: "sent",
  },
  {
    ...raw(
      "ends amid its payload in the tarpit",
      "POST /tarpit HTTP/1.1",
      [host, "content-length: 9"],
      "abc",
    ),
    half: "sent",
  },
  thinking("ends its side while a server thinks", "GET /think HTTP/1.1"),
  thinking("ends its side behind a payload", "POST /think HTTP/1.1", ["content-length: 3"], "abc"),
  thinking(
    "ends amid its payload while a server thinks",
    "POST /think HTTP/1.1",
    ["content-length: 9"],
    "abc",
  ),
  thinking("ends amid its chunks while a server thinks", "POST /think HTTP/1.1", [chunked], "3\r\nabc\r\n"),
  thinking("ends its side while a patient server thinks", "GET /patient HTTP/1.1"),
  thinking(
    "ends amid its payload to a patient server",
    "POST /patient HTTP/1.1",
    ["content-length: 9"],
    "abc",
  ),
  { ...get("/badstall"), name: "ends its side amid the answer", half: "answered" },
  {
    ...raw(
      "ends amid its payload behind the answer",
      "POST /other HTTP/1.1",
      [host, "content-length: 9"],
      "abc",
    ),
    half: "answered",
  },
  { name: "ends at once", to: "WEB", bytes: "", half: "sent" },
  { ...get("/tarpit"), name: "leaves the tarpit", leaves: "sent" },
  raw("HEAD of what is cut off", "HEAD /badtrunc HTTP/1.1", [host]),
  raw("HEAD of chunks", "HEAD /badchunk HTTP/1.1", [host]),
  get("/bad304"),
  get("/bad204long"),
  get("/badstatus"),
  get("/badlengths"),
  get("/badfield"),
  get("/badlate"),
];

/** What is asked at the same time; all at once would be too much for the servers' patience on a busy machine. */
export const waves: readonly (readonly Ask[])[] = [asks, oddAsks];
