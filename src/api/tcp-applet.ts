import type { Stream } from "../proxy/stream/stream.ts";
import type { AppletStream } from "../runtime/index.ts";
import type { Timer } from "../time.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** What stands behind an AppletTCP: of a TCP service, or of a command of the command socket. */
export interface TcpApplet {
  readonly io: AppletStream;
  readonly txn: ScriptTxn;
}

/** The bytes of a TCP service: input is what the request channel lets pass, output goes into the response channel. */
export class StreamIo implements AppletStream {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  async getline(): Promise<string> {
    const { request } = this.#stream;
    for (;;) {
      const feed = request.peekOutput().indexOf(10);
      if (feed >= 0) return this.#take(feed + 1);
      if (this.#isOver || request.isFull) return this.#take(request.outputLength);
      await request.changed();
    }
  }

  async receive(size: number, timeoutMs: number | undefined): Promise<string | undefined> {
    const { request } = this.#stream;
    const late = timeoutMs ? this.#after(timeoutMs) : undefined;
    const parts: string[] = [];
    let wanted = size < 0 ? Infinity : size;
    for (;;) {
      const part = this.#take(Math.min(wanted, request.outputLength));
      parts.push(part);
      wanted -= part.length;
      if (wanted === 0 || this.#isOver) break;
      const news = request.changed();
      if (!late) await news;
      // What has come is lost when the time is over: HAProxy's own way.
      else if ((await Promise.race([news, late.promise])) === "late") return undefined;
    }
    late?.timer.cancel();
    return parts.join("");
  }

  tryReceive(): string | undefined {
    const { request } = this.#stream;
    if (request.outputLength === 0 && !this.#isOver) return undefined;
    return this.#take(request.outputLength);
  }

  send(text: string): Promise<void> | undefined {
    const { response } = this.#stream;
    if (response.push(Buffer.from(text, "latin1"))) return undefined;
    return new Promise((resolve) => (response.onRoom = resolve));
  }

  #after(ms: number): { readonly promise: Promise<"late">; readonly timer: Timer } {
    const { time } = this.#stream.session.frontend.environment;
    let over: (late: "late") => void;
    const promise = new Promise<"late">((resolve) => (over = resolve));
    return { promise, timer: time.after(ms, () => over("late")) };
  }

  #take(count: number): string {
    return this.#stream.request.takeBytes(count).toString("latin1");
  }

  /** Nothing more comes, and all has passed. */
  get #isOver(): boolean {
    const { noMoreInput, inputLength } = this.#stream.request;
    return noMoreInput && inputLength === 0;
  }
}
