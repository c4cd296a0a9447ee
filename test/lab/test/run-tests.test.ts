import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Scratch } from "../../shm/support/scratch.ts";
import { Halua, type Finished } from "../../support/command.ts";

/** What Mocha's reporter `json` says of a test. */
interface Told {
  readonly fullTitle: string;
  readonly duration?: number;
  readonly err: {
    readonly message?: string;
    readonly stack?: string;
    readonly expected?: string;
    readonly actual?: string;
  };
}

interface Report {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly passes: readonly Told[];
  readonly failures: readonly Told[];
}

describe("halua test", function () {
  this.timeout(60_000);

  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.clean());

  function put(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(scratch.file(name)), { recursive: true });
      fs.writeFileSync(scratch.file(name), text);
    }
  }

  async function run(...args: string[]): Promise<Finished> {
    return new Halua(["test", ...args], {}, scratch.folder).finished;
  }

  async function report(...args: string[]): Promise<Report & { status: number | null }> {
    const { status, stdout, stderr } = await run("--json", ...args);
    assert.equal(stderr, "");
    return { status, ...(JSON.parse(stdout) as Report) };
  }

  /** The message for the failed test of that title. */
  const why = ({ failures }: Report, title: string): string => {
    const found = failures.find(({ fullTitle }) => fullTitle.endsWith(title));
    assert.ok(found, `'${title}' has not failed`);
    return found.err.message ?? "";
  };

  it("drives every part of a script", async () => {
    put({
      "script.lua": script,
      "parts_test.lua": parts,
    });
    const { stats, failures, status } = await report();
    assert.deepEqual(
      failures.map(({ fullTitle, err }) => [fullTitle, err.message]),
      [],
    );
    assert.equal(stats.passes, 13);
    assert.equal(status, 0);
  });

  it("fails a test for what its script does wrong behind its back", async () => {
    put({ "wrong.lua": wrong, "wrong_test.lua": strict });
    const told = await report();
    assert.match(
      why(told, "raises"),
      /^unexpected log line: \[alert\] Lua function 'raises': \[state-id 0\] runtime error: wrong\.lua:2: oh/,
    );
    assert.equal(why(told, "warns"), "unexpected log line: [warning] careful");
    assert.equal(why(told, "leaves a task"), "1 task registered after the start did not end");
    assert.match(
      why(told, "asks nobody"),
      /^the script made an HTTP request, GET http:\/\/192\.0\.2\.9\/x, for which there is no host:stub_http/,
    );
    assert.match(
      why(told, "calls nobody"),
      /^the script made a connection to '192\.0\.2\.9:25', for which there is no host:stub_socket/,
    );
    assert.equal(why(told, "keeps a socket"), "1 socket is still open");
    assert.deepEqual(
      told.passes.map(({ fullTitle }) => fullTitle),
      ["wrong_test.lua is let off", "wrong_test.lua is expected"],
    );
    assert.equal(told.status, 6);
  });

  it("has busted's assertions, spies, stubs and hooks", async () => {
    put({ "names_test.lua": names });
    const { failures, stats, status } = await report();
    assert.deepEqual(
      failures.map(({ fullTitle, err }) => [fullTitle, err.message]),
      [],
    );
    assert.deepEqual([stats.passes, stats.pending, status], [8, 2, 0]);
  });

  it("says what was expected, what came instead, and where", async () => {
    put({
      "diff_test.lua": `it("differs", function()\n  assert.are.same({a = 1}, {a = 2})\nend)\nit("breaks", function()\n  local x = nil\n  return x.y\nend)\nit("never ends", function() while true do end end)`,
    });
    const told = await report("--timeout", "300");
    const [differs, breaks, endless] = told.failures;
    assert.equal(differs?.err.expected, "{\n  a = 1,\n}");
    assert.equal(differs.err.actual, "{\n  a = 2,\n}");
    assert.match(differs.err.stack ?? "", /at diff_test\.lua:2\b/);
    assert.match(breaks?.err.message ?? "", /^diff_test\.lua:6: attempt to index a nil value/);
    assert.match(endless?.err.message ?? "", /^Timeout of 300ms exceeded/);
    assert.equal(told.status, 3);
  });

  it("stores snapshots, holds values to them, and writes them anew where asked to", async () => {
    const text = (value: string): string =>
      `it("is kept", function() assert.snapshot("an answer", "${value}") end)`;
    put({ "kept_test.lua": text("one") });
    assert.equal((await report()).status, 0);
    assert.equal(fs.readFileSync(scratch.file("__snapshots__/kept_test.an%20answer.txt"), "utf8"), "one");
    put({ "kept_test.lua": text("two") });
    const changed = await report();
    assert.deepEqual([changed.failures[0]?.err.expected, changed.failures[0]?.err.actual], ["one", "two"]);
    assert.equal((await report("--update")).status, 0);
    assert.equal((await report()).status, 0);
  });

  it("finds files by their names, picks tests by theirs, and ends early where asked to", async () => {
    const two = `it("first", function() error("one") end) it("second", function() error("two") end)`;
    put({
      "a_test.lua": two,
      "deep/test/b.lua": two,
      "deep/other.lua": "no Lua",
      "node_modules/c_test.lua": two,
    });
    assert.equal((await report()).stats.failures, 4);
    assert.equal((await report("--grep", "second")).stats.failures, 2);
    assert.equal((await report("--bail")).stats.failures, 1);
    assert.equal((await report("a_test.lua")).stats.failures, 2);
  });

  it("passes on the example, from another folder too", async () => {
    const examples = fileURLToPath(new URL("../../../examples", import.meta.url));
    const { failures, stats } = await report(path.join(examples, "auth-request_test.lua"));
    assert.deepEqual(
      failures.map(({ fullTitle, err }) => [fullTitle, err.message]),
      [],
    );
    assert.equal(stats.passes, 6);
  });

  it("runs tests again when a file changes", async () => {
    put({ "a_test.lua": `it("first", function() end)` });
    const watching = new Halua(["test", "--watch"], {}, scratch.folder);
    try {
      await watching.until(({ stdout }) => stdout.includes("1 passing"));
      put({ "a_test.lua": `it("second", function() error("oh") end)` });
      await watching.until(({ stdout }) => /a_test\.lua has changed[^]*1\) second[^]*1 failing/.test(stdout));
    } finally {
      await watching.stop();
    }
  });

  it("says in one line when there is nothing to run", async () => {
    const nothing = await run();
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /^halua: no test files in \.: they are called \*_test\.lua[^\n]*\n$/);
    assert.match((await run("nowhere")).stderr, /^halua: there is no file or folder 'nowhere'\n$/);
    put({ "bad_test.lua": "it(" });
    const bad = await run();
    assert.equal(bad.status, 1);
    assert.match(
      bad.stderr,
      /^halua: bad_test\.lua: error in Lua file 'bad_test\.lua': bad_test\.lua:1: unexpected symbol near <eof>\n$/,
    );
  });
});

const script = `
local started = 0
core.register_init(function() started = started + 1 end)
core.register_action("mark", {"http-req", "http-res"}, function(txn, word, other)
  core.msleep(20)
  txn:set_var("txn.mark", word .. other .. txn.f:src())
  txn:Info("marked")
end, 2)
core.register_action("refuse", {"http-req"}, function(txn)
  txn:done(txn:reply{status = 418, body = "no", headers = {["x-why"] = {"tea"}}})
end)
core.register_service("echo", "http", function(applet)
  local body = applet:receive()
  applet:set_status(201)
  applet:add_header("content-length", tostring(#body))
  applet:start_response()
  applet:send(body)
end)
core.register_fetches("count", function(txn, by) return started * tonumber(by) end)
core.register_converters("twice", function(text, by) return text .. text .. (by or "") end)
core.register_cli({"say", "hello"}, "say hello", function(applet, _, _, who) applet:send("hello " .. who .. "\\n") end)
local ticks = 0
core.register_task(function() while true do core.sleep(1) ticks = ticks + 1 end end)
core.register_fetches("ticks", function() return ticks end)
core.register_action("memcached", {"http-req"}, function(txn)
  local socket = core.tcp()
  socket:connect("127.0.0.1", 11211)
  socket:send("get x\\r\\n")
  txn:set_var("txn.got", socket:receive("*l"))
  socket:close()
end)
`;

const parts = `
local test = require "halua.test"
local host
before_each(function() host = test.load("script.lua") end)

it("actions with words", function()
  local before = host:now()
  local answer = host:request{ action = "mark", args = {"a \\"b\\" $c", "d"}, src = "10.0.0.7" }
  assert.equal('a "b" $cd10.0.0.7', answer.vars["txn.mark"])
  assert.equal(200, answer.status)
  assert.same({{ level = "info", text = "marked" }}, answer.logs)
  assert.equal("servers", answer.backend)
  assert.is_true(host:now() - before >= 20)
end)
it("actions on responses", function()
  host:backend("servers", { status = 404, body = "none", headers = { server = "x" } })
  local answer = host:request{ action = "mark", on = "http-res", args = {"a", "b"} }
  assert.equal("ab192.0.2.1", answer.vars["txn.mark"])
  assert.same({404, "Not Found", "none", "4"}, { answer.status, answer.reason, answer.body, answer.headers["content-length"] })
end)
it("actions that answer", function()
  local answer = host:request{ action = "refuse" }
  assert.same({418, "no", "tea"}, { answer.status, answer.body, answer.headers["x-why"] })
  assert.is_nil(answer.backend)
end)
it("services", function()
  local answer = host:request{ service = "echo", method = "POST", body = ("x"):rep(40000) }
  assert.equal(201, answer.status)
  assert.equal(40000, #answer.body)
end)
it("backends", function()
  host:backend("servers", function(request)
    return { body = request.method .. request.path .. request.headers["x-a"] .. request.body }
  end)
  assert.equal("PUT/p?q1, 2b", host:request{ method = "PUT", path = "/p?q", headers = { ["X-A"] = {"1", "2"} }, body = "b" }.body)
end)
it("backends that are down", function()
  host:backend("servers", { down = true })
  assert.equal(503, host:request{}.status)
end)
it("fetches", function() assert.equal(3, host:fetch("count", 3)) end)
it("converters", function() assert.equal("abab!", host:convert("twice", "ab", "!")) end)
it("commands", function()
  assert.equal("hello you\\n", host:cli("say hello you"))
  assert.matches("^# pxname", host:cli("show stat"))
end)
it("tasks and the clock", function()
  assert.equal(1, host:tasks())
  host:advance(60500)
  assert.equal(60, host:fetch("ticks"))
end)
it("sockets", function()
  local asked
  host:stub_socket("127.0.0.1:11211", function(peer)
    asked = peer:receive()
    peer:send("VALUE\\r\\n")
    assert.is_nil(peer:receive("*a"))
  end)
  assert.equal("VALUE", host:request{ action = "memcached" }.vars["txn.got"])
  assert.equal("get x", asked)
end)
it("whole configurations", function()
  local own = test.load("script.lua", { config = [[
global
    tune.lua.bool-sample-conversion normal
    lua-load script.lua
frontend first
    mode http
    timeout client 1s
    bind :80
    http-request return status 200 content-type text/plain lf-string "%[lua.count(2)] %[src]"
frontend second
    mode http
    timeout client 1s
    bind :81
    http-request deny if { path /no }
    use_backend b
backend b
    mode http
    timeout connect 1s
    timeout server 1s
    server s 127.0.0.1:1
]] })
  own:backend("b", { body = "from b" })
  assert.equal("2 10.1.1.1", own:request{ src = "10.1.1.1" }.body)
  assert.equal(403, own:request{ frontend = "second", path = "/no" }.status)
  assert.equal("from b", own:request{ frontend = "second" }.body)
end)
it("mistakes of the test", function()
  assert.error_matches(function() host:request{ pth = "/" } end, "knows no 'pth'")
  assert.error_matches(function() host:request{ action = "nope" } end, "no action 'nope'")
  assert.error_matches(function() host:fetch("nope") end, "no fetch 'nope'")
  assert.error_matches(function() test.load("nope.lua") end, "nope.lua: No such file")
end)
`;

const wrong = `core.register_action("raises", {"http-req"}, function()
  error("oh")
end)
core.register_action("warns", {"http-req"}, function() core.log(core.warning, "careful") end)
core.register_action("leaves", {"http-req"}, function() core.register_task(function() core.sleep(3600) end) end)
core.register_action("asks", {"http-req"}, function() core.httpclient():get{url = "http://192.0.2.9/x"} end)
core.register_action("calls", {"http-req"}, function() core.tcp():connect("192.0.2.9", 25) end)
core.register_action("keeps", {"http-req"}, function() kept = core.tcp() kept:connect("127.0.0.1", 7) end)
`;

const strict = `
local test = require "halua.test"
local host
before_each(function() host = test.load("wrong.lua") end)
local function calls(action) return function() host:request{ action = action } end end
it("raises", calls "raises")
it("warns", calls "warns")
it("leaves a task", calls "leaves")
it("asks nobody", calls "asks")
it("calls nobody", calls "calls")
it("keeps a socket", function()
  host:stub_socket("127.0.0.1:7", function(peer) peer:receive("*a") end)
  host:request{ action = "keeps" }
end)
it("is let off", function()
  host = test.load("wrong.lua", { strict = false })
  host:request{ action = "raises" }
  host:request{ action = "leaves" }
end)
it("is expected", function()
  host:expect_log("^careful$")
  host:request{ action = "warns" }
end)
`;

const names = `
local order = {}
local ready
setup(function() ready = true end)
before_each(function() order[#order + 1] = "before" end)
after_each(function() order[#order + 1] = "after" end)
describe("hooks", function()
  setup(function() order = {} end)
  teardown(function() assert.is_true(ready) end)
  before_each(function() order[#order + 1] = "inner" end)
  it("run in order", function() assert.same({"before", "inner"}, order) end)
  it("and again", function()
    assert.same({"before", "inner", "after", "before", "inner"}, order)
  end)
end)
it("assertions that hold", function()
  assert(true)
  assert.equal(1, assert(1))
  assert.are.equal(1, 1)
  assert.are_equal(1, 1)
  assert.equals("a", "a")
  assert.are_not.equal({}, {})
  assert.same({1, {a = 2}}, {1, {a = 2}})
  assert.are_not_same({1}, {1, 2})
  assert.is_true(true)
  assert.is.True(true)
  assert.is_false(false)
  assert.is_not_false(true)
  assert.is_nil(nil)
  assert.is_not_nil(1)
  assert.truthy(1)
  assert.is_falsy(nil)
  assert.is_table({})
  assert.is_a_string("")
  assert.is.number(1)
  assert.is_function(print)
  assert.near(1, 1.05, 0.1)
  assert.is_not_near(1, 2, 0.1)
  assert.matches("^a+$", "aaa")
  assert.not_matches("b", "aaa")
  assert.unique({1, 2, {3}})
  assert.has_error(function() error("x") end)
  assert.has_error(function() error("x") end, "x")
  assert.has.errors(function() error({code = 1}) end, {code = 1})
  assert.has_no.errors(function() end)
  assert.error_matches(function() error("some text") end, "text$")
end)
it("assertions that do not", function()
  local wrong = {
    function() assert(false) end, function() assert(nil, "why") end, function() assert.equal(1, 2) end,
    function() assert.same({1}, {2}) end, function() assert.is_true(1) end, function() assert.is_nil(false) end,
    function() assert.is_not_nil(nil) end, function() assert.is_string(1) end, function() assert.near(1, 2, 0.5) end,
    function() assert.matches("a", "b") end, function() assert.has_error(function() end) end,
    function() assert.has_error(function() error("a") end, "b") end,
    function() assert.has_no.errors(function() error("a") end) end, function() assert.unique({1, 1}) end,
    function() assert.fail() end, function() assert.is_nonsense(1) end, function() assert.is_not(1) end,
  }
  for i, fn in ipairs(wrong) do
    if pcall(fn) then error("number " .. i .. " held") end
  end
end)
it("spies", function()
  local double = spy.new(function(x) return 2 * x end)
  assert.equal(6, double(3))
  double(4)
  assert.spy(double).was.called(2)
  assert.spy(double).was_called_with(4)
  assert.spy(double).was_not.called_with(5)
  assert.spy(double).called_at_least(1)
end)
local owner = { greet = function() return "hello" end }
it("stubs", function()
  spy.on(owner, "greet")
  assert.equal("hello", owner.greet())
  assert.spy(owner.greet).was.called(1)
  stub(owner, "greet", "bye", 2)
  assert.same({"bye", 2}, {owner.greet()})
end)
it("are taken back", function() assert.is_function(owner.greet) assert.equal("hello", owner.greet()) end)
it("waits", function() core.msleep(5) end)
it("is to be written")
pending("is to be written too", function() error("no") end)
`;
