import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { LuaHooks } from "../../src/config/hooks.ts";
import type { LuaDirective } from "../../src/config/types.ts";
import { good, parse } from "./support/parse.ts";

/** What a script of these tests has registered. */
const HOOKS: LuaHooks = {
  run: () => undefined,
  setVariable: () => undefined,
  action: (name, ruleset) =>
    (name === "only_req" && ruleset === "http-request") ||
    (name === "only_tcp" && ruleset === "tcp-request content")
      ? { arguments: 0 }
      : name === "two" && ruleset === "http-request"
        ? { arguments: 2 }
        : undefined,
  service: (name) => (name === "http_svc" ? "http" : name === "tcp_svc" ? "tcp" : undefined),
  fetch: (name) => name === "f",
  converter: (name) => name === "c",
  filter: (name) => name === "flt",
  names: (of) =>
    of === "http-request" ? ["lua.only_req", "lua.two"] : of === "filter" ? ["lua.flt", "lua.a"] : [],
};

const AT = "config : parsing [one.cfg:9]";

/** The first message about one line of a complete proxy, without the lists of what would do. */
function verdict(mode: string, line: string): string | undefined {
  const text = `defaults
 mode ${mode}
 timeout connect 1s
 timeout client 1s
 timeout server 1s
listen l
 bind :8081
 server s 127.0.0.1:9
 ${line}
`;
  const { messages } = parse(text, { hooks: HOOKS });
  return messages[0]
    ?.trimEnd()
    .replace(/^alert /, "config : ")
    .replace("t.cfg", "one.cfg")
    .replace(/expects '.*', but got/, "expects ..., but got")
    .replace(/expects '.*' in proxy/, "expects ... in proxy")
    .replace(/ Did you mean.*/, "")
    .replace(/ \(maybe you missed.*/, "");
}

const rule = (name: string, error: string): string =>
  `${AT} : error detected in proxy 'l' while parsing '${name}' rule : ${error}.`;

/** As recorded from HAProxy 2.6 to 3.5 (`check-unknown-names` of the conformance cases). */
const CASES: readonly (readonly [string, string, string | undefined])[] = [
  ["http", "http-request lua.missing", `${AT}: 'http-request' expects ..., but got 'lua.missing'.`],
  ["http", "http-response lua.only_req", `${AT}: 'http-response' expects ..., but got 'lua.only_req'.`],
  ["http", "http-request lua.only_req", undefined],
  [
    "http",
    "tcp-request content lua.only_req",
    `${AT} : 'tcp-request content' expects ... in proxy 'l' (got 'lua.only_req').`,
  ],
  ["tcp", "tcp-request content lua.only_tcp", undefined],
  [
    "tcp",
    "tcp-response content lua.only_tcp",
    `${AT} : 'tcp-response content' expects ... in proxy 'l' (got 'lua.only_tcp').`,
  ],
  [
    "http",
    "http-request set-header x %[lua.missing]",
    rule(
      "http-request set-header",
      "failed to parse sample expression <lua.missing]> : unknown fetch method 'lua.missing'",
    ),
  ],
  [
    "http",
    'http-request set-header x "%[str(a),lua.missing]"',
    rule(
      "http-request set-header",
      "failed to parse sample expression <str(a),lua.missing]> : unknown converter 'lua.missing'",
    ),
  ],
  [
    "http",
    "http-request deny if { lua.missing -m found }",
    `${AT} : error detected while parsing an 'http-request deny' condition : unknown fetch method 'lua.missing' in ACL expression 'lua.missing'.`,
  ],
  [
    "http",
    "acl a lua.missing yes",
    `${AT} : error detected while parsing ACL 'a' : unknown fetch method 'lua.missing' in ACL expression 'lua.missing'.`,
  ],
  ["http", 'http-request set-header x "%[lua.f,lua.c]"', undefined],
  ["http", 'http-request set-header x "%[lua.f(1,2),lua.c(3)]"', undefined],
  [
    "http",
    'http-request set-header x "%[lua.f,lua.f]"',
    rule(
      "http-request set-header",
      "failed to parse sample expression <lua.f,lua.f]> : unknown converter 'lua.f'",
    ),
  ],
  [
    "http",
    "http-request use-service lua.missing",
    rule("http-request use-service", "'lua.missing' unknown service name."),
  ],
  ["http", "http-request use-service lua.http_svc", undefined],
  [
    "http",
    "http-request use-service lua.tcp_svc",
    rule("http-request use-service", "Lua TCP services cannot be used on HTTP proxies"),
  ],
  ["tcp", "tcp-request content use-service lua.missing", `${AT} : 'content' unknown service name.`],
  ["tcp", "tcp-request content use-service lua.tcp_svc", undefined],
  ["http", "filter lua.flt", undefined],
];

describe("Lua's names in a configuration", () => {
  for (const [mode, line, expected] of CASES) {
    it(`${mode}: ${line}`, () => {
      assert.equal(verdict(mode, line), expected);
    });
  }

  it("wants as many arguments as the action was registered with", () => {
    assert.equal(verdict("http", "http-request lua.two a b"), undefined);
    assert.match(verdict("http", "http-request lua.two a") ?? "", / : expect 2 arguments\.$/);
  });

  it("lists what scripts have registered among what would do", () => {
    const proxy = (line: string): string | undefined =>
      parse(`defaults\n mode http\nlisten l\n bind :8081\n ${line}\n`, { hooks: HOOKS }).messages[0];
    assert.match(
      proxy("http-request lua.tow") ?? "",
      /, 'lua\.only_req', 'lua\.two', but got 'lua\.tow'\. Did you mean 'lua\.two' maybe \?/,
    );
    assert.match(
      proxy("filter lua.fl") ?? "",
      /\n {4}\[FCGI\] fcgi-app\n {4}\[HLUA\] lua\.a\n {4}\[HLUA\] lua\.flt\n {4}\[SPOE\] spoe\n/,
    );
  });

  it("carries directives out in their order, where they stand", () => {
    const seen: LuaDirective[] = [];
    const hooks: LuaHooks = {
      ...HOOKS,
      run(directive) {
        seen.push(directive);
        return undefined;
      },
    };
    const config = good(
      `global
 tune.lua.bool-sample-conversion normal
 lua-prepend-path /lib/?.lua
 lua-prepend-path /lib/?.so cpath
 lua-load main.lua a "b c"
 lua-load-per-thread other.lua
 tune.lua.session-timeout 2s
`,
      { hooks },
    );
    assert.deepEqual(
      seen.map((directive) => directive.kind),
      ["option", "prepend-path", "prepend-path", "load", "load", "option"],
    );
    assert.deepEqual(config.global.lua, seen);
    assert.deepEqual(seen[3], {
      kind: "load",
      file: "main.lua",
      args: ["a", "b c"],
      perThread: false,
    });
  });

  it("reports what a script says, at its line, and reads on", () => {
    const hooks: LuaHooks = {
      ...HOOKS,
      run: () => "Lua runtime error: main.lua:1: boom",
    };
    const { config, messages } = parse("global\n lua-load main.lua\n lua-load again.lua\n", { hooks });
    assert.equal(config, undefined);
    assert.deepEqual(messages.slice(0, 2), [
      "alert parsing [t.cfg:2] : Lua runtime error: main.lua:1: boom",
      "alert parsing [t.cfg:3] : Lua runtime error: main.lua:1: boom",
    ]);
  });

  it("wants files and paths", () => {
    const text = readFileSync(new URL("configurations/no-file-name.cfg", import.meta.url), "latin1");
    assert.deepEqual(parse(text).messages.slice(0, 4), [
      "alert parsing [t.cfg:3] : 'lua-load' expects a file name as parameter.",
      "alert parsing [t.cfg:4] : 'lua-load-per-thread' expects a file as parameter.",
      "alert parsing [t.cfg:5] : 'lua-prepend-path' expects to receive a <path> as argument",
      "alert parsing [t.cfg:6] : 'lua-prepend-path' expects <type> to either be 'path' or 'cpath'",
    ]);
  });
});
