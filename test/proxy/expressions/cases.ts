/** What is asked of HAProxy and of halua alike; what HAProxy 3.5 answered is in results.json. */

/** A message, and what is asked of it. */
export interface Case {
  readonly name: string;
  /** As the client sends it. */
  readonly request: string;
  /** As the server answers, where the response is asked. */
  readonly response?: string;
  /** In which mode the frontend is; `http` by default. */
  readonly mode?: "tcp";
  readonly expressions: readonly string[];
  /** What stands behind `if`. */
  readonly conditions: readonly string[];
}

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const headersRequest =
  'GET /a/b.c/d?x=1&y=two;z=3&x=4&e=&Q=5 HTTP/1.1\r\nHost: Example.com:8080\r\nX-List: one, two ,"a,b", ,\r\n' +
  "x-list: three\r\nX-Empty:\r\nX-Num: 42abc, -7\r\nX-Ip: bad, 10.0.0.1, 10.0.0.2:80, [2001:db8::1], 1.2.3.4x, 2001:db8::2\r\n" +
  'X-Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nX-Bytes: a\xe9"\\]b\r\n' +
  'Cookie: a=1; b = two ; a=3; $Path=/; c="q;v"; bare; d=\r\ncookie: e=5, f=6; a=7\r\n' +
  "Authorization: Basic dXNlcjpwYTpzcw==\r\nX-Token: Bearer   tok.en\r\nX-Six: Bearer 123456\r\n\r\n";

const headerExpressions = lines(`
  method
  path
  pathq
  query
  query(with_qm)
  url
  url_ip
  url_port
  base
  baseq
  base32
  url32
  base32+src
  url32+src
  req.ver
  req_ver
  req.proto_http
  http_first_req
  hdr(host)
  hdr(host),host_only
  req.hdr(x-list)
  req.hdr(X-LIST,1)
  req.hdr(x-list,2)
  req.hdr(x-list,3)
  req.hdr(x-list,4)
  req.hdr(x-list,5)
  req.hdr(x-list,6)
  req.hdr(x-list,7)
  req.hdr(x-list,-1)
  req.hdr(x-list,-2)
  req.hdr(x-list,-5)
  req.hdr(x-list,-9)
  req.fhdr(x-list)
  req.fhdr(x-list,1)
  req.fhdr(x-list,-2)
  req.fhdr(x-date)
  req.hdr(x-date)
  req.hdr_cnt(x-list)
  req.fhdr_cnt(x-list)
  req.hdr_cnt
  req.fhdr_cnt
  req.hdr_cnt(none)
  req.hdr(x-empty)
  req.hdr(none)
  req.hdr_val(x-num)
  req.hdr_val(x-num,1)
  req.hdr_ip(x-ip)
  req.hdr_ip(x-ip,1)
  req.hdr_ip(x-ip,2)
  req.hdr_ip(x-ip,3)
  req.hdr_ip(x-ip,4)
  req.hdr_ip(x-ip,5)
  req.hdr_ip(x-ip,-1)
  hdr_val(x-num)
  hdr_ip(x-ip,2)
  hdr_cnt(x-list)
  req.hdr_names
  req.hdr_names(:)
  req.hdrs
  req.hdrs_bin
  req.hdr(x-bytes)
  cook(a)
  req.cook(a)
  req.cook(b)
  req.cook(c)
  req.cook(d)
  req.cook(e)
  req.cook(f)
  req.cook
  req.cook(none)
  req.cook(A)
  cookie(a)
  req.cook_cnt(a)
  req.cook_cnt
  cook_cnt(none)
  req.cook_val(a)
  cook_val(b)
  req.cook_names
  req.cook_names(;)
  url_param(x)
  urlp(y)
  urlp(z)
  urlp(e)
  urlp(q)
  urlp(q,,i)
  urlp(none)
  urlp
  urlp_val(x)
  urlp_val(y)
  http_auth_type
  http_auth_user
  http_auth_pass
  http_auth_bearer
  http_auth_bearer(x-token)
  http_auth_bearer(x-six)
  http_auth_bearer(none)
  http_auth(people)
  http_auth(others)
  http_auth_group(people)
  capture.req.method
  capture.req.uri
  capture.req.ver
  capture.req.hdr(0)
  capture.req.hdr(1)
  req.body
  req.body_len
  req.body_size
  req.body_param(a)
  req.len
  req.payload(0,1)
  wait_end
  always_true
  always_false
  bool(true)
  int(-5)
  str(abc)
  bin(0001ff)
  meth(POST)
  meth(FOO)
  ipv4(1.2.3.4)
  ipv6(::ffff:1.2.3.4)
  var(txn.unset)
  var(txn.unset,def)
  var(req.set)
  var(res.set,def)
  var(sess.set)
  var(txn.ip)
  var(proc.never)
  acl(is_a)
  acl(!is_a)
  acl(is_a,!is_b)
  src
  dst
  fc_src
  fc_dst
  src_is_local
  dst_is_local
  fc_src_is_local
  fe_name
  fe_id
  fe_defbe
  fe_client_timeout
  fe_tarpit_timeout
  be_name
  be_id
  be_max_retries
  be_connect_timeout
  be_server_timeout
  be_queue_timeout
  be_tarpit_timeout
  be_tunnel_timeout
  cur_client_timeout
  cur_tarpit_timeout
  so_id
  so_name
  dst_conn
  fc_http_major
  fc_nb_streams
  fc_settings_streams_limit
  fc_rcvd_proxy
  fc_pp_authority
  fc_pp_tlv(1)
  fc_err
  fc_err_name
  fc_err_str
  fs.id
  fs.aborted
  fs.rst_code
  ssl_fc
  ssl_fc_sni
  ssl_fc_has_sni
  ssl_fc_has_crt
  ssl_fc_protocol
  ssl_fc_cipher
  ssl_fc_is_resumed
  ssl_fc_err
  ssl_fc_err_str
  ssl_c_used
  ssl_c_verify
  ssl_c_err
  ssl_c_ca_err
  ssl_c_s_dn
  ssl_f_s_dn
  ssl_s_s_dn
  ssl_fc_npn
  ssl_fc_alpn
  ssl_fc_session_id
  ssl_fc_has_early
  req.timer.tq
  fc.timer.total
  fc.timer.handshake
  req.bytes_out
  waiting_entity
  last_entity
  quic_enabled
  unique-id
  req.hdr(x-num),add(1)
  req.hdr(x-none),lower
  req.hdr(x-list,1),set-var(txn.copy),upper
  var(txn.copy)
  str(x),set-var(txn.copy,ifempty)
  str(),set-var(txn.copy,ifempty)
  str(y),set-var(txn.fresh,ifexists)
  str(y),set-var(txn.fresh,ifnotexists)
  var(txn.fresh)
  int(3),set-var(txn.number)
  int(2),set-var(txn.number,ifgt)
  int(2),set-var(txn.number,iflt)
  int(9),set-var(txn.number,iflt)
  var(txn.number)
  str(x),unset-var(txn.number)
  var(txn.number)
  str(x),set-var(res.no)
  dump_all_vars(sess)
  dst_port
  fc_dst_port
  fc_dst_is_local
  req_proto_http
  req.timer.idle
  req.timer.hdr
  bytes_in,div(100000)
  req.bytes_in,div(100000)
  fc_pp_unique_id
`);

const headerConditions = lines(`
  { path_beg /a }
  { path_beg /b } or { path_end d }
  !{ path_beg /a }
  { hdr(x-list) two }
  { hdr(x-list) -m str three }
  { hdr(x-list) none }
  { hdr(x-list) -m found }
  { hdr(none) -m found }
  !{ hdr(none) -m found }
  { hdr(x-list) -m len 5 }
  { hdr(x-list),lower -m beg thr }
  { req.hdr_val(x-num) gt 41 }
  { req.hdr_val(x-num) lt 0 }
  { req.hdr_val(x-num) eq -7 }
  { req.hdr_ip(x-ip) 10.0.0.2 }
  { req.hdr_ip(x-ip) 2001:db8::/32 }
  { req.hdr_ip(x-ip) 10.0.1.0/24 }
  { req.cook(a) 3 }
  { req.cook(a) 7 }
  { req.cook(a) 9 }
  { req.cook(c) -m sub ;v }
  { req.cook -m str two }
  { urlp(x) 4 }
  { urlp(x) 5 }
  { urlp 3 }
  { urlp_val(x) ge 4 }
  { method GET }
  { method POST }
  { method HEAD GET }
  { method -i get }
  { req.ver 1.1 }
  { path,map_str(/dev/null) -m found }
  { http_auth_group(people) staff }
  { http_auth_group(people) boss }
  { http_auth_group(others) staff }
  { http_auth(people) }
  { src 127.0.0.1 }
  { src 10.0.0.0/8 }
  { src_port 1: }
  { url_reg ^/A }
  { url_reg -i ^/A }
  { path_sub b.c }
  { path_dir b.c }
  { path_dir b }
  { hdr_dom(host) example.com }
  { hdr_dom(host) -i example.com }
  { hdr_len(host) 16 }
  { hdr_len(host) gt 16 }
  { path_len 8 }
  { req.hdr(x-date),hex -m bin 4d }
  { req.hdr(x-date) -m bin 4d6f6e }
  { var(txn.ip) -m ip 10.1.2.0/24 }
  { var(txn.ip) -m str 10.1.2.3 }
  { var(req.set) -m bool }
  { always_true } !{ always_false }
  { always_false } or { always_true }
  is_a is_b
  is_a !is_b
  is_a or is_b
  !is_a or is_b
  !is_a !is_b
  TRUE
  FALSE
  LOCALHOST
  METH_GET
  METH_POST
  HTTP_1.1
  HTTP_2.0
  HTTP_URL_SLASH
  HTTP_URL_ABS
  HTTP_URL_STAR
  HTTP_CONTENT
  REQ_CONTENT
  WAIT_END
  HTTP
  { req.hdr(x-list),field(2,t) -m found }
  { req.hdr(x-list),field(2,o) -m found }
  { req.fhdr(x-list),length gt 20 }
  { bool(false) -m found }
  { int(0) -m bool }
  { str() -m found }
  { acl(is_a) }
  { fc_src_port 1: }
  { accept_date gt 1600000000 }
  { accept_date(ms) gt 1600000000000 }
  { accept_date(us) gt 1600000000000000 }
  { request_date lt 4000000000 }
  { request_date(ms) gt 4000000000 }
  { txn.id32 -m found }
`);

const bodyRequest =
  "POST http://user@10.2.3.4:8443/form?a=q HTTP/1.1\r\nHost: 10.2.3.4:8443\r\nContent-Type: text/plain\r\n" +
  "Content-Length: 31\r\n\r\na=1&b=two&A=x;c=3&empty=&last=z";

const bodyExpressions = lines(`
  method
  path
  pathq
  query
  url
  url_ip
  url_port
  base
  base32
  req.body
  req.body_len
  req.body_size
  req.body_param(a)
  req.body_param(A)
  req.body_param(b)
  req.body_param(b,i)
  req.body_param(c)
  req.body_param(empty)
  req.body_param(last)
  req.body_param
  req.body_param(none)
  req.hdr_val(content-length)
  capture.req.uri
  http_auth_type
`);

const bodyConditions = lines(`
  { req.body -m sub two }
  { req.body_len 31 }
  { req.body_param(a) -m str 1 }
  { req.body_param(a,i) -m str x }
  { req.body_param(a) -m str x }
  { req.body -m found }
  HTTP_CONTENT
  METH_POST
`);

const responseExpressions = lines(`
  status
  server_status
  txn.status
  res.ver
  resp_ver
  res.hdr(x-a)
  res.hdr(x-a,1)
  shdr(x-a,2)
  hdr(x-a,1)
  res.fhdr(x-a)
  res.fhdr(x-a,1)
  res.hdr_cnt(x-a)
  res.fhdr_cnt(x-a)
  shdr_cnt
  res.hdr_val(x-n)
  shdr_val(x-n,1)
  res.hdr_ip(x-i)
  shdr_ip(x-i)
  res.hdr_names
  res.hdrs
  res.hdrs_bin
  res.cook(sid)
  res.cook
  res.cook(path)
  res.cook(two)
  scook(sid)
  scook(expires)
  cookie(sid)
  res.cook_cnt(sid)
  res.cook_cnt
  scook_cnt(none)
  res.cook_val(num)
  scook_val(num)
  res.cook_names
  res.cook_names(|)
  capture.res.hdr(0)
  capture.res.ver
  capture.req.method
  capture.req.hdr(0)
  method
  req.ver
  var(req.set)
  var(txn.ip)
  be_name
  srv_id
  srv_name
  bc_http_major
  bc_dst
  bc_reused
  cur_server_timeout
  cur_connect_timeout
  cur_tunnel_timeout
  txn.conn_retries
  txn.redispatched
  bc_be_queue
  bc_srv_queue
  res.timer.data
  bc_nb_streams
  bc_err
  bc_err_name
  bc_err_str
  bc_src
  res.comp
  res.comp_algo
  ssl_bc
  res.len
  bs.id
  bs.aborted
  txn.sess_term_state
  res.body
  res.body_len
  res.body_size
  bc_dst_port
  bc_settings_streams_limit
  cur_max_retries
  cur_queue_timeout
  ssl_bc_cipher
  ssl_bc_protocol
  ssl_bc_sni
  ssl_bc_alpn
  ssl_bc_npn
  ssl_bc_is_resumed
  ssl_bc_err
  ssl_bc_err_str
  ssl_bc_session_id
  ssl_bc_use_keysize
  ssl_bc_alg_keysize
  ssl_bc_unique_id
  ssl_fc_unique_id
  ssl_s_sha1
  ssl_s_s_dn
  res.payload(0,1)
  res.payload_lv(0,1)
  res.ssl_hello_type
  bytes_out,div(100000)
  res.bytes_in,div(100000)
  res.bytes_out,div(100000)
  rep_ssl_hello_type
  ssl_s_der
  ssl_s_i_dn
  ssl_s_key_alg
  ssl_s_notafter
  ssl_s_notbefore
  ssl_s_serial
  ssl_s_sig_alg
  ssl_s_version
`);

const responseConditions = lines(`
  { status 200:299 }
  { status 404 }
  { res.hdr(x-a) two }
  { res.hdr(x-a) three }
  { res.cook(sid) abc }
  { res.cook(sid) second }
  { res.cook -m str /x }
  { res.cook(path) -m found }
  { scook(two) -m found }
  { res.ver 1.1 }
  METH_GET
  { bc_src_port 1: }
  { req.timer.queue ge 0 }
  { bc.timer.connect ge 0 }
  { res.timer.hdr ge 0 }
`);

const response =
  'HTTP/1.1 203 Fine By Me\r\nServer: s\r\nX-A: one, two\r\nx-a: "q,r"\r\nX-N: 5, 6\r\nX-I: ::1\r\n' +
  "Set-Cookie: sid=abc; path=/x; HttpOnly\r\nSet-Cookie: two=2 ; Expires=Mon, 01 Jan 2030 00:00:00 GMT\r\n" +
  "Set-Cookie: sid=second, third=3\r\nset-cookie: num=17x\r\nContent-Length: 4\r\n\r\nbody";

/** The start of a TLS 1.3 ClientHello: random, session, two suites, extensions. */
function clientHello(): string {
  const u16 = (value: number): string => String.fromCharCode(value >> 8, value & 255);
  const sized = (value: string): string => u16(value.length) + value;
  const extension = (type: number, data: string): string => u16(type) + sized(data);
  const extensions =
    extension(0, sized(`\0${sized("sni.example.org")}`)) +
    extension(10, sized(u16(29) + u16(23))) +
    extension(13, sized(u16(0x0403) + u16(0x0804))) +
    extension(16, sized("\x02h2\x08http/1.1")) +
    extension(35, "ticket") +
    extension(51, sized(u16(29) + sized("k".repeat(32)) + u16(23) + sized("m".repeat(65)))) +
    extension(43, "\x02\x03\x04");
  const body = `\x03\x03${"r".repeat(32)}\x04sess${sized("\x13\x01\x13\x02")}\x01\0${sized(extensions)}`;
  const handshake = `\x01\0${u16(body.length)}${body}`;
  return `\x16\x03\x01${sized(handshake)}`;
}

const helloExpressions = lines(`
  req.ssl_hello_type
  req_ssl_hello_type
  req.ssl_ver
  req.ssl_sni
  req_ssl_sni
  req.ssl_alpn
  req.ssl_ec_ext
  req.ssl_st_ext
  req.ssl_cipherlist
  req.ssl_supported_groups
  req.ssl_sigalgs
  req.ssl_keyshare_groups
  req.len
  req_len
  req.payload(0,3)
  req.payload(5,4)
  req.payload_lv(3,2)
  req.proto_http
  req.hdr(host)
  payload(0,1)
  wait_end
  fc_http_major
  ssl_fc
  req_ssl_ver
  payload_lv(3,2)
`);

const helloConditions = lines(`
  { req.ssl_hello_type 1 }
  { req.ssl_sni -m end example.org }
  { req.ssl_ver 3.3 }
  { req.ssl_ver gt 3.3 }
  { req.ssl_ver 3.1-3.3 }
  { req.ssl_alpn h2 }
  { req.ssl_alpn http/1.1 }
  { req.ssl_alpn h3 }
  HTTP
  REQ_CONTENT
  WAIT_END
`);

const rawHttp = "GET /raw?x=1 HTTP/1.0\r\nHost: raw.example\r\nX-List: a, b\r\nCookie: c=1\r\n\r\nrest";

const rawHttpExpressions = lines(`
  req.proto_http
  req.ver
  path
  url
  query
  urlp(x)
  req.hdr(host)
  req.hdr_cnt(x-list)
  req.cook(c)
  req.hdr_names
  base
  req.body
  req.body_len
  method
  req.len
  req.payload(0,3)
  req.payload(0,0)
  req.payload(70,3)
  req.payload(200,3)
  req.payload(0,70000)
  payload(4,4)
  req.payload_lv(0,1)
  req.ssl_hello_type
  rdp_cookie
  rdp_cookie_cnt
  capture.req.uri
  http_auth_type
`);

const lengths =
  "\x03abc\0\x05hello\0\0\0\x02zzpad \x01\x02\x03\x04 end of it, and some more to have more bytes than needed";

const lengthExpressions = lines(`
  req.payload_lv(0,1)
  req.payload_lv(4,2)
  req.payload_lv(11,4)
  req.payload_lv(0,1,4)
  req.payload_lv(0,1,5)
  req.payload_lv(0,1,+4)
  req.payload_lv(0,1,-1)
  req.payload_lv(4,1)
  req.payload_lv(200,1)
  req.payload(0,0)
  req.payload(1,3)
  req.ssl_hello_type
  req.ssl_ver
  req.proto_http
  rdp_cookie
  distcc_param(ARGC)
`);

const rdp = "\x03\0\0\x2b\x26\xe0\0\0\0\0\0Cookie: mstshash=User1\r\n\x01\0\x08\0\0\0\0\0 more";

const rdpExpressions = lines(`
  rdp_cookie
  rdp_cookie(mstshash)
  rdp_cookie(MSTSHASH)
  rdp_cookie(msts)
  req.rdp_cookie(mstshash)
  rdp_cookie_cnt
  rdp_cookie_cnt(mstshash)
  req.rdp_cookie_cnt(none)
`);

const distcc = "DIST00000003ARGC00000002ARGV00000002ccARGV00000003fooDOTI00000005hello";

const distccExpressions = lines(`
  distcc_param(DIST)
  distcc_param(ARGC)
  distcc_param(ARGV)
  distcc_param(ARGV,2)
  distcc_param(ARGV,3)
  distcc_body(ARGV)
  distcc_body(ARGV,2)
  distcc_body(DOTI)
  distcc_body(NONE)
`);

export const CASES: readonly Case[] = [
  { name: "headers", request: headersRequest, expressions: headerExpressions, conditions: headerConditions },
  { name: "body", request: bodyRequest, expressions: bodyExpressions, conditions: bodyConditions },
  {
    name: "other method",
    request: "PURGE * HTTP/1.1\r\nHost: h\r\n\r\n".replace("*", "/"),
    expressions: ["method", "path", "capture.req.method", "url_param(a)", "query", "base"],
    conditions: ["{ method PURGE }", "{ method -i purge }", "{ method GET }", "{ method purge }"],
  },
  {
    name: "options",
    request: "OPTIONS * HTTP/1.1\r\nHost: h.example\r\n\r\n",
    expressions: ["method", "path", "url", "base", "base32", "url32", "pathq", "capture.req.uri"],
    conditions: ["HTTP_URL_STAR", "{ path -m found }"],
  },
  {
    name: "bare",
    request: "GET /x HTTP/1.0\r\n\r\n",
    expressions: ["base", "baseq", "base32", "url32", "req.ver", "req.hdrs", "req.hdrs_bin", "req.hdr_names"],
    conditions: ["{ hdr_cnt(host) 0 }", "{ req.ver 1.0 }"],
  },
  {
    name: "response",
    request: "GET /r HTTP/1.1\r\nHost: h\r\nX-Cap: captured\r\n\r\n",
    response,
    expressions: responseExpressions,
    conditions: responseConditions,
  },
  {
    name: "hello",
    mode: "tcp",
    request: clientHello(),
    expressions: helloExpressions,
    conditions: helloConditions,
  },
  {
    name: "cut hello",
    mode: "tcp",
    request: clientHello().slice(0, 90),
    expressions: helloExpressions,
    conditions: helloConditions,
  },
  {
    name: "raw http",
    mode: "tcp",
    request: rawHttp,
    expressions: rawHttpExpressions,
    conditions: [
      "HTTP",
      "{ path /raw }",
      "{ req.hdr(x-list) a }",
      "HTTP_1.0",
      "METH_GET",
      "{ req.payload(0,3) -m bin 474554 }",
    ],
  },
  {
    name: "cut http",
    mode: "tcp",
    request: rawHttp.slice(0, 40),
    expressions: rawHttpExpressions,
    conditions: ["HTTP", "{ path -m found }"],
  },
  { name: "lengths", mode: "tcp", request: lengths, expressions: lengthExpressions, conditions: [] },
  { name: "rdp", mode: "tcp", request: rdp, expressions: rdpExpressions, conditions: ["RDP_COOKIE"] },
  { name: "distcc", mode: "tcp", request: distcc, expressions: distccExpressions, conditions: [] },
];
