import { createConnection, type Socket } from "node:net";
import { HAPROXY_VERSION } from "../../config/version.ts";
import { systemTime } from "../../time.ts";
import type { Master, ReloadOutcome } from "./master.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** A command of the master's own. */
interface MasterCommand {
  readonly words: readonly string[];
  readonly usage: string;
  readonly run: (master: Master) => string | Promise<string>;
  /** The connection is closed behind the answer. */
  readonly ends?: boolean;
}

const commands: readonly MasterCommand[] = [
  {
    words: ["hard-reload"],
    usage: "hard-reload                             : achieve a hard-reload (-st) of halua",
    run: async (master) => outcome(await master.reload(true)),
    ends: true,
  },
  {
    words: ["reload"],
    usage: "reload                                  : achieve a soft-reload (-sf) of halua",
    run: async (master) => outcome(await master.reload()),
    ends: true,
  },
  {
    words: ["show", "proc"],
    usage: "show proc                               : show processes status",
    run: showProc,
  },
  {
    words: ["show", "startup-logs"],
    usage: "show startup-logs                       : report logs emitted during startup",
    run: (master) => master.startLog,
  },
  {
    words: ["show", "version"],
    usage: "show version                            : show version of the current process",
    run: () => `${HAPROXY_VERSION}\n`,
  },
];

const targetUsage = [
  "@!<pid>                                 : send a command to the <pid> process",
  "@<relative pid>                         : send a command to the <relative pid> process",
  "@master                                 : send a command to the master process",
];

const lastUsage = [
  "help                                    : list all commands",
  "prompt                                  : toggle interactive mode with prompt",
  "quit                                    : disconnect",
];

function help(): string {
  const usages = [...targetUsage, ...commands.map(({ usage }) => usage), ...lastUsage];
  return `The following commands are valid at this level:\n${usages.map((line) => `  ${line}\n`).join("")}`;
}

function outcome({ success, log }: ReloadOutcome): string {
  return `Success=${success ? 1 : 0}\n--\n${log}`;
}

function showProc(master: Master): string {
  const now = systemTime.monotonicMs();
  const row = (pid: number, type: string, reloads: string, since: number): string =>
    [String(pid), type, reloads, uptime(now - since)].map((cell) => cell.padEnd(15)).join(" ") +
    ` ${HAPROXY_VERSION}\n`;
  const line = (worker: WorkerProcess): string =>
    row(worker.pid, "worker", String(worker.reloads), worker.startedAt);
  const title = ["#<PID>", "<type>", "<reloads>", "<uptime>", "<version>"].map((cell) => cell.padEnd(15));
  const reloads = `${master.reloads} [failed: ${master.failedReloads}]`;
  const former = [...master.former];
  return (
    `${title.join(" ")}\n${row(process.pid, "master", reloads, master.startedAt)}# workers\n` +
    (master.current ? line(master.current) : "") +
    (former.length > 0 ? `# old workers\n${former.map(line).join("")}` : "")
  );
}

/** `0d00h00m01s` */
function uptime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60];
  return `${Math.floor(days)}d${two(hours)}h${two(minutes)}m${two(seconds % 60)}s`;
}

/**
 * One connection to the master's socket: line after line, each a command of
 * the master's own or, behind `@1` or `@!PID`, one for a worker. Commands on a
 * line are separated by `;`.
 */
export class MasterSession {
  readonly #socket: Socket;
  readonly #master: Master;
  #text = "";
  #prompts = false;
  /** Where commands without a prefix go: `@master`, or what the last prefix that stood alone named. */
  #target = "@master";
  #work: Promise<void> = Promise.resolve();

  constructor(socket: Socket, master: Master) {
    this.#socket = socket;
    this.#master = master;
  }

  begin(): void {
    const socket = this.#socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#text += text;
      this.#takeLines();
    });
    socket.on("end", () => void this.#work.then(() => socket.end()));
    socket.on("error", () => socket.destroy());
  }

  #takeLines(): void {
    for (let end = this.#text.indexOf("\n"); end >= 0; end = this.#text.indexOf("\n")) {
      let line = this.#text.slice(0, end);
      let rest = this.#text.slice(end + 1);
      if (/<<\s*$/.test(line)) {
        // A payload ends with an empty line.
        const close = rest.indexOf("\n\n");
        if (close < 0) return;
        line += `\n${rest.slice(0, close + 2)}`;
        rest = rest.slice(close + 2);
      }
      this.#text = rest;
      this.#work = this.#work.then(() => this.#line(line));
    }
  }

  async #line(line: string): Promise<void> {
    for (const command of line.includes("<<") ? [line] : line.split(";")) await this.#command(command.trim());
    if (this.#prompts)
      this.#socket.write(`${this.#target === "@master" ? "master" : this.#target.slice(1)}> `);
  }

  async #command(text: string): Promise<void> {
    const prefix = /^@(\S*)/.exec(text)?.[0];
    const command = text.slice(prefix?.length ?? 0).trim();
    const target = prefix ?? this.#target;
    if (prefix !== undefined && command === "") {
      this.#target = prefix;
      return;
    }
    if (command === "") return;
    if (target !== "@master") {
      await this.#forward(target, command);
      return;
    }
    const answer = await this.#own(command);
    if (answer !== undefined) this.#socket.write(`${answer}\n`, "latin1");
  }

  async #own(text: string): Promise<string | undefined> {
    const words = text.split(/\s+/);
    if (words[0] === "quit") {
      this.#socket.end();
      return undefined;
    }
    if (words[0] === "prompt") {
      this.#prompts = !this.#prompts;
      return undefined;
    }
    if (words[0] === "help") return help();
    const found = commands.find((command) => command.words.every((word, i) => words[i] === word));
    if (found?.ends === true) {
      this.#socket.end(`${await found.run(this.#master)}\n`, "latin1");
      return undefined;
    }
    return found ? found.run(this.#master) : `Unknown command: '${words[0] ?? ""}'.\n${help()}`;
  }

  async #forward(target: string, command: string): Promise<void> {
    const worker = this.#workerOf(target);
    if (!worker) {
      this.#socket.write(`Can't find the target PID matching the prefix '${target}'\n`, "latin1");
      return;
    }
    await new Promise<void>((resolve) => {
      const link = createConnection({ path: worker.socketPath }, () => link.end(`${command}\n`, "latin1"));
      link.on("error", (error) => {
        this.#socket.write(`The worker ${worker.pid} does not answer: ${error.message}\n`, "latin1");
        resolve();
      });
      link.on("end", resolve);
      link.pipe(this.#socket, { end: false });
    });
  }

  /** `@1` is the worker that serves, `@!PID` any. */
  #workerOf(target: string): WorkerProcess | undefined {
    const { current, former } = this.#master;
    const pid = /^@!(\d+)$/.exec(target)?.[1];
    if (pid === undefined) return target === "@1" ? current : undefined;
    return [...(current ? [current] : []), ...former].find((worker) => worker.pid === Number(pid));
  }
}
