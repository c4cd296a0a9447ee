import { H1Parser, defaultParserSettings } from "../../proxy/http/h1-parser.ts";
import { Headers } from "../../proxy/http/headers.ts";
import { isInterim, type RequestHead, type ResponseHead } from "../../proxy/http/message.ts";
import type { ConnectionAddress } from "../../proxy/stream/session.ts";

/** A request as a test writes it. */
export interface TestRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A byte string. */
  readonly body: string;
  /** The client's address. */
  readonly source: ConnectionAddress;
}

/** What the client has got. */
export interface TestResponse {
  /** Undefined where the connection was broken off before. */
  readonly head: ResponseHead | undefined;
  readonly interim: readonly ResponseHead[];
  readonly body: string;
  /** The answer is not whole. */
  readonly aborted: boolean;
}

/** The head that goes out: with a host, and a length where there is a payload. */
export function requestHead({ method, path, headers, body }: TestRequest): RequestHead {
  const all = Headers.from(headers);
  if (!all.has("host")) all.add("host", "localhost");
  if (body !== "" && !all.has("content-length") && !all.has("transfer-encoding"))
    all.add("content-length", String(body.length));
  return { method, uri: path, version: "HTTP/1.1", headers: all };
}

/** The whole request as it is sent, a byte string. */
export function requestText(request: TestRequest): string {
  const { method, uri, version, headers } = requestHead(request);
  const fields = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `${method} ${uri} ${version}\r\n${fields}\r\n${request.body}`;
}

/** No answer that a script gives is refused for its size. */
const patience = { ...defaultParserSettings, bufsize: 16 * 1024 * 1024, maxHeaders: 10_000 };

/** Reads the answer to one request, piece by piece. */
export class ResponseReader {
  readonly #parser: H1Parser<ResponseHead>;
  readonly #interim: ResponseHead[] = [];
  readonly #body: Buffer[] = [];
  #head: ResponseHead | undefined;
  #isWhole = false;
  #isBroken = false;

  constructor(method: string) {
    this.#parser = H1Parser.forResponses(patience, () => method);
  }

  /** All of it has come, or nothing more will. */
  get isOver(): boolean {
    return this.#isWhole || this.#isBroken;
  }

  get response(): TestResponse {
    return {
      head: this.#head,
      interim: this.#interim,
      body: Buffer.concat(this.#body).toString("latin1"),
      aborted: !this.#isWhole,
    };
  }

  push(bytes: Buffer): void {
    this.#parser.push(bytes);
    this.#read();
  }

  /** The connection has been closed: in good order, or not. */
  end(wasReset: boolean): void {
    if (this.isOver) return;
    if (wasReset) this.#isBroken = true;
    else {
      this.#parser.finish();
      this.#read();
    }
  }

  #read(): void {
    while (!this.isOver) {
      const event = this.#parser.next();
      switch (event.type) {
        case "more":
          return;
        case "head":
          if (isInterim(event.head.status)) this.#interim.push(event.head);
          else this.#head = event.head;
          break;
        case "data":
          this.#body.push(event.data);
          break;
        case "end":
          this.#isWhole = this.#head !== undefined;
          break;
        default:
          this.#isBroken = true;
      }
    }
  }
}
