import assert from "node:assert/strict";
import net from "node:net";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

const post = (path: string, headers: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n${headers}\r\n`;
const five = "content-length: 5\r\n";
const chunked = "transfer-encoding: chunked\r\n";

/** What HAProxy 3.5-dev5 answered and logged, for what was sent in pieces to the frontend that waits, or to the other. */
const asks: readonly {
  readonly name: string;
  readonly waits: boolean;
  readonly parts: readonly string[];
  readonly status: number;
  readonly seen?: string;
  readonly log: string;
}[] = [
  {
    name: "whole",
    waits: true,
    parts: [`${post("/x", five)}hello`],
    status: 200,
    seen: "5,hello",
    log: "200 LR POST /x",
  },
  {
    name: "in pieces",
    waits: true,
    parts: [`${post("/x", five)}he`, "llo"],
    status: 200,
    seen: "5,hello",
    log: "200 LR POST /x",
  },
  { name: "too slowly", waits: true, parts: [`${post("/x", five)}he`], status: 408, log: "408 cR POST /x" },
  {
    name: "with a bad chunk",
    waits: true,
    parts: [`${post("/x", chunked)}zz\r\n`],
    status: 400,
    log: "400 PR <BADREQ> <BADREQ>",
  },
  {
    name: "with a bad chunk to a rule that needs no payload",
    waits: false,
    parts: [`${post("/g", chunked)}zz\r\n`],
    status: 400,
    log: "400 PR <BADREQ> <BADREQ>",
  },
  {
    name: "in pieces for a backend",
    waits: false,
    parts: [`${post("/x", five)}he`, "llo"],
    status: 200,
    seen: "2,5,hello",
    log: "200 LR POST /x",
  },
  {
    name: "too slowly for a backend",
    waits: false,
    parts: [`${post("/x", five)}he`],
    status: 408,
    log: "408 cR POST /x",
  },
  {
    name: "in pieces to a rule that needs no payload",
    waits: false,
    parts: [`${post("/g", five)}he`],
    status: 200,
    seen: "2",
    log: "200 LR POST /g",
  },
];

/** Sends a piece now and the rest a moment later; gives what comes until the peer closes. */
function send(port: number, [first = "", rest]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = "";
    const socket = net.createConnection({ port, host: "127.0.0.1" }, () => {
      socket.write(first);
      // A segment of its own, so that the head is judged without it.
      if (rest !== undefined) setTimeout(() => socket.write(rest), 30);
    });
    socket
      .setNoDelay(true)
      .setEncoding("latin1")
      .on("data", (text: string) => (seen += text));
    socket.on("error", reject).on("close", () => resolve(seen));
  });
}

describe("requests' payload in frontends", function () {
  this.timeout(60_000);
  let serving: Serving;
  let ports: number[];

  before(async () => {
    ports = await freeLoopbackPorts(2);
    const [waiting = 0, other = 0] = ports;
    const config = `
global
    log stdout format raw local0
defaults
    mode http
    log global
    log-format "%ST %ts %HM %HU"
    timeout client 5s
    timeout http-request 1500ms
frontend waiting
    bind 127.0.0.1:${waiting}
    option http-buffer-request
    http-request return status 200 hdr x-seen %[req.body_len],%[req.body] content-type text/plain string x
frontend other
    bind 127.0.0.1:${other}
    http-request set-header x-length %[req.body_len]
    http-request return status 200 hdr x-seen %[req.body_len] content-type text/plain string x if { path /g }
    default_backend waits
backend waits
    timeout http-request 1500ms
    option http-buffer-request
    http-request return status 200 hdr x-seen %[req.hdr(x-length)],%[req.body_len],%[req.body] content-type text/plain string x
`;
    serving = await Serving.start({ command: haluaCommand, files: { "haproxy.cfg": config }, ports });
  });

  after(() => serving.stop());

  for (const { name, waits, parts, status, seen, log } of asks) {
    it(`is taken ${waits ? "first" : "as rules ask for it"}, where it comes ${name}`, async () => {
      serving.stdout = "";
      const answer = await send(ports[waits ? 0 : 1] ?? 0, parts);
      await serving.until(() => serving.stdout.includes("\n"));
      const [, code] = /^HTTP\/1\.1 (\d+) /.exec(answer) ?? [];
      const [, found] = /^x-seen: (.*)\r$/m.exec(answer) ?? [];
      assert.deepEqual(
        { status: Number(code), seen: found, log: serving.stdout.trim() },
        { status, seen, log },
      );
    });
  }
});
