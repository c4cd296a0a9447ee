import assert from "node:assert/strict";
import { sampleCatalog } from "../../src/samples/index.ts";
import { complaints, good, listen, parse } from "./support/parse.ts";

describe("proxies as data", () => {
  it("has binds with addresses and parameters", () => {
    const { binds } = listen(
      "bind 127.0.0.1:8000-8002,unix@/tmp/x,fd@5 name n accept-proxy maxconn 7 mode 600",
    );
    const bind = binds[1]!;
    assert.equal(bind.name, "n");
    assert.equal(bind.mode, 0o600);
    assert.equal(bind.maxconn, 7);
    assert.ok(bind.acceptProxy);
    assert.deepEqual(
      bind.addresses.map((each) => each.endpoint),
      [
        { kind: "ip", family: 4, host: "127.0.0.1", port: { kind: "range", low: 8000, high: 8002 } },
        { kind: "unix", path: "/tmp/x" },
        { kind: "fd", fd: 5 },
      ],
    );
  });

  it("has servers, default-servers and templates", () => {
    const { servers } = listen(
      `default-server inter 5s weight 7
       server a 1.1.1.1:80 check backup
       default-server name other weight 9
       server b from other b.test:81 id 9`.replace("b from other b.test:81", "b b.test:81 from other"),
    );
    assert.deepEqual(
      servers.map((each) => [each.name, each.id, each.weight, each.check.inter, each.backup]),
      [
        ["s", 1, 1, 2000, false],
        ["a", 2, 7, 5000, true],
        ["b", 9, 9, 2000, false],
      ],
    );
    assert.deepEqual(servers[2]!.address.endpoint, {
      kind: "name",
      host: "b.test",
      port: { kind: "range", low: 81, high: 81 },
    });
    const template = listen("server-template t 2-4 1.1.1.1:80").servers.slice(1);
    assert.deepEqual(
      template.map((each) => [each.name, each.id]),
      [
        ["t2", 2],
        ["t3", 3],
        ["t4", 4],
      ],
    );
  });

  it("hands on what a defaults section says", () => {
    const config = good(`defaults base
 mode http
 timeout connect 1s
 timeout client 2s
 timeout server 3s
 retries 9
 option forwardfor
defaults front from base
 acl local src 127.0.0.0/8
 http-request set-header x y if local
frontend f from front
 bind :80
 default_backend b
backend b from base
 no option nolinger
 server s 1.2.3.4:80
`);
    const [front, back] = config.proxies;
    assert.equal(front!.mode, "http");
    assert.equal(front!.timeouts.client, 2000);
    assert.equal(front!.timeouts.server, undefined);
    assert.equal(back!.timeouts.client, undefined);
    assert.equal(back!.timeouts.queue, 1000);
    assert.equal(back!.retries, 9);
    assert.deepEqual(front!.forwardFor, { header: "X-Forwarded-For", ifNone: false });
    const [rule] = front!.rules["http-request"];
    assert.equal(rule!.action.kind, "set-header");
    assert.equal(rule!.condition?.suites[0]?.[0]?.acl.name, "local");
    assert.deepEqual([front!.id, back!.id], [2, 3]);
  });

  it("has ACLs whose lines add up, and conditions that refer to them", () => {
    const proxy = listen(`acl admin path_beg /admin
      acl admin path -i -m str /root -- -x
      acl low dst_port lt 1024
      http-request deny if admin !low or { req.hdr(a,1),lower -m beg b } TRUE
      http-request allow unless { src 10.0.0.0/8 }`);
    const [deny, allow] = proxy.rules["http-request"];
    const suites = deny!.condition!.suites.map((suite) =>
      suite.map((term) => `${term.negated ? "!" : ""}${term.acl.name}`),
    );
    assert.deepEqual(suites, [
      ["admin", "!low"],
      ["", "TRUE"],
    ]);
    const admin = deny!.condition!.suites[0]![0]!.acl;
    assert.equal(admin.expressions.length, 2);
    assert.equal(admin.expressions[0]!.match, "beg");
    assert.ok(admin.expressions[1]!.ignoreCase);
    assert.deepEqual(admin.expressions[1]!.patterns, ["/root", "--", "-x"]);
    assert.deepEqual(proxy.acls.get("low")!.expressions[0]!.patterns, [":1023"]);
    const anonymous = deny!.condition!.suites[1]![0]!.acl.expressions[0]!;
    assert.equal(anonymous.sample.fetch.name, "req.hdr");
    assert.deepEqual(
      anonymous.sample.fetch.args.map((arg) => arg.value),
      ["a", 1],
    );
    assert.deepEqual(
      anonymous.sample.converters.map((each) => each.name),
      ["lower"],
    );
    assert.equal(allow!.condition!.when, "unless");
  });

  it("has typed actions", () => {
    const proxy = listen(`http-request set-var(txn.a,ifnotexists) path,lower
      http-request return status 200 content-type text/plain hdr x "a %[path]" lf-string "%[path]\\n" if { path / }
      http-request redirect location /x code 301 drop-query
      http-request capture path len 10
      http-request set-timeout server 5s
      http-response set-status 404 reason Gone
      tcp-request inspect-delay 2s
      tcp-request content reject if { src 1.2.3.4 }`);
    const [setVar, answer, redirect, capture, timeout] = proxy.rules["http-request"].map(
      (rule) => rule.action,
    );
    assert.ok(setVar?.kind === "set-var");
    assert.deepEqual(setVar.variable, { scope: "txn", parent: false, name: "a" });
    assert.deepEqual(setVar.guards, ["ifnotexists"]);
    assert.ok(answer?.kind === "return");
    assert.equal(answer.reply.status, 200);
    assert.ok(answer.reply.body.kind === "lf-string");
    assert.equal(answer.reply.body.format.parts.at(-1)?.kind, "text");
    assert.ok(redirect?.kind === "redirect" && redirect.code === 301 && redirect.dropQuery);
    assert.deepEqual(capture?.kind === "capture" && capture.slot, 0);
    assert.deepEqual(proxy.requestCaptures, [{ length: 10 }]);
    assert.deepEqual(timeout, { kind: "set-timeout", timeout: "server", value: 5000 });
    assert.deepEqual(proxy.rules["http-response"][0]!.action, {
      kind: "set-status",
      status: 404,
      reason: "Gone",
    });
    assert.equal(proxy.inspectDelay, 2000);
    assert.equal(proxy.rules["tcp-request content"].length, 1);
  });

  it("has stick-tables, cookies and balance", () => {
    const proxy =
      listen(`stick-table type string len 20 size 1k expire 1m nopurge store gpc0,gpc0_rate(30s),gpt(3)
      cookie SRV insert indirect nocache
      balance hash path
      hash-type consistent`);
    assert.equal(proxy.stickTable?.keyLength, 21, "with the NUL");
    assert.deepEqual(proxy.stickTable.store, [
      { name: "gpc0" },
      { name: "gpc0_rate", period: 30000 },
      { name: "gpt", size: 3 },
    ]);
    assert.ok(proxy.cookie?.insert && proxy.cookie.indirect && proxy.cookie.nocache);
    assert.equal(proxy.balance.algorithm, "hash");
    assert.ok(proxy.hashType.avalanche);
  });

  it("has log targets and formats", () => {
    const proxy = listen(`log 127.0.0.1 len 900 format rfc5424 local3 info err
      log stdout format raw daemon
      log-format "%ci %{+Q}r  %[req.ver,lower]"`);
    assert.deepEqual(
      proxy.logs.map((log) => [log.facility, log.level, log.minLevel, log.format]),
      [
        [19, "info", "err", "rfc5424"],
        [3, "debug", "emerg", "raw"],
      ],
    );
    assert.deepEqual(
      proxy.logFormat?.parts.map((part) => (part.kind === "alias" ? part.alias : part.kind)),
      ["ci", "separator", "r", "separator", "sample"],
    );
  });
});

describe("variables that the global section sets", () => {
  it("have at each line the value that both passes give them", () => {
    const { global } = good(
      'global\n setenv A one\n node "$A"\n setenv A two\n description "$A $B"\n setenv B later\n',
    );
    assert.deepEqual([global.node, global.description], ["one", "two later"]);
  });
});

describe("TLS that the global section sets", () => {
  it("is in binds and servers that set nothing else", () => {
    const config = good(`global
 ssl-default-bind-ciphers GLOBAL
 ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
 ssl-default-server-options force-tlsv13
 ssl-server-verify none
listen l
 mode http
 timeout client 1s
 timeout server 1s
 timeout connect 1s
 bind :8081 ssl crt /dev/null
 bind :8082 ssl crt /dev/null ciphers OWN
 bind :8083
 server s 1.2.3.4:443 ssl
 server t 1.2.3.4:443 ssl ssl-max-ver TLSv1.3 ciphers OWN
`);
    const [proxy] = config.proxies;
    assert.deepEqual(
      proxy?.binds.map((each) => each.tls && [each.tls.ciphers, each.tls.minVersion]),
      [["GLOBAL", "TLSv1.2"], ["OWN", "TLSv1.2"], undefined],
    );
    assert.deepEqual(
      proxy.servers.map((each) => [each.tls?.ciphers, each.tls?.minVersion, each.tls?.maxVersion]),
      [
        [undefined, "TLSv1.3", "TLSv1.3"],
        ["OWN", "TLSv1.3", "TLSv1.3"],
      ],
    );
  });
});

describe("conditions about buffers", () => {
  it("are warned of where messages are not kept as they came", () => {
    const lines = `stick-table type ip size 1k
      tcp-request content reject if { req.len gt 5 }
      http-request deny if WAIT_END REQ_CONTENT
      use-server s if { req.len 0 }
      stick on src if { req.len 0 }
      stick store-response src if { res.len 0 }
      http-response deny if { res.len 0 }
      http-response deny if { status 200 }`;
    const said = complaints(lines, { catalog: sampleCatalog });
    const text = (line: number): string =>
      `warning Proxy 'l': L6 sample fetches ignored on HTTP proxies (declared at t.cfg:${line}).`;
    assert.deepEqual(said, [text(12), text(13), text(10), text(11), text(15)]);
    assert.deepEqual(
      complaints(`mode tcp\n tcp-request content reject if { req.len gt 5 }`, { catalog: sampleCatalog }),
      [],
    );
  });
});

describe("what halua says for itself", () => {
  it("names keywords that HAProxy has and halua has not", () => {
    assert.deepEqual(complaints("use-fcgi-app x"), [
      "alert parsing [t.cfg:9] : HAProxy's keyword 'use-fcgi-app' is not supported by halua.",
    ]);
    assert.deepEqual(complaints("server t 1.2.3.4 log-proto legacy"), [
      "alert [t.cfg:9] : 'server l/t' : HAProxy's 'server' parameter 'log-proto' is not supported by halua.",
    ]);
    assert.deepEqual(complaints("http-request set-bandwidth-limit x"), [
      "alert parsing [t.cfg:9] : HAProxy's 'http-request set-bandwidth-limit' is not supported by halua.",
    ]);
  });

  it("warns of them when it is to be lenient", () => {
    const { config, messages } = parse("global\n acme.scheduler auto\nfcgi-app x\n docroot /\n", {
      lenient: true,
    });
    assert.ok(config);
    assert.deepEqual(messages, [
      "warning parsing [t.cfg:2] : HAProxy's keyword 'acme.scheduler' is not supported by halua.",
      "warning parsing [t.cfg:3] : HAProxy's section 'fcgi-app' is not supported by halua.",
    ]);
  });

  it("warns of sections that do nothing", () => {
    assert.deepEqual(parse("peers p\n peer a 1.2.3.4:25\n").messages, [
      "warning parsing [t.cfg:1] : section 'peers' is read but does nothing in halua.",
    ]);
  });
});
