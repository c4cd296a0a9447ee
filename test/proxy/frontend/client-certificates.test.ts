import assert from "node:assert/strict";
import { connect, type ConnectionOptions } from "node:tls";
import { certificate, otherCertificate } from "../../api/support/certificate.ts";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

/** What a client is answered over TLS; "" where the connection ends without an answer. */
function ask(port: number, options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({
      port,
      host: "127.0.0.1",
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
      ...options,
    });
    socket.on("secureConnect", () => socket.write("GET / HTTP/1.0\r\n\r\n"));
    socket.on("data", (data: Buffer) => (answer += data.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer.split("\r\n\r\n")[1] ?? ""));
  });
}

describe("certificates of clients", () => {
  let serving: Serving;
  let ports: number[];

  before(async function () {
    this.timeout(60_000);
    ports = await freeLoopbackPorts(3);
    const bind = (port: number | undefined, verify: string): string =>
      ` bind 127.0.0.1:${port} ssl crt server.pem ${verify}\n`;
    serving = await Serving.start({
      command: haluaCommand,
      ports,
      files: {
        "server.pem": certificate.cert + certificate.key,
        "ca.pem": certificate.cert,
        "haproxy.cfg":
          "defaults\n mode http\n timeout client 30s\n timeout connect 30s\n timeout server 30s\nfrontend f\n" +
          bind(ports[0], "") +
          bind(ports[1], "verify optional ca-file ca.pem") +
          bind(ports[2], "verify required ca-file ca.pem") +
          ' http-request return status 200 content-type text/plain lf-string "%[ssl_c_used]%[ssl_c_verify]"\n',
      },
    });
  });
  after(() => serving.stop());

  const none = {};
  const known = { cert: certificate.cert, key: certificate.key };
  const unknown = { cert: otherCertificate.cert, key: otherCertificate.key };

  it("are not asked for by default", async () => {
    const [port = 0] = ports;
    for (const client of [none, known, unknown]) assert.equal(await ask(port, client), "00");
  });

  it("may be missing where they are optional, but must be good", async () => {
    const [, port = 0] = ports;
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      assert.equal(await ask(port, { ...none, maxVersion }), "00");
      assert.equal(await ask(port, { ...known, maxVersion }), "10");
      assert.equal(await ask(port, { ...unknown, maxVersion }), "");
    }
  });

  it("must be there and good where they are required", async () => {
    const [, , port = 0] = ports;
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      assert.equal(await ask(port, { ...none, maxVersion }), "");
      assert.equal(await ask(port, { ...known, maxVersion }), "10");
      assert.equal(await ask(port, { ...unknown, maxVersion }), "");
    }
  });
});
