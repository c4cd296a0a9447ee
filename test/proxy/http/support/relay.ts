import { createConnection, createServer, type Server, type Socket } from "node:net";
import {
  agreeOnUpgrade,
  clientModeOfRequest,
  type ConnectionMode,
  type HttpMode,
} from "../../../../src/proxy/http/connection.ts";
import { defaultParserSettings, H1Parser } from "../../../../src/proxy/http/h1-parser.ts";
import {
  chunkHead,
  lastChunk,
  type RequestOptions,
  type WrittenHead,
  writeRequestHead,
  writeResponseHead,
} from "../../../../src/proxy/http/h1-writer.ts";
import type { Headers } from "../../../../src/proxy/http/headers.ts";
import {
  type ConnectionWords,
  type Framing,
  isInterim,
  type ResponseHead,
} from "../../../../src/proxy/http/message.ts";
import { errorPage } from "../../../../src/proxy/http/error-pages.ts";
import { LiveHaproxy } from "../../support/live-haproxy.ts";

/** One exchange through a proxy: what a client sends, and what a server answers. Byte strings. */
export interface Exchange {
  readonly request: string;
  readonly response: string;
}

/** The options of a proxy. */
export interface RelayOptions extends RequestOptions {
  /** `accept-unsafe-violations-in-http-response`, by the name that all versions know. */
  readonly acceptsUnsafe: boolean;
}

/** What comes out on either side. Chunks are joined: how payload is cut is nobody's business. */
export interface Relayed {
  readonly toServer: string;
  readonly toClient: string;
  /** Whether the client's connection takes another request. */
  readonly persists: boolean;
}

/** The same by our parser and writer; the smallest of proxies. It takes the request for granted. */
export function relayed({ request, response }: Exchange, options: RelayOptions): Relayed {
  const requests = H1Parser.forRequests(defaultParserSettings);
  requests.push(Buffer.from(request, "latin1"));
  const asked: { method: string; version: string; mode: ConnectionMode; connection: ConnectionWords } = {
    method: "",
    version: "",
    mode: "keep-alive",
    connection: { close: false, keepAlive: false, upgrade: false },
  };
  const toServer = pass(requests, ({ head, framing, connection }) => {
    asked.method = head.method;
    asked.version = head.version;
    asked.connection = connection;
    asked.mode = clientModeOfRequest(head.version, connection);
    return writeRequestHead(head, framing, options);
  });
  const responses = H1Parser.forResponses(
    { ...defaultParserSettings, acceptUnsafe: options.acceptsUnsafe },
    () => asked.method,
  );
  responses.push(Buffer.from(response, "latin1"));
  responses.finish();
  const send = (head: ResponseHead, framing: Framing): WrittenHead | undefined => {
    const { method, version, mode } = asked;
    const written = writeResponseHead(head, framing, {
      method,
      requestVersion: version,
      mode,
      frontend: options.frontend,
    });
    if (written && !isInterim(head.status)) asked.mode = written.mode;
    return written;
  };
  let toClient = pass(responses, ({ head, framing, connection }) => {
    if (head.status === 101 && !agreeOnUpgrade(asked.connection, connection)) return undefined;
    return send(head, framing);
  });
  if (toClient === undefined) {
    const { head, body } = errorPage(502);
    const written = send(head, { kind: "length", length: body.length });
    toClient = written ? written.text + encoded(written, body, undefined) : "";
  }
  return { toServer: toServer ?? "", toClient, persists: asked.mode === "keep-alive" };
}

/** The first request of a stream as it is sent on; undefined when it is refused. */
export function written(stream: string): string | undefined {
  const parser = H1Parser.forRequests(defaultParserSettings);
  parser.push(Buffer.from(stream, "latin1"));
  const options: RequestOptions = { frontend: "keep-alive", backend: "keep-alive", pretendsKeepAlive: false };
  return pass(parser, ({ head, framing }) => writeRequestHead(head, framing, options));
}

type HeadEvent<Head> = Extract<ReturnType<H1Parser<Head>["next"]>, { type: "head" }>;

/** Passes one message on. */
function pass<Head>(
  parser: H1Parser<Head>,
  write: (event: HeadEvent<Head>) => WrittenHead | undefined,
): string | undefined {
  let text = "";
  let payload = "";
  let written: WrittenHead | undefined;
  for (;;) {
    const event = parser.next();
    switch (event.type) {
      case "head":
        written = write(event);
        if (!written) return undefined;
        text += written.text;
        break;
      case "data":
        payload += event.data.toString("latin1");
        break;
      case "end":
        return written && text + encoded(written, payload, event.trailers);
      default:
        return undefined;
    }
  }
}

function encoded({ framing }: WrittenHead, payload: string, trailers: Headers | undefined): string {
  switch (framing.kind) {
    case "none":
      return "";
    case "chunked":
      return (payload === "" ? "" : `${chunkHead(payload.length)}${payload}\r\n`) + lastChunk(trailers);
    default:
      return payload;
  }
}

const probe = "GET /probe HTTP/1.1\r\nhost: probe\r\n\r\n";
const probed = "HTTP/1.1 299 Probed\r\ncontent-length: 0\r\n\r\n";

/** A real HAProxy between a client and a server that say what they are told to. */
export class LiveRelay {
  readonly #haproxy = new LiveHaproxy();
  readonly #server: Server = createServer((socket) => this.#serve(socket));
  #exchange: Exchange | undefined;
  #toServer = "";

  async start(program: string, options: RelayOptions): Promise<void> {
    const { frontend, backend, pretendsKeepAlive, acceptsUnsafe } = options;
    const line = (mode: HttpMode): string => (mode === "keep-alive" ? "" : `option ${mode}`);
    await this.#haproxy.start(
      program,
      `
backend app
frontend relay
    ${line(frontend)}
    bind unix@FOLDER/r
    default_backend behind
backend behind
    ${line(backend)}
    ${pretendsKeepAlive ? "option http-pretend-keepalive" : ""}
    ${acceptsUnsafe ? "option accept-invalid-http-response" : ""}
    server s unix@FOLDER/b
`,
    );
    await new Promise<void>((resolve) => this.#server.listen(`${this.#haproxy.folder}/b`, resolve));
  }

  async stop(): Promise<void> {
    this.#server.close();
    await this.#haproxy.clean();
  }

  /** Passes an exchange through, then asks for another on the same connection to see whether it persists. */
  async pass(exchange: Exchange): Promise<Relayed> {
    this.#exchange = exchange;
    this.#toServer = "";
    const answer = await this.#ask(exchange.request);
    const at = answer.indexOf("HTTP/1.1 299 Probed\r\n");
    return {
      toServer: joinChunks(this.#toServer),
      toClient: joinChunks(at === -1 ? answer : answer.slice(0, at)),
      persists: at !== -1,
    };
  }

  async #ask(request: string): Promise<string> {
    return new Promise((resolve) => {
      let text = "";
      const socket = createConnection({ path: `${this.#haproxy.folder}/r` });
      socket.on("connect", () => socket.write(request + probe, "latin1"));
      socket.on("error", () => undefined);
      socket.on("data", (data) => {
        text += data.toString("latin1");
        if (text.includes("HTTP/1.1 299 Probed\r\n")) socket.destroy();
      });
      socket.on("close", () => resolve(text));
    });
  }

  #serve(socket: Socket): void {
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      const whole = wholeRequest(text);
      if (whole === undefined) return;
      text = text.slice(whole.length);
      if (whole.startsWith("GET /probe ")) {
        socket.end(probed);
        return;
      }
      this.#toServer = whole;
      const response = this.#exchange?.response ?? "";
      if (endsByItself(whole, response)) socket.write(response, "latin1");
      else socket.end(response, "latin1");
    });
  }
}

/**
 * Whether a response is one whose fate can be compared: whole, and nothing behind it, or refused by its
 * head. The rest depends on what a proxy has sent before it sees the trouble.
 */
export function isComparable({ request, response }: Exchange): boolean {
  const parser = H1Parser.forResponses(defaultParserSettings, () => request.split(" ", 1)[0] ?? "");
  parser.push(Buffer.from(response, "latin1"));
  parser.finish();
  for (;;) {
    const event = parser.next();
    switch (event.type) {
      case "head":
        // HAProxy passes such statuses on as they are written: ours are numbers.
        if (event.head.status < 100) return false;
        break;
      case "end":
        return parser.pending === 0;
      case "error":
        return event.part === "head" && !event.truncated;
      case "closed":
        return false;
      default:
    }
  }
}

/** Whether a response's end can be told without closing the connection. */
function endsByItself(request: string, response: string): boolean {
  const settings = { ...defaultParserSettings, acceptUnsafe: true };
  const parser = H1Parser.forResponses(settings, () => request.split(" ", 1)[0] ?? "");
  parser.push(Buffer.from(response, "latin1"));
  for (;;) {
    const event = parser.next();
    if (event.type === "end") return true;
    if (event.type === "more" || event.type === "error") return false;
    if (event.type === "head" && event.framing.kind === "tunnel") return false;
  }
}

/** The first request in a text, once it is all there. */
function wholeRequest(text: string): string | undefined {
  const parser = H1Parser.forRequests(defaultParserSettings);
  parser.push(Buffer.from(text, "latin1"));
  for (;;) {
    const event = parser.next();
    if (event.type === "end") return text.slice(0, text.length - parser.pending);
    if (event.type === "more" || event.type === "error") return undefined;
  }
}

/** Makes one chunk of consecutive ones. */
export function joinChunks(message: string): string {
  const split = message.indexOf("\r\n\r\n") + 4;
  const head = message.slice(0, split);
  const isInterimHead = /^HTTP\/1\.1 1\d\d (?<!101 )/.test(head) && !head.startsWith("HTTP/1.1 101");
  if (isInterimHead) return head + joinChunks(message.slice(split));
  if (!/^transfer-encoding: chunked\r$/m.test(head)) return message;
  let payload = "";
  let rest = message.slice(split);
  for (;;) {
    const line = /^([0-9a-f]+)\r\n/.exec(rest);
    if (!line) return message;
    const size = Number.parseInt(line[1] ?? "0", 16);
    if (size === 0) break;
    payload += rest.slice(line[0].length, line[0].length + size);
    rest = rest.slice(line[0].length + size + 2);
  }
  return head + (payload === "" ? "" : `${payload.length.toString(16)}\r\n${payload}\r\n`) + rest;
}
