local function p(n, f, ...) local r = table.pack(pcall(f, ...)) for i = 1, r.n do r[i] = type(r[i]) == "table" and "table" or tostring(r[i]) end print(n, r.n, table.concat(r, " | ")) end
core.register_action("m", { "http-req" }, function(txn)
  local h = txn.http local w = txn.sf:req_hdr("x-do")
  if w == "method" then p("m", h.req_set_method, h, "FOO") p("m lower", h.req_set_method, h, "get") p("m empty", h.req_set_method, h, "") p("m space", h.req_set_method, h, "A B") end
  if w == "path" then p("p", h.req_set_path, h, "/new path") p("p2", h.req_set_path, h, "/a?b=c") p("p3", h.req_set_path, h, "noslash") p("p4", h.req_set_path, h, "") end
  if w == "path2" then p("p", h.req_set_path, h, "/new/path") end
  if w == "query" then p("q", h.req_set_query, h, "z=9&y=8") end
  if w == "query0" then p("q", h.req_set_query, h, "") end
  if w == "queryq" then p("q", h.req_set_query, h, "?a=1") end
  if w == "uri" then p("u", h.req_set_uri, h, "/whole?x=y") end
  if w == "uriabs" then p("u", h.req_set_uri, h, "http://other.test/abs?x=y") print(txn.sf:path(), txn.sf:url(), txn.sf:base(), txn.sf:url_port(), txn.sf:query()) end
  if w == "add" then p("a", h.req_add_header, h, "X-A", "2") p("a", h.req_add_header, h, "x-A", "") p("a", h.req_add_header, h, "x-a", " lead trail ") p("nl", h.req_add_header, h, "x-a", "a\nb") p("cr", h.req_add_header, h, "x-a", "a\rb") p("nul", h.req_add_header, h, "x-a", "a\0b") p("name sp", h.req_add_header, h, "x a", "v") p("name empty", h.req_add_header, h, "", "v") p("name colon", h.req_add_header, h, "x:a", "v") p("nil", h.req_add_header, h, "x-a", nil) p("none", h.req_add_header, h) p("bool", h.req_add_header, h, "x-a", true) end
  if w == "set" then p("s", h.req_set_header, h, "X-A", "only") p("nl", h.req_set_header, h, "x-b", "a\nb") p("nil", h.req_set_header, h, "x-c", nil) p("three", h.req_set_header, h, "x-c", 1, 2) p("tab", h.req_set_header, h, {}, 1) end
  if w == "rep" then p("rh", h.req_rep_header, h, "x-a", "^(.)(.*)$", "\\2\\1") p("rv", h.req_rep_value, h, "x-l", "b", "B") p("no match", h.req_rep_header, h, "x-a", "zzz", "y") p("missing", h.req_rep_header, h, "nope", ".", "y") p("bad re", h.req_rep_header, h, "x-a", "(", "y") p("bad ref", h.req_rep_header, h, "x-a", "(.)", "\\9") p("esc", h.req_rep_header, h, "x-a", "(.)$", "\\\\x") p("two args", h.req_rep_header, h, "x-a", ".") p("rv args", h.req_rep_value, h) print(txn.sf:req_fhdr("x-l"), txn.sf:req_fhdr("x-a")) end
  if w == "del" then p("d", h.req_del_header, h, "X-a") p("d", h.req_del_header, h, "host") p("d none", h.req_del_header, h) p("d two", h.req_del_header, h, "a", "b") p("d missing", h.req_del_header, h, "zz") end
  if w == "get" then local t = h:req_get_headers() local o = {} for k, v in pairs(t) do local l = {} for i = 0, 10 do if v[i] then l[#l + 1] = v[i] end end o[#o + 1] = k .. "=" .. table.concat(l, "|") end table.sort(o) print(table.concat(o, " ")) p("arg", h.req_get_headers, h, 1) p("noself", h.req_get_headers) p("bad self", h.req_get_headers, {}) end
  if w == "host" then p("s", h.req_set_header, h, "Host", "new.host") print(txn.sf:req_hdr("host"), txn.sf:base()) end
  if w == "cl" then p("s", h.req_set_header, h, "Content-Length", "5") p("te", h.req_add_header, h, "Transfer-Encoding", "chunked") p("conn", h.req_set_header, h, "Connection", "close") end
end)
