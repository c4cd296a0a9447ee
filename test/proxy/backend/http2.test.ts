import assert from "node:assert/strict";
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { certificate } from "../../api/support/certificate.ts";
import { drain, Scene } from "./support/scene.ts";

const payload = Buffer.alloc(300_000, "p");

/** Answers by path; tells in `x-got` what it got. */
function answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  let length = 0;
  const trailers: string[] = [];
  stream.on("error", () => undefined);
  stream.on("trailers", (fields: IncomingHttpHeaders) => trailers.push(String(fields["x-t"])));
  stream.on("data", (data: Buffer) => {
    if (headers[":protocol"] === undefined) length += data.length;
    else stream.write(data);
  });
  switch (headers[":path"]) {
    case "/reset":
      stream.close(11);
      return;
    case "/ws":
      stream.respond({ ":status": 200 });
      stream.on("end", () => stream.end());
      return;
    case "/big":
      stream.respond({ ":status": 200 });
      stream.end(payload);
      return;
    case "/trailers":
      stream.respond({ ":status": 200 }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "x-end": "yes" }));
      stream.end("body");
      return;
    case "/early":
      stream.additionalHeaders({ ":status": 103, link: "</a>" });
      break;
    default:
  }
  stream.on("end", () => {
    const { ":method": method, ":scheme": scheme, ":authority": authority, host } = headers;
    const got = [method, scheme, authority, host, headers.connection, length, trailers].join(" ").trim();
    stream.respond({ ":status": 200, "x-got": got });
    stream.end(method === "HEAD" ? "" : "origin");
  });
}

describe("servers that speak HTTP/2", () => {
  const scenes: Scene[] = [];
  const sessions: Http2Session[] = [];
  const servers: Http2Server[] = [];

  async function origin(server: Http2Server): Promise<number> {
    servers.push(server);
    server.on("session", (session) => sessions.push(session));
    server.on("stream", answer);
    server.on("sessionError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  function scene(port: number, parameters: string): Scene {
    const made = new Scene(
      `defaults\n mode http\n retries 0\n timeout connect 5s\n timeout server 20s\nbackend be\n server s1 127.0.0.1:${port} ${parameters}\n`,
    );
    scenes.push(made);
    return made;
  }

  afterEach(async () => {
    for (const made of scenes.splice(0)) made.close();
    for (const session of sessions.splice(0)) session.destroy();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  it("get the host as an origin's, and nothing that belongs to connections", async () => {
    const made = scene(await origin(createServer()), "proto h2");
    const headers = [
      ["host", "h.example"],
      ["connection", "x"],
    ] as const;
    const stream = made.request({ headers });
    assert.equal(await made.answer(stream), "origin");
    assert.equal(stream.http?.response?.headers.get("x-got"), "GET https  h.example  0");
    assert.equal(stream.serverConnection?.protocol, "h2");
  });

  it("serve one request after the other on one connection", async () => {
    const made = scene(await origin(createServer()), "proto h2");
    const session = made.session();
    for (let i = 0; i < 3; i++) assert.equal(await made.answer(made.request({ session })), "origin");
    assert.equal(sessions.length, 1);
  });

  it("get payload, and send it, beyond all windows", async () => {
    const made = scene(await origin(createServer()), "proto h2");
    const sent = made.request({ method: "POST", body: payload.toString("latin1") });
    await made.answer(sent);
    assert.match(sent.http?.response?.headers.get("x-got") ?? "", / 300000$/);
    const taken = made.request({ uri: "/big" });
    assert.equal((await made.answer(taken)).length, payload.length);
  });

  it("have no payload in the answer to HEAD", async () => {
    const made = scene(await origin(createServer()), "proto h2");
    assert.equal(await made.answer(made.request({ method: "HEAD" })), "");
  });

  it("send trailers and interim responses", async () => {
    const made = scene(await origin(createServer()), "proto h2");
    const trailing = made.request({ uri: "/trailers" });
    assert.equal(await made.answer(trailing), "body");
    assert.deepEqual(trailing.http?.responseTrailers, [["x-end", "yes"]]);
    const early = made.request({ uri: "/early" });
    assert.equal(await made.answer(early), "origin");
    assert.deepEqual(
      early.fakeClient.interim.map(({ status }) => status),
      [103],
    );
  });

  it("that reset a stream have not answered it, and keep their connection", async () => {
    const made = scene(await origin(createServer()), "proto h2");
    const session = made.session();
    const outcome = await made.backend.exchange(made.request({ uri: "/reset", session }));
    assert.deepEqual(outcome, { status: 502, cause: "S", phase: "H", silent: false });
    assert.equal(await made.answer(made.request({ session })), "origin");
    assert.equal(sessions.length, 1);
  });

  const upgrade = [
    ["host", "h.example"],
    ["connection", "upgrade"],
    ["upgrade", "echo"],
  ] as const;

  it("are asked for another protocol by CONNECT", async () => {
    const made = scene(await origin(createServer({ settings: { enableConnectProtocol: true } })), "proto h2");
    const stream = made.request({ uri: "/ws", headers: upgrade });
    assert.equal(await made.backend.exchange(stream), "answered");
    assert.deepEqual([stream.http?.response?.status, stream.http?.responseFraming.kind], [101, "tunnel"]);
    assert.equal(stream.http?.response?.headers.get("upgrade"), "echo");
    stream.request.reopen();
    stream.request.push(Buffer.from("ping"));
    stream.request.completeMessage();
    assert.equal(await drain(stream), "ping");
  });

  it("are not asked for another protocol where they take none, or with a payload", async () => {
    const failure = { status: 502, cause: "S", phase: "H", silent: false };
    const without = scene(await origin(createServer()), "proto h2");
    assert.deepEqual(
      await without.backend.exchange(without.request({ uri: "/ws", headers: upgrade })),
      failure,
    );
    const taking = createServer({ settings: { enableConnectProtocol: true } });
    const made = scene(await origin(taking), "proto h2");
    const posting = made.request({ method: "POST", uri: "/ws", headers: upgrade, body: "payload" });
    assert.deepEqual(await made.backend.exchange(posting), failure);
  });

  it("are found out by ALPN", async () => {
    const port = await origin(createSecureServer({ ...certificate, allowHTTP1: false }));
    const made = scene(port, "ssl verify none alpn h2,http/1.1");
    const stream = made.request();
    assert.equal(await made.answer(stream), "origin");
    assert.deepEqual([stream.serverConnection?.protocol, stream.serverConnection?.tls?.alpn], ["h2", "h2"]);
  });
});
