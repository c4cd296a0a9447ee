import type { Expressions } from "../../proxy/expressions/expressions.ts";
import { BackendTraffic, type BackendProxy } from "../../proxy/backend/backend-traffic.ts";
import { failures } from "../../proxy/backend/server-failure.ts";
import { Headers } from "../../proxy/http/headers.ts";
import { responseBytes } from "../../proxy/stream/message-bytes.ts";
import type { Stream } from "../../proxy/stream/stream.ts";

/** A request as it has come to a backend. */
export interface BackendRequest {
  readonly method: string;
  /** As in the request line. */
  readonly uri: string;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  /** A byte string. */
  readonly body: string;
}

/** What a backend answers. */
export interface BackendResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A byte string. */
  readonly body: string;
}

/** Answers in place of the servers of a backend; undefined is no answer, as of servers that are down. */
export interface BackendAnswers {
  http(name: string, request: BackendRequest): Promise<BackendResponse | undefined>;
  /** Mode tcp: byte strings, all that the client has sent and all that comes back. */
  tcp(name: string, data: string): Promise<string | undefined>;
}

/** A backend whose servers are never reached: a test's function answers for them. No server is chosen. */
export class ScriptedBackend extends BackendTraffic {
  readonly #answers: BackendAnswers;

  constructor(proxy: BackendProxy, expressions: Expressions, answers: BackendAnswers) {
    super(proxy, expressions);
    this.#answers = answers;
  }

  /** Nothing is checked and no name is looked up. */
  override start(): void {
    // There is nobody to ask.
  }

  override async exchange(stream: Stream): ReturnType<BackendTraffic["exchange"]> {
    const { http, timing, response } = stream;
    if (!http) return failures.internal;
    timing.dequeuedAt ??= this.now();
    timing.connectedAt ??= this.now();
    const body = await payload(stream);
    const { method, uri, headers } = http.request;
    const answer = await this.#answers.http(this.config.name, { method, uri, headers, body });
    if (!answer) return failures.noConnection;
    const { status, reason } = answer;
    const head = { version: "HTTP/1.1", status, reason, headers: Headers.from(answer.headers) };
    const isEmpty = method === "HEAD" || status === 204 || status === 304;
    if (!isEmpty && !head.headers.has("content-length"))
      head.headers.add("content-length", String(answer.body.length));
    http.response = head;
    http.serverStatus = status;
    http.responseFraming = isEmpty ? { kind: "none" } : { kind: "length", length: answer.body.length };
    timing.responseAt = this.now();
    stream.bytes.serverIn += responseBytes(head, reason) + answer.body.length;
    if (!isEmpty) response.push(Buffer.from(answer.body, "latin1"));
    response.completeMessage();
    return "answered";
  }

  /** What the client sends is answered when it has sent all. */
  override connect(stream: Stream): ReturnType<BackendTraffic["connect"]> {
    const { timing, response, request } = stream;
    timing.dequeuedAt ??= this.now();
    timing.connectedAt ??= this.now();
    void payload(stream).then(async (data) => {
      const answer = await this.#answers.tcp(this.config.name, data);
      if (answer === undefined) {
        stream.abort("S", "C");
        return;
      }
      stream.bytes.serverIn += answer.length;
      response.push(Buffer.from(answer, "latin1"));
      response.endInput();
      request.closeOutput();
    });
    return Promise.resolve("connected");
  }
}

/** All of a request's payload, once it has come. */
async function payload({ request }: Stream): Promise<string> {
  const pieces: Buffer[] = [];
  for (;;) {
    for (let output = request.take(); output; output = request.take()) pieces.push(...output);
    if (request.isDrained || request.outputClosed) return Buffer.concat(pieces).toString("latin1");
    await new Promise<void>((resolve) => {
      request.onOutput = resolve;
    });
  }
}
