import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { settle, VirtualTime } from "../../src/lab/virtual-time.ts";
import { NetworkError, type HttpResponse } from "../../src/runtime/index.ts";
import { systemTime } from "../../src/time.ts";
import { start, type Script, type ScriptOptions } from "../support/script.ts";
import { StubNetwork } from "../support/stub-network.ts";
import { certificate } from "./support/certificate.ts";
import { HttpPeer } from "./support/http-peer.ts";

const ok: HttpResponse = { status: 200, reason: "OK", headers: [], body: "fine" };
const broken = new NetworkError("broken", "closed");

describe("HTTP requests of scripts, on a network of the test's own", () => {
  let network: StubNetwork;

  beforeEach(() => {
    network = new StubNetwork();
  });

  async function ask(request: string, ms: number, options: ScriptOptions = {}): Promise<string[]> {
    const script = start(
      `core.register_task(function() local start = core.now() local answer = core.httpclient():post(${request})
        local now = core.now() say(answer.status, answer.reason, (now.sec - start.sec) * 1000 + (now.usec - start.usec) // 1000) end)`,
      { network, ...options },
    );
    await script.time.advance(ms);
    script.runtime.close();
    return script.said;
  }

  it("try a refused connection four times, a second apart", async () => {
    network.onRequest = () => new NetworkError("refused", "refused");
    assert.deepEqual(await ask(`{ url = "http://192.0.2.1/" }`, 3000), ["0 Service Unavailable 3000"]);
    assert.equal(network.requests.length, 4);
  });

  it("try as often as the settings say", async () => {
    network.onRequest = () => new NetworkError("refused", "refused");
    const options = { networkSettings: { httpRetries: 0 } };
    assert.deepEqual(await ask(`{ url = "http://192.0.2.1/" }`, 0, options), ["0 Service Unavailable 0"]);
    assert.equal(network.requests.length, 1);
  });

  it("give a connection five seconds, four times", async () => {
    assert.deepEqual(await ask(`{ url = "http://192.0.2.1/", timeout = 100 }`, 20_000), [
      "0 Service Unavailable 20000",
    ]);
  });

  it("give an answer its timeout, four times", async () => {
    network.onRequest = (_attempt, { connected }) => {
      connected();
      return undefined;
    };
    assert.deepEqual(await ask(`{ url = "http://192.0.2.1/", timeout = 300 }`, 1200), [
      "0 Gateway Time-out 1200",
    ]);
    assert.equal(network.requests.length, 4);
  });

  it("start the timeout anew with each byte", async () => {
    network.onRequest = (_attempt, { connected, activity }) => {
      connected();
      for (const ms of [200, 400]) time.after(ms, activity);
      return undefined;
    };
    const time = new VirtualTime();
    const script = start(
      `core.register_task(function() say(core.httpclient():post { url = "http://192.0.2.1/", timeout = 300, body = ("x"):rep(20000) }.reason) end)`,
      { network, time },
    );
    await time.advance(699);
    assert.deepEqual(script.said, []);
    await time.advance(1);
    assert.deepEqual(script.said, ["Gateway Time-out"]);
    script.runtime.close();
  });

  it("are logged to the global loggers when they end, in HAProxy's format", async () => {
    const time = new VirtualTime();
    const lines: string[] = [];
    network.onRequest = (attempt, { connected, answering }) => {
      connected();
      if (attempt > 1) return broken;
      time.after(50, answering);
      return undefined;
    };
    const script = start(
      `local client = core.httpclient()
      core.register_task(function()
        client:post { url = "http://192.0.2.1/a", timeout = 300, body = ("x"):rep(20000) }
        client:get { url = "http://192.0.2.1/b?c" }
      end)`,
      { network, time },
    );
    script.runtime.log.sinks = [{ send: (level, text) => lines.push(`${level} ${text}`) }];
    await time.advance(350);
    await settle();
    script.runtime.close();
    assert.deepEqual(
      lines.map((line) => line.replace(/\[.*?\]/, "[date]")),
      [
        '6 -:- [date] <HTTPCLIENT> -/- 0/0/0/-1/350 504 0 - - sH-- 0/0/0/0/0 0/0 "POST http://192.0.2.1/a HTTP/1.1"',
        '6 -:- [date] <HTTPCLIENT> -/- 0/0/0/-1/0 502 0 - - SH-- 0/0/0/0/3 0/0 "GET http://192.0.2.1/b?c HTTP/1.1"',
      ],
    );
  });

  it("repeat only what they still have", async () => {
    network.onRequest = (attempt) => (attempt < 3 ? broken : ok);
    assert.deepEqual(await ask(`{ url = "http://192.0.2.1/", body = "small" }`, 0), ["200 OK 0"]);
    network.requests.length = 0;
    network.onRequest = () => broken;
    assert.deepEqual(await ask(`{ url = "http://192.0.2.1/", body = ("x"):rep(20000) }`, 0), [
      "0 Bad Gateway 0",
    ]);
    assert.equal(network.requests.length, 1);
  });

  it("end with the run that has sent them", async () => {
    let ended = false;
    const request = network.request.bind(network);
    network.request = async (sent, cancellation, progress) => {
      const answer = request(sent, cancellation, progress);
      const cancel = cancellation.onCancel;
      cancellation.onCancel = () => {
        ended = true;
        cancel?.();
      };
      return answer;
    };
    const script = start(
      `core.register_task(function() coroutine.resume(coroutine.create(function() core.httpclient():get { url = "http://192.0.2.1/" } end)) core.msleep(10) end)`,
      { network },
    );
    await script.time.advance(9);
    assert.deepEqual([network.requests.length, ended], [1, false]);
    await script.time.advance(1);
    assert.ok(ended);
    script.runtime.close();
  });

  it("cannot be sent while scripts load", async () => {
    const script = start(
      `say(pcall(function() core.httpclient():put {} end)) core.register_init(function() say(pcall(function() core.httpclient():get {} end)) end)`,
      { network },
    );
    await script.time.advance(0);
    const text = "The 'get' function is only allowed in 'frontend', 'backend' or 'task'";
    assert.deepEqual(script.said, [`false script:1: ${text}`, `false script:1: ${text}`]);
    script.runtime.close();
  });
});

describe("HTTP requests of scripts over the loopback", function () {
  this.timeout(60_000);

  let folder: string;
  let plain: HttpPeer;
  let secure: HttpPeer;
  let unix: HttpPeer;
  let script: Script | undefined;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "halua-http-"));
    writeFileSync(path.join(folder, "ca.pem"), certificate.cert);
    plain = await HttpPeer.listen();
    secure = await HttpPeer.listen({ tls: true });
    unix = await HttpPeer.listen({ path: path.join(folder, "s") });
  });
  after(async () => {
    await Promise.all([plain, secure, unix].map((peer) => peer.close()));
    rmSync(folder, { recursive: true });
  });
  afterEach(() => script?.runtime.close());

  async function run(code: string, options: ScriptOptions = {}): Promise<string[]> {
    script = start(`core.register_task(function() local http = core.httpclient() ${code} end)`, {
      time: systemTime,
      ...options,
    });
    await script.runtime.whenIdle();
    return [...script.said, ...script.logged];
  }

  it("keep their connections", async () => {
    const said = await run(
      `for i = 1, 3 do say(http:get { url = "http://127.0.0.1:${plain.port}/raw" }.body:match("|(%d+)$")) end`,
    );
    assert.deepEqual(said, ["1", "2", "3"]);
  });

  it("run at the same time", async () => {
    const said = await run(
      `local left = 20 for i = 1, 20 do core.register_task(function() local answer = http:get { url = "http://127.0.0.1:${plain.port}/slow" } left = left - 1 if left == 0 then say(answer.body) end end) end`,
    );
    assert.deepEqual(said, ["aaaaaa"]);
  });

  it("trust the given authority, and everybody where told to", async () => {
    const code = `for _, host in ipairs { "127.0.0.1", "localhost" } do say(http:get { url = "https://" .. host .. ":${secure.port}/x" }.body) end`;
    const trusting = { httpCaFile: path.join(folder, "ca.pem"), httpRetries: 0 };
    assert.deepEqual(await run(code, { networkSettings: trusting }), ["/x", "/x"]);
    script?.runtime.close();
    assert.deepEqual(await run(code, { networkSettings: { httpVerify: "none" } }), ["/x", "/x"]);
    script?.runtime.close();
    const said = await run(code, { networkSettings: { httpRetries: 0 } });
    assert.match(said.join("\n"), /503 Service Unavailable[^]*503 Service Unavailable/);
  });

  it("check the certificate's name", async () => {
    const [said] = await run(
      `say(http:get { url = "https://other.example/x", dst = "127.0.0.1:${secure.port}" }.status)`,
      { networkSettings: { httpCaFile: path.join(folder, "ca.pem"), httpRetries: 0 } },
    );
    assert.equal(said, "0");
  });

  it("go to a UNIX socket and to names", async () => {
    const said = await run(
      `say(http:get { url = "http://app.example/u", dst = "unix@${folder}/s" }.body)
       say(http:get { url = "http://localhost:${plain.port}/n" }.body)
       local answer = http:get { url = "http://no.such.invalid/" } say(answer.status, answer.reason, #answer.body)`,
    );
    assert.deepEqual(said, ["/u", "/n", "0 Service Unavailable 0"]);
  });

  it("refuse aloud what undici cannot send", async () => {
    const said = await run(
      `for name, value in pairs { ["x-a"] = "a\\r\\nb: c" } do say(select(2, pcall(http.get, http, { url = "http://127.0.0.1:${plain.port}/", headers = { [name] = { value } } }))) end
       for _, name in ipairs { "upgrade", "keep-alive", "expect", "connection" } do say(select(2, pcall(http.get, http, { url = "http://127.0.0.1:${plain.port}/", headers = { [name] = { "x" } } }))) end`,
    );
    assert.equal(said.length, 5);
    for (const line of said) assert.match(line, /^Can't generate the HTTP request: ./);
  });

  it("lose answers that begin with 100 Continue, as undici does", async () => {
    assert.deepEqual(await run(`say(http:get { url = "http://127.0.0.1:${plain.port}/100" }.status)`), ["0"]);
  });
});
