import assert from "node:assert/strict";
import net from "node:net";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

/** What HAProxy 3.5-dev5 answers. */
const ANSWERS: readonly (readonly [line: string, answer: string])[] = [
  ["set maxconn global", "Expects an integer value.\n"],
  ["set maxconn global 201", "Value out of range.\n"],
  ["set rate-limit connections global", "Expects an integer value.\n"],
  ["set rate-limit sessions global -5", "Value out of range.\n"],
  ["set server be/s1 fqdn a.test", "set server <b>/<s> fqdn failed because no resolution is configured.\n"],
  ["shutdown session", "Session pointer expected (use 'show sess').\n"],
  ["shutdown session 0x123456", "No such session (use 'show sess').\n"],
  ["show sess 0x123456", "Session not found.\n"],
  ["show sess nonsense", "Unsupported option 'nonsense', try 'help' for more info.\n"],
  ["show sess older x", "Invalid age.\n"],
  ["show sess backend be frontend fe", "Only one of backend, frontend or server may be set.\n"],
  ["show errors nope", "No such proxy.\n"],
  ["show resolvers nope", "Can't find that resolvers section\n"],
];

/** A client that has sent `bytes`, with all that has come back. */
function client(
  port: number,
  bytes: string,
): { readonly socket: net.Socket; answer: string; closed: Promise<void> } {
  const socket = net.createConnection({ host: "127.0.0.1", port }, () => socket.write(bytes));
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const made = { socket, answer: "", closed };
  socket.setEncoding("latin1").on("data", (text: string) => (made.answer += text));
  socket.on("error", () => undefined);
  return made;
}

describe("commands about the process and its sessions", function () {
  this.timeout(60_000);
  let serving: Serving | undefined;
  let port = 0;
  /** It answers nothing. */
  const silent = net.createServer((socket) => socket.on("error", () => undefined).resume());
  const ask = async (line: string): Promise<string> =>
    ((await serving?.ask("cli.sock", line)) ?? "").replace(/\n$/, "");
  const request = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";

  /** The lines of `show sess` about the frontend, once there are so many. */
  async function sessions(count: number): Promise<string[]> {
    for (;;) {
      const lines = (await ask("show sess show-uri frontend fe")).split("\n").filter(Boolean);
      if (lines.length === count) return lines;
    }
  }

  before(async () => {
    [port = 0] = await freeLoopbackPorts(1);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port: silentPort } = silent.address() as net.AddressInfo;
    serving = await Serving.start({
      command: haluaCommand,
      files: {
        "haproxy.cfg": `
global
 stats socket unix@cli.sock level admin
 maxconn 200
 maxconnrate 50
defaults
 mode http
 timeout client 1m
 timeout connect 1m
 timeout server 1m
frontend fe
 bind 127.0.0.1:${port}
 maxconn 1
 default_backend be
backend be
 server s1 127.0.0.1:${silentPort}
 server s2 127.0.0.1:${silentPort} resolvers dns disabled
resolvers dns
`,
      },
      ports: [port],
    });
  });
  after(async () => {
    await serving?.stop();
    silent.close();
  });

  it("answer what HAProxy answers", async () => {
    for (const [line, answer] of ANSWERS) assert.equal(await ask(line), answer, line);
  });

  it("say what halua does not have", async () => {
    for (const line of [
      "show errors",
      "show resolvers dns",
      "set rate-limit ssl-sessions global 5",
      "show stat desc",
    ]) {
      assert.match(await ask(line), /^halua /, line);
    }
    assert.match(await ask("set server be/s2 fqdn a.test"), /^halua cannot change the FQDN/);
  });

  it("limit the process, and show that", async () => {
    const limits = async (): Promise<string[]> =>
      (await ask("show info"))
        .split("\n")
        .filter((line) => /^(Maxconn|Hard_maxconn|\w+RateLimit):/.test(line));
    assert.deepEqual((await limits()).slice(0, 4), [
      "Maxconn: 200",
      "Hard_maxconn: 200",
      "ConnRateLimit: 50",
      "SessRateLimit: 0",
    ]);
    await ask("set maxconn global 7; set rate-limit sessions global 9; set rate-limit connections global 0");
    assert.deepEqual((await limits()).slice(0, 4), [
      "Maxconn: 7",
      "Hard_maxconn: 200",
      "ConnRateLimit: 0",
      "SessRateLimit: 9",
    ]);
    await ask("set maxconn global 0; set rate-limit sessions global 0");
    assert.equal((await limits())[0], "Maxconn: 200");
  });

  it("show what was said while it started", async () => {
    assert.match(
      await ask("show startup-logs"),
      /^\[WARNING\] .*resolvers 'dns' .* has no nameservers configured/m,
    );
  });

  it("end one session", async () => {
    const asking = client(port, request);
    const [line = ""] = await sessions(1);
    assert.match(
      line,
      /^0x[0-9a-f]+: proto=tcpv4 src=127.0.0.1:\d+ fe=fe be=be srv=s1 .* uri="GET \/slow HTTP\/1.1"$/,
    );
    assert.equal(await ask("show sess server be/s2"), "");
    assert.equal(await ask(`shutdown session ${line.split(":")[0] ?? ""}`), "");
    await asking.closed;
    assert.equal(asking.answer, "");
    await sessions(0);
  });

  it("let waiting connections in when a frontend's limit is raised", async () => {
    const first = client(port, request);
    await sessions(1);
    const second = client(port, "BAD\r\n\r\n");
    await ask("set maxconn frontend fe 2");
    await second.closed;
    assert.match(second.answer, /^HTTP\/1.1 400 /);
    first.socket.destroy();
    await first.closed;
  });
});
