import assert from "node:assert/strict";
import http from "node:http";
import http2, { type ClientHttp2Session, type OutgoingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

/** What a client got for a request. */
interface Got {
  status?: number | undefined;
  seen?: unknown;
  interim?: number[];
  trailers?: Record<string, unknown>;
  body: string;
  /** Why the stream was reset; 0 where it ended well. */
  reset: number;
}

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly trailers?: OutgoingHttpHeaders;
}

const { NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_PROTOCOL_ERROR } = http2.constants;

/** The server behind; it tells what it got in `x-seen`. */
const origin = http.createServer((request, response) => {
  let length = 0;
  request.on("data", (data: Buffer) => (length += data.length));
  request.on("end", () => {
    switch (request.url) {
      case "/trailers":
        response.writeHead(200, { trailer: "x-t" }).write("body");
        response.addTrailers({ "x-t": "tv" });
        return void response.end();
      case "/interim":
        response.writeEarlyHints({ link: "</a>; rel=preload" });
        return void response.end("after");
      case "/cut":
        return void response.write("part", () => request.socket.destroy());
      case "/big":
        return void response.end("b".repeat(300_000));
      default:
    }
    const { host, cookie } = request.headers;
    const trailers = JSON.stringify(request.trailers);
    response.setHeader("x-seen", [request.method, request.url, host, cookie, length, trailers].join(" "));
    response.setHeader("connection", "x-gone");
    response.end(request.method === "HEAD" ? undefined : "origin");
  });
});

function ask(
  session: ClientHttp2Session,
  { method = "GET", path, headers, body, trailers }: Sent,
): Promise<Got> {
  return new Promise((resolve) => {
    const got: Got = { body: "", reset: 0 };
    const head = { ":method": method, ":path": path, ":authority": "h.example", ...headers };
    const stream = session.request(head, {
      endStream: body === undefined,
      waitForTrailers: trailers !== undefined,
    });
    stream.on("headers", (interim) => (got.interim ??= []).push(Number(interim[":status"])));
    stream.on("response", (answer) => {
      got.status = answer[":status"];
      if (answer["x-seen"] !== undefined) got.seen = answer["x-seen"];
      assert.ok(!("connection" in answer), "a header of HTTP/1");
    });
    stream.on(
      "trailers",
      (fields: http2.IncomingHttpHeaders) => (got.trailers = Object.fromEntries(Object.entries(fields))),
    );
    stream.on("wantTrailers", () => stream.sendTrailers(trailers ?? {}));
    stream.setEncoding("latin1").on("data", (text: string) => (got.body += text));
    stream.on("error", () => undefined);
    stream.on("close", () => {
      got.reset = stream.rstCode;
      resolve(got);
    });
    if (body !== undefined) stream.end(body);
  });
}

/** What HAProxy 3.5-dev5 makes of requests, on a connection each; afterwards that still serves. */
const exchanges: readonly {
  readonly name: string;
  readonly sent: Sent;
  readonly got: Got;
  readonly log: string;
}[] = [
  {
    name: "has an absolute URI and its authority as host, with its cookies in one piece",
    sent: { path: "/a?b=1", headers: { cookie: ["a=1", "b=2"] } },
    got: { status: 200, seen: "GET /a?b=1 h.example a=1; b=2 0 {}", body: "origin", reset: 0 },
    log: "200 -- GET http://h.example/a?b=1 HTTP/2.0",
  },
  {
    name: "has no payload in the answer to HEAD",
    sent: { method: "HEAD", path: "/" },
    got: { status: 200, seen: "HEAD / h.example  0 {}", body: "", reset: 0 },
    log: "200 -- HEAD http://h.example/ HTTP/2.0",
  },
  {
    name: "brings payload of a known length",
    sent: { method: "POST", path: "/", headers: { "content-length": "5" }, body: "hello" },
    got: { status: 200, seen: "POST / h.example  5 {}", body: "origin", reset: 0 },
    log: "200 -- POST http://h.example/ HTTP/2.0",
  },
  {
    name: "brings much payload, and trailers",
    sent: { method: "POST", path: "/", body: Buffer.alloc(200_000), trailers: { "x-tr": "v" } },
    got: { status: 200, seen: 'POST / h.example  200000 {"x-tr":"v"}', body: "origin", reset: 0 },
    log: "200 -- POST http://h.example/ HTTP/2.0",
  },
  {
    name: "gets trailers",
    sent: { path: "/trailers", headers: { te: "trailers" } },
    got: { status: 200, trailers: { "x-t": "tv" }, body: "body", reset: 0 },
    log: "200 -- GET http://h.example/trailers HTTP/2.0",
  },
  {
    name: "gets interim responses",
    sent: { path: "/interim" },
    got: { status: 200, interim: [103], body: "after", reset: 0 },
    log: "200 -- GET http://h.example/interim HTTP/2.0",
  },
  {
    name: "gets much payload",
    sent: { path: "/big" },
    got: { status: 200, body: "b".repeat(300_000), reset: 0 },
    log: "200 -- GET http://h.example/big HTTP/2.0",
  },
  {
    name: "is answered before its payload has come",
    sent: { method: "POST", path: "/early", body: Buffer.alloc(400_000) },
    got: { status: 200, seen: "2.0", body: "early", reset: 0 },
    log: "200 LR POST http://h.example/early HTTP/2.0",
  },
];

describe("HTTP/2 in frontends", function () {
  this.timeout(60_000);
  let serving: Serving;
  let port = 0;

  const connect = async (): Promise<ClientHttp2Session> => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    session.on("error", () => undefined);
    await new Promise((resolve) => session.once("connect", resolve));
    return session;
  };
  const logged = async (): Promise<string> => {
    await serving.until(() => serving.stdout.includes("\n"));
    const [line = ""] = serving.stdout.split("\n");
    serving.stdout = "";
    return line;
  };

  before(async () => {
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    const ports = await freeLoopbackPorts(1);
    [port = 0] = ports;
    const config = `
global
    log stdout format raw local0
    stats socket unix@s.sock level admin
defaults
    mode http
    log global
    log-format "%ST %ts %HM %HU %HV"
    timeout connect 2s
    timeout client 5s
    timeout server 5s
    timeout http-request 150ms
    timeout http-keep-alive 300ms
frontend f
    bind 127.0.0.1:${port}
    http-request return status 200 hdr x-seen %[req.ver] content-type text/plain string early if { path /early }
    http-request reject if { path /reject }
    default_backend b
backend b
    server o 127.0.0.1:${(origin.address() as AddressInfo).port}
`;
    serving = await Serving.start({ command: haluaCommand, files: { "haproxy.cfg": config }, ports });
  });

  after(async () => {
    origin.close();
    origin.closeAllConnections();
    await serving.stop();
  });

  for (const { name, sent, got, log } of exchanges) {
    it(`a request ${name}`, async () => {
      const session = await connect();
      assert.deepEqual(await ask(session, sent), got);
      assert.equal(await logged(), log);
      const { status } = await ask(session, { path: "/early" });
      await logged();
      session.destroy();
      assert.equal(status, 200);
    });
  }

  it("resets what breaks off, so that nobody takes it for whole", async () => {
    const session = await connect();
    const { status, body, reset } = await ask(session, { path: "/cut" });
    assert.deepEqual(
      { status, body, log: await logged() },
      { status: 200, body: "part", log: "200 SD GET http://h.example/cut HTTP/2.0" },
    );
    assert.notEqual(reset, 0);
    session.destroy();
  });

  it("refuses payload of another length than announced", async () => {
    const session = await connect();
    const headers = { "content-length": "9" };
    const { status, reset } = await ask(session, { method: "POST", path: "/", headers, body: "hello" });
    assert.deepEqual({ status, reset }, { status: undefined, reset: NGHTTP2_PROTOCOL_ERROR });
    await logged();
    session.destroy();
  });

  it("ends the connection of a client that a rule rejects", async () => {
    const session = await connect();
    const closed = new Promise((resolve) => session.once("close", resolve));
    const code = new Promise((resolve) => session.once("goaway", resolve));
    const { status } = await ask(session, { path: "/reject" });
    await closed;
    assert.deepEqual([status, await code], [undefined, NGHTTP2_ENHANCE_YOUR_CALM]);
    assert.equal(await logged(), "-1 PR GET http://h.example/reject HTTP/2.0");
  });

  it("serves more requests at a time than it allows at once", async () => {
    const session = await connect();
    const asked = Array.from({ length: 130 }, (_, i) => ask(session, { path: `/${i}` }));
    const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
    session.destroy();
    assert.deepEqual([...statuses], [200]);
    await serving.until(() => serving.stdout.split("\n").length > 130);
    serving.stdout = "";
  });

  it("says goodbye to who asks nothing, and later to who asks nothing more", async () => {
    const goodbye = (session: ClientHttp2Session): Promise<number> => {
      const since = performance.now();
      return new Promise((resolve) => session.once("close", () => resolve(performance.now() - since)));
    };
    const session = await connect();
    const silent = await goodbye(session);
    const other = await connect();
    await ask(other, { path: "/early" });
    const idle = await goodbye(other);
    await logged();
    assert.ok(silent >= 100 && idle >= 250, `${silent} ${idle}`);
  });

  it("counts a connection for both versions, and requests for the one they have", async () => {
    const figures = async (): Promise<number[]> => {
      const [header = "", line = ""] = (await serving.ask("s.sock", "show stat")).split("\n");
      const cells = line.split(",");
      return ["h1sess", "h2sess", "h1req", "h2req"].map((name) =>
        Number(cells[header.split(",").indexOf(name)]),
      );
    };
    const earlier = await figures();
    const session = await connect();
    await ask(session, { path: "/early" });
    await ask(session, { path: "/early" });
    session.destroy();
    const now = await figures();
    assert.deepEqual(
      now.map((figure, i) => figure - (earlier[i] ?? 0)),
      [1, 1, 0, 2],
    );
  });
});
