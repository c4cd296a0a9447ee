/** A real HAProxy for recordings, on loopback ports. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

export interface RunningHaproxy {
  /** The next line of its log, which goes to its standard output. */
  line(): Promise<string>;
  stop(): Promise<void>;
}

const program = process.env.HAPROXY_PROGRAM ?? "haproxy";

/** Runs a configuration, and waits until it listens on the port; that leaves a line in a TCP proxy's log. */
export async function running(config: string, port: number): Promise<RunningHaproxy> {
  const folder = mkdtempSync(join(tmpdir(), "halua-samples-"));
  writeFileSync(join(folder, "t.cfg"), Buffer.from(config, "latin1"));
  const child = spawn(program, ["-db", "-f", "t.cfg"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TZ: "UTC" },
  });
  let complaints = "";
  child.stderr.on("data", (part: Buffer) => (complaints += part.toString()));
  child.stdout.setEncoding("latin1");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const running: RunningHaproxy = {
    line: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error("no line in the log");
      return line.value;
    },
    stop: async () => {
      const gone = child.exitCode === null ? once(child, "exit") : undefined;
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break;
    if (await listens(port)) return running;
    await delay(20);
  }
  await running.stop();
  throw new Error(complaints.replace(/^'?\[(?:WARNING|NOTICE)\].*\n/gm, ""));
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const connected = once(socket, "connect").then(() => true);
  const failed = new Promise<boolean>((resolve) => socket.once("error", () => resolve(false)));
  const found = await Promise.race([connected.catch(() => false), failed]);
  socket.destroy();
  return found;
}

/** Sends bytes and gives what comes back, until `ends` says that it is enough or the other side has finished. */
export async function exchange(
  port: number,
  sent: string,
  ends: (answer: string) => boolean,
): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("error", () => undefined);
  socket.setTimeout(3000, () => socket.destroy());
  socket.write(Buffer.from(sent, "latin1"));
  for await (const part of socket) {
    answer += (part as Buffer).toString("latin1");
    if (ends(answer)) break;
  }
  socket.destroy();
  return answer;
}
