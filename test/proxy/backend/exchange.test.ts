import assert from "node:assert/strict";
import { answering, drain, Origin, response, Scene } from "./support/scene.ts";

describe("an exchange with a server", () => {
  const opened: (Origin | Scene)[] = [];
  afterEach(() => opened.splice(0).forEach((one) => one.close()));

  async function origin(serve: ConstructorParameters<typeof Origin>[0]): Promise<Origin> {
    const server = await new Origin(serve).listen();
    opened.push(server);
    return server;
  }

  function scene(servers: string, lines = ""): Scene {
    const made = new Scene(
      `defaults\n mode http\n timeout connect 1s\n timeout server 1s\n timeout client 1s
backend be\n balance roundrobin\n ${lines}\n${servers}\n`,
    );
    opened.push(made);
    return made;
  }

  it("sends the request and brings the answer back", async () => {
    const seen: string[] = [];
    const { port } = await origin(
      answering((head) => {
        seen.push(head);
        return response("hello");
      }),
    );
    const made = scene(` server s1 127.0.0.1:${port}`);
    const stream = made.request({ uri: "/a?b=c", body: "some body" });
    assert.equal(await made.answer(stream), "hello");
    assert.deepEqual(seen, ["GET /a?b=c HTTP/1.1\r\nhost: example\r\ncontent-length: 9"]);
    assert.equal(stream.http?.response?.status, 200);
    assert.deepEqual(stream.http.responseFraming, { kind: "length", length: 5 });
    assert.equal(made.stat("stot", "s1"), 1);
    assert.equal(made.stat("lbtot", "s1"), 1);
    assert.equal(made.stat("scur", "s1"), 0);
    assert.equal(made.stat("hrsp_2xx", "s1"), 1);
  });

  it("keeps connections for further requests of a client, and for others once they have proved themselves", async () => {
    const server = await origin(answering(() => response("x")));
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const session = made.session();
    for (let i = 0; i < 3; i++) await made.answer(made.request({ session }));
    assert.equal(server.connections, 1);
    assert.equal(made.stat("connect", "s1"), 1);
    assert.equal(made.stat("reuse", "s1"), 2);
    assert.equal(made.stat("srv_icur", "s1"), 1);
    assert.equal(made.stat("safe_conn_cur", "s1"), 1);
    // With `http-reuse safe` a first request opens its own.
    await made.answer(made.request());
    assert.equal(server.connections, 2);
  });

  for (const [mode, connections] of [
    ["never", 3],
    ["safe", 3],
    ["aggressive", 2],
    ["always", 1],
  ] as const) {
    it(`opens as many connections as "http-reuse ${mode}" asks for`, async () => {
      const server = await origin(answering(() => response("x")));
      const made = scene(` server s1 127.0.0.1:${server.port}`, `http-reuse ${mode}`);
      const session = made.session();
      await made.answer(made.request({ session }));
      // A first request, while the idle connection has served one only.
      await made.answer(made.request());
      await made.answer(made.request({ session }));
      await made.answer(made.request());
      assert.equal(server.connections, connections);
    });
  }

  it("does not use a connection that the server has closed", async () => {
    const server = await origin(
      answering((_, socket) => {
        socket.end(response("bye"));
        return "";
      }),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const session = made.session();
    assert.equal(await made.answer(made.request({ session })), "bye");
    while (Number(made.stat("srv_icur", "s1")) > 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await made.answer(made.request({ session })), "bye");
    assert.equal(server.connections, 2);
  });

  it("closes after each response where a proxy asks for it", async () => {
    const heads: string[] = [];
    const server = await origin(
      answering((head) => {
        heads.push(head);
        return response("x");
      }),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`, "option http-server-close");
    const session = made.session();
    await made.answer(made.request({ session }));
    await made.answer(made.request({ session }));
    assert.equal(server.connections, 2);
    assert.match(heads[0] ?? "", /\r\nconnection: close$/);
  });

  it("passes a chunked payload and its trailers on", async () => {
    const server = await origin(
      answering(
        () =>
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nx-end: yes\r\n\r\n",
      ),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request();
    assert.equal(await made.answer(stream), "abcde");
    assert.deepEqual(stream.http?.responseTrailers, [["x-end", "yes"]]);
  });

  it("sends a payload of unknown length in chunks, as it comes", async () => {
    let text = "";
    const server = await origin((socket) => {
      socket.on("data", (data) => {
        text += data.toString("latin1");
        if (text.endsWith("0\r\n\r\n")) socket.write(response("done"));
      });
    });
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request({ method: "POST" });
    stream.request.complete = false;
    stream.http!.requestFraming = { kind: "chunked" };
    stream.http!.request.headers.add("transfer-encoding", "chunked");
    const answered = made.answer(stream);
    stream.request.push(Buffer.from("first"));
    made.time.soon(() => {
      stream.request.push(Buffer.from("second"));
      stream.request.completeMessage();
    });
    assert.equal(await answered, "done");
    assert.match(text, /\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n$/);
  });

  it("sends a payload that fills the buffer before the end that comes as soon as there is room", async () => {
    let text = "";
    const server = await origin((socket) => {
      socket.on("data", (data) => {
        text += data.toString("latin1");
        if (text.includes("0\r\n\r\n")) socket.write(response("done"));
      });
    });
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request({ method: "POST" });
    const { request } = stream;
    request.complete = false;
    stream.http!.requestFraming = { kind: "chunked" };
    stream.http!.request.headers.add("transfer-encoding", "chunked");
    request.onRoom = () => request.completeMessage();
    assert.equal(request.push(Buffer.alloc(request.capacity, "a")), false);
    assert.equal(await made.answer(stream), "done");
    const size = request.capacity.toString(16);
    assert(text.endsWith(`\r\n\r\n${size}\r\n${"a".repeat(request.capacity)}\r\n0\r\n\r\n`));
  });

  it("passes interim responses on and waits for the final one", async () => {
    const server = await origin(
      answering(() => `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${response("end")}`),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request();
    assert.equal(await made.answer(stream), "end");
    assert.deepEqual(
      stream.fakeClient.interim.map(({ status }) => status),
      [103],
    );
    assert.equal(made.stat("hrsp_1xx", "s1"), 1);
    assert.equal(made.stat("hrsp_2xx", "s1"), 1);
  });

  it("becomes a tunnel after an upgrade", async () => {
    const server = await origin((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n");
        socket.on("data", (data) => socket.write(data));
        socket.on("end", () => socket.end());
      });
    });
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request({
      headers: [
        ["connection", "upgrade"],
        ["upgrade", "echo"],
      ],
    });
    assert.equal(await made.backend.exchange(stream), "answered");
    assert.equal(stream.http?.response?.status, 101);
    assert.equal(stream.http.responseFraming.kind, "tunnel");
    stream.request.reopen();
    stream.request.push(Buffer.from("ping"));
    stream.request.completeMessage();
    assert.equal(await drain(stream), "ping");
    stream.end();
  });

  it("refuses an upgrade that the client has not asked for", async () => {
    const server = await origin(
      answering(() => "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n"),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const result = await made.backend.exchange(made.request());
    assert.deepEqual(result, { status: 502, cause: "P", phase: "H", silent: false });
    assert.equal(made.stat("eresp", "s1"), 1);
  });

  it("reports a server that answers with something else", async () => {
    const server = await origin(answering(() => "SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    assert.deepEqual(await made.backend.exchange(made.request()), {
      status: 502,
      cause: "P",
      phase: "H",
      silent: false,
    });
  });

  it("reports a server that closes instead of answering", async () => {
    const server = await origin((socket) => void socket.once("data", () => socket.end()));
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const result = await made.backend.exchange(made.request());
    assert.deepEqual(result, { status: 502, cause: "S", phase: "H", silent: false });
    // Once as an error of the connection, once for the request.
    assert.equal(made.stat("eresp", "s1"), 2);
    assert.equal(made.stat("eresp"), 2);
  });

  it("says nothing where a kept connection ends instead of an answer: the client tries again", async () => {
    let count = 0;
    const server = await origin(
      answering((_, socket) => {
        if (++count === 1) return response("one");
        socket.end();
        return "";
      }),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const session = made.session();
    await made.answer(made.request({ session }));
    const result = await made.backend.exchange(made.request({ session }));
    assert.deepEqual(result, { status: 0, cause: "-", phase: "-", silent: true });
  });

  it("sends a request again where retry-on allows it", async () => {
    let count = 0;
    const bodies: string[] = [];
    const server = await origin((socket) => {
      socket.on("data", (data) => {
        bodies.push(data.toString("latin1").split("\r\n\r\n")[1] ?? "");
        if (++count === 1) socket.end();
        else if (count === 2) socket.write(response("busy", "HTTP/1.1 503 Busy"));
        else socket.write(response("third"));
      });
    });
    const made = scene(` server s1 127.0.0.1:${server.port}`, "retry-on empty-response 503");
    const stream = made.request({ method: "POST", body: "payload" });
    assert.equal(await made.answer(stream), "third");
    assert.deepEqual(bodies, ["payload", "payload", "payload"]);
    assert.equal(stream.retries, 2);
    assert.equal(made.stat("wretr", "s1"), 4);
  });

  it("breaks the response off where the server does", async () => {
    const server = await origin(
      answering((_, socket) => {
        socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
        return "";
      }),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request();
    assert.equal(await made.backend.exchange(stream), "answered");
    while (stream.response.inputEnd === "open") await stream.response.changed();
    assert.equal(stream.response.inputEnd, "aborted");
    assert.equal(`${stream.endCause}${stream.endPhase}`, "SD");
    assert.equal(made.stat("srv_abrt", "s1"), 1);
  });

  it("stops reading from the server while the client takes nothing", async () => {
    const size = 4_000_000;
    let written = 0;
    const server = await origin(
      answering((_, socket) => {
        const body = Buffer.alloc(size, "x");
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`);
        socket.write(body);
        written = size;
        return "";
      }),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`);
    const stream = made.request();
    assert.equal(await made.backend.exchange(stream), "answered");
    while (!stream.response.isFull || written === 0) await stream.response.changed();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(stream.response.outputLength < 300_000, `${stream.response.outputLength} bytes held`);
    assert.equal((await drain(stream)).length, size);
    stream.end();
  });

  it("tells the server its name", async () => {
    let seen = "";
    const server = await origin(
      answering((head) => {
        seen = head;
        return response("x");
      }),
    );
    const made = scene(` server s1 127.0.0.1:${server.port}`, "http-send-name-header X-Server");
    await made.answer(made.request());
    assert.match(seen, /\r\nx-server: s1/);
  });

  it("waits for a form that the server is chosen by", async () => {
    const { port } = await origin(answering(() => response("x")));
    const made = scene(
      ` server s1 127.0.0.1:${port}\n server s2 127.0.0.1:${port}\n server s3 127.0.0.1:${port}`,
      "balance url_param user",
    );
    const byQuery = made.request({ uri: "/?user=alice" });
    await made.answer(byQuery);
    const byForm = made.request({ method: "POST" });
    const form = "a=b&user=alice&c=d";
    byForm.http!.requestFraming = { kind: "length", length: form.length };
    byForm.http!.request.headers.add("content-length", String(form.length));
    byForm.request.reopen();
    const answered = made.answer(byForm);
    byForm.request.push(Buffer.from(form.slice(0, 9)));
    byForm.request.push(Buffer.from(form.slice(9)));
    byForm.request.completeMessage();
    await answered;
    // In turn, it would have been another one.
    assert.deepEqual([byQuery.server?.name, byForm.server?.name], ["s3", "s3"]);
  });
});
