import assert from "node:assert/strict";
import { HAPROXY_VERSION } from "../../src/config/version.ts";
import { load, runToEnd, start } from "../support/script.ts";

/** What the recordings of test/conformance do not show, or only with traffic. */

describe("core.queue", () => {
  it("wakes all who wait; the first to go on takes what it can", async () => {
    const { said } = await runToEnd(`
      local q = core.queue()
      for _, name in ipairs({ "a", "b" }) do
        core.register_task(function() for i = 1, 2 do say(name, q:pop_wait()) end end)
      end
      core.register_task(function() q:push(1) q:push(2) core.yield() core.yield() q:push(3) q:push(4) end)`);
    assert.deepEqual(said, ["a 1", "a 2", "b 3", "b 4"]);
  });

  it("ends a wait by its alarm, once", async () => {
    const { said, time } = await runToEnd(
      `
      local q = core.queue()
      core.register_task(function()
        q:alarm()
        core.wait()
        say("woken", q:size())
        core.wait(50)
        say("waited", q:size())
      end)
      core.register_task(function() core.msleep(10) q:push(1) core.msleep(10) q:push(2) end)`,
      {},
      100,
    );
    assert.deepEqual(said, ["woken 1", "waited 2"]);
    assert.equal(time.monotonicMs() >= 60, true);
  });

  it("refuses to wait where nothing can", () => {
    const { said } = start(`
      local q = core.queue()
      say(pcall(q.pop_wait, q))
      core.register_init(function() say(pcall(q.alarm, q)) end)`);
    assert.deepEqual(said, [
      "false pop_wait() may only be used within task context (requires yielding)",
      "false alarm() may only be used within task context (requires yielding)",
    ]);
  });

  it("keeps its order over many values", async () => {
    const { said } = await runToEnd(`
      core.register_task(function()
        local q, expected = core.queue(), 1
        for round = 1, 5 do
          for i = 1, 1000 do q:push((round - 1) * 1000 + i) end
          for _ = 1, 600 do assert(q:pop() == expected) expected = expected + 1 end
        end
        while q:size() > 0 do assert(q:pop() == expected) expected = expected + 1 end
        say(expected - 1, q:pop())
      end)`);
    assert.deepEqual(said, ["5000 nil"]);
  });
});

describe("core.wait", () => {
  it("ends with its delay, and a wake that comes too late does not end the next", async () => {
    const { said } = await runToEnd(
      `
      local q = core.queue()
      core.register_task(function()
        q:alarm() core.wait(30) say("first", core.now().usec // 1000)
        core.wait(100) say("second", core.now().usec // 1000)
      end)
      core.register_task(function() core.msleep(10) q:push(1) end)`,
      {},
      200,
    );
    const [first, second] = said.map((line) => Number(line.split(" ")[1]));
    assert.equal((second! - first! + 1000) % 1000, 100);
  });

  it("does nothing at start-up", () => {
    assert.deepEqual(start(`say("before") core.wait() core.wait(1000) say("after")`).said, [
      "before",
      "after",
    ]);
  });
});

describe("core.parse_addr and core.match_addr", () => {
  const match = (a: string, b: string): string =>
    load(`say(core.match_addr(core.parse_addr("${a}"), core.parse_addr("${b}")))`).said[0] ?? "";

  it("compare as far as both masks let through", () => {
    assert.equal(match("10.1.2.3", "10.0.0.0/8"), "true");
    assert.equal(match("10.0.0.0/8", "10.1.2.3"), "true");
    assert.equal(match("10.0.0.0/255.0.0.0", "11.1.2.3"), "false");
    assert.equal(match("2001:db8::1", "2001:db8::/32"), "true");
    assert.equal(match("2001:db9::1", "2001:db8::/32"), "false");
    assert.equal(match("::ffff:1.2.3.4", "1.2.3.4"), "false");
    assert.equal(match("::1.2.3.4", "::102:304"), "true");
    // Each group of 16 bits counts by itself, be it that two of them look like one character of UTF-16.
    assert.equal(match("::d800:dc00", "::d800:0/112"), "true");
    assert.equal(match("::ffff:216.0.220.0", "::ffff:216.0.0.0/112"), "true");
    assert.equal(match("0.0.0.0/0", "9.9.9.9"), "true");
  });

  it("read the short forms of IPv4", () => {
    for (const [short, long] of [
      ["10", "0.0.0.10"],
      ["10.1", "10.0.0.1"],
      ["1.2.65535", "1.2.255.255"],
      ["010.0.0.1", "8.0.0.1"],
      ["4294967295", "255.255.255.255"],
      ["1.2.3.4/ +8", "1.9.9.9/8"],
    ]) {
      assert.equal(match(short!, long!), "true", short);
    }
  });

  it("give nil for anything else", () => {
    for (const text of [
      "",
      "/8",
      "1.2.3.4/",
      "1.2.3.4/33",
      "::1/129",
      "1.2.3.256",
      "08",
      "0x10",
      "a.b",
      "fe80::1%lo",
    ]) {
      assert.deepEqual(load(`say(core.parse_addr("${text}"))`).said, ["nil"], text);
    }
    assert.deepEqual(
      load(`say(core.match_addr(1, 2), core.match_addr(io.stdout, core.parse_addr("::1")))`).said,
      ["false false"],
    );
  });
});

describe("registrations", () => {
  const code = `
    local function f() end
    core.register_fetches("f", f)
    core.register_converters("c", f)
    core.register_action("a", { "http-req", "tcp-res" }, f, 2)
    core.register_service("s", "http", f)
    core.register_cli({ "show", "x" }, "show x: shows x", f)
    core.register_filter("l", { id = "l" }, f)`;

  it("stand in the registry by name", () => {
    const { registry } = load(code).runtime;
    assert.deepEqual([...registry.fetches.keys()], ["f"]);
    assert.deepEqual([...registry.converters.keys()], ["c"]);
    assert.equal(registry.actions("http-req").get("a")?.argumentCount, 2);
    assert.equal(registry.actions("tcp-res").has("a"), true);
    assert.equal(registry.actions("http-res").has("a"), false);
    assert.equal(registry.services.get("s")?.mode, "http");
    assert.deepEqual(registry.commands.get("show x")?.words, ["show", "x"]);
    assert.equal(registry.commands.get("show x")?.usage, "show x: shows x");
    assert.equal(registry.filters.has("l"), true);
  });

  it("take over when they come again, with a warning; a service keeps its mode", () => {
    const { runtime, logged } = load(`${code}
      local g = function() return "new" end
      core.register_fetches("f", g)
      core.register_action("a", { "http-req" }, g)
      core.register_service("s", "tcp", g)
      core.register_cli({ "show", "x" }, "other", g)`);
    const again = (what: string): string =>
      `[WARNING] config : Trying to register ${what} more than once. This will become a hard error in version 2.5.`;
    assert.deepEqual(logged, [
      again("sample-fetch 'lua.f'"),
      again("action 'lua.a'"),
      again("service 'lua.s'"),
      again("CLI keyword 'lua.show x'"),
    ]);
    const fn = runtime.registry.fetches.get("f")?.functions.get(0);
    assert.ok(fn);
    assert.deepEqual(runtime.scheduler.runNow("fetch", fn, []), { kind: "done", values: ["new"] });
    assert.equal(runtime.registry.services.get("s")?.mode, "http");
    assert.equal(runtime.registry.actions("http-req").get("a")?.argumentCount, 2);
  });

  it("go on at once after core.yield where they cannot wait", () => {
    const { runtime } = load(
      `core.register_fetches("f", function() core.yield() return "yielded" end)
       core.register_fetches("g", function() core.sleep(1) return "slept" end)`,
    );
    const ending = (name: string): unknown => {
      const fn = runtime.registry.fetches.get(name)?.functions.get(0);
      return fn && runtime.scheduler.runNow("fetch", fn, []);
    };
    assert.deepEqual(ending("f"), { kind: "done", values: ["yielded"] });
    assert.deepEqual(ending("g"), { kind: "yield" });
    runtime.close();
  });

  it("are refused once the program runs", async () => {
    const { said } = await runToEnd(`
      core.register_task(function()
        say(pcall(core.register_fetches, "x", print))
        say(pcall(core.use_native_mailers_config))
      end)
      core.register_init(function() say(pcall(core.register_fetches, "x", print)) end)`);
    assert.deepEqual(said, [
      "true",
      "false register_fetches: not available outside of body context",
      "false use_native_mailers_config: not available outside of body context",
    ]);
  });
});

describe("core.get_info", () => {
  it("shows this very process", async () => {
    const { said } = await runToEnd(`
      core.register_task(function() core.msleep(50) end)
      core.register_task(function()
        core.set_nice(5)
        local i = core.get_info()
        say(i.Pid, i.Version, i.Tasks, i.Niced_tasks, i.Nbthread, i.Uptime, i.description)
        core.yield()
      end)`);
    assert.deepEqual(said, [`${process.pid} ${HAPROXY_VERSION} 2 1 1 0d 0h00m00s nil`]);
  });

  it("counts the time and the warnings", async () => {
    const { said } = await runToEnd(
      `
      core.register_fetches("f", print) core.register_fetches("f", print)
      core.register_task(function()
        core.sleep(3725)
        local i = core.get_info() say(i.Uptime, i.Uptime_sec, i.TotalWarnings)
      end)`,
      {},
      3_726_000,
    );
    assert.deepEqual(said, ["0d 1h02m05s 3725 1"]);
  });

  it("takes its figures from wherever the host says", async () => {
    const script = start(`core.register_task(function() say(core.get_info().Pid, core.get_info().Name) end)`);
    script.runtime.info = () => ({ Pid: 12 });
    await script.time.advance(0);
    script.runtime.close();
    assert.deepEqual(script.said, ["12 nil"]);
  });
});

describe("core.get_var", () => {
  it("reads the scope proc. only; booleans are numbers unless the configuration says otherwise", () => {
    const { runtime, said } = load("");
    assert.equal(runtime.procVariables.set("proc.flag", true), true);
    assert.equal(runtime.procVariables.set("proc.n", 42), true);
    assert.equal(runtime.procVariables.set("proc.new", 1, true), false);
    assert.equal(runtime.procVariables.set("proc.bad-name", 1), false);
    assert.equal(runtime.procVariables.set("txn.x", 1), false);
    runtime.loadText(
      `say(core.get_var("proc.flag"), core.get_var("proc.n"), core.get_var("proc.none"))`,
      "x",
    );
    assert.deepEqual(said, ["1 42 nil"]);
  });
});

describe("Regex", () => {
  it("has its constructor's table behave as its objects' class", () => {
    const { said } = load(`
      local ok, re = Regex.new("(b)(c)?", true)
      say(ok, Regex.exec(re, "abc"), getmetatable(Regex) == getmetatable(re), tostring(Regex))
      say(table.concat(select(2, re:match("ab")), "-"))`);
    assert.deepEqual(said, ["true true true HAProxy class Regex", "b-b"]);
  });
});
