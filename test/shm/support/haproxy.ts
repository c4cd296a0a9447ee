import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { ShowStatRow } from "./golden.ts";

/** A real HAProxy on loopback with a shared statistics file, one process at a time. */
export class Haproxy {
  readonly #program: string;
  readonly #folder: string;
  readonly #map: string;
  readonly #processes: ChildProcess[] = [];
  readonly #origin: http.Server;
  #port = 0;
  /** What the processes wrote on stderr. */
  messages = "";

  private constructor(program: string, folder: string, map: string) {
    this.#program = program;
    this.#folder = folder;
    this.#map = map;
    this.#origin = http.createServer((request, response) => {
      response.statusCode = request.url === "/missing" ? 404 : 200;
      response.end("hello");
    });
  }

  static async start(program: string, folder: string, map: string): Promise<Haproxy> {
    const haproxy = new Haproxy(program, folder, map);
    haproxy.#origin.listen(0, "127.0.0.1");
    await once(haproxy.#origin, "listening");
    haproxy.#port = await freePort();
    fs.writeFileSync(`${folder}/haproxy.cfg`, haproxy.#configuration());
    await haproxy.#run([]);
    return haproxy;
  }

  /** The process id of the newest process. */
  get pid(): number {
    return this.#processes.at(-1)!.pid!;
  }

  /** A new process takes over, the old one leaves. */
  async reload(): Promise<void> {
    const old = this.#processes.at(-1)!;
    const gone = once(old, "exit");
    await this.#run(["-sf", String(old.pid)]);
    await gone;
  }

  async stop(signal: NodeJS.Signals = "SIGUSR1"): Promise<void> {
    const last = this.#processes.at(-1)!;
    if (last.exitCode !== null || last.signalCode !== null) return;
    const gone = once(last, "exit");
    last.kill(signal);
    await gone;
  }

  async clean(): Promise<void> {
    for (const each of this.#processes) if (each.exitCode === null) each.kill("SIGKILL");
    this.#origin.closeAllConnections();
    this.#origin.close();
    await once(this.#origin, "close");
  }

  /** One request through the proxy; its status. */
  async request(path: string): Promise<number> {
    const options = { host: "127.0.0.1", port: this.#port, path, agent: false };
    const [response] = (await once(http.get(options), "response")) as [http.IncomingMessage];
    response.resume();
    await once(response, "end");
    return response.statusCode!;
  }

  /** The rows of `show stat`, numbers as numbers. */
  async showStat(): Promise<ShowStatRow[]> {
    const [header = "", ...lines] = (await this.#command("show stat")).trim().split("\n");
    const names = header.replace(/^# /, "").split(",");
    return lines.map((line) => {
      const fields = line.split(",");
      const row: ShowStatRow = {};
      names.forEach((name, index) => {
        const field = fields[index] ?? "";
        if (field !== "") row[name] = /^-?\d+$/.test(field) ? Number(field) : field;
      });
      return row;
    });
  }

  async #command(line: string): Promise<string> {
    const socket = net.connect(`${this.#folder}/socket`);
    socket.end(`${line}\n`);
    let answer = "";
    for await (const part of socket) answer += String(part);
    return answer;
  }

  async #run(more: string[]): Promise<void> {
    const args = ["-db", "-f", `${this.#folder}/haproxy.cfg`, ...more];
    const child = spawn(this.#program, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#processes.push(child);
    child.stderr.on("data", (part) => (this.messages += String(part)));
    // Up when its own process answers on the socket.
    for (;;) {
      if (child.exitCode !== null) throw new Error(`HAProxy ended: ${this.messages}`);
      const answer = await this.#command("show info").catch(() => "");
      if (answer.includes(`Pid: ${child.pid ?? ""}\n`)) return;
      await delay(20);
    }
  }

  #configuration(): string {
    const { port } = this.#origin.address() as AddressInfo;
    return `global
  expose-experimental-directives
  shm-stats-file ${this.#map}
  stats socket ${this.#folder}/socket level admin
  nbthread 2
  thread-groups 2
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend fe
  guid fe-main
  bind 127.0.0.1:${this.#port}
  default_backend be
backend be
  guid be-main
  server s1 127.0.0.1:${port} guid srv-1
`;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
