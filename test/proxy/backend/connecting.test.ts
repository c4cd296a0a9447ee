import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import type { Time } from "../../../src/time.ts";
import { answering, Origin, response, Scene, type FakeStream } from "./support/scene.ts";

/** Nothing listens there: port 1 needs privileges that no test uses. */
const nobody = "127.0.0.1:1";
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("reaching a server", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  async function origin(serve = answering(() => response("hello"))): Promise<Origin> {
    const server = await new Origin(serve).listen();
    opened.push(server);
    return server;
  }

  function scene(servers: string, lines = "", time?: Time): Scene {
    const made = new Scene(
      `defaults\n mode http\n timeout connect 5s\n timeout server 3s
backend be\n balance roundrobin\n ${lines}\n ${servers}\n`,
      time,
    );
    opened.push(made);
    return made;
  }

  /** Lets a stream's exchange go on, moving the clock whenever nothing else happens. */
  async function outcome(
    made: Scene,
    stream: FakeStream,
    time: VirtualTime,
    stepMs: number,
  ): Promise<unknown> {
    let result: unknown;
    void made.backend.exchange(stream).then((given) => (result = given));
    for (let i = 0; result === undefined && i < 1000; i++) {
      await turn();
      if (i % 20 === 19) time.advanceSync(stepMs);
    }
    stream.end();
    return result;
  }

  it("tries a refusing server again after a second, as often as retries says", async () => {
    const time = new VirtualTime();
    const made = scene(`server s1 ${nobody}`, "retries 2", time);
    const stream = made.request();
    const begun = time.monotonicMs();
    const result = await outcome(made, stream, time, 250);
    assert.deepEqual(result, { status: 503, cause: "S", phase: "C", silent: false });
    assert.equal(time.monotonicMs() - begun, 2000);
    assert.equal(stream.retries, 2);
    for (const [stat, expected] of [
      ["stot", 3],
      ["connect", 3],
      ["wretr", 2],
      ["econ", 1],
      ["lbtot", 1],
      ["scur", 0],
    ] as const) {
      assert.equal(made.stat(stat, "s1"), expected, stat);
    }
  });

  it("waits no longer than for a connection", async () => {
    const time = new VirtualTime();
    const made = scene(`server s1 ${nobody}`, "retries 1\n timeout connect 300", time);
    const begun = time.monotonicMs();
    await outcome(made, made.request(), time, 100);
    assert.equal(time.monotonicMs() - begun, 300);
  });

  it("does not try again where retry-on does not say so", async () => {
    const made = scene(`server s1 ${nobody}`, "retry-on none");
    const result = await made.backend.exchange(made.request());
    assert.deepEqual(result, { status: 503, cause: "S", phase: "C", silent: false });
    assert.equal(made.stat("connect", "s1"), 1);
  });

  it("goes on to the next server at once, where that is allowed", async () => {
    const good = await origin();
    const made = scene(
      `server s1 ${nobody}\n server s2 127.0.0.1:${good.port}`,
      "option redispatch\n retries 3",
      new VirtualTime(),
    );
    const stream = made.request();
    assert.equal(await made.answer(stream), "hello");
    assert.equal(stream.server?.name, "s2");
    assert.equal(stream.redispatched, true);
    assert.equal(made.stat("wredis", "s1"), 1);
    assert.equal(made.stat("lbtot"), 2);
  });

  it("gives a client's own server up only as late as redispatch says", async () => {
    const time = new VirtualTime();
    const good = await origin();
    const made = scene(
      `server s1 ${nobody} cookie a\n server s2 127.0.0.1:${good.port} cookie b`,
      "option redispatch\n retries 3\n cookie SRV insert",
      time,
    );
    const stream = made.request({ headers: [["cookie", "SRV=a"]] });
    assert.equal(await outcome(made, stream, time, 250), "answered");
    assert.equal(stream.retries, 3);
    assert.equal(stream.server?.name, "s2");
    assert.equal(stream.cookieState, "D");
    assert.equal(made.stat("wretr", "s1"), 2);
    assert.equal(made.stat("wredis", "s1"), 1);
  });

  it("gives up a connection that does not come about in time", async () => {
    const time = new VirtualTime();
    const server = await origin();
    const made = scene(`server s1 127.0.0.1:${server.port}`, "retries 0", time);
    const answered = made.backend.exchange(made.request());
    // The connection is there already, but nobody has had time to notice.
    time.advanceSync(5000);
    assert.deepEqual(await answered, { status: 503, cause: "s", phase: "C", silent: false });
  });

  it("gives up an answer that does not come in time", async () => {
    const time = new VirtualTime();
    const server = await origin((socket) => socket.resume());
    const made = scene(`server s1 127.0.0.1:${server.port}`, "", time);
    const result = await outcome(made, made.request(), time, 500);
    assert.deepEqual(result, { status: 504, cause: "s", phase: "H", silent: false });
    assert.equal(made.stat("eresp", "s1"), 1);
  });

  it("reports that there is no server", async () => {
    const made = scene(`server s1 ${nobody} disabled`);
    assert.deepEqual(await made.backend.exchange(made.request()), {
      status: 503,
      cause: "S",
      phase: "C",
      silent: false,
    });
    assert.equal(made.stat("econ"), 1);
    assert.equal(made.stat("econ", "s1"), 0);
  });

  it("stops when the client goes", async () => {
    const server = await origin((socket) => socket.resume());
    const made = scene(`server s1 127.0.0.1:${server.port}`);
    const stream = made.request();
    const answered = made.backend.exchange(stream);
    while (stream.timing.connectedAt === undefined) await turn();
    stream.abort("C", "H");
    assert.deepEqual(await answered, { status: 400, cause: "C", phase: "H", silent: true });
    assert.equal(made.stat("cli_abrt", "s1"), 1);
    assert.equal(made.stat("scur", "s1"), 0);
  });

  it("speaks through UNIX sockets", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hb"));
    const path = join(folder, "s");
    const server = createServer(answering(() => response("unix"))).listen(path);
    try {
      const made = scene(`server s1 unix@${path}`);
      assert.equal(await made.answer(made.request()), "unix");
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });

  for (const [version, pattern] of [
    ["send-proxy", /^PROXY TCP4 192\.0\.2\.1 192\.0\.2\.80 40000 80\r\nGET/],
    // eslint-disable-next-line no-control-regex -- that is what the header is made of
    ["send-proxy-v2", /^\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x01\xc0\0\x02\x50\x9c\x40\0\x50GET/],
  ] as const) {
    it(`tells a server who the client is by ${version}`, async () => {
      let seen = "";
      const server = await origin((socket) => {
        socket.on("data", (data) => {
          seen += data.toString("latin1");
          if (seen.endsWith("\r\n\r\n")) socket.write(response("x"));
        });
      });
      const made = scene(`server s1 127.0.0.1:${server.port} ${version}`);
      await made.answer(made.request());
      assert.match(seen, pattern);
    });
  }

  it("reuses a connection with a PROXY header for its own client only", async () => {
    let connections = 0;
    const server = await origin((socket) => {
      connections++;
      let head = true;
      const serve = answering(() => response("x"));
      socket.once("data", (data) => {
        if (head) socket.unshift(data.subarray(data.indexOf("\n") + 1));
        head = false;
        serve(socket);
      });
    });
    const made = scene(`server s1 127.0.0.1:${server.port} send-proxy`, "http-reuse always");
    await made.answer(made.request({ session: made.session("192.0.2.1") }));
    await made.answer(made.request({ session: made.session("192.0.2.2") }));
    await made.answer(made.request({ session: made.session("192.0.2.1") }));
    assert.equal(connections, 2);
  });

  it("goes to the client's own destination where a server has no address of its own", async () => {
    const server = await origin();
    const made = scene(`server s1 0.0.0.0:${server.port}`);
    const stream = made.request();
    stream.destination = { family: 4, host: "127.0.0.1", port: 80 };
    assert.equal(await made.answer(stream), "hello");
  });

  it("adds a relative port to the client's", async () => {
    const server = await origin();
    const made = scene("server s1 127.0.0.1:+10");
    const stream = made.request();
    stream.destination = { family: 4, host: "127.0.0.1", port: server.port - 10 };
    assert.equal(await made.answer(stream), "hello");
  });

  it("finds servers by name", async () => {
    const server = await origin();
    const made = scene(`server s1 localhost:${server.port}`);
    assert.equal(made.stat("status", "s1"), "MAINT (resolution)");
    made.backend.start();
    while (made.stat("status", "s1") !== "no check") await turn();
    assert.equal(await made.answer(made.request()), "hello");
  });

  it("takes servers in and out while it runs", async () => {
    const [one, two] = [
      await origin(answering(() => response("one"))),
      await origin(answering(() => response("two"))),
    ];
    const made = scene(`server s1 127.0.0.1:${one.port}\n server s2 127.0.0.1:${two.port}`);
    const [first] = made.backend.servers;
    assert.equal(await made.answer(made.request()), "one");
    assert.ok(first);
    made.backend.removeServer(first);
    assert.equal(await made.answer(made.request()), "two");
    assert.equal(await made.answer(made.request()), "two");
    made.backend.addServer(first.config, first.model);
    const answers = [await made.answer(made.request()), await made.answer(made.request())];
    assert.deepEqual(answers.toSorted(), ["one", "two"]);
  });
});
