import { answered, get, type Scene } from "./scene.ts";
import type { Probe } from "./side.ts";

/** TCP rules, tracking, rules of defaults sections, actions of scripts, and what goes wrong on responses. */

const script = `
local function register(name, fn, times)
  core.register_action(name, { "http-req", "http-res", "tcp-req", "tcp-res" }, fn, times or 0)
end
register("continue", function(txn) return act.CONTINUE end)
register("stop", function(txn) return act.STOP end)
register("done", function(txn) return act.DONE end)
register("deny", function(txn) return act.DENY end)
register("error", function(txn) return act.ERROR end)
register("invalid", function(txn) return act.INVALID end)
register("abort", function(txn) return act.ABORT end)
register("set", function(txn, name, value) txn:set_var("txn." .. name, value) end, 2)
register("sleep", function(txn) core.msleep(10) txn:set_var("txn.slept", "yes") end)
register("wait", function(txn)
  if txn:get_var("txn.waited") then return act.CONTINUE end
  txn:set_var("txn.waited", "yes")
  act.wake_time(10)
  return act.YIELD
end)
core.register_action("reply", { "http-req", "http-res" }, function(txn)
  local reply = txn:reply{ status = 400, reason = "Odd", body = "from a script" }
  reply:add_header("X-Script", "yes")
  txn:done(reply)
end)
core.register_service("hello", "http", function(applet)
  local body = applet.method .. " " .. applet.path .. " " .. tostring(applet:receive())
  applet:set_status(203)
  applet:add_header("content-length", #body)
  applet:start_response()
  applet:send(body)
end)
core.register_service("echo", "tcp", function(applet)
  applet:send("got " .. applet:getline())
end)
`;

const http = (name: string, lines: string): string => `
frontend ${name} from plain
  bind unix@FOLDER/${name} accept-proxy
  log LOGS format raw local0
  log-format "${name} %ST %tsc %[var(txn.path)] %s"
  http-request set-var(txn.path) path
  default_backend origin
${lines}
`;

const tcp = (name: string, lines: string): string => `
frontend ${name} from plain
  mode tcp
  bind unix@FOLDER/${name} accept-proxy
  log LOGS format raw local0
  log-format "${name} %ts %hr"
  default_backend tcporigin
${lines}
`;

const outcomes = ["continue", "stop", "done", "deny", "error", "invalid", "abort"];

const configuration = `
global
  stats socket FOLDER/stats level admin
  tune.lua.bool-sample-conversion normal
  lua-load FOLDER/actions.lua
defaults plain
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
defaults rules from plain
  http-request add-header X-Ruled "%[path]"
  http-response add-header X-Ruled back
  http-request allow if { path /allow }
  http-after-response add-header X-Ruled after
defaults backrules from plain
  http-request add-header X-Ruled "backend %[path]"
  http-response add-header X-Ruled backend
  http-request allow if { path /both }
backend origin from plain
  server o unix@FOLDER/origin
backend ruledorigin from backrules
  http-request add-header X-Own backend
  http-response add-header X-Own backend
  server o unix@FOLDER/origin
backend tcporigin from plain
  mode tcp
  server o unix@FOLDER/origin
backend tcpresponses from plain
  mode tcp
  tcp-response inspect-delay 5s
  tcp-response content reject if { res.payload(0,12) -m end 404 }
  tcp-response content close if { res.payload(0,12) -m end 410 }
  tcp-response content accept if { res.len gt 20 }
  server o unix@FOLDER/origin
backend keys from plain
  stick-table type string len 20 size 100 store gpc(3),gpt(2),gpc_rate(3,1m),http_req_cnt,http_err_cnt,conn_cnt,conn_cur
backend cacheable from plain
  option checkcache
  server o unix@FOLDER/origin
backend sticky from plain
  option checkcache
  cookie SRV insert
  server o unix@FOLDER/origin cookie one
backend slow from plain
  http-request set-timeout server 20ms
  server o unix@FOLDER/origin
backend named from plain
  http-send-name-header X-Server
  server first unix@FOLDER/origin
frontend ruled from rules
  bind unix@FOLDER/ruled accept-proxy
  http-request add-header X-Own frontend
  http-response add-header X-Own frontend
  use_backend ruledorigin if { path /both } || { path /allow }
  default_backend origin
listen whole from plain
  bind unix@FOLDER/whole accept-proxy
  http-request add-header X-Own whole
  http-response add-header X-Own whole
  server o unix@FOLDER/origin
${http(
  "tracking",
  `
  stick-table type ip size 100 store gpc0,gpt0,http_req_cnt,http_err_cnt,conn_cnt,conn_cur,sess_cnt
  tcp-request session track-sc0 src
  tcp-request session sc-inc-gpc0(0) if { src 192.0.2.1 }
  http-request track-sc1 req.hdr(x-key) table keys
  http-request sc-inc-gpc(0,1)
  http-request sc-add-gpc(1,1) 5
  http-request sc-add-gpc(2,1) req.hdr_cnt
  http-request sc-set-gpt(1,1) int(7)
  http-request deny if { path /deny }
  http-request set-header X-Zero "%[sc_get_gpc0(0)] %[sc_http_req_cnt(0)] %[sc_http_err_cnt(0)] %[sc_conn_cnt(0)] %[sc_sess_cnt(0)]"
  http-request set-header X-One "%[sc_get_gpc(0,1)] %[sc_get_gpc(1,1)] %[sc_get_gpc(2,1)] %[sc_get_gpt(0,1)] %[sc_get_gpt(1,1)] %[sc_http_req_cnt(1)] %[sc_http_err_cnt(1)] %[sc_conn_cur(1)]"`,
)}
${http(
  "scripts",
  outcomes.map((name) => `  http-request lua.${name} if { path /${name} }`).join("\n") +
    `
  http-request lua.reply if { path /reply }
  http-request use-service lua.hello if { path /service }
  http-request lua.set name "some value"
  http-request lua.sleep if { path /sleep }
  http-request lua.wait if { path /wait }
  http-request set-header X-Var "%[var(txn.name)] %[var(txn.slept)] %[var(txn.waited)]"
${outcomes.map((name) => `  http-response lua.${name} if { var(txn.path) -m str /back-${name} }`).join("\n")}
  http-response lua.reply if { var(txn.path) -m str /back-reply }
  http-response add-header X-Behind yes
  http-after-response add-header X-After yes`,
)}
${http(
  "trouble",
  `
  http-request set-log-level silent if { path /silent }
  http-response set-header X-Big ${"%[str(" + "y".repeat(70) + "),hex,hex,hex,hex,hex,hex,hex]"}
  http-response add-header X-Big ${"%[str(" + "y".repeat(70) + "),hex,hex,hex,hex,hex,hex,hex]"} if { var(txn.path) -m str /big }
  http-response strict-mode off if { var(txn.path) -m str /soft }
  http-response add-header X-Big ${"%[str(" + "y".repeat(70) + "),hex,hex,hex,hex,hex,hex,hex]"} if { var(txn.path) -m str /soft }
  http-response del-header X-Big
  http-after-response add-header X-Late ${"%[str(" + "y".repeat(70) + "),hex,hex,hex,hex,hex,hex,hex]"} if { var(txn.path) -m str /late }
  http-after-response add-header X-Late ${"%[str(" + "y".repeat(70) + "),hex,hex,hex,hex,hex,hex,hex]"} if { var(txn.path) -m str /late }
  use_backend cacheable if { path_beg /cache }
  use_backend sticky if { path_beg /sticky }
  use_backend slow if { path /never }
  use_backend named if { path /named }`,
)}
${tcp(
  "content",
  `
  tcp-request inspect-delay 5s
  tcp-request content capture req.payload(0,3) len 3
  tcp-request content reject if { req.payload(0,4) -m str nope }
  tcp-request content lua.deny if { req.payload(0,4) -m str deny }
  tcp-request content lua.sleep if { req.payload(0,3) -m str GET }
  tcp-request content use-service lua.echo if { req.payload(0,4) -m str echo }
  tcp-request content accept if { req.len ge 10 }`,
)}
${tcp(
  "delay",
  `
  tcp-request inspect-delay 20ms
  tcp-request content accept if { req.len gt 1000 }
  tcp-request content reject`,
)}
${tcp("responses", "  use_backend tcpresponses")}
`;

const requests = (to: string, paths: readonly string[]): Probe[] => paths.map((path) => get(to, path));

const unlogged = (probe: Probe): Probe => ({ ...probe, lines: 0 });

const probes: readonly Probe[] = [
  ...["/", "/both", "/allow"].map((path) => unlogged(get("ruled", path))),
  ...["/", "/allow"].map((path) => unlogged(get("whole", path))),
  get("tracking", "/", "X-Key: a\n"),
  get("tracking", "/deny", "X-Key: a\n"),
  get("tracking", "/", "X-Key: a\nX-More: 1\n"),
  get("tracking", "/", "X-Key: b\n"),
  get("tracking", "/"),
  {
    to: "tracking",
    send: "GET /1 HTTP/1.1\nHost: a\nX-Key: c\n\nGET /2 HTTP/1.1\nHost: a\nX-Key: c\nConnection: close\n\n",
    lines: 2,
  },
  ...requests(
    "scripts",
    outcomes.filter((name) => name !== "abort").map((name) => `/${name}`),
  ),
  ...requests("scripts", ["/reply", "/sleep", "/wait"]),
  ...requests(
    "scripts",
    // In HAProxy, act.DONE on a response leaves it lying until a timeout.
    outcomes.filter((name) => name !== "abort" && name !== "done").map((name) => `/back-${name}`),
  ),
  ...requests("scripts", ["/back-reply", "/service"]),
  {
    to: "scripts",
    send: "POST /service HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 4\nConnection: close\n\nbody",
    lines: 1,
  },
  unlogged(get("trouble", "/silent")),
  answered("trouble", "/never", "never"),
  ...requests("trouble", ["/big", "/soft", "/late", "/named"]),
  answered("trouble", "/cache", "set-cookie: a=b|cache-control: public, max-age=60"),
  answered("trouble", "/cache", "set-cookie: a=b|cache-control: private"),
  answered("trouble", "/cache", "cache-control: max-age=60"),
  answered("trouble", "/sticky", "cache-control: max-age=60"),
  answered("trouble", "/sticky", "set-cookie: a=b|cache-control: max-age=60"),
  get("content", "/"),
  { to: "content", send: "nope, thanks\n", lines: 1 },
  { to: "content", send: "deny this, please\n", lines: 1 },
  { to: "content", send: "echo this, please\n", lines: 1 },
  { to: "delay", send: "GET / HTTP/1.0\n\n", lines: 1 },
  answered("responses", "/", "404 No"),
  answered("responses", "/", "410 Gone"),
  answered("responses", "/", "200 Fine"),
];

export const moreScene: Scene = {
  name: "more",
  configuration,
  files: { "actions.lua": script },
  probes,
};
