import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import type { ServerFailure } from "../../../src/proxy/backend/server-failure.ts";
import { drain, Origin, response, Scene, type FakeStream } from "./support/scene.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("queues for servers", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  /** A server that answers when it is told to, and notes the paths asked for. */
  class SlowServer {
    readonly asked: string[] = [];
    readonly #sockets: Socket[] = [];

    readonly serve = (socket: Socket): void => {
      socket.on("data", (data) => {
        this.asked.push(/^GET (\S+)/.exec(data.toString("latin1"))?.[1] ?? "");
        this.#sockets.push(socket);
      });
    };

    answer(): void {
      this.#sockets.shift()?.write(response("x"));
    }
  }

  async function scene(
    parameters: string,
    lines = "",
  ): Promise<{ made: Scene; slow: SlowServer; time: VirtualTime; ask: (path: string) => Asked }> {
    const slow = new SlowServer();
    const server = await new Origin(slow.serve).listen();
    const time = new VirtualTime();
    const made = new Scene(
      `defaults\n mode http\n timeout queue 400\n timeout connect 1s
backend be\n balance roundrobin\n ${lines}\n server s1 127.0.0.1:${server.port} ${parameters}\n`,
      time,
    );
    opened.push(server, made);
    return { made, slow, time, ask: (path) => new Asked(made, path) };
  }

  /** A request on its way. */
  class Asked {
    readonly stream: FakeStream;
    result: unknown;

    constructor(made: Scene, path: string, prepare: (stream: FakeStream) => void = () => undefined) {
      this.stream = made.request({ uri: path });
      prepare(this.stream);
      made.backend.enter(this.stream);
      void made.backend.exchange(this.stream).then(async (result) => {
        if (result === "answered") await drain(this.stream);
        this.stream.end();
        this.result = result;
      });
    }

    async over(): Promise<unknown> {
      while (this.result === undefined) await turn();
      return this.result;
    }
  }

  const askedFor = async (slow: SlowServer, count: number): Promise<void> => {
    while (slow.asked.length < count) await turn();
  };

  it("let as many streams at a server as maxconn says, in the order of their coming", async () => {
    const { made, slow, ask } = await scene("maxconn 1");
    const streams = [ask("/a"), ask("/b"), ask("/c")];
    await askedFor(slow, 1);
    // The server is chosen, but full: a single stream waits there; with others it is the backend where they wait.
    assert.equal(made.stat("qcur"), 2);
    assert.equal(made.stat("scur", "s1"), 1);
    for (let i = 0; i < 3; i++) {
      slow.answer();
      await streams[i]?.over();
      if (i < 2) await askedFor(slow, i + 2);
    }
    assert.deepEqual(slow.asked, ["/a", "/b", "/c"]);
    assert.deepEqual(
      streams.map(({ stream }) => stream.backendQueue),
      [0, 1, 2],
    );
    assert.equal(made.stat("qmax"), 2);
    assert.equal(made.stat("qcur"), 0);
    assert.equal(made.stat("smax", "s1"), 1);
  });

  it("let those with a lower class, then those with an earlier time go first", async () => {
    const { made, slow, ask } = await scene("maxconn 1");
    ask("/first");
    await askedFor(slow, 1);
    const streams = [
      new Asked(made, "/plain"),
      new Asked(made, "/urgent", (stream) => (stream.priorityClass = -1)),
      new Asked(made, "/early", (stream) => (stream.priorityOffset = -100)),
    ];
    for (let i = 0; i < 4; i++) {
      slow.answer();
      if (i < 3) await askedFor(slow, i + 2);
    }
    await Promise.all(streams.map((one) => one.over()));
    assert.deepEqual(slow.asked, ["/first", "/urgent", "/early", "/plain"]);
  });

  it("are left after a time", async () => {
    const { made, slow, time, ask } = await scene("maxconn 1");
    const first = ask("/a");
    await askedFor(slow, 1);
    const second = ask("/b");
    time.advanceSync(399);
    await turn();
    assert.equal(second.result, undefined);
    time.advanceSync(1);
    assert.deepEqual(await second.over(), { status: 503, cause: "s", phase: "Q", silent: false });
    assert.equal(made.stat("econ"), 1);
    assert.equal(made.stat("qcur"), 0);
    slow.answer();
    assert.equal(await first.over(), "answered");
  });

  it("hold no more of a client's own server than maxqueue says", async () => {
    const { made, slow } = await scene("maxconn 1 maxqueue 1 cookie a", "cookie SRV insert");
    const ask = (path: string): Asked =>
      new Asked(made, path, (stream) => stream.http?.request.headers.add("cookie", "SRV=a"));
    const first = ask("/a");
    await askedFor(slow, 1);
    const second = ask("/b");
    assert.equal(made.stat("qcur", "s1"), 1);
    const third = ask("/c");
    assert.deepEqual(await third.over(), { status: 503, cause: "S", phase: "Q", silent: false });
    slow.answer();
    await first.over();
    await askedFor(slow, 2);
    slow.answer();
    await second.over();
    assert.equal(second.stream.serverQueue, 1);
    assert.equal(made.stat("econ", "s1"), 1);
  });

  it("are left when the client goes", async () => {
    const { made, slow, ask } = await scene("maxconn 1");
    ask("/a");
    await askedFor(slow, 1);
    const second = ask("/b");
    second.stream.abort("C", "Q");
    const result = (await second.over()) as ServerFailure;
    assert.equal(`${result.cause}${result.phase}`, "CQ");
    assert.equal(second.stream.http?.status, -1);
    assert.equal(made.stat("qcur"), 0);
  });

  it("are moved to other servers when one goes into maintenance", async () => {
    const slow = new SlowServer();
    const fast = new SlowServer();
    const [one, two] = [await new Origin(slow.serve).listen(), await new Origin(fast.serve).listen()];
    const made = new Scene(`defaults\n mode http\n option redispatch
backend be\n balance roundrobin\n cookie SRV insert
 server s1 127.0.0.1:${one.port} maxconn 1 cookie a\n server s2 127.0.0.1:${two.port} cookie b\n`);
    opened.push(one, two, made);
    const ask = (path: string): Asked =>
      new Asked(made, path, (stream) => stream.http?.request.headers.add("cookie", "SRV=a"));
    ask("/a");
    await askedFor(slow, 1);
    const moved = ask("/b");
    assert.equal(made.stat("qcur", "s1"), 1);
    made.proxy.model.servers[0]?.setState("maint");
    await askedFor(fast, 1);
    fast.answer();
    assert.equal(await moved.over(), "answered");
    assert.equal(moved.stream.server?.name, "s2");
    assert.match(
      made.log[0] ?? "",
      /^Server be\/s1 is going DOWN for maintenance\..* 1 requeued, 0 remaining in queue\.$/,
    );
  });

  it("let more in when maxconn grows", async () => {
    const { made, slow, ask } = await scene("maxconn 1");
    const streams = [ask("/a"), ask("/b")];
    await askedFor(slow, 1);
    made.proxy.model.servers[0]?.setMaxconn("2");
    await askedFor(slow, 2);
    slow.answer();
    slow.answer();
    await Promise.all(streams.map((one) => one.over()));
  });

  it("grow a server's limit from minconn to maxconn as the backend fills up", async () => {
    const { made } = await scene("minconn 2 maxconn 10", "fullconn 20");
    const [server] = made.backend.servers;
    const limits: (number | undefined)[] = [];
    for (let i = 0; i < 20; i++) {
      made.backend.enter(made.request());
      limits.push(server?.dynamicMaxconn);
    }
    assert.deepEqual(limits, [2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10]);
  });

  /** How many of eight requests with the same hash go to either server, the first to be asked being told first. */
  async function shares(lines: string, parameters: string): Promise<number[]> {
    const slow = new SlowServer();
    const server = await new Origin(slow.serve).listen();
    const made = new Scene(
      `defaults\n mode http\n timeout queue 1s\n timeout connect 1s
backend be\n balance uri\n hash-type consistent\n ${lines}
 server s1 127.0.0.1:${server.port} ${parameters}\n server s2 127.0.0.1:${server.port} ${parameters}\n`,
      new VirtualTime(),
    );
    opened.push(server, made);
    for (let i = 0; i < 8; i++) new Asked(made, "/same");
    const of = (name: string): number => Number(made.stat("scur", name)) + Number(made.stat("qcur", name));
    return [of("s1"), of("s2")].sort((one, other) => other - one);
  }

  it("are passed over by hashes when hash-preserve-affinity says so", async () => {
    assert.deepEqual(await shares("", "maxconn 2"), [8, 0]);
    assert.deepEqual(await shares("hash-preserve-affinity always", "maxconn 2"), [8, 0]);
    assert.deepEqual(await shares("hash-preserve-affinity maxqueue", "maxconn 2"), [8, 0]);
    assert.deepEqual(await shares("hash-preserve-affinity maxqueue", "maxconn 2 maxqueue 4"), [6, 2]);
    // With both full, the ring is gone around, and ends where it began.
    assert.deepEqual(await shares("hash-preserve-affinity maxconn", "maxconn 4"), [4, 4]);
    assert.deepEqual(await shares("hash-preserve-affinity maxconn", ""), [8, 0]);
  });
});
