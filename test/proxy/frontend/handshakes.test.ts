import assert from "node:assert/strict";
import net from "node:net";
import tls from "node:tls";
import { certificate, otherCertificate } from "../../api/support/certificate.ts";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

const askedFor = "GET / HTTP/1.0\r\n\r\n";

/** Asks over TLS; gives what comes back, nothing where the connection is refused. */
function askOverTls(port: number, options: tls.ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    let seen = "";
    const socket = tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
    socket.setEncoding("latin1").on("data", (text: string) => (seen += text));
    socket.on("secureConnect", () => socket.write(askedFor));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(seen));
  });
}

/** Sends bytes, ends at once where `ends`; resolves when the connection is over. */
function say(port: number, bytes: string, ends: boolean): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => {
      if (ends) socket.end(bytes, "latin1");
      else socket.write(bytes, "latin1");
    });
    socket.on("error", () => undefined).on("close", () => resolve());
    socket.resume();
  });
}

/** Texts and verdicts are those of HAProxy 3.5-dev5. */
describe("connections that must not go on", () => {
  let halua: Serving;
  let [needed, optional, lenient, proxied]: number[] = [];

  before(async function () {
    this.timeout(60_000);
    const ports = await freeLoopbackPorts(4);
    [needed, optional, lenient, proxied] = ports;
    halua = await Serving.start({
      command: haluaCommand,
      ports,
      files: {
        "site.pem": certificate.cert + certificate.key,
        "ca.pem": certificate.cert,
        "haproxy.cfg": `
global
 log stdout format raw local0
defaults
 mode http
 log global
 option httplog
 timeout client 60s
frontend tls
 bind 127.0.0.1:${needed} name needed ssl crt site.pem ca-file ca.pem verify required
 bind 127.0.0.1:${optional} name optional ssl crt site.pem ca-verify-file ca.pem verify optional
 bind 127.0.0.1:${lenient} name lenient ssl crt site.pem ca-file ca.pem verify required crt-ignore-err X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,21
 http-request return status 200 hdr x-verify "%[ssl_c_verify] %[ssl_c_err] %[ssl_c_ca_err] %[ssl_c_ca_err_depth] %[ssl_c_used]"
frontend proxied
 bind 127.0.0.1:${proxied} accept-proxy
 error-log-format "%[fc_err] %[fc_err_name] %[fc_err_str]"
`,
      },
    });
  });
  after(() => halua.stop());

  const logged = async (line: RegExp): Promise<void> => {
    await halua.until(() => line.test(halua.stdout));
    halua.stdout = halua.stdout.replace(line, "");
  };
  const verified = (answer: string): string | undefined => /^x-verify: (.*)\r$/m.exec(answer)?.[1];

  it("are those of clients without a certificate, where one is required", async () => {
    assert.equal(await askOverTls(needed ?? 0), "");
    await logged(
      /tls\/needed: SSL handshake failure \(error:0A0000C7:SSL routines::peer did not return a certificate\)\n/,
    );
    assert.equal(verified(await askOverTls(optional ?? 0)), "0 0 0 0 0");
  });

  it("are those of clients with a certificate that nobody known has signed", async () => {
    for (const port of [needed, optional]) {
      assert.equal(await askOverTls(port ?? 0, otherCertificate), "");
      await logged(/tls\/(needed|optional): SSL client certificate not trusted\n/);
    }
    for (const port of [needed, optional]) {
      assert.equal(verified(await askOverTls(port ?? 0, certificate)), "0 0 0 0 1");
    }
  });

  it("may go on where their fault is ignored", async () => {
    assert.equal(verified(await askOverTls(lenient ?? 0, otherCertificate)), "18 18 0 0 1");
  });

  it("let clients come again with the session they had", async () => {
    let session: Buffer | undefined;
    const first = tls.connect({ port: needed ?? 0, rejectUnauthorized: false, ...certificate });
    first.on("session", (given) => {
      session ??= given;
      first.destroy();
    });
    await new Promise((resolve) => first.on("close", resolve));
    assert.ok(session);
    assert.equal(verified(await askOverTls(needed ?? 0, { ...certificate, session })), "0 0 0 0 1");
  });

  it("are those that speak no TLS, or end before they do", async () => {
    await say(needed ?? 0, askedFor, false);
    await logged(/tls\/needed: SSL handshake failure \(error:0A00009C:SSL routines::http request\)\n/);
    await say(optional ?? 0, "", true);
    await logged(/tls\/optional: Connection closed during SSL handshake\n/);
  });

  it("are those whose hello has no end in sight", async () => {
    const announced = "\x16\x03\x01\xff\xff\x01\xff\xff\xff\x03\x03";
    await say(needed ?? 0, announced + "x".repeat(0x20000), false);
    await logged(/tls\/needed: SSL handshake failure /);
  });

  it("are those without the PROXY protocol header that they need", async () => {
    const cases: readonly [bytes: string, ends: boolean, line: string][] = [
      [askedFor, false, "15 PRX_NOT_HDR Received something which does not look like a PROXY protocol header"],
      [
        "PROXY TCP9 1\r\n",
        false,
        "17 PRX_BAD_PROTO Received an unhandled protocol in the PROXY protocol header",
      ],
      [
        "PROXY TCP4 1.1.1.1 2.2.2.2 1 x\r\n",
        false,
        "16 PRX_BAD_HDR Received an invalid PROXY protocol header",
      ],
      ["", true, "11 PRX_EMPTY Connection closed while waiting for PROXY protocol header"],
      ["PROX", true, "14 PRX_TRUNCATED Truncated PROXY protocol header received"],
    ];
    for (const [bytes, ends, line] of cases) {
      await say(proxied ?? 0, bytes, ends);
      await halua.until(() => halua.stdout.includes(`${line}\n`));
    }
  });
});
