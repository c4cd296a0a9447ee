import { createConnection, type Socket } from "node:net";
import { LiveHaproxy } from "../../support/live-haproxy.ts";
import type { Accepted, Verdict } from "./verdict.ts";

/** A frontend that answers each request with what it has understood, in hexadecimal. */
const echo = `
backend app
frontend echo
    OPTIONS
    bind unix@FOLDER/e
    http-request wait-for-body time 5s
    http-request return status 200 hdr x-read "%[method,hex]/%[url,hex]/%[req.ver,hex]/%[req.hdrs,hex]/%[req.body,hex]"
`;

/** `option accept-unsafe-violations-in-http-request`, by the name that all versions know. */
export const acceptUnsafeOption = "option accept-invalid-http-request";

/** How long a stream may take before HAProxy is said to hang on it. */
const patience = 20_000;

/** A real HAProxy that tells what it makes of streams of requests. */
export class Oracle {
  readonly #haproxy = new LiveHaproxy();

  /** @param options more lines for its frontend */
  async start(program: string, options = ""): Promise<void> {
    await this.#haproxy.start(program, echo.replace("OPTIONS", options));
  }

  async stop(): Promise<void> {
    await this.#haproxy.clean();
  }

  /**
   * Its verdict on a stream; `expected` is ours, to know when to stop waiting. Undefined: one
   * request, taken or not.
   */
  async ask(stream: Buffer, expected: Verdict | undefined): Promise<Verdict | "hang"> {
    return new Promise((resolve, reject) => {
      let answers = "";
      let ended = false;
      const socket: Socket = createConnection({ path: `${this.#haproxy.folder}/e` });
      const timer = setTimeout(() => {
        socket.destroy();
        resolve("hang");
      }, patience);
      const awaited = expected?.accepted.length ?? 1;
      const mayEndHere =
        expected === undefined || (typeof expected.end === "string" && expected.end !== "close");
      const look = (): void => {
        if (ended || !mayEndHere || answered(answers) < awaited) return;
        ended = true;
        socket.end();
      };
      socket.on("connect", () => {
        socket.write(stream);
        look();
      });
      socket.on("data", (data) => {
        answers += data.toString("latin1");
        look();
      });
      socket.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
      });
      socket.on("close", () => {
        clearTimeout(timer);
        const { accepted, refusal } = readAnswers(answers);
        const last = accepted.at(-1);
        const own = last?.method === "CONNECT" ? "tunnel" : last?.closes ? "close" : undefined;
        // Our own end of the connection says nothing about what it would have waited for.
        resolve({ accepted, end: ended && expected ? expected.end : (refusal ?? own ?? "idle") });
      });
    });
  }
}

/** How many answers, refusals among them, have come. */
function answered(text: string): number {
  const { accepted, refusal } = readAnswers(text);
  return accepted.length + (refusal === undefined ? 0 : 1);
}

const answerHead = /^HTTP\/1\.1 (\d+) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/;

/** Takes apart what came back. */
function readAnswers(text: string): { accepted: Accepted[]; refusal: number | undefined } {
  const accepted: Accepted[] = [];
  let refusal: number | undefined;
  let rest = text;
  for (;;) {
    const match = answerHead.exec(rest);
    if (!match) break;
    const [whole, status = "", headers = ""] = match;
    const length = Number(/^content-length: (\d+)/m.exec(headers)?.[1] ?? 0);
    rest = rest.slice(whole.length + length);
    if (status === "100") continue;
    if (status !== "200") {
      refusal = Number(status);
      continue;
    }
    const read = /^x-read: (.*)\r$/m.exec(headers)?.[1] ?? "";
    const [method = "", uri = "", version = "", fields = "", payload = ""] = read
      .split("/")
      .map((part) => Buffer.from(part, "hex").toString("latin1"));
    accepted.push({
      method,
      uri,
      version: `HTTP/${version}`,
      headers: fields.slice(0, -2),
      body: payload,
      closes: /^connection: close/m.test(headers),
    });
  }
  return { accepted, refusal };
}
