import assert from "node:assert/strict";
import { Headers } from "../../src/proxy/http/headers.ts";
import type { Stream } from "../../src/proxy/stream/stream.ts";
import type { ActionEnvironment, RegisteredAction, RegisteredService } from "../../src/runtime/index.ts";
import { at, traffic, type Traffic } from "./support/fake-traffic.ts";

function action(
  { runtime }: Traffic,
  name = "a",
  environment: ActionEnvironment = "http-req",
): RegisteredAction {
  const found = runtime.registry.actions(environment).get(name);
  assert.ok(found);
  return found;
}

function service({ runtime }: Traffic, name = "s"): RegisteredService {
  const found = runtime.registry.services.get(name);
  assert.ok(found);
  return found;
}

const call = (name: string, ...args: string[]): Parameters<Traffic["scripts"]["fetch"]>[0] => ({
  name: `lua.${name}`,
  args: args.map((text) => ({ type: "string", text, value: text })),
});

/** The payload that a service has sent. */
function payload({ response }: Stream): string {
  return response.peek().toString("latin1");
}

describe("scripts in traffic", () => {
  describe("fetches and converters", () => {
    it("give the last value, and none only where nothing is returned", () => {
      const t = traffic(`
        local function fetch(name, fn) core.register_fetches(name, fn) end
        fetch("two", function(txn, a, b) return a, b end)
        fetch("none", function() end)
        fetch("null", function() return nil end)
        fetch("half", function() return 1.5 end)
        fetch("three", function() return 3.0 end)
        fetch("yes", function() return true end)
        fetch("done", function() core.done(7) end)
        fetch("over", function(txn) txn:done() end)
        core.register_converters("len", function(s, n) return #s + n end)`);
      const stream = t.http();
      const fetch = (name: string, ...args: string[]): unknown =>
        t.scripts.fetch(call(name, ...args), at(stream));
      assert.deepEqual(fetch("two", "x", "y"), { type: "str", value: "y" });
      assert.equal(t.scripts.fetch(call("none"), at(t.http())), undefined);
      // What an earlier call of the stream has returned beside its result is still there.
      assert.deepEqual(fetch("none"), { type: "str", value: "x" });
      assert.equal(fetch("none"), undefined);
      assert.deepEqual(fetch("null"), { type: "bool", value: 0 });
      assert.deepEqual(fetch("half"), { type: "sint", value: 0 });
      assert.deepEqual(fetch("three"), { type: "sint", value: 3 });
      assert.deepEqual(fetch("yes"), { type: "bool", value: 1 });
      assert.deepEqual(fetch("done"), { type: "sint", value: 7 });
      assert.deepEqual(fetch("over"), { type: "bool", value: 0 });
      const input = { type: "str", value: "abc" } as const;
      assert.deepEqual(t.scripts.converter(call("len", "2"), input, at(stream)), { type: "sint", value: 5 });
      assert.deepEqual(t.logged, []);
    });

    it("fail with HAProxy's lines", () => {
      const t = traffic(`
        core.register_fetches("bad", function() error("x") end)
        core.register_fetches("slow", function() pcall(core.sleep, 1); return 1 end)
        core.register_converters("slow", function() core.sleep(1); return 1 end)`);
      const stream = t.http();
      const none = (name: string): void => assert.equal(t.scripts.fetch(call(name), at(stream)), undefined);
      none("bad");
      none("slow");
      t.scripts.converter(call("slow"), { type: "str", value: "" }, at(stream));
      assert.deepEqual(t.logged, [
        "[ALERT] Lua sample-fetch 'bad': [state-id 0] runtime error: script:2: x from [C]: in global 'error', script:2: in function line 2.",
        "[ALERT] Lua sample-fetch 'slow': yield not allowed.",
        "[ALERT] Lua converter 'slow': yield functions like core.tcp() or core.sleep() are not allowed.",
      ]);
    });

    it("swallow errors of a stream once it has called core.done, and give them as results", () => {
      const t = traffic(`
        core.register_fetches("done", function() pcall(core.done, "x") return "on" end)
        core.register_fetches("bad", function() error("y", 0) end)`);
      const stream = t.http();
      assert.deepEqual(t.scripts.fetch(call("done"), at(stream)), { type: "str", value: "on" });
      assert.deepEqual(t.scripts.fetch(call("bad"), at(stream)), { type: "str", value: "y" });
      assert.equal(t.scripts.fetch(call("bad"), at(t.http())), undefined);
      assert.equal(t.logged.length, 1);
    });
  });

  describe("actions", () => {
    it("answer by the last value as an integer", () => {
      const t = traffic(
        `core.register_action("a", {"http-req"}, function(txn, v) return 9, load("return " .. v)() end, 1)`,
      );
      const answer = (value: string): unknown => t.scripts.action(action(t), [value], at(t.http()));
      assert.equal(answer("act.CONTINUE"), "continue");
      assert.equal(answer("'3'"), "error");
      assert.equal(answer("1.0"), "stop");
      assert.equal(answer("5.5"), "continue");
      assert.equal(answer("nil"), "continue");
      assert.equal(answer("true"), "continue");
      assert.equal(answer("42"), "continue");
      assert.equal(answer("act.DENY"), "deny");
      assert.equal(answer("act.DONE"), "done");
      assert.equal(answer("act.INVALID"), "invalid");
      assert.equal(answer("act.YIELD"), "wait");
      assert.deepEqual(answer("act.wake_time(50) or act.YIELD"), { wakeAfterMs: 50 });
    });

    it("let the rule be called again after act.wake_time", () => {
      const t = traffic(`core.register_action("a", {"http-req"}, function(txn)
        if txn:get_priv() then return act.CONTINUE end
        txn:set_priv(1)
        act.wake_time(50)
        return act.YIELD
      end)`);
      const stream = t.http();
      assert.deepEqual(t.scripts.action(action(t), [], at(stream)), { wakeAfterMs: 50 });
      assert.equal(t.scripts.action(action(t), [], at(stream)), "continue");
    });

    it("may wait, and go on later", async () => {
      const t = traffic(`core.register_action("a", {"http-req"}, function(txn)
        core.msleep(20)
        say("awake")
        return act.STOP
      end)`);
      const outcome = t.scripts.action(action(t), [], at(t.http()));
      assert.ok(outcome instanceof Promise);
      await t.time.advance(20);
      assert.equal(await outcome, "stop");
      assert.deepEqual(t.said, ["awake"]);
    });

    it("end with their stream", async () => {
      const t = traffic(
        `core.register_action("a", {"http-req"}, function(txn) core.msleep(20) say("awake") end)`,
      );
      const stream = t.http();
      const outcome = t.scripts.action(action(t), [], at(stream));
      stream.abort("C", "R");
      assert.equal(await outcome, "abort");
      await t.time.advance(100);
      assert.deepEqual(t.said, []);
      assert.deepEqual(t.logged, []);
    });

    it("cannot wait at the last pass", () => {
      const t = traffic(`core.register_action("a", {"http-req"}, function(txn) core.msleep(20) end)
        core.register_action("y", {"http-req"}, function(txn) return act.YIELD end)`);
      const stream = t.http();
      assert.equal(t.scripts.action(action(t), [], at(stream, "request", false)), "continue");
      assert.equal(t.scripts.action(action(t, "y"), [], at(stream, "request", false)), "continue");
      assert.deepEqual(t.logged, [
        "[ALERT] Lua function 'a': yield not allowed.",
        "[ALERT] Lua function 'y': yield not allowed.",
      ]);
      stream.client.gone = true;
      assert.equal(t.scripts.action(action(t), [], at(stream, "request", false)), "continue");
      assert.equal(t.logged[2], "[warning] Lua function 'a': unable to yield, aborted Lua execution..");
    });

    it("that fail let the message through", () => {
      const t = traffic(`core.register_action("a", {"http-req"}, function(txn) error({}) end)`, {
        loggers: true,
      });
      assert.equal(t.scripts.action(action(t), [], at(t.http())), "continue");
      const text =
        "Lua function 'a': [state-id 0] unknown runtime error from [C]: in global 'error', script:1: in function line 1.";
      assert.deepEqual(t.logged, [`[ALERT] ${text}`]);
      assert.deepEqual(t.sent, [`3 ${text}`]);
    });
  });

  describe("services of HTTP", () => {
    it("answer what they are asked", async () => {
      const t = traffic(`core.register_service("s", "http", function(applet)
        say(applet.method, applet.version, applet.path, applet.qs, applet.headers["x-a"][0], applet.headers["x-a"][1], applet.length)
        applet:set_status(201, "Made")
        applet:add_header("X-B", "1")
        applet:add_header("X-B", "2")
        applet:start_response()
        applet:send(applet:receive())
      end)`);
      const headers = Headers.from([
        ["X-A", "one"],
        ["x-a", "two"],
      ]);
      const stream = t.http({ method: "POST", headers }, { kind: "length", length: 4 });
      stream.request.push(Buffer.from("bo"));
      stream.request.forwardAll();
      let heads = 0;
      const answered = t.scripts.httpService(service(t), stream, () => heads++);
      stream.request.push(Buffer.from("dy"));
      stream.request.completeMessage();
      await t.time.advance(0);
      assert.equal(await answered, "done");
      assert.deepEqual(t.said, ["POST HTTP/1.1 /p q=1 one two 0"]);
      const { response, responseFraming } = stream.http ?? {};
      assert.equal(heads, 1);
      assert.equal(response?.status, 201);
      assert.equal(response.reason, "Made");
      assert.deepEqual(
        [...response.headers],
        [
          ["x-b", "1"],
          ["x-b", "2"],
          ["transfer-encoding", "chunked"],
        ],
      );
      assert.deepEqual(responseFraming, { kind: "chunked", implied: true });
      assert.equal(payload(stream), "body");
      assert.equal(stream.response.complete, true);
    });

    it("fail without a head, with an error, and where they send other than announced", async () => {
      const t = traffic(`
        core.register_service("none", "http", function() end)
        core.register_service("bad", "http", function() error("x") end)
        core.register_service("send", "http", function(applet) applet:send("x") end)
        local function announce(applet, text)
          applet:add_header("content-length", "3")
          applet:start_response()
          applet:send(text)
        end
        core.register_service("more", "http", function(applet) announce(applet, "four") end)
        core.register_service("less", "http", function(applet) announce(applet, "2") end)
        core.register_service("right", "http", function(applet) announce(applet, "333") end)
        core.register_service("wrong", "http", function(applet)
          applet.response = { a = "b" }
          applet:start_response()
        end)`);
      const run = async (name: string): Promise<[string, boolean]> => {
        const stream = t.http();
        const ending = await t.scripts.httpService(service(t, name), stream, () => undefined);
        return [ending, stream.http?.response !== undefined];
      };
      assert.deepEqual(await run("none"), ["failed", false]);
      assert.deepEqual(await run("bad"), ["failed", false]);
      assert.deepEqual(await run("send"), ["failed", false]);
      assert.deepEqual(await run("more"), ["failed", true]);
      assert.deepEqual(await run("less"), ["failed", true]);
      assert.deepEqual(await run("right"), ["done", true]);
      assert.deepEqual(await run("wrong"), ["failed", false]);
      assert.deepEqual(
        t.logged.map((line) => line.replace(/ from .*/s, "")),
        [
          "[ALERT] Lua applet http '<lua.bad>': [state-id 0] runtime error: script:3: x",
          "[ALERT] Lua applet http '<lua.send>': [state-id 0] runtime error: script:4: Lua: 'send' you must call start_response() before sending data.",
          "[ALERT] Lua applet http '<lua.wrong>': [state-id 0] runtime error: script:15: Lua applet http '<lua.wrong>': AppletHTTP['response']['a'] element must be an table. got string.\n",
        ],
      );
    });

    it("wait for room", async () => {
      const t = traffic(
        `core.register_service("s", "http", function(applet)
          applet:start_response()
          say(applet:send("0123456789"))
          say(applet:send("0123456789"))
        end)`,
        { bufsize: 15 },
      );
      const stream = t.http();
      stream.response.forwardAll();
      const answered = t.scripts.httpService(service(t), stream, () => undefined);
      assert.deepEqual(t.said, ["10"]);
      stream.response.take();
      await t.time.advance(0);
      assert.equal(await answered, "done");
      assert.deepEqual(t.said, ["10", "10"]);
    });
  });
});
