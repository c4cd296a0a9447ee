import assert from "node:assert/strict";
import type { Condition } from "../../../src/config/index.ts";
import type { Stream } from "../../../src/proxy/stream/stream.ts";
import { COMPUTED_FETCHES, type Sample } from "../../../src/samples/index.ts";
import { textOf } from "../../../src/samples/sample.ts";
import {
  configure,
  httpStream,
  respond,
  sessionOf,
  tcpStream,
  type ConfiguredExpressions,
} from "../support/configured-expressions.ts";
import { CASES } from "./cases.ts";
import { TLS_EXPRESSIONS } from "./tls-cases.ts";

const section = (mode: "tcp" | "http", lines: readonly string[]): string =>
  `defaults\n timeout client 9s\nfrontend f\n mode ${mode}\n bind :8080\n${lines.map((line) => ` ${line}\n`).join("")}`;

const place = (stream: Stream, final: boolean, direction: "request" | "response" = "request") => ({
  session: stream.session,
  stream,
  direction,
  final,
});

/** The conditions of the rules on TCP contents. */
function conditionsOf(configured: ConfiguredExpressions): Condition[] {
  const rules = configured.proxy("f").config.rules["tcp-request content"];
  return rules.flatMap(({ condition }) => (condition ? [condition] : []));
}

describe("conditions that lack data", () => {
  /** What a condition says of bytes that may go on, and of the same at their end. */
  function judged(condition: string, sent: string): [boolean | "missing", boolean | "missing"] {
    const configured = configure(section("tcp", [`tcp-request content accept if ${condition}`]));
    const [parsed] = conditionsOf(configured);
    const stream = tcpStream(configured.proxy("f"), sent);
    const judge = configured.expressions.condition(parsed);
    return [judge(place(stream, false)), judge(place(stream, true))];
  }

  const rows: [condition: string, sent: string, now: boolean | "missing", finally_: boolean][] = [
    ["{ req.payload(0,3) -m bin 414243 }", "AB", "missing", false],
    ["{ req.payload(0,3) -m bin 414243 }", "ABC", true, true],
    ["{ req.payload(0,3) -m bin 414243 }", "ABD", false, false],
    ["!{ req.payload(0,3) -m bin 414243 }", "AB", "missing", true],
    ["!{ req.payload(0,3) -m bin 414243 }", "ABC", false, false],
    ["{ req.payload(0,9) -m found } { always_false }", "AB", "missing", false],
    ["{ always_false } { req.payload(0,9) -m found }", "AB", false, false],
    ["{ req.payload(0,9) -m found } or { always_true }", "AB", true, true],
    ["{ req.payload(0,9) -m found } or { always_false }", "AB", "missing", false],
    ["{ req.len 2 }", "AB", true, true],
    ["{ req.len 3 }", "AB", "missing", false],
    ["WAIT_END", "", "missing", true],
    ["HTTP", "GET / HTTP/1.1\r\n", "missing", false],
    ["HTTP", "GET / HTTP/1.1\r\n\r\n", true, true],
    ["HTTP", "\x01\x02\x03", false, false],
    ["{ path /a }", "GET /a HTTP/1.1\r\nHost: h\r\n", "missing", false],
    ["{ req.ssl_hello_type 1 }", "\x16\x03\x01", "missing", false],
    ["{ req.ssl_hello_type 1 }", "GET / ", false, false],
    ["{ rdp_cookie_cnt 0 }", "\x03\0\0", "missing", false],
  ];
  for (const [condition, sent, now, atEnd] of rows) {
    it(`${condition} of ${JSON.stringify(sent)}`, () => {
      assert.deepEqual(judged(condition, sent), [now, atEnd]);
    });
  }

  it("unless turns them round, and an ACL asks no further once one of its lines holds", () => {
    const configured = configure(
      section("tcp", [
        "acl early req.payload(0,9) -m found",
        "acl early always_true",
        "tcp-request content accept unless early",
        "tcp-request content accept unless { req.payload(0,9) -m found }",
      ]),
    );
    const stream = tcpStream(configured.proxy("f"), "AB");
    const answers = conditionsOf(configured).map((each) =>
      configured.expressions.condition(each)(place(stream, false)),
    );
    assert.deepEqual(answers, [false, "missing"]);
  });

  it("no condition always holds", () => {
    const configured = configure(section("tcp", []));
    assert.equal(
      configured.expressions.condition(undefined)(place(tcpStream(configured.proxy("f"), ""), false)),
      true,
    );
  });
});

describe("variables", () => {
  const configured = configure(section("http", []));
  const { expressions } = configured;
  const stream = (): Stream => httpStream(configured.proxy("f"), "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  const text = (value: string): Sample => ({ type: "str", value });

  it("are those of their scopes, which come and go", () => {
    const one = stream();
    const request = place(one, true);
    for (const scope of ["proc", "sess", "txn", "req"]) {
      assert.equal(expressions.setVariable(`${scope}.a`, text(scope), false, request), true);
      assert.deepEqual(expressions.variable(`${scope}.a`, request), text(scope));
    }
    assert.equal(expressions.setVariable("res.a", text("x"), false, request), false);
    respond(one, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const response = place(one, true, "response");
    assert.equal(expressions.variable("req.a", response), undefined);
    assert.equal(expressions.setVariable("res.a", text("x"), false, response), true);
    assert.deepEqual(expressions.variable("res.a", response), text("x"));
    const session = { ...request, stream: undefined };
    assert.deepEqual(expressions.variable("sess.a", session), text("sess"));
    assert.equal(expressions.variable("txn.a", session), undefined);
    assert.equal(expressions.setVariable("txn.a", text("x"), false, session), false);
  });

  it("of the process keep their types, and show scripts their values", () => {
    const at = place(stream(), true);
    const address: Sample = { type: "ipv4", value: { family: 4, bits: 0x0a000001 } };
    assert.equal(expressions.setVariable("proc.ip", address, false, at), true);
    assert.deepEqual(expressions.variable("proc.ip", at), address);
    assert.equal(configured.environment.runtime.procVariables.get("proc.ip"), "10.0.0.1");
    assert.equal(expressions.setVariable("proc.new", text("x"), true, at), false);
    assert.equal(expressions.unsetVariable("proc.ip", at), true);
    assert.equal(expressions.variable("proc.ip", at), undefined);
  });

  it("with names that are none are neither set nor read", () => {
    const at = place(stream(), true);
    for (const name of ["a", "x.a", "txn.", "txn.a-b"]) {
      assert.equal(expressions.setVariable(name, text("x"), false, at), false);
      assert.equal(expressions.variable(name, at), undefined);
      assert.equal(expressions.unsetVariable(name, at), false);
    }
  });
});

describe("expressions", () => {
  it("ask scripts for their fetches and converters", () => {
    const configured = configure(section("http", ["http-request set-var(txn.a) str(x)"]));
    const { scripts } = configured.environment;
    Object.assign(scripts, {
      fetch: ({ name, args }: { name: string; args: readonly { text: string }[] }) => ({
        type: "str",
        value: `${name}(${args.map((each) => each.text).join()})`,
      }),
      converter: (_call: object, input: Sample) => ({
        type: "str",
        value: `<${input.type}:${textOf(input) ?? ""}>`,
      }),
    });
    const stream = httpStream(configured.proxy("f"), "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const argument = { type: "string", text: "y", value: "y" } as const;
    const sample = configured.expressions.expression({
      fetch: { name: "lua.f", args: [argument] },
      converters: [
        { name: "lua.c", args: [] },
        { name: "upper", args: [] },
      ],
      type: "str",
      sources: [],
      places: 0,
    })(place(stream, true));
    assert.deepEqual(sample, { type: "str", value: "<STR:LUA.F(Y)>" });
    // An integer reaches a script's converter as text.
    const converted = configured.expressions.converter("lua.c", []);
    assert.deepEqual(converted({ type: "sint", value: 5 }, { ...place(stream, true), mayWait: false }), {
      type: "str",
      value: "<str:5>",
    });
  });

  it("make the unique id once, and do not fall into one that names itself", () => {
    const configured = configure(
      section("http", [
        "unique-id-format %[unique-id]%ID-%[method]",
        "http-request return status 200 content-type a/b lf-string '%ID %[unique-id]'",
      ]),
    );
    const stream = httpStream(configured.proxy("f"), "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const [rule] = configured.proxy("f").config.rules["http-request"];
    assert.ok(rule?.action.kind === "return" && rule.action.reply.body.kind === "lf-string");
    assert.equal(
      configured.expressions.format(rule.action.reply.body.format)(place(stream, true)),
      "-GET -GET",
    );
    assert.equal(stream.uniqueId, "-GET");
  });

  it("answer `missing` where they are awaited", () => {
    const configured = configure(section("tcp", ["tcp-request content set-var(sess.a) req.payload(0,3)"]));
    const [rule] = configured.proxy("f").config.rules["tcp-request content"];
    assert.ok(rule?.action.kind === "set-var");
    const awaited = configured.expressions.awaited(rule.action.value);
    const stream = tcpStream(configured.proxy("f"), "AB");
    assert.equal(awaited(place(stream, false)), "missing");
    assert.equal(awaited(place(stream, true)), undefined);
    stream.request.push(Buffer.from("C"));
    assert.deepEqual(awaited(place(stream, false)), { type: "bin", value: "ABC" });
  });
});

describe("logs", () => {
  const formatted = (
    format: string,
    zone: string,
    change: (stream: Stream) => void = () => undefined,
  ): string => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const configured = configure(section("http", [`log-format '${format}'`]));
      const stream = httpStream(configured.proxy("f"), "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      change(stream);
      const { logFormat } = configured.proxy("f").config;
      assert.ok(logFormat);
      return configured.expressions.format(logFormat)(place(stream, true, "response"));
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  };

  it("show dates in local time and in Greenwich's", () => {
    // The virtual clock begins with 2026.
    assert.equal(
      formatted("%t|%T|%Tl|%Ts|%{+X}Ts|%ms", "UTC"),
      "01/Jan/2026:00:00:00.000|01/Jan/2026:00:00:00 +0000|01/Jan/2026:00:00:00 +0000|1767225600|6955B900|000",
    );
    assert.equal(
      formatted("%t|%T|%Tl", "America/St_Johns"),
      "31/Dec/2025:20:30:00.000|01/Jan/2026:00:00:00 +0000|31/Dec/2025:20:30:00 -0330",
    );
  });

  it("show times from one event to the next, and -1 for what has not happened", () => {
    const timers = "%Th/%Ti/%TR/%Tq/%Tw/%Tc/%Tr/%Td/%Ta/%Tt/%Tu";
    assert.equal(formatted(timers, "UTC"), "0/0/-1/-1/-1/-1/-1/-1/0/0/0");
    const later = formatted(timers, "UTC", ({ timing }) => {
      const { begunAt } = timing;
      const moments = [5, 12, 20, 30, 45, 60].map((ms) => begunAt + ms);
      const [requestBegunAt, requestAt, dequeuedAt, connectedAt, responseAt, endedAt] = moments;
      Object.assign(timing, { requestBegunAt, requestAt, dequeuedAt, connectedAt, responseAt, endedAt });
    });
    assert.equal(later, "0/5/7/12/8/10/15/15/55/60/55");
  });

  it("have lines for connections without a stream", () => {
    const configured = configure(
      section("http", ["log-format '%ci:%cp %f %b/%s %ST %B %ts %tsc %r %TR/%Tt %hr %CC %[src] %[method]'"]),
    );
    const proxy = configured.proxy("f");
    const session = sessionOf(proxy);
    configured.time.advanceSync(7);
    assert.ok(proxy.config.logFormat);
    assert.equal(
      configured.expressions.format(proxy.config.logFormat)({
        session,
        stream: undefined,
        direction: "response",
        final: true,
      }),
      "127.0.0.1:40000 f f/<NOSRV> 0 0 PR PR-- <BADREQ> -1/7 - 127.0.0.1 -",
    );
  });
});

describe("fetches", () => {
  it("are all asked of HAProxy, but those whose answers are their own", () => {
    const asked = new Set(
      [
        ...CASES.flatMap(({ expressions, conditions }) => [...expressions, ...conditions]),
        ...TLS_EXPRESSIONS,
      ].flatMap((text) => [...text.matchAll(/[a-z][a-z0-9_.+-]*/g)].map(([name]) => name)),
    );
    // Those of state, stick counters, rules and modes of streams have tests of their own (the last in test/vtc);
    // two times are only for logs, which test them.
    const elsewhere =
      /^(?:sc\d?_|src_|table_|srv_|be_|fe_|last_|txn\.timer|act_conn|avg_queue|connslots|cpu_usage|date|env|hostname|internal\.strm|nbproc|nbsrv|pid|proc|prio_|queue|rand|stopping|tgroup|thread|uptime|uuid)/;
    const own = [...COMPUTED_FETCHES.keys()]
      .filter((name) => !asked.has(name) && !elsewhere.test(name))
      .sort();
    assert.deepEqual(own, []);
  });
});
