/**
 * Records what a HAProxy 3.5 says of TLS connections and certificates, which `openssl` makes for it:
 * `HAPROXY_PROGRAM=... npx tsx test/proxy/expressions/support/record-tls.ts`, then `npm run format`.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { tlsConfiguration } from "../tls-cases.ts";
import type { Answer, TlsRecording } from "./recording.ts";
import { running } from "./running.ts";

const folder = mkdtempSync(join(tmpdir(), "halua-certificates-"));
const openssl = (...args: string[]): void =>
  void execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

const settings = `[req]
distinguished_name=dn
prompt=no
[dn]
C=FR
O=Example, Ltd
OU=one
OU=two
CN=Root + Co
[ca]
basicConstraints=critical,CA:TRUE
[names]
subjectAltName=DNS:example.org,DNS:*.example.org,IP:10.1.2.3,IP:2001:db8::1,email:a@example.org,URI:https://example.org/x,RID:1.2.3.4
certificatePolicies=1.3.6.1.4.1.1,2.23.140.1.2.1
basicConstraints=CA:FALSE
`;

function makeCertificates(): void {
  writeFileSync(join(folder, "settings"), settings);
  const config = ["-config", "settings"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  openssl(
    "req",
    "-x509",
    ...curve,
    "-nodes",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "20000",
    ...config,
    "-extensions",
    "ca",
    "-sha384",
  );
  const sign = (name: string, serial: string, days: string, digest: string): void =>
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-set_serial",
      serial,
      "-days",
      days,
      digest,
      "-extfile",
      "settings",
      "-extensions",
      "names",
      "-out",
      `${name}.pem`,
    );
  const serverName =
    '/C=DE/ST=Some#State/L= Town /O=Uml\u00e4ut "x"<y>/CN=server.example.org/emailAddress=a@b.c';
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "server.key",
    "-subj",
    serverName,
    "-utf8",
    "-out",
    "server.csr",
    ...config,
  );
  sign("server", "0xF123456789", "9000", "-sha256");
  const clientName = "/C=US/OU=one/OU=two/CN=client/CN=#2";
  openssl(
    "req",
    ...curve,
    "-nodes",
    "-keyout",
    "client.key",
    "-subj",
    clientName,
    "-out",
    "client.csr",
    ...config,
  );
  sign("client", "7", "3000", "-sha512");
  writeFileSync(join(folder, "both.pem"), read("server.pem") + read("server.key"));
}

async function ask(withCertificate: boolean): Promise<TlsRecording> {
  const socket = connect({
    port: 21_000,
    host: "127.0.0.1",
    rejectUnauthorized: false,
    ...(withCertificate && {
      cert: read("client.pem"),
      key: read("client.key"),
      servername: "sni.example.org",
    }),
    ...(withCertificate ? { ALPNProtocols: ["http/1.1"] } : { maxVersion: "TLSv1.2" as const }),
  });
  await once(socket, "secureConnect");
  const [version, cipher] = [socket.getProtocol() ?? "", socket.getCipher().name];
  socket.write("GET / HTTP/1.0\r\n\r\n");
  let text = "";
  for await (const part of socket) text += (part as Buffer).toString("latin1");
  const answers = text.split("\r\n").flatMap((line): Answer[] => {
    const [, answer] = /^r\d+: ?(.*)$/.exec(line) ?? [];
    if (answer === undefined) return [];
    const [length = "", shown = "", bytes = ""] = answer.split("|");
    return [length === "" ? null : [shown, bytes]];
  });
  return {
    name: withCertificate ? "a client with a certificate" : "a client without one",
    answers,
    version,
    cipher,
    sni: withCertificate ? "sni.example.org" : null,
    alpn: withCertificate ? "http/1.1" : null,
    own: read("server.pem"),
    peer: withCertificate ? read("client.pem") : null,
  };
}

try {
  makeCertificates();
  const files = `crt ${join(folder, "both.pem")} ca-file ${join(folder, "ca.pem")}`;
  const haproxy = await running(tlsConfiguration(`ssl ${files} verify optional alpn http/1.1`), 21_000);
  try {
    const recordings = [await ask(true), await ask(false)];
    writeFileSync(new URL("../tls.json", import.meta.url), `${JSON.stringify(recordings)}\n`);
  } finally {
    await haproxy.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}
