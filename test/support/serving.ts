import { spawn, type ChildProcessByStdio } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomInt } from "node:crypto";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { usedPorts } from "../conformance/ports.ts";
import { main } from "./command.ts";

/** The built halua, as a command. */
export const haluaCommand: readonly string[] = [process.execPath, main];

/** How often a state is looked at that nobody announces, in milliseconds. */
const lookEvery = 10;

/**
 * Below those that the system gives to connections, so that none of these comes to sit on one before the program does,
 * and those that conformance cases take.
 */
const ports = { from: 10_000, to: 21_000 };
const given = new Set<number>();

/** Ports of the loopback that nobody listens on now. They are drawn by lot, so that tests that run side by side do not meet. */
export async function freeLoopbackPorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = randomInt(ports.from, ports.to);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** What a program is started on. */
export interface ServingOptions {
  /** Its command; the configuration's arguments follow. */
  readonly command: readonly string[];
  /** Files to write into its folder, by name; `haproxy.cfg` is the configuration unless `arguments` are given. */
  readonly files?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** It is started once it listens on all of these. */
  readonly ports: readonly number[];
}

/** A halua or a HAProxy that carries traffic, in a folder of its own. */
export class Serving {
  readonly folder = mkdtempSync(path.join(tmpdir(), "hs"));
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  stdout = "";
  stderr = "";
  readonly #ended: Promise<void>;

  /** Starts it; resolves once it listens, rejects with what it said when it has ended before. */
  static async start(options: ServingOptions): Promise<Serving> {
    const serving = new Serving(options);
    try {
      await serving.until(() => {
        const listening = usedPorts(true);
        return options.ports.every((port) => listening.has(port));
      });
    } catch (error) {
      await serving.stop();
      throw error;
    }
    return serving;
  }

  private constructor({
    command,
    files = {},
    arguments: args = ["-db", "-f", "haproxy.cfg"],
    env,
  }: ServingOptions) {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(this.folder, name), text);
    const [program = "", ...first] = command;
    this.child = spawn(program, [...first, ...args], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", TZ: "UTC", ...env },
    });
    this.child.stdout.setEncoding("latin1").on("data", (text: string) => (this.stdout += text));
    this.child.stderr.setEncoding("latin1").on("data", (text: string) => (this.stderr += text));
    this.#ended = new Promise((resolve) => this.child.once("close", () => resolve()));
  }

  /** Resolves once `condition` holds; rejects when the program has ended before. The test's own limit ends the wait. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        await this.#ended;
        throw new Error(`the program has ended:\n${this.stdout}${this.stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  }

  /** Asks one command on a command socket in its folder. */
  ask(socket: string, command: string): Promise<string> {
    return exchange({ path: path.join(this.folder, socket) }, `${command}\n`);
  }

  /** Ends it, and removes its folder. */
  async stop(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.#ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Sends `bytes` on a connection of its own; gives all that comes back until the peer closes. */
export function exchange(to: net.NetConnectOpts, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = "";
    const socket = net.createConnection(to, () => socket.write(bytes, "latin1"));
    socket.setEncoding("latin1").on("data", (text: string) => (seen += text));
    socket.on("error", reject).on("end", () => socket.end());
    socket.on("close", () => resolve(seen));
  });
}
