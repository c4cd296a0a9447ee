import { Socket } from "node:net";

/** What a {@link Load} sends. */
export interface LoadOptions {
  readonly port: number;
  readonly path?: string;
  /** How many connections are held at once; 10 by default. */
  readonly connections?: number;
  /** Requests a second over all connections; as many as get answered by default. */
  readonly rate?: number;
  /** After how long it ends; 1 by default. It never ends by itself where this is 0. */
  readonly seconds?: number;
}

/** What a load came to. */
export interface LoadResult {
  /** Requests that were answered, whatever the status. */
  readonly requests: number;
  /** Requests that were not: refused, reset, or cut off halfway. */
  readonly failed: number;
  /** Why, with how often. */
  readonly errors: ReadonlyMap<string, number>;
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests sent anew since a kept connection was closed before any byte of an answer (RFC 9110, 9.2.2). */
  readonly retried: number;
  readonly connections: number;
}

/** HTTP/1 requests over kept connections, one at a time on each, until a time is over. */
export class Load {
  readonly #options: LoadOptions;
  readonly #errors = new Map<string, number>();
  readonly #statuses = new Map<number, number>();
  readonly #over: Promise<void>;
  readonly #end: number;
  #requests = 0;
  #failed = 0;
  #retried = 0;
  #connections = 0;
  #stopped = false;

  constructor(options: LoadOptions) {
    const { connections = 10, seconds = 1, rate } = options;
    this.#options = options;
    this.#end = seconds === 0 ? Infinity : performance.now() + seconds * 1000;
    const gapMs = rate === undefined ? 0 : (connections * 1000) / rate;
    this.#over = Promise.all(Array.from({ length: connections }, async () => this.#lane(gapMs))).then(
      () => undefined,
    );
  }

  /** How many requests have been answered so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Resolves when its time is over and the last answer has come. */
  async wait(): Promise<LoadResult> {
    await this.#over;
    return {
      requests: this.#requests,
      failed: this.#failed,
      errors: this.#errors,
      statuses: this.#statuses,
      retried: this.#retried,
      connections: this.#connections,
    };
  }

  /** Sends no more; resolves with the result when the last answer has come. */
  async stop(): Promise<LoadResult> {
    this.#stopped = true;
    return this.wait();
  }

  get #isOver(): boolean {
    return this.#stopped || performance.now() >= this.#end;
  }

  async #lane(gapMs: number): Promise<void> {
    let connection: Connection | undefined;
    while (!this.#isOver) {
      const next = performance.now() + gapMs;
      connection = await this.#one(connection);
      const pause = Math.min(next, this.#end) - performance.now();
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    connection?.close();
  }

  /** One request; the connection, where it can be used again. */
  async #one(kept: Connection | undefined): Promise<Connection | undefined> {
    const { port, path = "/" } = this.#options;
    const connection = kept?.isOpen === true ? kept : this.#connect(port);
    try {
      const { status, keeps } = await connection.exchange(
        `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`,
      );
      this.#requests++;
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
      if (keeps) return connection;
      connection.close();
      return undefined;
    } catch (error) {
      connection.close();
      if (connection.answered > 0 && !connection.hasBegun) {
        this.#retried++;
        return this.#one(undefined);
      }
      this.#failed++;
      const why = error instanceof Error ? error.message : String(error);
      this.#errors.set(why, (this.#errors.get(why) ?? 0) + 1);
      return undefined;
    }
  }

  #connect(port: number): Connection {
    this.#connections++;
    return new Connection(port);
  }
}

/** A client's side of one HTTP/1 connection. */
class Connection {
  /** How many answers it has had. */
  answered = 0;
  readonly #socket = new Socket();
  #text = "";
  #isOpen = true;
  #settle: ((error?: Error) => void) | undefined;

  constructor(port: number) {
    const over = (error: Error): void => {
      this.#isOpen = false;
      this.#settle?.(error);
    };
    this.#socket.setEncoding("latin1");
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (text: string) => {
      this.#text += text;
      this.#settle?.();
    });
    this.#socket.on("error", (error: NodeJS.ErrnoException) => over(new Error(error.code ?? error.message)));
    this.#socket.on("close", () => over(new Error(this.hasBegun ? "cut off" : "closed without an answer")));
    this.#socket.connect({ host: "127.0.0.1", port });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Bytes of the present answer have come. */
  get hasBegun(): boolean {
    return this.#text !== "";
  }

  async exchange(request: string): Promise<{ status: number; keeps: boolean }> {
    this.#socket.write(request, "latin1");
    for (;;) {
      const answer = readAnswer(this.#text);
      if (answer) {
        this.#text = this.#text.slice(answer.length);
        this.answered++;
        return { status: answer.status, keeps: answer.keeps && this.#isOpen };
      }
      if (!this.#isOpen) throw new Error(this.hasBegun ? "cut off" : "closed without an answer");
      await new Promise<void>((resolve, reject) => {
        this.#settle = (error) => {
          this.#settle = undefined;
          if (error) reject(error);
          else resolve();
        };
      });
    }
  }

  close(): void {
    this.#isOpen = false;
    this.#socket.destroy();
  }
}

/** An answer at the beginning of `text` that is whole; undefined for one that is not yet. */
function readAnswer(text: string): { status: number; keeps: boolean; length: number } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const body = end + 4;
  const length = /^transfer-encoding: *chunked/im.test(head)
    ? endOfChunks(text, body)
    : body + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  if (length === undefined || text.length < length) return undefined;
  return {
    status: Number(head.slice(9, 12)),
    keeps: !/^connection: *close/im.test(head) && !head.startsWith("HTTP/1.0"),
    length,
  };
}

/** Where a chunked payload that begins at `at` ends; undefined while it does not. */
function endOfChunks(text: string, at: number): number | undefined {
  for (let from = at; ;) {
    const line = text.indexOf("\r\n", from);
    if (line < 0) return undefined;
    const size = Number.parseInt(text.slice(from, line), 16);
    from = line + 2 + size + 2;
    if (size === 0) return from;
    if (from > text.length) return undefined;
  }
}
