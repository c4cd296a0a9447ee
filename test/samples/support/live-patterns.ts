import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The HAProxy to compare with: HAPROXY_PROGRAM, or the one that is installed; undefined when there is none. */
export function findHaproxy(): string | undefined {
  const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
  return spawnSync(program, ["-v"]).status === 0 ? program : undefined;
}

/** How many commands go into one line of the command socket, whose buffer holds 16 kB. */
const commandsALine = 50;

/** A real HAProxy that has loaded maps and ACLs, and its command socket. */
export class LivePatterns {
  readonly folder: string;
  readonly #process: ChildProcess;
  #said = "";

  private constructor(program: string, folder: string) {
    this.folder = folder;
    this.#process = spawn(program, ["-db", "-f", "haproxy.cfg"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.#said += chunk.toString()));
    }
  }

  /** Starts `program` in a new folder with these files, using each rule in a frontend that nobody can reach. */
  static async start(
    program: string,
    files: Readonly<Record<string, string>>,
    rules: readonly string[],
  ): Promise<LivePatterns> {
    const folder = mkdtempSync(path.join(tmpdir(), "halua-live-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const config = [
      "global",
      "    stats socket unix@./cli mode 600 level admin",
      "defaults",
      "    mode http",
      "    timeout client 5s",
      "    timeout server 5s",
      "    timeout connect 5s",
      "frontend fe",
      "    bind unix@./front",
      ...rules.map((rule) => `    ${rule}`),
    ];
    writeFileSync(path.join(folder, "haproxy.cfg"), config.join("\n") + "\n");
    const live = new LivePatterns(program, folder);
    (await live.#connect()).end();
    return live;
  }

  /** A connection, as soon as HAProxy takes one. */
  async #connect(): Promise<Socket> {
    for (;;) {
      if (this.#process.exitCode !== null) throw new Error(`haproxy has ended:\n${this.#said}`);
      const socket = connect(path.join(this.folder, "cli"));
      try {
        await once(socket, "connect");
        return socket;
      } catch {
        await pause(10);
      }
    }
  }

  /** The answers to commands, each without the empty line that ends it. */
  async ask(commands: readonly string[]): Promise<string[]> {
    const answers: string[] = [];
    for (let at = 0; at < commands.length; at += commandsALine) {
      const some = commands.slice(at, at + commandsALine);
      const socket = await this.#connect();
      let text = "";
      socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
      socket.write(some.join(";") + "\n");
      await once(socket, "close");
      answers.push(...splitAnswers(text).slice(0, some.length));
    }
    return answers;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const gone = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      await gone;
    }
    rmSync(this.folder, { recursive: true });
  }
}

/** Each answer ends with an empty line, and may be nothing else. */
function splitAnswers(text: string): string[] {
  const answers: string[] = [];
  for (let at = 0; at < text.length;) {
    const last = text.startsWith("\n", at) ? at : text.indexOf("\n\n", at);
    if (last < 0) throw new Error(`no empty line ends ${JSON.stringify(text.slice(at))}`);
    const end = last === at ? at : last + 1;
    answers.push(text.slice(at, end));
    at = end + 1;
  }
  return answers;
}
