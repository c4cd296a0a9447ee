import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { connect, type ConnectionOptions } from "node:tls";
import { certificate, otherCertificate, rsaCertificate } from "../../api/support/certificate.ts";
import { freeLoopbackPorts, haluaCommand, Serving } from "../../support/serving.ts";

interface Shown {
  /** The name in the certificate; undefined where there was no handshake. */
  readonly name: string | undefined;
  readonly alpn?: string | false | null;
}

/** What a client is shown. */
function look(port: number, options: ConnectionOptions): Promise<Shown> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
    let shown: Shown = { name: undefined };
    socket.on("secureConnect", () => {
      const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
      shown = { name: subject?.CN, alpn: socket.alpnProtocol };
      socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(shown));
  });
}

const list = `# certificates
own.pem [alpn h2] listed.example
other.pem [ssl-min-ver TLSv1.3] *.wild.example !no.wild.example

pair.pem
`;

const binds = [
  "crt-list list",
  "crt-list list strict-sni",
  "crt pair.pem crt other.pem alpn http/1.1",
  "crt own.pem crt-list list",
];

const configuration = (ports: readonly number[]): string =>
  "defaults\n mode http\n timeout client 30s\n timeout connect 30s\n timeout server 30s\nfrontend f\n" +
  binds.map((parameters, i) => ` bind 127.0.0.1:${ports[i]} ssl ${parameters}\n`).join("") +
  " http-request return status 200\n";

const files = {
  "own.pem": certificate.cert + certificate.key,
  "other.pem": otherCertificate.cert + otherCertificate.key,
  "pair.pem.ecdsa": certificate.cert + certificate.key,
  "pair.pem.rsa": rsaCertificate.cert + rsaCertificate.key,
  list,
};

/** By the line's number; what a client asks for, and what it is shown. */
const asked: readonly (readonly [number, ConnectionOptions, Shown["name"], Shown["alpn"]?])[] = [
  [0, {}, "localhost"],
  [0, { servername: "listed.example", ALPNProtocols: ["http/1.1", "h2"] }, "localhost", "h2"],
  [0, { servername: "listed.example", ALPNProtocols: ["spdy/1"] }, "localhost", false],
  [0, { servername: "a.wild.example" }, "other"],
  [0, { servername: "a.wild.example", maxVersion: "TLSv1.2" }, undefined],
  [0, { servername: "no.wild.example" }, "localhost"],
  [0, { servername: "rsa.example" }, "rsa.example"],
  [0, { servername: "LOCALHOST", sigalgs: "rsa_pss_rsae_sha256:RSA+SHA256" }, "rsa.example"],
  [0, { servername: "nobody.example" }, "localhost"],
  [1, {}, undefined],
  [1, { servername: "nobody.example" }, undefined],
  [1, { servername: "listed.example" }, "localhost"],
  [2, { servername: "localhost", sigalgs: "rsa_pss_rsae_sha256:RSA+SHA256" }, "rsa.example"],
  [2, { sigalgs: "ecdsa_secp256r1_sha256" }, "localhost"],
  [2, { servername: "other", ALPNProtocols: ["http/1.1"] }, "other", "http/1.1"],
  [3, { servername: "nobody.example", sigalgs: "ecdsa_secp256r1_sha256" }, "localhost"],
  [3, { servername: "a.wild.example" }, "other"],
];

const haproxy = process.env.HAPROXY_PROGRAM ?? "haproxy";

for (const [program, command] of [
  ["halua", haluaCommand],
  ["HAProxy", [haproxy]],
] as const) {
  describe(`certificates that ${program} shows`, function () {
    this.timeout(60_000);
    let serving: Serving | undefined;
    let ports: number[];

    before(async function () {
      if (program === "HAProxy" && spawnSync(haproxy, ["-v"]).status !== 0) {
        process.stderr.write("      no haproxy here (set HAPROXY_PROGRAM): not compared\n");
        this.skip();
      }
      ports = await freeLoopbackPorts(binds.length);
      serving = await Serving.start({
        command,
        ports,
        files: { ...files, "haproxy.cfg": configuration(ports) },
      });
    });
    after(() => serving?.stop());

    for (const [line, options, name, alpn] of asked) {
      it(`are for '${binds[line]}' and ${JSON.stringify(options)}: ${name ?? "none"}`, async () => {
        const shown = await look(ports[line] ?? 0, options);
        assert.equal(shown.name, name);
        if (alpn !== undefined) assert.equal(shown.alpn, alpn);
      });
    }
  });
}
