import assert from "node:assert/strict";
import { Headers } from "../../src/proxy/http/headers.ts";
import type { Outcome } from "../../src/proxy/rules/outcome.ts";
import type { Stream } from "../../src/proxy/stream/stream.ts";
import type { ActionEnvironment } from "../../src/runtime/index.ts";
import { at, traffic, type Traffic } from "./support/fake-traffic.ts";

/** Runs `body` as an action `function(txn) ... end` on a stream. */
function act(
  t: Traffic,
  stream: Stream,
  name = "a",
  environment: ActionEnvironment = "tcp-req",
): Outcome | Promise<Outcome> {
  const action = t.runtime.registry.actions(environment).get(name);
  assert.ok(action);
  return t.scripts.action(action, [], at(stream, environment.endsWith("res") ? "response" : "request"));
}

const action = (body: string, environment: ActionEnvironment = "tcp-req"): string =>
  `core.register_action("a", {"${environment}"}, function(txn) ${body} end)`;

const push = (stream: Stream, text: string): boolean => stream.request.push(Buffer.from(text));

describe("Channel", () => {
  it("shows input and changes it", () => {
    const t = traffic(
      action(`local c = txn.req
        say(c:data(), c:data(2), c:data(-3), c:data(1, 2), c:line(), c:dup(), c:input(), c:output())
        say(c:append("<"), c:insert("-", 2), c:insert("$", -1), c:data())
        say(c:set("abc", 0, 2), c:remove(-2), c:data())
        say(c:forward(2), c:data(), c:output(), c:is_resp(), c:may_recv(), c:is_full())`),
    );
    const stream = t.tcp();
    push(stream, "01234\n6");
    assert.equal(act(t, stream), "continue");
    assert.deepEqual(t.said, [
      "01234\n6 234\n6 4\n6 12 01234\n 01234\n6 7 0",
      "1 1 1 <0-1234\n$6",
      "3 2 abc-1234\n",
      "2 c-1234\n 2 false true false",
    ]);
    assert.deepEqual(t.logged, []);
  });

  it("raises HAProxy's errors", () => {
    const t = traffic(
      action(`local c = txn.req
        for _, call in ipairs({{"data", -1, -2}, {"set", "x", 99}, {"remove", 0, 99}, {"data", 1, 2, 3}, {"insert"}}) do
          say(pcall(c[call[1]], c, table.unpack(call, 2)))
        end`),
    );
    const stream = t.tcp();
    push(stream, "abc");
    void act(t, stream);
    assert.deepEqual(t.said, [
      "false length out of range.",
      "false offset out of range.",
      "false length out of range.",
      "false 'data' expects at most 2 arguments",
      "false 'insert' expects at least 1 argument and at most 2 arguments",
    ]);
  });

  it("waits in an action for what is missing", async () => {
    const t = traffic(
      action(`say(txn.req:line()) say(txn.req:data(0, 6)) say(txn.req:forward(8)) say(txn.req:data())`),
    );
    const stream = t.tcp();
    push(stream, "ab");
    const outcome = act(t, stream);
    push(stream, "c\n");
    await t.time.advance(0);
    assert.deepEqual(t.said, ["abc\n"]);
    push(stream, "def");
    await t.time.advance(0);
    assert.deepEqual(t.said, ["abc\n", "abc\nde"]);
    stream.request.endInput();
    await t.time.advance(0);
    assert.equal(await outcome, "continue");
    assert.deepEqual(t.said, ["abc\n", "abc\nde", "7", "nil"]);
  });

  it("sends as room allows", async () => {
    const t = traffic(action(`say(txn.res:send("0123456789"))`), { bufsize: 6 });
    const stream = t.tcp();
    const outcome = act(t, stream);
    const first = stream.response.take();
    assert.equal(Buffer.concat(first ?? []).toString(), "012345");
    await t.time.advance(0);
    assert.equal(Buffer.concat(stream.response.take() ?? []).toString(), "6789");
    assert.equal(await outcome, "continue");
    assert.deepEqual(t.said, ["10"]);
  });

  it("keeps its bytes to itself in HTTP", () => {
    const t = traffic(
      action(`say(pcall(txn.req.data, txn.req)) say(txn.req:input(), txn.res:is_resp())`, "http-req"),
    );
    void act(t, t.http(), "a", "http-req");
    assert.deepEqual(t.said, ["false Cannot manipulate HAProxy channels in HTTP mode.", "38 true"]);
  });

  it("counts the head that waits in it", () => {
    const t = traffic(action(`say(txn.req:input(), txn.res:input())`, "http-req"));
    const stream = t.http();
    assert.ok(stream.http);
    // HAProxy counted 87 for this one of curl's.
    Object.assign(stream.http.request, {
      method: "GET",
      uri: "/a?b=1",
      version: "HTTP/1.1",
      headers: Headers.from([
        ["host", "127.0.0.1:31951"],
        ["user-agent", "curl/7.88.1"],
        ["accept", "*/*"],
      ]),
    });
    void act(t, stream, "a", "http-req");
    stream.request.push(Buffer.from("hello"));
    void act(t, stream, "a", "http-req");
    stream.request.forwardAll();
    void act(t, stream, "a", "http-req");
    assert.deepEqual(t.said, ["87 0", "92 0", "0 0"]);
  });
});

describe("HTTP", () => {
  it("changes the head that is at hand", () => {
    const t = traffic(
      action(
        `local h = txn.http
        h:req_add_header("X-B", "2")
        h:req_set_header("host", "other")
        h:req_rep_header("x-a", "^(.)(.)", "\\\\2\\\\1")
        h:req_rep_value("x-list", "b", "B")
        h:req_del_header("Gone")
        say(h:req_set_method("PUT"), h:req_set_path("/new"), h:req_set_query("z=1"))
        local all = h:req_get_headers()
        say(all["x-a"][0], all["x-b"][0], #all["x-b"], all.gone)`,
        "http-req",
      ),
    );
    const headers = Headers.from([
      ["host", "one"],
      ["x-a", "ab c"],
      ["x-list", "a, b"],
      ["gone", ""],
    ]);
    const stream = t.http({ headers });
    void act(t, stream, "a", "http-req");
    assert.deepEqual(t.logged, []);
    assert.deepEqual(t.said, ["true true true", "ba 2 0 nil"]);
    assert.equal(stream.http?.request.uri, "/new?z=1");
    assert.equal(stream.http.request.method, "PUT");
    assert.deepEqual(
      [...headers],
      [
        ["x-a", "ba"],
        ["x-list", "a,B"],
        ["x-b", "2"],
        ["host", "other"],
      ],
    );
  });

  it("raises odd objects on the wrong side, and where a value cannot be", () => {
    const t = traffic(
      action(
        `local h = txn.http
        say(select(2, pcall(h.res_get_headers, h)) == h)
        say(pcall(h.res_set_status, h, 404))
        say(pcall(h.req_add_header, h, "a", "x\\ny"))
        say(pcall(h.req_set_header, h, "host", nil))
        say(h:req_get_headers().host)
        say(pcall(h.req_rep_header, h, "a", "(", ""))`,
        "http-req",
      ),
    );
    const stream = t.http({ headers: Headers.from([["host", "x"]]) });
    void act(t, stream, "a", "http-req");
    assert.deepEqual(t.said, [
      "true",
      "false 404",
      "false x\ny",
      "false bad argument #3 to '?' (string expected, got nil)",
      "nil",
      "false bad argument #3 to '?' (invalid regex)",
    ]);
  });
});

describe("TXN", () => {
  it("ends a transaction with a reply, whatever the function does then", () => {
    const t = traffic(
      action(
        `pcall(txn.done, txn, { status = 429, reason = "Slow", body = "later", headers = {
          ["Content-Length"] = { "9" }, ["Retry-After"] = { "1", 2 }, skipped = "text" } })
        return act.STOP`,
        "http-req",
      ),
    );
    const outcome = act(t, t.http(), "a", "http-req");
    assert.ok(typeof outcome === "object" && "reply" in outcome && outcome.reply);
    const { head, body } = outcome.reply;
    assert.equal(outcome.kind, "script");
    assert.equal(head.status, 429);
    assert.equal(head.reason, "Slow");
    assert.equal(body, "later");
    assert.deepEqual([...head.headers].sort(), [
      ["content-length", "5"],
      ["retry-after", "1"],
      ["retry-after", "2"],
    ]);
  });

  it("makes replies that can be edited", () => {
    const t = traffic(
      action(
        `local r = txn:reply{ status = 404, reason = "No", headers = { a = "1", b = { "2", {} } }, body = "x" }
        say(r.status, r.reason, r.body, r.headers.a[1], r.headers.b[1], #r.headers.b)
        say(r:set_status(99), r:set_status(503), r.reason, r:add_header("a", "3"), r.headers.a[2], r:del_header("b"), r.headers.b)
        say(pcall(txn.reply, {}))
        r:set_body("down")
        txn:done(r)`,
        "http-req",
      ),
    );
    const outcome = act(t, t.http({ version: "HTTP/1.0" }), "a", "http-req");
    assert.deepEqual(t.said, [
      "404 Not Found x 1 2 1",
      "false true Service Unavailable true 3 true nil",
      "false bad argument #1 to '?' ((null))",
    ]);
    assert.ok(typeof outcome === "object" && "reply" in outcome);
    assert.equal(outcome.reply?.head.version, "HTTP/1.0");
    assert.equal(outcome.reply.body, "down");
  });

  it("cannot make a reply that no buffer holds", () => {
    const reply = (size: number) => `txn:done { headers = { a = { "1" } }, body = ("b"):rep(${size}) }`;
    const outcomeOf = (size: number) => {
      const t = traffic(action(reply(size), "http-req"));
      return act(t, t.http(), "a", "http-req");
    };
    // 16384 without what HAProxy notes of the buffer, the head, the fields and the payload.
    const most = 16384 - 40 - (8 + 20 + 13) - (9 + 8 + 2 + 8 + 19) - 8;
    assert.equal(typeof outcomeOf(most), "object");
    assert.equal(outcomeOf(most + 1), "error");
  });

  it("closes without a reply", () => {
    const t = traffic(`${action("txn:done()", "http-req")} ${action("txn:done()")}`);
    const http = t.http();
    assert.equal(act(t, http, "a", "http-req"), "abort");
    assert.deepEqual(http.client.notes, ["abort"]);
    const tcp = t.tcp();
    push(tcp, "x");
    assert.equal(act(t, tcp), "abort");
    assert.equal(tcp.request.inputEnd, "aborted");
    assert.equal(tcp.response.inputEnd, "ended");
    assert.equal(tcp.request.inputLength, 0);
  });

  it("keeps variables and a value of its own with the stream", () => {
    const t = traffic(
      action(
        `say(txn:set_var("txn.a", 5.0), txn:get_var("txn.a"), txn:set_var("txn.b", 5.7), txn:get_var("txn.b"))
        say(txn:set_var("bad", 1), txn:get_var("bad"), txn:set_var("txn.n", nil), txn:get_var("txn.n"))
        say(txn:unset_var("txn.a"), txn:get_var("txn.a"), txn:set_var("proc.x", 1, true))
        say(txn:get_priv()) txn:set_priv({ 1, 2 }) say(#txn:get_priv())`,
      ),
    );
    const stream = t.tcp();
    void act(t, stream);
    assert.deepEqual(t.said, ["true 5 true 0", "false nil true 0", "true nil false", "nil", "2"]);
    t.said.length = 0;
    void act(t, stream);
    assert.deepEqual(t.said.slice(3), ["table", "2"]);
  });

  it("logs to the backend's loggers, and sets the stream's level and place in queues", () => {
    const t = traffic(
      action(`txn:Warning("w") txn:log(core.notice, "n") txn:deflog("d") txn:set_loglevel(core.err) txn:deflog("e")
        txn:set_priority_class(9999) txn:set_priority_offset(-5) txn:set_fc_mark(1) txn:set_fc_tos(1)
        say(pcall(txn.set_loglevel, txn, 9)) say(pcall(txn.log, txn, 8, "x"))`),
      { loggers: true },
    );
    const stream = t.tcp();
    void act(t, stream);
    assert.deepEqual(t.sent, ["4 w", "5 n", "0 d", "4 e"]);
    assert.equal(stream.logLevel, "err");
    assert.equal(stream.priorityClass, 0x7ff);
    assert.equal(stream.priorityOffset, -5);
    assert.match(t.said[0] ?? "", /^false bad argument #2 to '\?' \(Bad log level\./);
    assert.equal(t.said[1], "false bad argument #1 to '?' (Invalid loglevel.)");
  });

  it("takes samples", () => {
    const t = traffic(
      action(
        `say(txn.f:method(), txn.sf:method(), txn.f:src(), txn.f:always_true(), txn.sf:always_true(), txn.f:int(5), txn.sf:int(5))
        say(txn.f:path(), txn.sf:path() == "", txn.c:lower("AbC"), txn.sc:upper("x") == "")
        say(pcall(txn.f.int, txn.f, "5")) say(pcall(txn.f.str, txn.f, 5)) say(pcall(txn.f.str, txn.f)) say(pcall(txn.f.be_id, txn.f, 1))
        say(pcall(txn.f.nbsrv, txn.f, "nope"))`,
        "http-req",
      ),
    );
    void act(t, t.http(), "a", "http-req");
    assert.deepEqual(t.said, [
      "GET GET 127.0.0.1 1 1 5 5",
      "nil true abc true",
      "false bad argument #2 to '?' (integer expected)",
      "false bad argument #2 to '?' (unable to duplicate string arg)",
      "false bad argument #2 to '?' (Mandatory argument expected)",
      "false bad argument #2 to '?' (Last argument expected)",
      "false bad argument #2 to '?' (backend doesn't exist)",
    ]);
  });
});

describe("AppletTCP of a service", () => {
  it("reads and writes a connection", async () => {
    const t = traffic(`core.register_service("s", "tcp", function(applet)
      say(applet:getline()) say(applet:receive(3)) say(applet:try_receive()) say(applet:receive(9, 20)) say(applet:receive())
      say(applet:try_receive() == "", applet:getline() == "", applet:send("bye"))
      say(applet:set_var("txn.x", 1), applet:get_var("txn.x"), applet:get_priv())
      say(pcall(applet.f.path, applet.f))
    end)`);
    const stream = t.tcp();
    stream.request.forwardAll();
    const service = t.runtime.registry.services.get("s");
    assert.ok(service);
    const ended = t.scripts.tcpService(service, stream);
    push(stream, "li");
    await t.time.advance(0);
    push(stream, "ne\nabcd");
    await t.time.advance(0);
    await t.time.advance(30);
    push(stream, "rest");
    stream.request.endInput();
    await t.time.advance(0);
    assert.equal(await ended, "done");
    assert.deepEqual(t.said, [
      "line\n",
      "abc",
      "d",
      "nil",
      "rest",
      "true true 3",
      "true 1 nil",
      "false the sample-fetch 'path' needs to access data from channel's buffer which is not available in Lua services",
    ]);
    assert.equal(stream.response.peek().toString(), "bye");
  });

  it("ends with its connection", async () => {
    const t = traffic(`core.register_service("s", "tcp", function(applet) applet:getline() say("on") end)`);
    const stream = t.tcp();
    const service = t.runtime.registry.services.get("s");
    assert.ok(service);
    const ended = t.scripts.tcpService(service, stream);
    await t.time.advance(0);
    stream.abort("C", "D");
    await t.time.advance(0);
    assert.equal(await ended, "failed");
    assert.deepEqual(t.said, []);
    assert.deepEqual(t.logged, []);
  });
});
