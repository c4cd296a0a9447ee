/**
 * ACL keywords: names that stand for a fetch with a matching method, such as
 * `path_beg`. A name that is not here is taken as a fetch.
 * Source: configuration manual 7.3 ("ACL derivatives"), `haproxy -dKacl`.
 */
import type { MatchMethod } from "../match-methods.ts";

/** Methods only an ACL keyword can ask for: dotted versions, HTTP methods, groups of users. */
export type KeywordMatch = MatchMethod | "ver" | "meth" | "group";

export interface AclKeyword {
  readonly fetch: string;
  readonly match: KeywordMatch;
}

const FAMILIES: Readonly<Record<string, string>> = {
  base: "base",
  cook: "req.cook",
  hdr: "req.hdr",
  path: "path",
  scook: "res.cook",
  shdr: "res.hdr",
  url: "url",
  urlp: "urlp",
};

const SUFFIXES: readonly MatchMethod[] = ["beg", "dir", "dom", "end", "len", "reg", "sub"];

const SINGLE: Readonly<Record<string, AclKeyword>> = {
  http_auth_group: { fetch: "http_auth_group", match: "group" },
  method: { fetch: "method", match: "meth" },
  payload: { fetch: "req.payload", match: "bin" },
  payload_lv: { fetch: "req.payload_lv", match: "bin" },
  "req.ssl_ver": { fetch: "req.ssl_ver", match: "ver" },
  req_rdp_cookie: { fetch: "req.rdp_cookie", match: "str" },
  req_rdp_cookie_cnt: { fetch: "req.rdp_cookie_cnt", match: "int" },
  req_ssl_sni: { fetch: "req.ssl_sni", match: "str" },
  req_ssl_ver: { fetch: "req.ssl_ver", match: "ver" },
  req_ver: { fetch: "req.ver", match: "str" },
  resp_ver: { fetch: "res.ver", match: "str" },
  ssl_fc_sni_end: { fetch: "ssl_fc_sni", match: "end" },
  ssl_fc_sni_reg: { fetch: "ssl_fc_sni", match: "reg" },
};

export const ACL_KEYWORDS: ReadonlyMap<string, AclKeyword> = new Map([
  ...Object.entries(FAMILIES).flatMap(([name, fetch]): [string, AclKeyword][] => [
    [name, { fetch, match: "str" }],
    ...SUFFIXES.map((match): [string, AclKeyword] => [`${name}_${match}`, { fetch, match }]),
  ]),
  ...Object.entries(SINGLE),
]);

/** The ACLs that exist without being declared, as the words of their declaration. */
export const PREDEFINED_ACLS: Readonly<Record<string, readonly string[]>> = {
  TRUE: ["always_true"],
  FALSE: ["always_false"],
  LOCALHOST: ["src", "127.0.0.1/8", "::1"],
  HTTP: ["req.proto_http"],
  "HTTP_1.0": ["req.ver", "1.0"],
  "HTTP_1.1": ["req.ver", "1.1"],
  "HTTP_2.0": ["req.ver", "2.0"],
  "HTTP_3.0": ["req.ver", "3.0"],
  METH_CONNECT: ["method", "CONNECT"],
  METH_DELETE: ["method", "DELETE"],
  METH_GET: ["method", "GET", "HEAD"],
  METH_HEAD: ["method", "HEAD"],
  METH_OPTIONS: ["method", "OPTIONS"],
  METH_POST: ["method", "POST"],
  METH_PUT: ["method", "PUT"],
  METH_TRACE: ["method", "TRACE"],
  HTTP_URL_ABS: ["url_reg", "^[^/:]*://"],
  HTTP_URL_SLASH: ["url_beg", "/"],
  HTTP_URL_STAR: ["url", "*"],
  HTTP_CONTENT: ["req.hdr_val(content-length)", "gt", "0"],
  RDP_COOKIE: ["req.rdp_cookie_cnt", "gt", "0"],
  REQ_CONTENT: ["req.len", "gt", "0"],
  WAIT_END: ["wait_end"],
};
