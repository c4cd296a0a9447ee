import { H1Parser, type H1ParserSettings } from "../http/h1-parser.ts";
import { isInterim, type ResponseHead } from "../http/message.ts";

/** What a server has answered to the last thing a check has sent it; for fetches, a channel. */
export class RawAnswer {
  readonly capacity: number;
  #bytes = Buffer.alloc(0);
  received = 0;
  ended = false;
  readonly head = undefined;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  push(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    this.received += bytes.length;
  }

  peek(): Buffer {
    return this.#bytes;
  }

  /** What has come as byte string. */
  get text(): string {
    return this.#bytes.toString("latin1");
  }

  get inputLength(): number {
    return this.#bytes.length;
  }

  get isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  get isFull(): boolean {
    return this.#bytes.length >= this.capacity;
  }

  /** Nothing will come behind what is there. */
  get isWhole(): boolean {
    return this.ended || this.isFull;
  }

  get complete(): boolean {
    return this.isWhole;
  }

  get noMoreInput(): boolean {
    return this.ended;
  }

  get inputEnd(): string {
    return this.ended ? "ended" : "open";
  }
}

/** A server's answer in HTTP. */
export class HttpAnswer {
  readonly #parser: H1Parser<ResponseHead>;
  readonly #limit: number;
  head: ResponseHead | undefined;
  /** The payload as byte string. */
  text = "";
  /** It cannot be read. */
  invalid = false;
  /** Nothing will come behind what is there. */
  isWhole = false;

  /** @param method of the request */
  constructor(settings: H1ParserSettings, method: string) {
    this.#parser = H1Parser.forResponses(settings, () => method);
    this.#limit = settings.bufsize;
  }

  get isEmpty(): boolean {
    return this.head === undefined;
  }

  push(bytes: Buffer): void {
    this.#parser.push(bytes);
    this.#read();
  }

  end(): void {
    this.#parser.finish();
    this.#read();
    this.isWhole = true;
  }

  #read(): void {
    while (!this.isWhole) {
      const event = this.#parser.next();
      if (event.type === "more") return;
      if (event.type === "head" && !isInterim(event.head.status)) this.head = event.head;
      else if (event.type === "data") this.text += event.data.toString("latin1");
      else if (event.type === "end") this.isWhole = true;
      else if (event.type === "error" && event.part === "head") {
        this.invalid = true;
        return;
      } else if (event.type === "error" || event.type === "closed") return;
      if (this.text.length >= this.#limit) this.isWhole = true;
    }
  }
}
