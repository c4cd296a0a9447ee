import assert from "node:assert/strict";
import type { StreamFilter } from "../../src/proxy/stream/filter.ts";
import { FilterChain } from "../../src/proxy/stream/filter-chain.ts";
import type { Stream } from "../../src/proxy/stream/stream.ts";
import type { ProxyTraffic } from "../../src/proxy/traffic.ts";
import { traffic, type Traffic } from "./support/fake-traffic.ts";

/** A class with the callbacks, whose objects see them; registered as `name`. */
const filter = (callbacks: string, name = "f"): string => `
  do
    local F = { flags = filter.FLT_CFG_FL_HTX }
    F.__index = F
    function F:new() return setmetatable({ count = 0 }, F) end
    ${callbacks}
    core.register_filter("${name}", F, function(copy, args) copy.word = args[1] end)
  end
`;

const registering = "function F:start_analyze(txn, chn) filter.register_data_filter(self, chn) end";

function line(t: Traffic, name = "f", ...args: string[]): StreamFilter {
  const made = t.scripts.filter(name, args);
  assert.ok(made);
  return made;
}

function chain(stream: Stream, ...filters: StreamFilter[]): FilterChain {
  const made = new FilterChain(stream);
  assert.ok(made.attach({ filters } as unknown as ProxyTraffic));
  return made;
}

const push = (stream: Stream, text: string): boolean => stream.request.push(Buffer.from(text));

const failed = (): never => assert.fail("a filter has failed");

/** What has gone out. */
const taken = (stream: Stream): string => Buffer.concat(stream.request.take() ?? []).toString();

describe("filters of scripts", () => {
  it("are made for a line, and for each stream", async () => {
    const t = traffic(
      filter(`function F:new() say("new", self.word) return setmetatable({}, F) end
        function F:http_headers(txn, msg)
          say(msg:get_stline().method, msg:is_resp(), txn.http_req:get_headers()["x-a"], txn.http ~= nil, msg:eom())
          msg:set_header("x-b", "2")
          msg:set_path("/q")
          say(select(2, pcall(msg.body, msg)) == msg)
        end`),
    );
    const stream = t.http();
    const filters = chain(stream, line(t, "f", "one", "two"));
    assert.equal(await filters.stage("httpHeaders", stream.request), "continue");
    assert.deepEqual(t.said, ["new one", "GET false nil true false", "true"]);
    assert.equal(stream.http?.request.uri, "/q?q=1");
    assert.equal(stream.http.request.headers.get("x-b"), "2");
  });

  it("change what passes, one after the other", async () => {
    const t = traffic(
      filter(`${registering}
        function F:tcp_payload(txn, chn)
          local text = chn:data()
          if text then chn:set((text:gsub("a", "bb"))) end
        end`) +
        filter(
          `${registering}
        function F:tcp_payload(txn, chn)
          if chn:input() > 0 then say(chn:data()) chn:prepend("<") end
        end`,
          "second",
        ),
    );
    const stream = t.tcp();
    const filters = chain(stream, line(t), line(t, "second"));
    await filters.stage("startAnalyze", stream.request);
    filters.filterData(stream.request, failed);
    stream.request.forwardAll();
    push(stream, "xay");
    assert.equal(taken(stream), "<xbby");
    push(stream, "aa");
    assert.equal(taken(stream), "<bbbb");
    assert.deepEqual(t.said, ["xbby", "bbbb"]);
    assert.deepEqual(t.logged, []);
  });

  it("hold back what they like; those before them see it once", async () => {
    const t = traffic(
      filter(`${registering}
        function F:tcp_payload(txn, chn) say("first", chn:data()) end`) +
        filter(
          `${registering}
        function F:tcp_payload(txn, chn)
          say("second", chn:data())
          return chn:input() >= 4 and 4 or 0
        end`,
          "second",
        ),
    );
    const stream = t.tcp();
    const filters = chain(stream, line(t), line(t, "second"));
    await filters.stage("startAnalyze", stream.request);
    filters.filterData(stream.request, failed);
    stream.request.forwardAll();
    push(stream, "abc");
    assert.equal(taken(stream), "");
    push(stream, "de");
    assert.equal(taken(stream), "abcd");
    // The first call is when the channel begins to forward.
    assert.deepEqual(t.said, [
      "first nil",
      "second nil",
      "first abc",
      "second abc",
      "first de",
      "second abcde",
    ]);
  });

  it("wait, and are called again in time", async () => {
    const t = traffic(
      filter(`function F:start_analyze(txn, chn)
          self.count = self.count + 1
          if self.count > 1 then return filter.CONTINUE end
          filter.wake_time(50)
          return filter.WAIT
        end`),
    );
    const stream = t.tcp();
    let end: unknown;
    void chain(stream, line(t))
      .stage("startAnalyze", stream.request)
      .then((at) => (end = at));
    await t.time.advance(49);
    assert.equal(end, undefined);
    await t.time.advance(1);
    assert.equal(end, "continue");
  });

  it("answer in the stream's place", async () => {
    const t = traffic(filter(`function F:http_headers(txn) txn:done({ status = 418, body = "tea" }) end`));
    const stream = t.http();
    const end = await chain(stream, line(t)).stage("httpHeaders", stream.request);
    assert.ok(typeof end === "object");
    assert.equal(end.head.status, 418);
    assert.equal(end.body, "tea");
  });

  it("see the payload of a message, then its end", async () => {
    const t = traffic(
      filter(`${registering}
        function F:http_payload(txn, msg) say("payload", msg:body(), msg:input(), msg:eom()) msg:append("!") end
        function F:http_end(txn, msg) say("end", pcall(msg.get_headers, msg) == false) end`),
    );
    const stream = t.http({ method: "POST" }, { kind: "length", length: 4 });
    const filters = chain(stream, line(t));
    await filters.stage("startAnalyze", stream.request);
    filters.filterData(stream.request, failed);
    push(stream, "body");
    stream.request.completeMessage();
    stream.request.forwardAll();
    assert.equal(taken(stream), "body!");
    assert.deepEqual(t.said, ["payload body 4 true", "end true"]);
  });

  it("fail with HAProxy's lines", async () => {
    const t = traffic(
      filter(`function F:start_analyze() error("x") end
        function F:end_analyze() core.sleep(1) end
        function F:http_headers() error("y", 0) end
        `) +
        filter(`function F:new() error("no") end`, "bad") +
        filter(`F.new = nil`, "none") +
        filter(`function F:new() return 1 end`, "skipped") +
        `core.register_filter("init", {}, function() error("init") end)`,
    );
    const stream = t.http();
    const filters = chain(stream, line(t));
    assert.equal(await filters.stage("startAnalyze", stream.request), "error");
    assert.equal(await filters.stage("endAnalyze", stream.request), "continue");
    assert.equal(await filters.stage("httpHeaders", stream.request), "error");
    assert.equal(line(t, "bad").attach(stream), "fail");
    assert.equal(line(t, "none").attach(stream), undefined);
    assert.equal(line(t, "skipped").attach(stream), undefined);
    assert.equal(t.scripts.filter("init", []), undefined);
    assert.deepEqual(
      t.logged.map((text) => text.replace(/ from \[C\].*/, "")),
      [
        "[ALERT] Lua filter 'f' : [state-id 0] runtime error: script:6: x",
        "[ALERT] Lua filter 'f': yield functions like core.tcp() or core.sleep() are not allowed from 'end_analyze' callback.",
        "[ALERT] Lua filter 'f' : [state-id 0] runtime error: y",
        "[ALERT] Lua filter 'bad' : [state-id 0] runtime error: script:17: no",
        "[ALERT] Lua filter 'none': 'new' field is not a function.",
        "[ALERT] Lua filter 'init' : runtime error : script:36: init",
      ],
    );
  });
});
