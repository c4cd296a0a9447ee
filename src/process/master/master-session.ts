import { createConnection, type Socket } from "node:net";
import { systemTime } from "../../time.ts";
import { usage } from "../command-socket/help.ts";
import { allows } from "../command-socket/process-commands.ts";
import { Prompt } from "../command-socket/prompt.ts";
import { splitCommands, splitWords, takePayloadMark } from "../command-socket/words.ts";
import { masterCommands, masterUsages, type MasterContext } from "./master-commands.ts";
import type { Master } from "./master.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** A line that has come whole. */
interface Line {
  readonly text: string;
  /** What goes with the last command of the line: its mark, the lines, the mark again. */
  readonly payload: string;
}

/** Settings of a session with a worker that the master's own knows not, and that ask nothing of it. */
const modes = ["expert-mode", "experimental-mode", "mcli-debug-mode"];

/**
 * One connection to the master's socket: line after line, each a command of
 * the master's own or, behind `@1` or `@!PID`, one for a worker. Commands on a
 * line are separated by `;`.
 */
export class MasterSession {
  readonly #socket: Socket;
  readonly #context: MasterContext;
  readonly #prompt = new Prompt("i");
  #text = "";
  /** Where commands without a prefix go: `@master`, or what the last prefix that stood alone named. */
  #target = "@master";
  #work: Promise<void> = Promise.resolve();

  constructor(socket: Socket, master: Master) {
    this.#socket = socket;
    this.#context = { master, level: "admin" };
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
    for (let line = this.#takeLine(); line; line = this.#takeLine()) {
      const { text, payload } = line;
      this.#work = this.#work.then(() => this.#line(text, payload));
    }
  }

  /** The next line, with its payload where it announces one; undefined while it is not there as a whole. */
  #takeLine(): Line | undefined {
    const end = this.#text.indexOf("\n");
    if (end < 0) return undefined;
    const text = this.#text.slice(0, end).replace(/\r$/, "");
    const marked = takePayloadMark(text);
    if (!marked) {
      this.#text = this.#text.slice(end + 1);
      return { text, payload: "" };
    }
    const last = `\n${marked.mark}\n`;
    const close = this.#text.indexOf(last, end);
    if (close < 0) return undefined;
    const payload = ` <<${marked.mark}${this.#text.slice(end, close)}${last}`;
    this.#text = this.#text.slice(close + last.length);
    return { text: marked.line, payload };
  }

  async #line(text: string, payload: string): Promise<void> {
    const commands = splitCommands(text).map((command) => command.trim());
    for (const [i, command] of commands.entries()) {
      await this.#command(command, i === commands.length - 1 ? payload : "");
    }
    if (!this.#prompt.shown) return;
    const seconds = (systemTime.monotonicMs() - this.#context.master.startedAt) / 1000;
    this.#socket.write(this.#prompt.text(this.#targetName(), seconds));
  }

  #targetName(): string {
    if (this.#target === "@master") return "master";
    return String(this.#workerOf(this.#target)?.pid ?? this.#target.slice(1));
  }

  async #command(text: string, payload: string): Promise<void> {
    const prefix = /^@(\S*)/.exec(text)?.[0];
    const command = text.slice(prefix?.length ?? 0).trim();
    if (prefix !== undefined && command === "") {
      this.#target = prefix === "@" ? "@master" : prefix;
      return;
    }
    const target = prefix ?? this.#target;
    if (command === "quit") this.#socket.end();
    else if (command === "prompt" || command.startsWith("prompt ")) {
      const refusal = this.#prompt.set(splitWords(command).slice(1));
      if (refusal !== undefined) this.#socket.write(`${refusal}\n`);
    } else if (target === "@master") await this.#own(splitWords(command));
    else await this.#forward(target, command, payload);
  }

  async #own(words: readonly string[]): Promise<void> {
    const [first = ""] = words;
    if (modes.includes(first)) return;
    const found = masterCommands.find((command) => command.words.every((word, i) => words[i] === word));
    if (!found) {
      this.#answer(words.length === 0 ? "" : `${usage(masterUsages, words)}\n`);
    } else if (!allows(this.#context.level, found.level)) {
      this.#answer("Permission denied\n");
    } else {
      const answer = await found.run(this.#context, words);
      if (answer !== undefined) this.#answer(answer);
      if (found.ends) this.#socket.end();
    }
  }

  #answer(text: string): void {
    this.#socket.write(`${text}\n`, "latin1");
  }

  /** Has a worker answer, with no more rights than this connection has. */
  async #forward(target: string, command: string, payload: string): Promise<void> {
    const worker = this.#workerOf(target);
    if (!worker) {
      this.#socket.write(`Can't find the target PID matching the prefix '${target}'\n`, "latin1");
      return;
    }
    const { level } = this.#context;
    const lowered = level === "admin" ? "" : `${level}; `;
    await new Promise<void>((resolve) => {
      const link = createConnection({ path: worker.socketPath }, () =>
        link.end(`${lowered}${command}${payload === "" ? "\n" : payload}`, "latin1"),
      );
      link.on("error", (error) => {
        this.#socket.write(`The worker ${worker.pid} does not answer: ${error.message}\n`, "latin1");
        resolve();
      });
      link.on("end", resolve);
      let isFirst = lowered !== "";
      link.on("data", (bytes) => {
        // The command that takes rights away answers with an empty line.
        const rest = isFirst ? bytes.subarray(1) : bytes;
        isFirst = false;
        if (this.#socket.write(rest)) return;
        link.pause();
        this.#socket.once("drain", () => link.resume());
      });
    });
  }

  /** `@1` is the worker that serves, `@!PID` any. */
  #workerOf(target: string): WorkerProcess | undefined {
    const { current, former } = this.#context.master;
    const pid = /^@!(\d+)$/.exec(target)?.[1];
    if (pid === undefined) return target === "@1" ? current : undefined;
    return [...(current ? [current] : []), ...former].find((worker) => worker.pid === Number(pid));
  }
}
