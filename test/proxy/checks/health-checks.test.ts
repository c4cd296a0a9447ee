import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import type { ServerEvent } from "../../../src/proxy/model/types.ts";
import { Origin, Scene } from "../backend/support/scene.ts";

/** Answers whatever comes with a text, then ends. */
const saying = (text: string) => (socket: Socket) => void socket.once("data", () => socket.end(text));

/** Nothing listens there: port 1 needs privileges that no test uses. */
const nobody = "127.0.0.1:1";

describe("health checks", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  async function origin(serve: (socket: Socket) => void): Promise<Origin> {
    const server = await new Origin(serve).listen();
    opened.push(server);
    return server;
  }

  /** A server in good health that notes what it is asked. */
  async function listener(): Promise<{ readonly port: number; readonly seen: () => string }> {
    let seen = "";
    const { port } = await origin((socket) => {
      socket.on("data", (data) => {
        seen += data.toString("latin1");
        socket.end("HTTP/1.0 200 OK\r\n\r\n");
      });
    });
    return { port, seen: () => seen };
  }

  /** A backend with virtual time; `next` lets the next check happen and gives its event, if it made one. */
  function checked(
    lines: string,
    servers: string,
  ): { scene: Scene; time: VirtualTime; next: () => Promise<void> } {
    const time = new VirtualTime();
    const scene = new Scene(`defaults\n mode http\nbackend be\n ${lines}\n ${servers}\n`, time);
    opened.push(scene);
    scene.backend.start();
    const models = scene.proxy.model.servers;
    const next = async (): Promise<void> => {
      const all = models.filter(({ check }) => check.configured);
      time.advanceSync(all[0]?.check.hasReport === true ? 2000 : 0);
      while (all.some(({ check }) => check.inProgress || !check.hasReport)) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    return { scene, time, next };
  }

  function shown(scene: Scene, server = "s1"): unknown[] {
    return ["status", "check_status", "check_code", "last_chk"].map((name) => scene.stat(name, server));
  }

  const CASES: readonly (readonly [
    string,
    string,
    string | ((socket: Socket) => void) | undefined,
    unknown[],
  ])[] = [
    ["a connection", "", (socket) => socket.resume(), ["UP", "L4OK", undefined, ""]],
    [
      "a refusal",
      "",
      undefined,
      ["DOWN", "L4CON", undefined, "ECONNREFUSED returned by OS (Connection refused)"],
    ],
    ["a status", "option httpchk", "HTTP/1.0 204 Fine\r\n\r\n", ["UP", "L7OK", 204, ""]],
    ["a wrong status", "option httpchk", "HTTP/1.0 500 Broken\r\n\r\n", ["DOWN", "L7STS", 500, "Broken"]],
    ["no HTTP", "option httpchk", "hello\r\n\r\n", ["DOWN", "SOCKERR", undefined, ""]],
    ["nothing", "option httpchk", "", ["DOWN", "SOCKERR", undefined, ""]],
    [
      "an expected status",
      "option httpchk\n http-check expect status 404,500-503",
      "HTTP/1.0 502 x\r\n\r\n",
      ["UP", "L7OK", 502, ""],
    ],
    [
      "a status that must not be",
      "option httpchk\n http-check expect ! rstatus ^4",
      "HTTP/1.0 404 No\r\n\r\n",
      ["DOWN", "L7STS", 404, "No"],
    ],
    [
      "an expected text",
      "option httpchk\n http-check expect string world",
      "HTTP/1.0 200 OK\r\n\r\nhello world",
      ["UP", "L7OK", 200, ""],
    ],
    [
      "another text",
      "option httpchk\n http-check comment here\n http-check expect string world",
      "HTTP/1.0 200 OK\r\n\r\nhello",
      ["DOWN", "L7RSP", undefined, "HTTP content check did not match comment: here"],
    ],
    [
      "a text that must not be",
      "option httpchk\n http-check expect ! rstring ^hel+o",
      "HTTP/1.0 200 OK\r\n\r\nhello",
      ["DOWN", "L7RSP", undefined, "HTTP check matched unwanted content"],
    ],
    [
      "no body",
      "option httpchk\n http-check expect string world",
      "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
      ["DOWN", "L7RSP", undefined, "HTTP content check could not find a response body"],
    ],
    [
      "a server that is leaving",
      "option httpchk\n http-check disable-on-404",
      "HTTP/1.0 404 Bye\r\n\r\n",
      ["NOLB", "L7OKC", 404, ""],
    ],
    ["Redis", "option redis-check", "+PONG\r\n", ["UP", "L7OK", 0, "Redis server is ok"]],
    ["a Redis error", "option redis-check", "-ERR no\r\n", ["DOWN", "L7STS", 0, "-ERR no"]],
    ["TLS", "option ssl-hello-chk", "\x16\x03\x00\x00\x02\x02\x28", ["UP", "L6OK", undefined, ""]],
    ["no TLS", "option ssl-hello-chk", "hello", ["DOWN", "L6RSP", undefined, ""]],
    [
      "no answer to a TLS hello",
      "option ssl-hello-chk",
      "",
      ["DOWN", "L6RSP", undefined, "TCPCHK got an empty response at step 2"],
    ],
  ];
  it("follow the section that a server names", async () => {
    const server = await origin(saying("+PONG\r\n"));
    const time = new VirtualTime();
    const scene = new Scene(
      "healthcheck cached\n type redis-check\n" +
        `backend be\n option smtpchk\n server s1 127.0.0.1:${server.port} check healthcheck cached\n`,
      time,
    );
    opened.push(scene);
    scene.backend.start();
    const [model] = scene.proxy.model.servers;
    time.advanceSync(0);
    while (model?.check.hasReport !== true) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(shown(scene), ["UP", "L7OK", 0, "Redis server is ok"]);
  });

  for (const [what, lines, answer, expected] of CASES) {
    it(`know ${what}`, async () => {
      const server =
        answer === undefined ? undefined : await origin(typeof answer === "string" ? saying(answer) : answer);
      const address = server ? `127.0.0.1:${server.port}` : nobody;
      const { scene, next } = checked(lines, `server s1 ${address} check fall 1 rise 1`);
      await next();
      assert.deepEqual(shown(scene), expected);
    });
  }

  it("take as many failures and successes as they are told to", async () => {
    let healthy = false;
    const server = await origin((socket) => {
      socket.once("data", () => socket.end(healthy ? "HTTP/1.0 200 OK\r\n\r\n" : "HTTP/1.0 500 No\r\n\r\n"));
    });
    const { scene, next } = checked(
      "option httpchk",
      `server s1 127.0.0.1:${server.port} check fall 3 rise 2`,
    );
    const states: unknown[] = [];
    const see = async (): Promise<void> => {
      await next();
      states.push(`${String(scene.stat("status", "s1"))} ${String(scene.stat("check_health", "s1"))}`);
    };
    // At the start one failure is enough.
    await see();
    healthy = true;
    await see();
    await see();
    healthy = false;
    await see();
    await see();
    await see();
    assert.deepEqual(states, ["DOWN 0", "DOWN 1/2 1", "UP 4", "UP 2/3 3", "UP 1/3 2", "DOWN 0"]);
    assert.equal(scene.stat("chkfail", "s1"), 4);
    assert.equal(scene.stat("chkdown", "s1"), 2);
  });

  it("send what they are told to", async () => {
    const server = await listener();
    const { next } = checked(
      "option httpchk\n http-check send meth POST uri /health ver HTTP/1.1 hdr Host h hdr X-A b body data",
      `server s1 127.0.0.1:${server.port} check`,
    );
    await next();
    assert.equal(
      server.seen(),
      "POST /health HTTP/1.1\r\nhost: h\r\nx-a: b\r\ncontent-length: 4\r\nconnection: close\r\n\r\ndata",
    );
  });

  it("tell a server its state, where that is asked for", async () => {
    const server = await listener();
    const { next } = checked(
      "option httpchk\n http-check send-state",
      `server s1 127.0.0.1:${server.port} check`,
    );
    await next();
    assert.match(
      server.seen(),
      new RegExp(
        `x-haproxy-server-state: UP 1/3; address=127\\.0\\.0\\.1; port=${server.port}; name=be/s1; node=[^;]+; weight=1/1; scur=0/0; qcur=0\r\n`,
      ),
    );
  });

  it("start with the PROXY protocol, and go elsewhere, where they are told to", async () => {
    let seen = "";
    const server = await origin((socket) => {
      socket.on("data", (data) => {
        seen += data.toString("latin1");
        if (seen.endsWith("\r\n\r\n")) socket.end("HTTP/1.0 200 OK\r\n\r\n");
      });
    });
    const { next } = checked(
      "option httpchk GET /",
      `server s1 ${nobody} check check-send-proxy addr 127.0.0.1 port ${server.port}`,
    );
    await next();
    assert.match(
      seen,
      new RegExp(
        `^PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 \\d+ ${server.port}\r\nGET / HTTP/1.0\r\n\r\n$`,
      ),
    );
  });

  it("give up after a time", async () => {
    const server = await origin((socket) => socket.resume());
    const { scene, time } = checked(
      "option httpchk\n timeout check 300",
      `server s1 127.0.0.1:${server.port} check fall 1 rise 1`,
    );
    time.advanceSync(0);
    while (server.connections === 0) await new Promise((resolve) => setImmediate(resolve));
    time.advanceSync(299);
    assert.equal(scene.stat("check_status", "s1"), "* INI");
    time.advanceSync(1);
    assert.deepEqual(shown(scene), ["DOWN", "L7TOUT", undefined, ""]);
    assert.equal(scene.stat("check_duration", "s1"), 300);
  });

  it("come sooner while a server changes its state, and less often while it is down", async () => {
    const { scene, time, next } = checked(
      "",
      `server s1 ${nobody} check inter 2000 fastinter 500 downinter 10000 fall 1 rise 2`,
    );
    await next();
    const [server] = scene.backend.servers;
    assert.equal(scene.stat("check_health", "s1"), 0);
    time.advanceSync(9999);
    assert.equal(server?.model.check.inProgress, false);
    time.advanceSync(1);
    assert.equal(server.model.check.inProgress, true);
  });

  it("are spread over the shortest interval at the start", async () => {
    const server = await origin((socket) => socket.resume());
    const line = (name: string): string => `server ${name} 127.0.0.1:${server.port} check inter 4000`;
    const { scene, time } = checked("", [line("a"), line("b"), line("c"), line("d")].join("\n "));
    const begun = (): number =>
      scene.proxy.model.servers.filter(({ check }) => check.inProgress || check.hasReport).length;
    const seen: number[] = [];
    for (let second = 0; second < 4; second++) {
      time.advanceSync(second === 0 ? 0 : 1000);
      seen.push(begun());
    }
    assert.deepEqual(seen, [1, 2, 3, 4]);
  });

  it("rest while a server is in maintenance", async () => {
    const server = await origin((socket) => socket.resume());
    const { scene, time, next } = checked("", `server s1 127.0.0.1:${server.port} check`);
    await next();
    const [model] = scene.proxy.model.servers;
    model?.setState("maint");
    time.advanceSync(10_000);
    assert.equal(model?.check.inProgress, false);
    assert.equal(server.connections, 1);
    model.setState("ready");
    await next();
    assert.equal(server.connections, 2);
  });

  for (const [state, status, health] of [
    ["fully-up", "UP", 4],
    ["up", "UP 1/3", 2],
    ["down", "DOWN 1/2", 1],
    ["fully-down", "DOWN", 0],
  ] as const) {
    it(`begin with what "init-state ${state}" says`, () => {
      const { scene } = checked("", `server s1 ${nobody} check rise 2 fall 3 init-state ${state}`);
      assert.equal(scene.stat("status", "s1"), status);
      assert.equal(scene.stat("check_health", "s1"), health);
      assert.equal(scene.stat("act"), status.startsWith("UP") ? 1 : 0);
    });
  }

  it("are logged, and told to scripts, when their result changes", async () => {
    const events: ServerEvent[] = [];
    const { scene, next } = checked("option log-health-checks", `server s1 ${nobody} check fall 2 rise 1`);
    scene.model.onServerEvent((event) => void events.push(event));
    await next();
    await next();
    assert.deepEqual(scene.log, [
      'Health check for server be/s1 failed, reason: Layer4 connection problem, info: "ECONNREFUSED returned by OS (Connection refused)", check duration: 0ms, status: 0/1 DOWN.',
      "Server be/s1 is DOWN. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
      "backend 'be' has no server available!",
    ]);
    assert.deepEqual(
      events.map(({ type }) => type),
      ["SERVER_CHECK", "SERVER_DOWN", "SERVER_STATE"],
    );
  });

  it("explain why a server is down", async () => {
    const { scene, next } = checked("", `server s1 ${nobody} check fall 1`);
    await next();
    assert.match(
      scene.log[0] ?? "",
      /^Server be\/s1 is DOWN, reason: Layer4 connection problem, info: "ECONNREFUSED returned by OS \(Connection refused\)", check duration: 0ms\. /,
    );
  });

  describe("by watching traffic", () => {
    async function watched(parameters: string): Promise<Scene> {
      const server = await origin((socket) => socket.resume());
      const { scene, next } = checked(
        "",
        `server s1 127.0.0.1:${server.port} check rise 2 fall 3 observe layer7 error-limit 2 ${parameters}`,
      );
      await next();
      return scene;
    }

    const fail = (scene: Scene): void => scene.backend.servers[0]?.observer?.response(false, "status");

    it("count failed checks", async () => {
      const scene = await watched("on-error fail-check");
      fail(scene);
      assert.equal(scene.stat("check_health", "s1"), 4);
      fail(scene);
      assert.equal(scene.stat("check_health", "s1"), 3);
      assert.deepEqual(shown(scene), [
        "UP 2/3",
        "HANA",
        undefined,
        "Detected 2 consecutive errors, last one was: Wrong http response",
      ]);
      assert.equal(scene.stat("hanafail", "s1"), 1);
    });

    it("begin to count anew after a success", async () => {
      const scene = await watched("on-error mark-down");
      fail(scene);
      scene.backend.servers[0]?.observer?.response(true, undefined);
      fail(scene);
      assert.equal(scene.stat("status", "s1"), "UP");
    });

    it("leave one failure to the end", async () => {
      const scene = await watched("on-error sudden-death");
      fail(scene);
      fail(scene);
      assert.deepEqual(shown(scene)[0], "UP 1/3");
    });

    it("mark a server down", async () => {
      const scene = await watched("on-error mark-down");
      fail(scene);
      fail(scene);
      assert.deepEqual(shown(scene)[0], "DOWN");
    });
  });
});
