import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { http2Preface } from "../../../src/proxy/http/h1-parser.ts";
import { errorCodes } from "../../../src/proxy/http2/frames.ts";
import { H2Connection } from "../../../src/proxy/http2/h2-connection.ts";
import type { H2Stream } from "../../../src/proxy/http2/h2-stream.ts";
import type { Field } from "../../../src/proxy/http2/hpack-table.ts";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

/** What a client got on a stream: the fields that came, or why it was reset. */
type Got = Readonly<Record<string, string>> | number;

/** Asks with these fields on a connection of its own; resolves with the head, or with the reset. */
async function ask(port: number, fields: readonly Field[]): Promise<Got> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    return await new Promise<Got>((resolve, reject) => {
      const http2 = new H2Connection(
        {
          blocked: false,
          write: (piece) => void socket.write(piece, "latin1"),
          streamClosed: () => undefined,
          glitch: () => undefined,
          failed: (code) => reject(new Error(`the connection failed: ${code}`)),
          goingAway: () => undefined,
        },
        { role: "client", maxConcurrentStreams: 1 },
      );
      socket.on("error", reject).on("data", (bytes: Buffer) => http2.push(bytes));
      socket.on("close", () => reject(new Error("closed")));
      socket.write(http2Preface);
      http2.start();
      const stream: H2Stream = http2.open({
        fields: (answer) => resolve(Object.fromEntries(answer)),
        data: () => undefined,
        broken: () => resolve(stream.resetCode ?? -1),
        drained: () => undefined,
      });
      stream.sendFields(
        fields,
        fields.every(([name]) => name !== ":protocol"),
      );
    });
  } finally {
    socket.destroy();
  }
}

const get: readonly Field[] = [
  [":method", "GET"],
  [":scheme", "http"],
  [":path", "/p?q"],
];
const authority: Field = [":authority", "h.example"];

/** What HAProxy 3.5-dev5 makes of requests: the URI, the host and the cookie that its rules see; a status; or a reset. */
const requests: readonly (readonly [what: string, fields: readonly Field[], got: string | number])[] = [
  ["neither authority nor host", get, "GET /p?q <> <>"],
  ["a host only", [...get, ["host", "h.example"]], "GET /p?q <h.example> <>"],
  ["an authority", [...get, authority], "GET http://h.example/p?q <h.example> <>"],
  [
    "an authority and another host",
    [...get, authority, ["host", "other"]],
    "GET http://h.example/p?q <h.example> <>",
  ],
  ["a usual port", [...get, [":authority", "h.example:80"]], "GET http://h.example/p?q <h.example> <>"],
  [
    "an unusual scheme",
    [get[0]!, [":scheme", "ftp"], get[2]!, authority],
    "GET ftp://h.example/p?q <h.example> <>",
  ],
  ["cookies in pieces", [...get, ["cookie", "a=1"], ["cookie", "b=2"]], "GET /p?q <> <a=1; b=2>"],
  ["blanks around a value", [...get, ["cookie", " a=1\t"]], "GET /p?q <> <a=1>"],
  [
    "an asterisk",
    [[":method", "OPTIONS"], get[1]!, [":path", "*"], authority],
    "OPTIONS http://h.example <h.example> <>",
  ],
  ["te with trailers", [...get, ["te", "trailers"]], "GET /p?q <> <>"],
  ["the preface's method", [[":method", "PRI"], get[1]!, [":path", "*"]], 400],
  ["a scheme that is none", [get[0]!, [":scheme", "h ttp"], get[2]!], 400],
  ["a method that is none", [[":method", "G T"], get[1]!, get[2]!], 400],
  ["no method", get.slice(1), -errorCodes.protocol],
  ["no scheme", [get[0]!, get[2]!], -errorCodes.protocol],
  ["no path", get.slice(0, 2), -errorCodes.protocol],
  ["an empty path", [get[0]!, get[1]!, [":path", ""]], -errorCodes.protocol],
  ["a path without its slash", [get[0]!, get[1]!, [":path", "p"]], -errorCodes.protocol],
  ["a blank in the path", [get[0]!, get[1]!, [":path", "/a b"]], -errorCodes.protocol],
  ["a fragment in the path", [get[0]!, get[1]!, [":path", "/a#b"]], -errorCodes.protocol],
  ["a status", [...get, [":status", "200"]], -errorCodes.protocol],
  ["an unknown pseudo-header", [...get, [":x", "1"]], -errorCodes.protocol],
  ["a pseudo-header twice", [...get, [":path", "/"]], -errorCodes.protocol],
  ["a pseudo-header behind others", [...get, ["a", "b"], authority], -errorCodes.protocol],
  ["a slash in the authority", [...get, [":authority", "a/b"]], -errorCodes.protocol],
  ["a slash in the host", [...get, ["host", "a/b"]], -errorCodes.protocol],
  ["capitals in a name", [...get, ["Accept", "b"]], -errorCodes.protocol],
  ["a blank in a name", [...get, ["a b", "c"]], -errorCodes.protocol],
  ["a line's end in a value", [...get, ["a", "b\r\nc: d"]], -errorCodes.protocol],
  ["connection", [...get, ["connection", "close"]], -errorCodes.protocol],
  ["upgrade", [...get, ["upgrade", "x"]], -errorCodes.protocol],
  ["transfer-encoding", [...get, ["transfer-encoding", "chunked"]], -errorCodes.protocol],
  ["te with more", [...get, ["te", "gzip"]], -errorCodes.protocol],
  ["lengths that differ", [...get, ["content-length", "0"], ["content-length", "1"]], -errorCodes.protocol],
  ["payload announced and none", [...get, ["content-length", "1"]], -errorCodes.protocol],
  ["CONNECT with a path", [[":method", "CONNECT"], ...get.slice(1), authority], -errorCodes.protocol],
  ["a protocol without CONNECT", [...get, authority, [":protocol", "x"]], -errorCodes.protocol],
  [
    "HTTP/2 as protocol",
    [[":method", "CONNECT"], ...get.slice(1), authority, [":protocol", "h2c"]],
    -errorCodes.protocol,
  ],
];

describe("requests of HTTP/2, as frames", function () {
  this.timeout(60_000);
  let serving: Serving;
  let port = 0;
  let plain = 0;
  let upgrading = 0;

  /** Takes WebSockets as RFC 6455 has it; `/wrong` is answered to another key. */
  const origin = http.createServer();
  origin.on("upgrade", ({ headers, url }, socket) => {
    const key = url === "/wrong" ? "other" : (headers["sec-websocket-key"] ?? "");
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
  });

  before(async () => {
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    const ports = await freeLoopbackPorts(3);
    [port = 0, plain = 0, upgrading = 0] = ports;
    const config = `
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
frontend f
    bind 127.0.0.1:${port} proto h2
    http-request set-var(txn.host) req.hdr(host)
    http-request set-var(txn.cookie) req.hdr(cookie)
    http-request return status 200 hdr x-seen "%[method] %[url] <%[var(txn.host)]> <%[var(txn.cookie)]>"
frontend plain
    bind 127.0.0.1:${plain}
    option disable-h2-upgrade
    http-request return status 200
frontend u
    bind 127.0.0.1:${upgrading} proto h2
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

  for (const [what, fields, expected] of requests) {
    it(`${typeof expected === "string" ? "go on" : "end"} with ${what}`, async () => {
      const got = await ask(port, fields);
      if (typeof got === "number") assert.equal(-got, expected);
      else if (typeof expected === "number") assert.equal(got[":status"], String(expected));
      else assert.equal(got["x-seen"], expected);
    });
  }

  const webSocket = (path: string): readonly Field[] => [
    [":method", "CONNECT"],
    [":scheme", "http"],
    [":path", path],
    authority,
    [":protocol", "websocket"],
  ];

  it("get a WebSocket from a server of HTTP/1, whose key is made up", async () => {
    assert.deepEqual(
      await ask(upgrading, webSocket("/")).then((got) => typeof got === "object" && got[":status"]),
      "200",
    );
  });

  it("get none from a server that answers to another key", async () => {
    assert.deepEqual(
      await ask(upgrading, webSocket("/wrong")).then((got) => typeof got === "object" && got[":status"]),
      "502",
    );
  });

  it("are refused where a connection must not change to HTTP/2", async () => {
    const socket = net.connect(plain, "127.0.0.1");
    let said = "";
    socket.setEncoding("latin1").on("data", (text: string) => (said += text));
    socket.write(http2Preface);
    await new Promise((resolve) => socket.once("end", resolve));
    socket.destroy();
    assert.match(said, /^HTTP\/1\.1 405 /);
  });
});
