import { answered, get, type Scene } from "./scene.ts";
import type { Probe } from "./side.ts";

/** A configuration with one frontend for each family of actions and options, and what is sent to them. */

const frontend = (name: string, lines: string): string => `
frontend ${name}
  bind unix@FOLDER/${name} accept-proxy
  log LOGS format raw local0
  log-format "${name} %ST %tsc %[var(txn.path)] %hr %hs %CC %CS"
  http-request set-var(txn.path) path
  default_backend origin
${lines}
`;

/** 7680 bytes. */
const big = `%[str(${"x".repeat(60)}),hex,hex,hex,hex,hex,hex,hex]`;

const text = (path: string): string => `http-request return content-type text/plain ${path}`;

const files: Readonly<Record<string, string>> = {
  "page.http": "HTTP/1.1 404 Nowhere\r\nX-File: yes\r\nContent-Length: 3\r\n\r\nno\n",
  "empty.http": "",
  "body.txt": "a body\n",
  "format.txt": "path %[path]\n",
  "map.txt": "known value\n",
};

const configuration = `
global
  stats socket FOLDER/stats level admin
  tune.lua.bool-sample-conversion normal
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
  timeout tarpit 20ms
http-errors pages
  errorfile 404 FOLDER/page.http
  errorfile 410 FOLDER/empty.http
userlist people
  user ann insecure-password secret
backend origin
  server o unix@FOLDER/origin
backend other
  http-request set-header x-backend other
  http-response set-header x-backend other
  server o unix@FOLDER/origin
${frontend(
  "headers",
  `
  http-request set-header X-Set "one %[path]"
  http-request add-header X-Set two
  http-request set-header Host new.example if { path /host }
  http-request replace-header X-Whole ^(.*)-(.*)$ \\2-\\1-\\0-\\9-\\x41
  http-request replace-value X-List ^b(.) <\\1>
  http-request del-header x-gone
  http-request del-header x-pre -m beg
  http-request del-header -post -m end
  http-request del-header midd -m sub
  http-request del-header ^x-r[0-9]+$ -m reg
  http-response set-header X-Back "%[status]"
  http-response add-header X-Back again
  http-response del-header x-origin-gone
  http-response replace-header x-origin (.*) [\\1]
  http-response replace-value x-values c C
  http-response set-status 299 reason Odd if { var(txn.path) -m str /status }
  http-response set-status 418 if { var(txn.path) -m str /teapot }
  http-after-response set-header X-After "%[status]"
  http-after-response del-header x-origin-late`,
)}
${frontend(
  "lines",
  `
  http-request set-method PUT if { path /method }
  http-request set-path /new if { path /path }
  http-request set-path "/a b%[query]" if { path /space }
  http-request set-pathq /new?x=1 if { path /pathq }
  http-request set-query a=1&b=%[path,length] if { path /query }
  http-request set-query %[str()] if { path /noquery }
  http-request set-uri http://other.example/uri?y if { path /uri }
  http-request replace-path (/r)/([a-z]+)(.*) \\1/\\3/\\2 if { path_beg /r/ }
  http-request replace-pathq /q/(.*)\\?(.*) /\\2?\\1 if { path_beg /q/ }
  http-request replace-uri ^(.*)$ http://u.example\\1 if { path_beg /u/ }`,
)}
${frontend(
  "answers",
  `
  errorfile 403 FOLDER/page.http
  errorloc303 500 http://error.example/
  http-error status 410 content-type text/plain lf-string "gone %[path]\\n" hdr X-Error "%[path]"
  http-after-response set-header X-After "%[status]"
  http-request return if { path /return }
  http-request return status 204 if { path /204 }
  http-request return status 404 default-errorfiles if { path /default }
  http-request return status 404 errorfiles pages if { path /section }
  http-request return status 410 errorfiles pages if { path /empty }
  http-request return status 404 errorfile FOLDER/page.http if { path /file }
  ${text("string hello")} if { path /string }
  ${text("lf-string %[path]! hdr X-A %[path] hdr X-Empty %[var(txn.none)]")} if { path /lf }
  ${text("file FOLDER/body.txt status 201")} if { path /body }
  ${text("lf-file FOLDER/format.txt")} if { path /format }
  http-request deny if { path /deny }
  http-request deny deny_status 429 if { path /429 }
  http-request deny status 404 if { path /404 }
  http-request deny status 410 if { path /410 }
  http-request deny status 400 content-type text/plain string bad hdr X-Why %[path] if { path /why }
  http-request deny deny_status 500 if { path /500 }
  http-request tarpit if { path /tarpit }
  http-request tarpit deny_status 429 if { path /tarpit429 }
  http-request auth if { path /auth }
  http-request auth realm Here if { path /realm }
  http-request auth realm list if { path /list } !{ http_auth(people) }
  http-request reject if { path /reject }
  http-request early-hint Link "<%[path]>" if { path /hint }
  http-request early-hint X-More more
  http-request early-hint X-Other other if { path /hint }
  http-response deny if { var(txn.path) -m str /deny-response }
  http-response deny deny_status 401 if { var(txn.path) -m str /deny-401 }
  http-response return status 202 content-type text/plain string instead if { var(txn.path) -m str /return-response }
  http-response redirect location http://r.example/%[status] if { var(txn.path) -m str /redirect-response }`,
)}
${frontend(
  "redirects",
  `
  http-request redirect location /there if { path /location }
  http-request redirect location /there?a code 301 keep-query if { path /keep }
  http-request redirect location /there? keep-query code 307 if { path /keepmark }
  http-request redirect location "%[url_param(to)]" ignore-empty if { path /ignore }
  http-request redirect prefix http://p.example code 308 if { path /prefix }
  http-request redirect prefix http://p.example drop-query append-slash if { path /slash }
  http-request redirect prefix / set-cookie A=1 if { path /cookie }
  http-request redirect prefix /x clear-cookie B if { path /clear }
  http-request redirect scheme https code 303 if { path /scheme }
  http-request redirect scheme https drop-query append-slash if { path /schemeslash }
  redirect location /old?x keep-query if { path /old }
  redirect prefix /new if { path /older }`,
)}
${frontend(
  "captures",
  `
  capture request header Host len 5
  capture request header X-Twice len 20
  declare capture request len 4
  capture response header X-Origin len 6
  declare capture response len 8
  capture cookie SESS len 12
  http-request capture req.hdr(x-id) id 2
  http-request capture path,length len 3
  http-response capture res.hdr(x-values) id 1`,
)}
${frontend(
  "variables",
  `
  http-request set-var(txn.a) path
  http-request set-var-fmt(txn.b) "<%[var(txn.a)]>"
  http-request set-var(txn.a,ifnotexists) str(again)
  http-request set-var(txn.n) int(5)
  http-request set-var(txn.n,ifgt) int(3)
  http-request set-var(txn.n,iflt) int(1)
  http-request set-var(txn.e,ifnotempty) str()
  http-request set-var(txn.e2,ifexists) str(x)
  http-request unset-var(txn.gone)
  http-request set-var(req.r) str(request)
  http-request add-header X-Vars "%[var(txn.a)] %[var(txn.b)] %[var(txn.n)] %[var(txn.e)] %[var(txn.e2)] %[var(req.r)]"
  http-response set-var(res.s) status
  http-response add-header X-Vars "%[var(res.s)] %[var(txn.a)] %[var(req.r)]"`,
)}
${frontend(
  "maps",
  `
  http-request set-map(FOLDER/map.txt) %[path] %[query] if { path_beg /set }
  http-request del-map(FOLDER/map.txt) %[url_param(key)] if { path /del }
  http-request add-acl(FOLDER/map.txt) %[url_param(key)] if { path /add }
  http-request return content-type text/plain lf-string "%[url_param(key),map(FOLDER/map.txt,none)]" if { path /get }`,
)}
${frontend(
  "order",
  `
  http-request add-header X-Order 1
  http-request allow if { path /allow }
  http-request add-header X-Order 2
  http-request strict-mode off
  http-request add-header X-Big ${big} if { path /soft } || { path /strict }
  http-request add-header X-Big ${big} if { path /soft } || { path /strict }
  http-request add-header X-Big ${big} if { path /soft }
  http-request set-header X-Small ${big}
  http-request strict-mode on
  http-request add-header X-Last ${big} if { path /strict }
  http-request add-header X-Order 3
  http-request wait-for-body time 5s if { path /body }
  http-request wait-for-body time 20ms if { path /slow }
  http-request return content-type text/plain lf-string "%[req.body_len] %[req.body]" if { path /body }
  http-request pause 20ms if { path /pause }
  http-response allow if { var(txn.path) -m str /allow }
  http-response add-header X-Order back`,
)}
${frontend(
  "options",
  `
  monitor-uri /alive
  monitor fail if { req.hdr(x-fail) -m found }
  option forwardfor except 10.0.0.0/8
  option originalto
  unique-id-format %{+X}o%ci-%[path]
  unique-id-header X-Id
  option http-restrict-req-hdr-names delete
  http-request set-src hdr(x-from) if { req.hdr(x-from) -m found }
  http-request set-dst-port int(99)
  http-request set-header X-Ends "%[src]:%[src_port] %[dst]:%[dst_port]"`,
)}
${frontend("strictnames", "  option http-restrict-req-hdr-names reject")}
${frontend("nobody", "  option forwardfor if-none header X-Client\n  option http-use-proxy-header\n  http-request auth if { path /auth }")}
${frontend(
  "switching",
  `
  use_backend %[req.hdr(x-to)] if { req.hdr(x-to) -m found }
  use_backend other if { path /other }`,
)}
frontend content
  bind unix@FOLDER/content accept-proxy
  log LOGS format raw local0
  log-format "content %ST %tsc %hr"
  tcp-request inspect-delay 5s
  tcp-request content capture req.payload(0,3) len 3
  tcp-request content set-var(txn.len) req.len
  tcp-request content reject if { req.payload(0,3) -m str GET } { src -m ip 192.0.2.1 } { hdr(x-out) -m found }
  tcp-request content accept if HTTP
  default_backend origin
frontend session
  bind unix@FOLDER/session accept-proxy
  tcp-request session set-var(sess.a) src
  tcp-request session reject if { src 192.0.2.0/24 }
frontend connection
  bind unix@FOLDER/connection
  tcp-request connection reject
`;

const probes: readonly Probe[] = [
  get(
    "headers",
    "/",
    "X-Set: zero\nx-whole: a-b\nX-Whole: c - d \nX-List: a, b1 ,b2,c\nX-Gone: 1\nX-Prefix: 1\nX-Post: 1\nx-midden: 1\nx-r12: 1\nx-rr: 1\n",
  ),
  get("headers", "/host"),
  {
    to: "headers",
    send: "GET http://www.example/host HTTP/1.1\nHost: www.example\nConnection: close\n\n",
    lines: 1,
  },
  answered("headers", "/host", "x-origin: a|x-origin-gone: b|x-values: c, d,c|x-origin-late: x|x-back: y"),
  answered("headers", "/status", "404 No"),
  get("headers", "/teapot"),
  get("headers", "/", "X-List: \nX-List: ,b1,\nX-Whole: nothing\n"),
  ...["/method", "/path?q", "/space?q", "/pathq?old", "/query?old", "/query", "/noquery?x", "/uri"].map(
    (path) => get("lines", path),
  ),
  ...["/r/abc/d?e", "/r/", "/q/a?b", "/u/x?y"].map((path) => get("lines", path)),
  ...["/return", "/204", "/default", "/section", "/empty", "/file", "/string", "/lf", "/body", "/format"].map(
    (path) => get("answers", path),
  ),
  ...["/deny", "/429", "/404", "/410", "/why", "/500", "/tarpit", "/tarpit429", "/auth", "/realm"].map(
    (path) => get("answers", path),
  ),
  get("answers", "/list"),
  get("answers", "/list", "Authorization: Basic YW5uOnNlY3JldA==\n"),
  get("answers", "/list", "Authorization: Basic YW5uOndyb25n\n"),
  get("answers", "/reject"),
  get("answers", "/hint"),
  { to: "answers", send: "GET /hint HTTP/1.0\n\n", lines: 1 },
  { to: "answers", send: "HEAD /string HTTP/1.1\nHost: a\nConnection: close\n\n", lines: 1 },
  {
    to: "answers",
    send: "GET /string HTTP/1.1\nHost: a\n\nGET /deny HTTP/1.1\nHost: a\n\nGET /429 HTTP/1.1\nHost: a\nConnection: close\n\n",
    lines: 3,
  },
  ...["/deny-response", "/deny-401", "/return-response", "/redirect-response"].map((path) =>
    get("answers", path),
  ),
  ...[
    "/location",
    "/keep?b=2",
    "/keep",
    "/keepmark?c",
    "/ignore",
    "/ignore?to=/x",
    "/prefix?q",
    "/slash?q",
  ].map((path) => get("redirects", path)),
  ...["/cookie?q", "/clear", "/scheme?q", "/schemeslash?q", "/old?y", "/older?z"].map((path) =>
    get("redirects", path),
  ),
  get("captures", "/", "X-Twice: one\nX-Twice: two\nX-Id: 123456\nCookie: A=1; SESSION = abc; SESS2=x\n"),
  {
    ...answered(
      "captures",
      "/x",
      "x-origin: captured|x-values: some values|set-cookie: SESS=1234567890; path=/",
    ),
  },
  get("variables", "/v"),
  get("maps", "/get?key=known"),
  get("maps", "/set1?val"),
  get("maps", "/get?key=/set1"),
  get("maps", "/set1?other"),
  get("maps", "/get?key=/set1"),
  get("maps", "/del?key=known"),
  get("maps", "/get?key=known"),
  get("order", "/allow"),
  get("order", "/soft"),
  get("order", "/strict"),
  get("order", "/pause"),
  {
    to: "order",
    send: "POST /body HTTP/1.1\nHost: a\nContent-Length: 5\nConnection: close\n\nhello",
    lines: 1,
  },
  {
    to: "order",
    send: "POST /slow HTTP/1.1\nHost: a\nContent-Length: 5\nConnection: close\n\nhel",
    lines: 1,
  },
  get("options", "/x", "X-From: 10.1.2.3\nX_Odd: 1\nX-Id: mine\n"),
  get("options", "/x", "X-From: 2001:db8::1\nX-Forwarded-For: 1.1.1.1\n"),
  { ...get("options", "/alive"), lines: 0 },
  { ...get("options", "/alive?x"), lines: 1 },
  { ...get("options", "/alive", "X-Fail: 1\n"), lines: 0 },
  get("strictnames", "/", "X-Odd: 1\n"),
  get("strictnames", "/", "X_Odd: 1\n"),
  get("nobody", "/", "X-Client: me\n"),
  get("nobody", "/"),
  { to: "nobody", send: "GET http://a/auth HTTP/1.1\nHost: a\nConnection: close\n\n", lines: 1 },
  get("nobody", "/auth"),
  get("switching", "/other"),
  get("switching", "/", "X-To: other\n"),
  get("switching", "/other", "X-To: nobody\n"),
  get("content", "/"),
  get("content", "/", "X-Out: 1\n"),
  { ...get("session", "/"), lines: 0 },
  { ...get("connection", "/"), lines: 0 },
];

export const httpScene: Scene = { name: "http", configuration, files, probes };
