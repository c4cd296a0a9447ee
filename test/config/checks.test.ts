import assert from "node:assert/strict";
import { good, parse } from "./support/parse.ts";

/** The first message of a configuration, without its place; as HAProxy 3.5-dev5 has them. */
const refusal = (text: string): string | undefined =>
  parse(text).messages[0]?.replace(/^\w+ (?:parsing )?(?:\[[^\]]*\] : )?/, "");

describe("healthcheck sections", () => {
  const section = (lines: string): string => `healthcheck a\n ${lines}\nbackend b\n`;

  it("are the rules of servers that name them", () => {
    const { proxies } = good(
      "healthcheck web\n type httpchk GET /up\n http-check expect status 204\n" +
        "backend b\n option ldap-check\n server s 127.0.0.1:1 check healthcheck web\n server t 127.0.0.1:1 check\n",
    );
    const [named, other] = proxies[0]?.servers ?? [];
    assert.ok(named?.check.rules && other);
    assert.deepEqual(
      named.check.rules.steps.map(({ kind }) => kind),
      ["connect", "send-http", "expect"],
    );
    assert.equal(named.check.rules.protocol, "http");
    assert.equal(other.check.rules, undefined);
    assert.equal(proxies[0]?.healthCheck.protocol, "ldap");
  });

  const REFUSALS: readonly (readonly [lines: string, text: string])[] = [
    ["type", "'type' expects a healthcheck type."],
    [
      "type foo",
      "unknown healthcheck type 'foo' (expects 'tcp-check', 'httpchk', 'ssl-hello-chk', 'smtpchk', 'pgsql-check', " +
        "'redis-check', 'mysql-check', 'ldap-check', 'spop-check').",
    ],
    ["type httpchk\n type httpchk", "healthcheck type already defined."],
    ["type ldap-check\n tcp-check send x", "unable to configure 'tcp-check' rule for 'LDAP' healthcheck"],
    ["tcp-check send x\n type httpchk", "cannot set 'httpchk' type with 'tcp-check' rules"],
    ["tcp-check send x\n http-check send", "cannot mix 'tcp-check' and 'http-check' rules"],
    [
      "tcp-check send x",
      "healthcheck section '*healthcheck-a' : tcp-check rules without 'type tcp-check', so the rules are ignored.",
    ],
    ["type mysql-check foo", "'type mysql-check' only supports optional values: 'user' (got 'foo')."],
  ];
  for (const [lines, text] of REFUSALS) {
    it(`refuse ${JSON.stringify(lines)}`, () => assert.equal(refusal(section(lines)), text));
  }

  it("have names of their own", () => {
    assert.match(refusal("healthcheck\nbackend b\n") ?? "", /^missing name for healthcheck section\.$/);
    assert.match(
      refusal("healthcheck a\nhealthcheck a\nbackend b\n") ?? "",
      /^healthcheck section 'a' already defined at /,
    );
    assert.match(
      parse("backend b\n server s 127.0.0.1:1 check healthcheck nope\n").messages.find((text) =>
        text.startsWith("alert"),
      ) ?? "",
      /healthcheck section '\*healthcheck-nope' not found for server 's'\.$/,
    );
  });
});

describe("checks by programs", () => {
  it("need leave, and a command that can be found", () => {
    const { messages } = parse("backend b\n option external-check\n");
    assert.deepEqual(messages.slice(0, 3), [
      "alert Proxy 'b' : 'option external-check' unable to find required 'global.external-check'.",
      "alert Proxy 'b' : 'option external-check' unable to find required 'external-check command'.",
      "warning Proxy 'b' : 'insecure-fork-wanted' not enabled in the global section, 'option external-check' will likely fail.",
    ]);
    const allowed = "global\n external-check\n insecure-fork-wanted\nbackend b\n";
    assert.deepEqual(
      parse(`${allowed} option external-check\n external-check command foo\n`).messages.slice(0, 1),
      [
        "alert Proxy 'b': 'external-check command' does not have a leading '/' and 'external-check path' is not set.",
      ],
    );
    assert.deepEqual(parse(`${allowed} external-check command /foo\n external-check path /x\n`).messages, [
      "warning 'external-check command' will be ignored for backend 'b' (requires 'option external-check').",
      "warning 'external-check path' will be ignored for backend 'b' (requires 'option external-check').",
    ]);
  });

  it("are inherited", () => {
    const { proxies } = good(
      "global\n external-check\n insecure-fork-wanted\ndefaults\n option external-check\n" +
        " external-check command /foo\nbackend b\n",
    );
    assert.deepEqual(
      [proxies[0]?.healthCheck.protocol, proxies[0]?.externalCheck],
      ["external", { command: "/foo" }],
    );
  });
});

describe("agents of servers", () => {
  it("have addresses, ports, intervals and something to be told", () => {
    const { proxies } = good(
      "backend b\n server s 127.0.0.1:1 agent-check agent-port 3 agent-addr ::1 agent-inter 1s agent-send hi\n",
    );
    assert.deepEqual(proxies[0]?.servers[0]?.agent, {
      enabled: true,
      inter: 1000,
      port: 3,
      address: "::1",
      send: "hi",
    });
  });

  for (const [words, text] of [
    ["agent-addr foo", "parsing agent-addr failed. Check if 'foo' is correct address.."],
    ["agent-port", "'agent-port' expects a port number as argument.."],
    ["agent-inter", "'agent-inter' expects a delay as argument.."],
    ["agent-send", "'agent-send' expects a string as argument.."],
  ] as const) {
    it(`refuse '${words}'`, () => {
      assert.equal(refusal(`backend b\n server s 127.0.0.1:1 ${words}\n`), `'server b/s' : ${text}`);
    });
  }
});
