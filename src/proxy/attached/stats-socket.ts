import { createConnection, type Socket } from "node:net";
import { HaluaError } from "../../errors.ts";
import { systemTime, type Time, type Timer } from "../../time.ts";
import { AnswerReader } from "./answer-reader.ts";

/** Settings of a {@link StatsSocket}. */
export interface StatsSocketOptions {
  /**
   * The process to talk to when the socket is the master's (`haproxy -S`): a
   * worker's process id, old workers included while they live.
   */
  readonly worker?: number;
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs?: number;
  readonly time?: Time;
}

/** How a command is to be treated. */
export interface CommandOptions {
  /** Lines that go with it, without the end mark. */
  readonly payload?: string;
  /** Whether it may be sent again when the connection breaks before the answer: true for what only asks. */
  readonly repeatable?: boolean;
}

interface Pending {
  readonly text: string;
  readonly options: CommandOptions;
  readonly resolve: (answer: string) => void;
  readonly reject: (error: HaluaError) => void;
  sentTwice: boolean;
  timer: Timer | undefined;
}

const defaultTimeoutMs = 5000;

/** What a master says of a prefix that means none of its processes. */
const noSuchWorker = "Can't find the target PID";

/**
 * A live HAProxy's command line, over its stats socket or the master's: one
 * connection in interactive mode, on which commands stand in line (answers come
 * in the order of the questions). It is opened when there is something to ask,
 * closed by HAProxy when idle (`stats timeout`), and opened again.
 *
 * Errors are E_SOCKET and name the socket and the way out.
 */
export class StatsSocket {
  readonly path: string;
  readonly #prefix: string;
  readonly #timeoutMs: number;
  readonly #time: Time;
  #socket: Socket | undefined;
  /** Asked and not answered yet, in order. */
  readonly #pending: Pending[] = [];
  #reader = new AnswerReader();
  #last: Promise<unknown> = Promise.resolve();
  /** The prompt that answers our switch to interactive mode has come. */
  #ready = false;
  #closed = false;

  constructor(path: string, options: StatsSocketOptions = {}) {
    this.path = path;
    this.#prefix = options.worker === undefined ? "" : `@!${options.worker} `;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#time = options.time ?? systemTime;
  }

  /**
   * Sends a command, one line; gives its answer without the blank line at the
   * end. Rejects when HAProxy cannot be reached or says nothing in time.
   */
  async command(text: string, options: CommandOptions = {}): Promise<string> {
    if (this.#closed) throw this.#error("is closed");
    if (/[\n\r]/.test(text)) throw this.#error("takes commands of one line only");
    const answer = new Promise<string>((resolve, reject) => {
      const pending: Pending = { text, options, resolve, reject, sentTwice: false, timer: undefined };
      this.#pending.push(pending);
      this.#send(pending);
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Sends what only asks; it is repeated once when the connection breaks. */
  async ask(text: string): Promise<string> {
    return this.command(text, { repeatable: true });
  }

  /** Resolves once everything sent so far is answered, well or not. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** Ends the connection; what is unanswered fails. */
  close(): void {
    this.#closed = true;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
    for (const pending of this.#pending.splice(0)) this.#fail(pending, this.#error("is closed"));
  }

  #error(what: string, cause?: unknown): HaluaError {
    return new HaluaError("E_SOCKET", `stats socket '${this.path}' ${what}`, { cause });
  }

  #connect(): Socket {
    const socket = createConnection({ path: this.path });
    this.#socket = socket;
    this.#reader = new AnswerReader();
    this.#ready = false;
    socket.setEncoding("latin1");
    // It must not keep a program alive that waits for nothing.
    socket.unref();
    socket.write("prompt\n");
    socket.on("data", (text: string) => this.#receive(socket, text));
    socket.on("error", (error: NodeJS.ErrnoException) => this.#lose(socket, error));
    socket.on("close", () => this.#lose(socket, undefined));
    return socket;
  }

  #send(pending: Pending): void {
    const socket = this.#socket ?? this.#connect();
    socket.ref();
    const { payload } = pending.options;
    const line = `${this.#prefix}${pending.text}`;
    // A payload ends with an empty line.
    socket.write(payload === undefined ? `${line}\n` : `${line} <<\n${payload}\n\n`, "latin1");
    pending.timer = this.#time.after(this.#timeoutMs, () => this.#expire());
  }

  #expire(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
    const first = this.#pending[0]?.text ?? "";
    const error = this.#error(
      `gave no answer to '${first}' within ${this.#timeoutMs} ms: is HAProxy stopped or overloaded?`,
    );
    for (const pending of this.#pending.splice(0)) this.#fail(pending, error);
  }

  #receive(socket: Socket, text: string): void {
    if (socket !== this.#socket) return;
    for (const answer of this.#reader.push(text)) {
      if (this.#ready) this.#answer(answer);
      else this.#ready = true;
    }
  }

  #answer(text: string): void {
    const pending = this.#pending.shift();
    if (!pending) return;
    if (this.#pending.length === 0) this.#socket?.unref();
    // Up to 3.0 the master hangs up as well.
    if (this.#prefix !== "" && text.startsWith(noSuchWorker)) {
      this.#fail(pending, this.#lossError(pending, text, undefined));
      return;
    }
    pending.timer?.cancel();
    pending.resolve(text);
  }

  #fail(pending: Pending, error: HaluaError): void {
    pending.timer?.cancel();
    pending.reject(error);
  }

  /** The connection is gone: asks again what may be repeated, fails the rest. */
  #lose(socket: Socket, error: NodeJS.ErrnoException | undefined): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    const lost = this.#pending.splice(0);
    const said = this.#reader.rest.trim();
    const connected = this.#ready;
    for (const [i, pending] of lost.entries()) {
      pending.timer?.cancel();
      const repeat = connected && said === "" && pending.options.repeatable === true && !pending.sentTwice;
      if (repeat) {
        pending.sentTwice = true;
        this.#pending.push(pending);
      } else this.#fail(pending, this.#lossError(pending, i === 0 ? said : "", error));
    }
    for (const pending of this.#pending) this.#send(pending);
  }

  #lossError(pending: Pending, said: string, error: NodeJS.ErrnoException | undefined): HaluaError {
    // The master says what is wrong with a prefix, then hangs up.
    if (said !== "") return this.#error(`refused '${pending.text}': ${said.split("\n")[0] ?? ""}`);
    if (error)
      return this.#error(`cannot be reached (${error.code ?? error.message}): ${wayOut(error)}`, error);
    return this.#error(
      `closed before it answered '${pending.text}': HAProxy has stopped or reloaded, whether it was done is not known`,
    );
  }
}

function wayOut(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
      return "name the path of a 'stats socket' line of the running HAProxy";
    case "ECONNREFUSED":
      return "HAProxy is not running; start it, then try again";
    case "EACCES":
    case "EPERM":
      return "run as a user who may open it (see 'mode', 'user', 'group' of its 'stats socket' line)";
    default:
      return "is HAProxy running?";
  }
}
