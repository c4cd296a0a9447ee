import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { certificate, otherCertificate } from "../../api/support/certificate.ts";
import { answering, response, Scene } from "./support/scene.ts";

describe("servers behind TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "ht"));
  const authority = join(folder, "ca.pem");
  const client = join(folder, "client.pem");
  const asked: (string | false)[] = [];
  const clients: (string | undefined)[] = [];
  const scenes: Scene[] = [];
  let server: Server;
  let port = 0;

  before((done) => {
    writeFileSync(authority, certificate.cert);
    writeFileSync(client, otherCertificate.cert + otherCertificate.key);
    server = createServer(
      { ...certificate, ALPNProtocols: ["http/1.1"], requestCert: true, rejectUnauthorized: false },
      (socket: TLSSocket & { servername?: string | false | null }) => {
        asked.push(socket.servername ?? false);
        clients.push((socket.getPeerCertificate() as { subject?: { CN?: string } }).subject?.CN);
        socket.on("error", () => undefined);
        answering(() => response("secret"))(socket);
      },
    );
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1", () => {
      port = (server.address() as AddressInfo).port;
      done();
    });
  });
  afterEach(() => {
    asked.length = clients.length = 0;
    for (const scene of scenes.splice(0)) scene.close();
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  function scene(parameters: string): Scene {
    const made = new Scene(
      `defaults\n mode http\n retries 3\n timeout connect 1s\nbackend be\n server s1 127.0.0.1:${port} ssl ${parameters}\n`,
    );
    scenes.push(made);
    return made;
  }

  it("are asked for the name in the host header", async () => {
    const made = scene("verify none");
    const stream = made.request({ headers: [["host", "some.example:8443"]] });
    assert.equal(await made.answer(stream), "secret");
    assert.deepEqual(asked, ["some.example"]);
    assert.match(stream.serverConnection?.tls?.version ?? "", /^TLSv1\.[23]$/);
  });

  it("are asked for the name that an expression gives, and over ALPN", async () => {
    const made = scene("verify none sni str(other.example) alpn http/1.1");
    const stream = made.request();
    await made.answer(stream);
    assert.deepEqual(asked, ["other.example"]);
    assert.equal(stream.serverConnection?.tls?.alpn, "http/1.1");
  });

  it("must have a certificate of a known authority, for the right name", async () => {
    const made = scene(`verify required ca-file ${authority}`);
    assert.equal(await made.answer(made.request({ headers: [["host", "localhost"]] })), "secret");
  });

  it("are not tried again when their certificate is for another name", async () => {
    const made = scene(`verify required ca-file ${authority}`);
    const result = await made.backend.exchange(made.request({ headers: [["host", "some.example"]] }));
    assert.deepEqual(result, { status: 503, cause: "S", phase: "C", silent: false });
    assert.equal(made.stat("connect", "s1"), 1);
  });

  it("may have one for a name that is told", async () => {
    const made = scene(`verify required ca-file ${authority} verifyhost localhost`);
    assert.equal(await made.answer(made.request({ headers: [["host", "some.example"]] })), "secret");
  });

  it("are shown a certificate, where there is one", async () => {
    const made = scene(`verify none crt ${client}`);
    await made.answer(made.request());
    assert.deepEqual(clients, ["other"]);
  });

  it("have connections kept by the name asked for", async () => {
    const made = scene("verify none");
    const session = made.session();
    const to = (host: string): Promise<string> =>
      made.answer(made.request({ session, headers: [["host", host]] }));
    await to("a.example");
    await to("b.example");
    await to("a.example");
    assert.deepEqual(asked, ["a.example", "b.example"]);
  });

  it("are checked over TLS", async () => {
    const made = new Scene(
      `defaults\n mode http\nbackend be\n server s1 127.0.0.1:${port} check check-ssl verify none\n`,
    );
    scenes.push(made);
    made.backend.start();
    while (made.stat("check_status", "s1") !== "L6OK") await new Promise((resolve) => setImmediate(resolve));
    assert.equal(made.stat("status", "s1"), "UP");
  });
});
