/** What the measured programs serve. */
export const configuration = {
  web: String.raw`
global
  nbthread 1
  lua-load bench.lua
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend web
  bind 127.0.0.1:"$WEB"
  bind 127.0.0.1:"$TLS" ssl crt bench.pem
  http-request use-service lua.hello if { path /service }
  http-request lua.mark if { path /action }
  http-request set-header x-short %[lua.short] if { path /fetch }
  http-request return status 200 content-type text/plain hdr x-user "%[var(txn.user)]" string "hello" if { path /action }
  http-request return status 200 content-type text/plain hdr x-short "%[req.hdr(x-short)]" string "hello" if { path /fetch }
  http-request return status 200 content-type text/plain string "hello" if { path /plain }
  default_backend app
backend app
  server app 127.0.0.1:"$ORIGIN"
`,
  origin: String.raw`
global
  nbthread 1
defaults
  mode http
  timeout client 10s
frontend origin
  bind 127.0.0.1:"$ORIGIN"
  http-request return status 200 content-type text/plain string "hello"
`,
};

export const script = String.raw`
core.register_service("hello", "http", function(applet)
  applet:set_status(200)
  applet:add_header("content-type", "text/plain")
  applet:add_header("content-length", "5")
  applet:start_response()
  applet:send("hello")
end)
core.register_action("mark", { "http-req" }, function(txn)
  local path = txn.sf:path()
  txn:set_var("txn.user", "user of " .. path)
  txn.http:req_set_header("x-seen", path)
end)
core.register_fetches("short", function(txn)
  return txn.sf:req_hdr("host"):sub(1, 4)
end)
`;
