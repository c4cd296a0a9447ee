import type { Time } from "../../time.ts";

/** Bytes that a client has sent, in the order of their coming, for one reader at a time. */
export class Input {
  readonly #time: Time;
  #text = "";
  #ended = false;
  #wake: (() => void) | undefined;
  readonly #taken: () => void;

  /** `taken` is called when something was read: there is room for more. */
  constructor(time: Time, taken: () => void) {
    this.#time = time;
    this.#taken = taken;
  }

  /** Bytes that wait to be read. */
  get length(): number {
    return this.#text.length;
  }

  get ended(): boolean {
    return this.#ended;
  }

  push(text: string): void {
    this.#text += text;
    this.#notify();
  }

  /** No more will come. */
  end(): void {
    this.#ended = true;
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** The next line with its LF, the rest where there will be none; undefined while it has not come. */
  takeLine(): string | undefined {
    const end = this.#text.indexOf("\n");
    if (end < 0) return this.#ended ? this.take(this.#text.length) : undefined;
    return this.take(end + 1);
  }

  take(length: number): string {
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    this.#taken();
    return taken;
  }

  /** Resolves when something comes or nothing more will; with false when `ms` pass first. */
  async changed(ms?: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer =
        ms === undefined
          ? undefined
          : this.#time.after(ms, () => {
              this.#wake = undefined;
              resolve(false);
            });
      this.#wake = () => {
        timer?.cancel();
        resolve(true);
      };
    });
  }

  async getline(): Promise<string> {
    for (;;) {
      const line = this.takeLine();
      if (line !== undefined) return line;
      await this.changed();
    }
  }

  async receive(size: number, timeoutMs: number | undefined): Promise<string | undefined> {
    const until = timeoutMs === undefined ? undefined : this.#time.monotonicMs() + timeoutMs;
    while (!this.#ended && (size < 0 || this.#text.length < size)) {
      const left = until === undefined ? undefined : Math.max(0, until - this.#time.monotonicMs());
      if (await this.changed(left)) continue;
      // As in HAProxy, what has come for this call is lost.
      this.#text = "";
      return undefined;
    }
    return this.take(size < 0 ? this.#text.length : size);
  }

  tryReceive(): string | undefined {
    if (this.#text !== "") return this.take(this.#text.length);
    return this.#ended ? "" : undefined;
  }
}
