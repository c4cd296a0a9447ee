import type { Stream } from "../proxy/stream/stream.ts";
import type { AppletStream } from "../runtime/index.ts";
import type { Timer } from "../time.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** What stands behind an AppletTCP: of a TCP service, or of a command of the command socket. */
export interface TcpApplet {
  readonly io: AppletStream;
  readonly txn: ScriptTxn;
}

/** The bytes of a TCP service: input from the request channel, output into the response channel. */
export class StreamIo implements AppletStream {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  async getline(): Promise<string> {
    const { request } = this.#stream;
    for (;;) {
      const feed = request.peek().indexOf(10);
      if (feed >= 0) return this.#take(feed + 1);
      if (request.noMoreInput || request.isFull) return this.#take(request.inputLength);
      await request.changed();
    }
  }

  async receive(size: number, timeoutMs: number | undefined): Promise<string | undefined> {
    const { request } = this.#stream;
    const late = timeoutMs ? this.#after(timeoutMs) : undefined;
    const parts: string[] = [];
    let wanted = size < 0 ? Infinity : size;
    for (;;) {
      const part = this.#take(Math.min(wanted, request.inputLength));
      parts.push(part);
      wanted -= part.length;
      if (wanted === 0 || request.noMoreInput) break;
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
    if (request.inputLength === 0 && !request.noMoreInput) return undefined;
    return this.#take(request.inputLength);
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
    const { request } = this.#stream;
    const text = request.peek().toString("latin1", 0, count);
    request.replace(0, count, Buffer.alloc(0));
    return text;
  }
}
