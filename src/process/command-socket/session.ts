import type { Duplex } from "node:stream";
import type { Timer } from "../../time.ts";
import {
  message,
  OpenCommandSockets,
  type CommandAnswer,
  type CommandContext,
  type CommandTargets,
  type ConnectionView,
  type Level,
  type Modes,
  type Severity,
} from "./command.ts";
import { allCommands, findCommand } from "./commands.ts";
import { usage } from "./help.ts";
import { Input } from "./input.ts";
import { allows } from "./process-commands.ts";
import { Prompt } from "./prompt.ts";
import { longestLine, mostWords, splitCommands, splitWords, takePayloadMark } from "./words.ts";

/** What a connection may do. */
export interface SessionLimits {
  readonly level: Level;
  /** How long it stays open while it says nothing, in milliseconds. */
  readonly idleMs: number;
}

/** How much a payload may hold: HAProxy's `tune.cli.max-payload-size`. */
const longestPayload = 131_072;

/** A line that has come, and what came with it. */
interface Line {
  readonly text: string;
  readonly payload: string | undefined;
}

/**
 * One connection to the command socket. Without `prompt` it answers one line
 * and closes; with it, line after line. Each answer ends with an empty line,
 * then comes the prompt (cli.c, cli_io_handler).
 */
export class CommandSession implements ConnectionView {
  readonly id: number;
  calls = 0;
  readonly #socket: Duplex;
  readonly #input: Input;
  readonly #context: CommandContext;
  readonly #since: number;
  readonly #prompt = new Prompt("n");
  #ended = false;
  #idle: Timer | undefined;

  constructor(
    id: number,
    socket: Duplex,
    targets: CommandTargets,
    connections: () => Iterable<ConnectionView>,
    limits: SessionLimits,
  ) {
    const { time } = targets.runtime;
    this.id = id;
    this.#socket = socket;
    this.#input = new Input(time, () => socket.resume());
    this.#since = time.monotonicMs();
    this.#context = {
      ...targets,
      level: limits.level,
      modes: { "experimental-mode": false, "expert-mode": false, severity: "none" },
      sockets: targets.runtime.services.find(OpenCommandSockets)?.list ?? [],
      input: this.#input,
      send: (text) => this.#send(text),
      idleMs: limits.idleMs,
      get connections() {
        return connections();
      },
    };
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#input.push(text);
      // What a command does not read waits in the kernel.
      if (this.#input.length > longestPayload) socket.pause();
    });
    socket.on("end", () => this.#input.end());
    socket.on("error", () => this.#input.end());
    socket.on("close", () => {
      this.#ended = true;
      this.#idle?.cancel();
      this.#input.end();
    });
  }

  get ageSeconds(): number {
    return Math.floor((this.#context.runtime.time.monotonicMs() - this.#since) / 1000);
  }

  /** Serves the connection to its end. */
  async serve(): Promise<void> {
    do {
      const line = await this.#readLine();
      if (line === undefined) break;
      await this.#runLine(line);
    } while (this.#prompt.interactive && !this.#ended);
    this.#idle?.cancel();
    this.#socket.end();
    // Unread input would make the kernel reset the connection before the answer is read.
    this.#socket.resume();
  }

  #send(text: string): Promise<void> | undefined {
    if (this.#ended || this.#socket.write(text, "latin1")) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        this.#socket.off("drain", done);
        this.#socket.off("close", done);
        resolve();
      };
      this.#socket.on("drain", done);
      this.#socket.on("close", done);
    });
  }

  /** The next line of input without its end; undefined at the end, and when it is too long. */
  async #next(limit: number): Promise<string | undefined> {
    for (;;) {
      this.#socket.resume();
      const waiting = this.#input.takeLine();
      // A last line without an end is none (as in HAProxy).
      if (waiting !== undefined) return waiting.endsWith("\n") ? waiting.slice(0, -1) : undefined;
      if (this.#input.length > limit) return undefined;
      this.#rest();
      await this.#input.changed();
      this.#idle?.cancel();
    }
  }

  /** Closes the connection unless something comes soon. */
  #rest(): void {
    this.#idle = this.#context.runtime.time.after(this.#context.idleMs, () => this.#socket.destroy(), {
      background: true,
    });
  }

  async #readLine(): Promise<Line | undefined> {
    const text = await this.#next(longestLine);
    if (text === undefined) {
      if (this.#input.length > longestLine) {
        await this.#send(
          "The command line is too big for the buffer size. Please change 'tune.bufsize' in the configuration to use a bigger command.\n",
        );
      }
      return undefined;
    }
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    const marked = takePayloadMark(line);
    if (!marked) return { text: line, payload: undefined };
    const payload = await this.#readPayload(marked.mark);
    return payload === undefined ? undefined : { text: marked.line, payload };
  }

  async #readPayload(mark: string): Promise<string | undefined> {
    const lines: string[] = [];
    let size = 0;
    for (;;) {
      if (this.#prompt.shown) await this.#send("+ ");
      const line = await this.#next(longestPayload);
      size += line === undefined ? this.#input.length : line.length + 1;
      if (size > longestPayload) {
        await this.#send(
          "The payload is too big. Please change 'tune.cli.max-payload-size' in the configuration to use a bigger payload.\n",
        );
        return undefined;
      }
      if (line === undefined) return undefined;
      if (line === mark) return lines.join("\n");
      lines.push(line);
    }
  }

  /** Runs the commands of a line, one after the other. */
  async #runLine({ text, payload }: Line): Promise<void> {
    const commands = splitCommands(text);
    for (const [i, command] of commands.entries()) {
      if (this.#ended) return;
      const isLast = i === commands.length - 1;
      const answer = await this.#run(splitWords(command), isLast ? payload : undefined);
      if (answer === "quit") {
        this.#ended = true;
        return;
      }
      // In one piece: a client may leave once it has seen what it wanted.
      await this.#send(textOf(answer, this.#context.modes.severity) + (isLast ? this.#end() : "\n"));
    }
  }

  /** What stands behind the answer to a line. */
  #end(): string {
    if (!this.#prompt.shown) return "\n";
    return `\n${this.#prompt.text("", Number(this.#context.runtime.info().Uptime_sec ?? 0))}`;
  }

  async #run(words: readonly string[], payload: string | undefined): Promise<CommandAnswer | "quit"> {
    const [first] = words;
    if (first === undefined) return undefined;
    this.calls++;
    if (words.length > mostWords) {
      return { message: `Too many arguments. Commands must have at most ${mostWords} arguments.` };
    }
    if (first === "quit") return "quit";
    if (first === "prompt") {
      const refusal = this.#prompt.set(words.slice(1));
      return refusal === undefined ? undefined : { message: refusal };
    }
    const { level, modes, runtime } = this.#context;
    const commands = allCommands(runtime);
    const command = findCommand(commands, words);
    if (!command) {
      const known = commands.filter(({ mode }) => mode === undefined || modes[mode]);
      return message(usage(known, words), "info");
    }
    if (!allows(level, command.level)) return message("Permission denied", "err");
    if (command.mode !== undefined && !modes[command.mode]) {
      const name = command.mode.replace("-mode", "");
      return message(`This command is restricted to ${name} mode only.`, "err");
    }
    try {
      return await command.run(this.#context, words, payload);
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The numbers of syslog's severities. */
const severityNumbers: Readonly<Record<Severity, number>> = { err: 3, warning: 4, notice: 5, info: 6 };

function textOf(answer: CommandAnswer, shown: Modes["severity"]): string {
  if (answer === undefined) return "";
  if ("text" in answer) return answer.text;
  const { severity, message: text } = answer;
  const line = `${text.replace(/\n+$/, "")}\n`;
  if (severity === undefined || shown === "none") return line;
  return `[${shown === "number" ? severityNumbers[severity] : severity}]: ${line}`;
}
