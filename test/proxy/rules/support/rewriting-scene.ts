import { get, type Scene } from "./scene.ts";
import type { Probe } from "./side.ts";

/** Actions that HAProxy has had since 2.4 and later: URIs made normal, blocks of headers, priorities, and the header of RFC 7239. */

const frontend = (name: string, lines: string): string => `
frontend ${name}
  bind unix@FOLDER/${name} accept-proxy
  option accept-unsafe-violations-in-http-request
  log LOGS format raw local0
  log-format "${name} %ST %tsc %hr"
${lines}
  http-request return content-type text/plain lf-string "%[url]|%[req.hdrs]|%[prio_class]|%[prio_offset]"
`;

const normalizers: Readonly<Record<string, string>> = {
  slashes: "path-merge-slashes",
  dot: "path-strip-dot",
  dotdot: "path-strip-dotdot",
  full: "path-strip-dotdot full",
  query: "query-sort-by-name",
  upper: "percent-to-uppercase",
  "upper-strict": "percent-to-uppercase strict",
  decode: "percent-decode-unreserved",
  "decode-strict": "percent-decode-unreserved strict",
  strip: "fragment-strip",
  encode: "fragment-encode",
};

const configurationOf = (more: string): string => `
global
  stats socket FOLDER/stats level admin
  expose-experimental-directives
defaults
  mode http
  timeout client 5s
${Object.entries(normalizers)
  .map(([name, normalizer]) => frontend(name, `  http-request normalize-uri ${normalizer}`))
  .join("")}
${frontend(
  "blocks",
  `
  http-request set-headers-bin req.hdr(x-block),b64dec if { path /set }
  http-request add-headers-bin req.hdr(x-block),b64dec if { path /add }
  http-request set-headers-bin req.hdr(x-block),b64dec prefix x- if { path /prefix }
  http-request del-headers-bin req.hdr(x-block),b64dec if { path /del }
  http-request del-headers-bin req.hdr(x-block),b64dec -m beg if { path /beg }
  http-request del-headers-bin req.hdr(x-block),b64dec -m end if { path /end }
  http-request del-headers-bin req.hdr(x-block),b64dec -m sub if { path /sub }
  http-request set-headers-bin req.hdrs_bin if { path /same }
  http-request strict-mode off if { path /soft }
  http-request set-headers-bin req.hdr(x-block),b64dec if { path /soft }
`,
)}
${frontend(
  "queues",
  `
  http-request set-priority-class req.hdr(x-class)
  http-request set-priority-offset req.hdr(x-offset),add(1)`,
)}
${more}
`;

/** Backends with `option forwarded`, each behind a frontend of its name, which lets requests say where they come from. */
const forwarding: Readonly<Record<string, string>> = {
  "fwd-plain": "",
  "fwd-host": "proto host",
  "fwd-nodes": "by for",
  "fwd-ports": "by by_port for for_port",
  "fwd-expressions":
    "host-expr req.hdr(x-host) by-expr req.hdr(x-by) for-expr src for_port-expr req.hdr(x-port)",
  "fwd-mixed": "proto for-expr req.hdr(x-for) for_port by by_port-expr req.hdr(x-port)",
};

const forwardingProxies = Object.entries(forwarding)
  .map(
    ([name, parts]) => `
frontend ${name}
  bind unix@FOLDER/${name} accept-proxy
  http-request set-src req.hdr(x-src) if { req.hdr(x-src) -m found }
  http-request set-dst req.hdr(x-dst) if { req.hdr(x-dst) -m found }
  default_backend ${name}-back
backend ${name}-back
  timeout connect 5s
  timeout server 5s
  option forwarded ${parts}
  server origin unix@FOLDER/origin
`,
  )
  .join("");

/** A text behind its length. */
function measured(text: string): string {
  const { length } = text;
  const bytes = length < 240 ? [length] : [(length & 255) | 240, Math.floor((length - 240) / 16)];
  return String.fromCharCode(...bytes) + text;
}

const block = (...texts: string[]): string => texts.map(measured).join("");

const held = (path: string, bytes: string): Probe =>
  get(
    "blocks",
    path,
    `X-Other: 1\nY-other: 2\nX-Block: ${Buffer.from(bytes, "latin1").toString("base64")}\n`,
  );

const paths: Readonly<Record<string, readonly string[]>> = {
  slashes: ["/", "//a///b//?c//d", "http://h.example//x//y"],
  dot: ["/.", "/./a", "/a/./b/./", "/a/.", "/a/..?./.", "/.a/b.", "/././."],
  dotdot: [
    ...["/..", "/../a", "/a/..", "/a/../", "/a/b/../c", "/a/../../b", "/a//../b", "/a/b/../../../..", "/..a"],
    ...["/a/..?../x", "/../../", "/a..", "/a/b/..x"],
  ],
  full: ["/..", "/../a", "/a/../../b", "/a/b/../../../..", "/a/b/../c?../", "/../../"],
  query: [
    ...[
      "/",
      "/?",
      "/?b&a",
      "/?b=2&a=1&b=1&a=0",
      "/?a&&b&",
      "/?ab=1&a=2&a%62=3",
      "/?B&a&=&A&&",
      "/?a=1#b=2&a=0",
    ],
    "/?a=2&a&a=1",
  ],
  upper: ["/%aa%2f?%bb%", "/%a", "/%zz%ab", "/%%aa", "/a"],
  "upper-strict": ["/%aa%2f?%bb", "/%a", "/%zz%ab", "/%%aa", "/?%"],
  decode: ["/%41%7e%2D%2e%5f%30%2f%20?%61", "/%4", "/%%41", "/%zz"],
  "decode-strict": ["/%41%2f?%61", "/%4", "/%%41", "/?%zz"],
  strip: ["/a#b", "/a?b#c?d#e", "/#", "/a"],
  encode: ["/a#b", "/a?b#c?d#e", "/#", "/##"],
};

const set = block("x-new", "one", "X-Other", "two", "connection", "x", "y-new", "three", "", "");

const forwardedHeaders = [
  "",
  "X-Src: 2001:db8::1\nX-Dst: ::1\nX-By: [::0001]\nX-For: [2001:DB8:0:0::2]\nX-Port: 81\nX-Host: [::1]:80\n",
  "X-By: 1.2.3.4\nX-For: name\nX-Port: port\nX-Host: a.b:5\n",
  "X-By: _made-up\nX-For: unknown\nX-Port: _p\nX-Host: a_b\n",
  "X-By: a b\nX-For: 1.2.3\nX-Port: 99999\nX-Host: a.b:99999\n",
  'Forwarded: for=1.2.3.4\nForwarded: for="[::1]:80";proto=https , by=_x\n',
  "Forwarded: for=1.2.3.4\nForwarded: for=nonsense\n",
  "Forwarded: \n",
];

const probes: readonly Probe[] = [
  ...Object.entries(paths).flatMap(([name, each]) => each.map((path) => get(name, path))),
  ...["/set", "/add", "/prefix", "/soft"].map((path) => held(path, set)),
  held("/set", block("host", "new.example", "", "")),
  held("/set", block("x-long", "v".repeat(300), "", "")),
  held("/set", block("x-new", "one")),
  held("/set", `${block("x-new", "one")}\x05a`),
  held("/soft", `${block("x-new", "one")}\x05a`),
  held("/soft", `${block("x-new", "one", "")}\xf0`),
  held("/soft", block("", "x")),
  held("/set", ""),
  get("blocks", "/set"),
  get("blocks", "/same"),
  ...["/del", "/beg", "/end", "/sub"].map((path) =>
    held(path, block("x-other", "y-", "oth", "connection", "")),
  ),
  held("/del", block("x-other")),
  held("/del", "\xff"),
  ...["5", "-5", "2048", "-2048", "524286", "-524300", "4294967297", "x"].map((number) =>
    get("queues", "/", `X-Class: ${number}\nX-Offset: ${number}\n`),
  ),
  get("queues", "/"),
  ...Object.keys(forwarding).flatMap((name) => forwardedHeaders.map((headers) => get(name, "/", headers, 0))),
];

export const rewritingScene: Scene = {
  name: "rewriting",
  configuration: configurationOf(forwardingProxies),
  files: {},
  probes,
};
