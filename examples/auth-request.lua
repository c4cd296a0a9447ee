-- Asks an authentication service about each request, with its headers but
-- without its payload, and leaves the verdict in variables:
--   txn.auth_ok      whether the service has answered 2xx
--   txn.auth_status  its status; absent where it could not be asked
--   txn.auth_user    the user it names in x-auth-user
-- In the configuration: http-request lua.auth_request http://127.0.0.1:9000/check

local patience_ms = 1000

-- What belongs to the connection or to the payload, and not to the question.
local not_passed_on = {
  ["connection"] = true,
  ["content-length"] = true,
  ["expect"] = true,
  ["host"] = true,
  ["transfer-encoding"] = true,
  ["upgrade"] = true,
}

local function question(txn)
  local headers = {}
  for name, values in pairs(txn.http:req_get_headers()) do
    if not not_passed_on[name] then
      headers[name] = {}
      for i = 0, #values do headers[name][i + 1] = values[i] end
    end
  end
  headers["x-original-method"] = { txn.sf:method() }
  headers["x-original-uri"] = { txn.sf:pathq() }
  return headers
end

core.register_action("auth_request", { "http-req" }, function(txn, url)
  txn:set_var("txn.auth_ok", false)
  local answer = core.httpclient():get { url = url, headers = question(txn), timeout = patience_ms }
  if answer.status == 0 then
    core.Alert("auth_request: no answer from " .. url)
    return
  end
  txn:set_var("txn.auth_status", answer.status)
  if answer.status < 200 or answer.status > 299 then return end
  txn:set_var("txn.auth_ok", true)
  local user = answer.headers["x-auth-user"]
  if user then txn:set_var("txn.auth_user", user[0]) end
end, 1)
