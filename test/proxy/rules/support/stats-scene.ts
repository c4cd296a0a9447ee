import { get, type Scene } from "./scene.ts";
import type { Probe } from "./side.ts";

/** The statistics page: its formats, its flags, its accounts, and changes of servers. */

const configuration = `
global
  stats socket FOLDER/stats level admin
  tune.lua.bool-sample-conversion normal
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend page
  bind unix@FOLDER/page accept-proxy
  log LOGS format raw local0
  log-format "page %ST %tsc %s"
  stats enable
  stats uri /st
  stats refresh 7s
  stats admin if { req.hdr(x-admin) -m found }
  http-response set-header X-Response no
  http-after-response set-header X-After yes
frontend private
  bind unix@FOLDER/private accept-proxy
  stats uri /st
  stats realm Figures
  stats auth ann:secret
  stats auth bob:
  stats scope app
  stats scope .
  stats admin if TRUE
frontend ruled
  bind unix@FOLDER/ruled accept-proxy
  stats uri /st
  stats http-request deny if { req.hdr(x-out) -m found }
  stats http-request auth unless { req.hdr(x-in) -m found }
  http-request deny if { path /st/not }
backend app
  server one 127.0.0.1:9
  server two 127.0.0.1:9 disabled
  server three 127.0.0.1:9 weight 5
backend other
  server one 127.0.0.1:9
`;

function post(to: string, form: string, path = "/st", headers = "X-Admin: 1\n"): Probe {
  return {
    to,
    send: `POST ${path} HTTP/1.1\nHost: www.example\n${headers}Content-Length: ${form.length}\nConnection: close\n\n${form}`,
    lines: 1,
  };
}

/** In its log, HAProxy takes the status of a refused request for 400. */
const unlogged = (probe: Probe): Probe => ({ ...probe, lines: 0 });

const csv = get("page", "/st;csv");

const probes: readonly Probe[] = [
  get("page", "/st"),
  get("page", "/st?anything", "X-Admin: 1\n"),
  get("page", "/nothing"),
  csv,
  get("page", "/st;csv;norefresh"),
  get("page", "/st;csv;up"),
  get("page", "/st;csv;no-maint"),
  get("page", "/st;csv?scope=OTH"),
  get("page", "/st;typed"),
  get("page", "/st;json"),
  { to: "page", send: "HEAD /st HTTP/1.1\nHost: a\n\n", lines: 1 },
  { to: "page", send: "GET /st;csv HTTP/1.0\n\n", lines: 1 },
  { to: "page", send: "GET http://a/st;csv HTTP/1.1\nHost: a\nConnection: close\n\n", lines: 1 },
  post("page", "s=one&action=drain&b=app", "/st", ""),
  post("page", "s=one&action=drain&b=app", "/st", "X-Admin: 1\nOrigin: http://evil.example\n"),
  post("page", "s=one&action=drain&b=app", "/st", "X-Admin: 1\nOrigin: http://WWW.example\n"),
  csv,
  post("page", "s=one&s=three&action=maint&b=app", "/st;up;norefresh?scope=ap"),
  csv,
  post("page", "s=one&s=nobody&action=ready&b=app"),
  post("page", "action=enable&b=app&s=two&s=three"),
  csv,
  post("page", "s=two&action=enable&b=app"),
  post("page", "s=two&action=disable&b=%61pp"),
  post("page", "s=one&action=stop&b=#5"),
  csv,
  post("page", "s=one&action=start&b=app"),
  post("page", "s=one&action=hdown&b=app"),
  csv,
  post("page", "s=one&action=hrunn&b=app"),
  post("page", "s=one&action=hnolb&b=app"),
  post("page", "s=one&action=dhlth&b=app"),
  post("page", "s=one&action=shutdown&b=app"),
  post("page", "s=nobody&action=ready&b=app"),
  post("page", "s=one&action=nonsense&b=app"),
  post("page", "s=one&action=ready&b=nobody"),
  post("page", "s=one&action=ready"),
  post("page", "nonsense"),
  post("page", ""),
  csv,
  ...[
    get("private", "/st;csv"),
    get("private", "/st;csv", "Authorization: Basic YW5uOnNlY3JldA==\n"),
    get("private", "/st;csv", "Authorization: Basic YW5uOndyb25n\n"),
    get("private", "/st;csv", "Authorization: Basic Ym9iOg==\n"),
    post("private", "s=one&action=maint&b=other", "/st", "Authorization: Basic YW5uOnNlY3JldA==\n"),
    post("private", "s=one&action=maint&b=app", "/st", "Authorization: Basic YW5uOnNlY3JldA==\n"),
    get("ruled", "/st;csv"),
    get("ruled", "/st;csv", "X-Out: 1\n"),
    get("ruled", "/st;csv", "X-In: 1\n"),
    get("ruled", "/st/not", "X-In: 1\n"),
  ].map(unlogged),
];

/** Columns that do not change from one run to the next. */
const steady = ["pxname", "svname", "status", "weight", "act", "bck", "pid", "iid", "sid", "type", "mode"];

/** Of a page no more than that it is one, of its other forms what does not change. */
function simplify(answer: string): string {
  const end = answer.indexOf("\r\n\r\n") + 4;
  const head = answer.slice(0, end);
  const raw = answer.slice(end);
  const body = /^transfer-encoding: chunked/im.test(head) ? dechunked(raw) : raw;
  if (/^\s*<!DOCTYPE/i.test(body)) return `${head}(a page)`;
  if (body.startsWith("# pxname")) return head + steadyCsv(body);
  if (body.startsWith("[")) return head + steadyJson(body);
  if (/^[FLSB]\.[0-9]/.test(body)) return head + steadyTyped(body);
  return answer;
}

function dechunked(text: string): string {
  let body = "";
  let rest = text;
  for (;;) {
    const end = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.slice(0, end), 16);
    if (!(size > 0)) return body;
    body += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 2 + size + 2);
  }
}

function steadyCsv(text: string): string {
  const [head = "", ...lines] = text.split("\n");
  const names = head.replace(/^# /, "").split(",");
  return lines
    .map((line) => line.split(","))
    .map((values) => steady.map((name) => values[names.indexOf(name)] ?? "").join(","))
    .join("\n");
}

interface JsonField {
  readonly objType: string;
  readonly field: { readonly name: string };
  readonly value: { readonly type: string; readonly value: unknown };
  readonly tags: object;
}

function steadyJson(text: string): string {
  return (JSON.parse(text) as JsonField[][])
    .flat()
    .filter(({ field }) => steady.includes(field.name))
    .map((each) => JSON.stringify(each))
    .join("\n");
}

function steadyTyped(text: string): string {
  return text
    .split("\n")
    .filter((line) => line === "" || steady.includes(line.split(".")[4] ?? ""))
    .join("\n");
}

export const statsScene: Scene = { name: "stats", configuration, files: {}, probes, simplify };
