import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogTarget } from "../../../src/config/log-target.ts";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { LogSender } from "../../../src/proxy/log/log-sender.ts";
import { receiveDatagrams, type DatagramReceiver } from "../../support/unix-datagrams.ts";

function target(path: string, format: LogTarget["format"]): LogTarget {
  return {
    destination: {
      kind: "address",
      address: { text: path, transport: "datagram", endpoint: { kind: "unix", path } },
    },
    length: 1024,
    ...(format && { format }),
    facility: 16,
    level: "info",
    minLevel: "emerg",
    location: { file: "test", line: 1 },
  };
}

describe("a log target at a path", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "halua-log-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gets lines as datagrams, in its format", async () => {
    const path = join(folder, "log");
    let receiver: DatagramReceiver | undefined;
    const received = new Promise<string>((resolve) => {
      receiver = receiveDatagrams("unix_dgram", (bytes) => resolve(bytes.toString("latin1")));
      receiver.bind(path);
    });
    const sender = new LogSender(target(path, "short"), { tag: "halua", pid: 7 }, new VirtualTime());
    assert.equal(LogSender.refusal(target(path, "short")), undefined);
    sender.send(5, "a line");
    assert.equal(await received, "<5>a line\n");
    sender.close();
    receiver?.close();
  });

  it("gets the machine's name only where it is asked for, or wanted by the format", async () => {
    const path = join(folder, "log");
    const lines: string[] = [];
    let receiver: DatagramReceiver | undefined;
    const all = new Promise<void>((resolve) => {
      receiver = receiveDatagrams("unix_dgram", (bytes) => {
        lines.push(bytes.toString("latin1").replace(/[A-Z][a-z]+ +\d+ [\d:]+/, "DATE"));
        if (lines.length === 5) resolve();
      });
      receiver.bind(path);
    });
    const formats = [undefined, "local", "rfc3164"] as const;
    const hosts = [{}, { host: "here" }];
    const senders = hosts
      .flatMap((host) => formats.map((format) => ({ format, host })))
      .filter(({ format, host }) => format !== "local" || "host" in host)
      .map(
        ({ format, host }) =>
          new LogSender(target(path, format), { tag: "halua", pid: 7, ...host }, new VirtualTime()),
      );
    for (const sender of senders) sender.send(5, "a line");
    await all;
    for (const sender of senders) sender.close();
    receiver?.close();
    assert.deepEqual(lines, [
      "<133>DATE halua[7]: a line\n",
      "<133>DATE localhost halua[7]: a line\n",
      "<133>DATE here halua[7]: a line\n",
      "<133>DATE halua[7]: a line\n",
      "<133>DATE here halua[7]: a line\n",
    ]);
  });

  it("loses lines while nobody listens there, and does not fail", () => {
    const sender = new LogSender(
      target(join(folder, "none"), "raw"),
      { tag: "halua", pid: 7 },
      new VirtualTime(),
    );
    sender.send(5, "lost");
    sender.close();
  });
});
