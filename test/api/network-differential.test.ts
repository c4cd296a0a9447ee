import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemTime } from "../../src/time.ts";
import { findHaproxy, type RealHaproxy } from "../conformance/real-haproxy.ts";
import { start } from "../support/script.ts";
import { HttpPeer } from "./support/http-peer.ts";
import { agree, networkScripts, prelude } from "./support/network-scripts.ts";
import { runInHaproxy } from "./support/real-script.ts";
import { TcpPeer } from "./support/tcp-peer.ts";

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

describe("the network as HAProxy's scripts see it", function () {
  this.timeout(60_000);

  let haproxy: RealHaproxy | undefined;
  let folder: string;
  let tcp: TcpPeer;
  let unix: TcpPeer;
  let tls: TcpPeer;
  let http: HttpPeer;
  let globals: string;

  before(async function () {
    const named = process.env.HAPROXY_PROGRAM ?? "haproxy";
    haproxy = findHaproxy(named);
    if (!haproxy) {
      process.stderr.write(`skipped: no ${named} to compare with; name a HAProxy in HAPROXY_PROGRAM\n`);
      this.skip();
    }
    folder = mkdtempSync(path.join(tmpdir(), "halua-net-"));
    tcp = await TcpPeer.listen();
    unix = await TcpPeer.listen({ path: path.join(folder, "s") });
    tls = await TcpPeer.listen({ tls: true });
    http = await HttpPeer.listen();
    globals = `local PORT, TLS, HTTP, FREE, UNIX = ${tcp.port}, ${tls.port}, ${http.port}, ${await freePort()}, "${folder}/s"\n`;
  });

  after(async () => {
    if (!haproxy) return;
    await Promise.all([tcp, unix, tls, http].map((peer) => peer.close()));
    rmSync(folder, { recursive: true });
  });

  for (const { name, since, code } of networkScripts) {
    it(name, async function () {
      if (!haproxy || !isAtLeast(haproxy.version, since)) {
        this.skip();
        return;
      }
      const task = `${globals}${prelude}${code}`;
      const [theirs, ours] = await Promise.all([runInHaproxy(haproxy, task), runInHalua(task)]);
      assert.ok(theirs.length > 0, "the script has said something");
      // Where only a time differs, within reason, the lines count as equal.
      const settled = ours.map((line, i) => (agree(line, theirs[i] ?? "") ? theirs[i] : line));
      assert.deepEqual(settled, theirs);
    });
  }
});

async function runInHalua(task: string): Promise<string[]> {
  const script = start(`core.register_task(function() ${task}\n end)`, { time: systemTime });
  try {
    await script.runtime.whenIdle();
    return [...script.said, ...script.logged];
  } finally {
    script.runtime.close();
  }
}
