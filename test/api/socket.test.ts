import assert from "node:assert/strict";
import { NetworkError } from "../../src/runtime/index.ts";
import { systemTime } from "../../src/time.ts";
import { start, type Script, type ScriptOptions } from "../support/script.ts";
import { FarEnd, StubNetwork } from "../support/stub-network.ts";
import { TcpPeer } from "./support/tcp-peer.ts";

const refused = new NetworkError("refused", "refused");

describe("a script's sockets, on a network of the test's own", () => {
  let network: StubNetwork;

  beforeEach(() => {
    network = new StubNetwork();
  });

  function task(code: string, options: ScriptOptions = {}): Script {
    return start(`core.register_task(function() ${code} end)`, { network, ...options });
  }

  const clock = `local start = core.now() local function passed() local now = core.now() return (now.sec - start.sec) * 1000 + (now.usec - start.usec) // 1000 end `;

  it("try a refused connection four times, a second apart", async () => {
    network.onConnect = () => refused;
    const script = task(`${clock} say(core.tcp():connect("192.0.2.2", 80)) say(passed())`);
    await script.time.advance(2999);
    assert.deepEqual([network.attempts.length, script.said], [3, []]);
    await script.time.advance(1);
    assert.deepEqual(script.said, ["nil Can't connect", "3000"]);
    assert.equal(network.attempts.length, 4);
    script.runtime.close();
  });

  it("pause no longer than the timeout", async () => {
    network.onConnect = () => refused;
    const script = task(
      `${clock} local s = core.tcp() s:settimeout(0.25) say(s:connect("192.0.2.2", 80)) say(passed())`,
    );
    await script.time.advance(750);
    assert.deepEqual(script.said, ["nil Can't connect", "750"]);
    script.runtime.close();
  });

  it("connect when a later attempt does", async () => {
    network.onConnect = (attempt) => (attempt < 3 ? refused : new FarEnd());
    const script = task(
      `${clock} local s = core.tcp() say(s:connect("192.0.2.2:80"), passed(), s:getpeername())`,
    );
    await script.time.advance(2000);
    assert.deepEqual(script.said, ["1 2000 192.0.2.2:80"]);
    script.runtime.close();
  });

  it("do not try again what cannot help", async () => {
    network.onConnect = () => new NetworkError("hopeless", "no such file");
    const script = task(`say(core.tcp():connect("/no/such"))`);
    await script.time.advance(0);
    assert.deepEqual([script.said, network.attempts.length], [["nil Can't connect"], 1]);
    script.runtime.close();
  });

  it("give up a silent attempt after its timeout, five seconds by default, four times", async () => {
    const script = task(`${clock} say(core.tcp():connect("192.0.2.2", 80)) say(passed())`);
    await script.time.advance(20_000);
    assert.deepEqual(script.said, ["nil Can't connect", "20000"]);
    script.runtime.close();
  });

  it("stop trying once another task closes them", async () => {
    const script = task(
      `local s = core.tcp() core.register_task(function() core.msleep(100) s:close() end) say(s:connect("192.0.2.2", 80))`,
    );
    await script.time.advance(100);
    assert.deepEqual(script.said, ["nil Can't connect"]);
    await script.time.advance(60_000);
    assert.equal(network.attempts.length, 1);
    script.runtime.close();
  });

  it("end their input when nothing moves for the timeout, and still send", async () => {
    network.onConnect = () => new FarEnd();
    const script = task(
      `local s = core.tcp() s:settimeout(60) s:connect("192.0.2.2", 80) say(s:receive(10)) say(s:receive()) say(s:send("x"))`,
    );
    await script.time.advance(0);
    network.ends[0]!.say("abc");
    await script.time.advance(59_999);
    assert.deepEqual(script.said, []);
    await script.time.advance(1);
    assert.deepEqual(script.said, ["abc", "nil connection closed.", "1"]);
    assert.equal(network.ends[0]!.received, "x");
    script.runtime.close();
  });

  it("take names only where the runtime allows them", async () => {
    network.onConnect = () => new FarEnd();
    network.names = { "app.example": ["192.0.2.7"], v6: ["2001:db8::7"] };
    const code = `for _, a in ipairs { { "app.example", 80 }, { "app.example:81" }, { "v6", 82 } } do say(pcall(core.tcp().connect, core.tcp(), table.unpack(a))) end`;
    const strict = task(code);
    await strict.time.advance(0);
    assert.equal(strict.said[0], "false connect: cannot parse destination address 'app.example:'");
    strict.runtime.close();
    const open = task(`${code} say(core.tcp():connect("none.example", 80))`, {
      networkSettings: { resolveNames: true },
    });
    await open.time.advance(0);
    assert.deepEqual(open.said, ["true 1", "true 1", "true 1", "nil Can't connect"]);
    assert.deepEqual(
      network.attempts.map(({ to }) => (to.family === "unix" ? to.path : `${to.host} ${to.port}`)),
      ["192.0.2.7 80", "192.0.2.7 81", "2001:db8::7 82"],
    );
    open.runtime.close();
  });

  it("can look names up by themselves", async () => {
    network.names = { "app.example": ["192.0.2.7", "192.0.2.8"] };
    const script = task(
      `say(table.concat(core.resolve("app.example"), " ")) say(core.resolve("none.example")) say(pcall(coroutine.wrap(function() core.resolve("x") end)))`,
    );
    await script.time.advance(0);
    assert.deepEqual(script.said, [
      "192.0.2.7 192.0.2.8",
      "nil no none.example",
      "false script:1: The 'resolve' function is only allowed in 'frontend', 'backend' or 'task'",
    ]);
    script.runtime.close();
  });

  it("are nothing in a body and in init functions", async () => {
    const script = start(
      `say(select("#", core.tcp())) core.register_init(function() say(select("#", core.tcp())) end)`,
      { network },
    );
    await script.time.advance(0);
    assert.deepEqual(script.said, ["0", "0"]);
    script.runtime.close();
  });

  it("end with the runtime", async () => {
    network.onConnect = () => new FarEnd();
    const script = task(`s = core.tcp() s:connect("192.0.2.2", 80) s:receive()`);
    await script.time.advance(0);
    script.runtime.close();
    assert.ok(network.ends[0]!.stream.destroyed);
    assert.ok(network.closed);
  });
});

describe("sockets that a script forgets", function () {
  // Collections come when V8 and the machine find the time.
  this.timeout(60_000);

  let peer: TcpPeer;
  let script: Script | undefined;

  beforeEach(async () => {
    peer = await TcpPeer.listen();
  });
  afterEach(async () => {
    script?.runtime.close();
    await peer.close();
  });

  const connect = (variable: string): string =>
    `${variable} = core.tcp() ${variable}:connect("127.0.0.1", ${peer.port})`;

  function task(code: string, options: ScriptOptions = {}): Script {
    return (script = start(`core.register_task(function() ${code} end)`, { time: systemTime, ...options }));
  }

  it("are closed after the run that left them open has ended", async () => {
    task(`local s for i = 1, 20 do ${connect("s")} end`);
    await peer.until(({ accepted }) => accepted === 20);
    await peer.until(({ open }) => open.size === 0);
  });

  it("are closed after an error and after a killed run", async () => {
    task(`local s ${connect("s")} error("x")`);
    await peer.until(({ accepted }) => accepted === 1);
    await peer.until(({ open }) => open.size === 0);
    script?.runtime.close();
    task(`local s ${connect("s")} while true do end`, { limits: { task: 20 } });
    await peer.until(({ accepted }) => accepted === 2);
    await peer.until(({ open }) => open.size === 0);
  });

  it("are closed when a coroutine that waits for them is abandoned", async () => {
    task(
      `coroutine.resume(coroutine.create(function() local s ${connect("s")} s:receive() end)) core.msleep(50)`,
    );
    await peer.until(({ accepted }) => accepted === 1);
    await peer.until(({ open }) => open.size === 0);
  });

  it("stay open while somebody else has them", async () => {
    task(`${connect("kept")} kept:send("echo\\n") core.register_task(function()
      local s = core.tcp() s:connect("127.0.0.1", ${peer.port}) s = nil core.msleep(300)
      kept:send("still\\n") say(kept:receive()) end)`);
    await peer.until(({ accepted }) => accepted === 2);
    await script?.runtime.whenIdle();
    assert.deepEqual(script?.said, ["still"]);
  });

  it("are looked for when there are many, while the run goes on", async () => {
    task(`for i = 1, 300 do local s ${connect("s")} end say("made") core.msleep(100000)`);
    await peer.until(({ accepted }) => accepted === 300);
    await peer.until(({ open }) => open.size < 250);
  });
});
