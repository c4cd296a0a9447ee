import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import { createConnection } from "node:net";
import os from "node:os";
import path from "node:path";

/** The HAProxy that tests start: HAPROXY_PROGRAM, or the one on the PATH; undefined for none. */
export function haproxyProgram(): string | undefined {
  const named = process.env.HAPROXY_PROGRAM;
  if (named !== undefined) return named;
  const folders = (process.env.PATH ?? "").split(":");
  return folders.map((folder) => path.join(folder, "haproxy")).find((file) => fs.existsSync(file));
}

/** A real HAProxy with a stats socket, in a folder of its own. It listens on UNIX sockets only. */
export class LiveHaproxy {
  readonly folder: string;
  readonly socket: string;
  readonly master: string;
  #process: ChildProcess | undefined;
  #said = "";

  constructor() {
    // Short: a socket's path has room for 107 bytes.
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "hx"));
    this.socket = path.join(this.folder, "s");
    this.master = path.join(this.folder, "m");
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it with what `sections` declares; resolves once it answers. `withMaster` runs it below a master. */
  async start(program: string, sections: string, options: { withMaster?: boolean } = {}): Promise<void> {
    const file = path.join(this.folder, "c.cfg");
    fs.writeFileSync(
      file,
      `global
    nbthread 1
    stats socket ${this.socket} mode 600 level admin
    stats timeout 30s
defaults
    mode http
    timeout connect 1s
    timeout client 1s
    timeout server 1s
frontend web
    bind unix@${this.folder}/f
    default_backend app
${sections.replaceAll("FOLDER", this.folder)}
`,
    );
    const master = options.withMaster ? ["-W", "-S", this.master] : [];
    const child = spawn(program, ["-db", "-f", file, ...master], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
    }
    await this.#answers("show info", this.socket);
    if (options.withMaster) await this.#answers("show proc", this.master);
  }

  /** Asks one command on a connection of its own. */
  async ask(command: string, socket = this.socket): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = "";
      const connection = createConnection({ path: socket }, () => connection.end(`${command}\n`));
      connection.setEncoding("utf8");
      connection.on("data", (piece: string) => (text += piece));
      connection.on("error", reject);
      connection.on("end", () => resolve(text));
    });
  }

  /** The column of a line of `show stat`. */
  async stat(proxy: string, server: string, column: string): Promise<string | undefined> {
    const [head = "", ...lines] = (await this.ask("show stat")).trim().split("\n");
    const names = head.replace(/^# /, "").split(",");
    const words = lines.map((line) => line.split(",")).find(([px, sv]) => px === proxy && sv === server);
    return words?.[names.indexOf(column)];
  }

  /** Ends it, if it runs. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }

  /** Ends it and removes its folder. */
  async clean(): Promise<void> {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Resolves once a command is answered on a socket. */
  async #answers(command: string, socket: string): Promise<void> {
    for (;;) {
      try {
        if ((await this.ask(command, socket)) !== "") return;
      } catch (error) {
        const child = this.#process;
        if (child?.exitCode !== null) {
          throw new Error(`haproxy did not start:\n${this.#said}`, { cause: error });
        }
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
