import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from "node:net";
import { parseConfig } from "../../../../src/config/index.ts";
import { BackendTraffic, type BackendProxy } from "../../../../src/proxy/backend/backend-traffic.ts";
import { loadConfiguredPatterns } from "../../../../src/proxy/configured-patterns.ts";
import { Expressions } from "../../../../src/proxy/expressions/expressions.ts";
import { Headers } from "../../../../src/proxy/http/headers.ts";
import type { Framing, ResponseHead } from "../../../../src/proxy/http/message.ts";
import { buildModel } from "../../../../src/proxy/model/build-model.ts";
import type { DeclaredProxies } from "../../../../src/proxy/model/index.ts";
import type { Client } from "../../../../src/proxy/stream/client.ts";
import { Session } from "../../../../src/proxy/stream/session.ts";
import { Stream } from "../../../../src/proxy/stream/stream.ts";
import { Transaction } from "../../../../src/proxy/stream/transaction.ts";
import type { ProxyTraffic, TrafficEnvironment } from "../../../../src/proxy/traffic.ts";
import { Runtime } from "../../../../src/runtime/index.ts";
import { sampleCatalog } from "../../../../src/samples/index.ts";
import { PatternReferences } from "../../../../src/samples/patterns/index.ts";
import { systemTime, type Time } from "../../../../src/time.ts";

/** A backend of a configuration, with the model around it and fakes of the stream core's parts. */
export class Scene {
  readonly backend: BackendTraffic;
  readonly model: DeclaredProxies;
  readonly log: string[] = [];
  readonly time: Time;
  readonly #proxy: ProxyTraffic;
  readonly #expressions: Expressions;
  #streams = 0;

  constructor(text: string, time: Time = systemTime) {
    this.time = time;
    const { config, diagnostics } = parseConfig([{ name: "t.cfg", text }], { catalog: sampleCatalog });
    assert.ok(config, diagnostics.map(({ text: why }) => why).join("\n"));
    const { log } = this;
    this.model = buildModel(config, {
      time,
      warning: (line) => void log.push(line),
      alert: (line) => void log.push(line),
    });
    const references = new PatternReferences();
    const runtime = new Runtime({ time, install: () => undefined, log: { quiet: true } });
    const environment: Partial<TrafficEnvironment> = {
      config,
      runtime,
      time,
      model: this.model,
      patterns: loadConfiguredPatterns(config, references),
      proxy: () => this.#proxy,
    };
    this.#expressions = new Expressions(environment as TrafficEnvironment);
    const i = config.proxies.findIndex(({ kind }) => kind !== "frontend");
    const proxy: Partial<ProxyTraffic> & BackendProxy = {
      environment: environment as TrafficEnvironment,
      config: config.proxies[i]!,
      model: this.model.all[i]!,
    };
    this.#proxy = proxy as ProxyTraffic;
    this.backend = new BackendTraffic(proxy, this.#expressions);
    Object.assign(proxy, { servers: this.backend });
    this.model.started();
  }

  get expressions(): Expressions {
    return this.#expressions;
  }

  get proxy(): ProxyTraffic {
    return this.#proxy;
  }

  /** A figure of the backend, or of one of its servers. */
  stat(name: string, server?: string): unknown {
    const { model } = this.#proxy;
    const row =
      server === undefined
        ? model.stats("backend")
        : model.servers.find((one) => one.name === server)?.stats();
    return row?.get(name);
  }

  session(client = "192.0.2.1"): Session {
    return new Session({
      id: 1,
      frontend: this.#proxy,
      listener: undefined as never,
      bind: undefined as never,
      acceptedAt: this.time.monotonicMs(),
      acceptedWallMs: this.time.wallMs(),
      peer: { family: 4, host: client, port: 40_000 },
      local: { family: 4, host: "192.0.2.80", port: 80 },
    });
  }

  /** A stream that has come as far as the backend. */
  stream(session = this.session(), transaction?: Transaction): FakeStream {
    const now = this.time.monotonicMs();
    session.streamCount++;
    const client = new FakeClient();
    const stream = new Stream({
      id: ++this.#streams,
      session,
      client,
      timing: {
        begunAt: now,
        begunWallMs: this.time.wallMs(),
        requestBegunAt: now,
        requestAt: now,
        dequeuedAt: undefined,
        connectedAt: undefined,
        responseAt: undefined,
        endedAt: undefined,
      },
      bufsize: 16_384,
      ...(transaction && { transaction }),
    });
    stream.backend = this.#proxy;
    return Object.assign(stream, { fakeClient: client });
  }

  /** A stream with a request that is all there. */
  request(given: Partial<RequestSpec> = {}): FakeStream {
    const { method = "GET", uri = "/", headers = [["host", "example"]], session, body } = given;
    const framing: Framing = body === undefined ? { kind: "none" } : { kind: "length", length: body.length };
    const all = body === undefined ? headers : [...headers, ["content-length", `${body.length}`] as const];
    const head = { method, uri, version: "HTTP/1.1", headers: Headers.from(all) };
    const words = { close: false, keepAlive: false, upgrade: head.headers.has("upgrade") };
    const stream = this.stream(session, new Transaction(head, framing, words));
    if (body !== undefined) stream.request.push(Buffer.from(body, "latin1"));
    stream.request.completeMessage();
    stream.request.forwardAll();
    stream.response.forwardAll();
    return stream;
  }

  /** Leads a request through the backend to its end; gives the body of the answer. */
  async answer(stream: FakeStream): Promise<string> {
    this.backend.enter(stream);
    const result = await this.backend.exchange(stream);
    assert.equal(result, "answered");
    const body = await drain(stream);
    stream.timing.endedAt = this.time.monotonicMs();
    stream.end();
    return body;
  }

  close(): void {
    this.backend.close();
  }
}

export interface RequestSpec {
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly session: Session;
}

export type FakeStream = Stream & { readonly fakeClient: FakeClient };

/** Takes what the response channel lets pass, until it is complete. */
export async function drain(stream: Stream): Promise<string> {
  let body = "";
  for (;;) {
    for (const piece of stream.response.take() ?? []) body += piece.toString("latin1");
    if (stream.response.isDrained) return body;
    await stream.response.changed();
  }
}

/** A client that notes what it is told to send. */
export class FakeClient implements Client {
  readonly protocol = "h1";
  readonly interim: ResponseHead[] = [];
  gone = false;
  aborted = false;

  sendInterim(head: ResponseHead): void {
    this.interim.push(head);
  }

  sendHead(): void {
    assert.fail("the server's side sends no final head");
  }

  abort(): void {
    this.aborted = true;
  }
}

/** A server made of a function that gets each connection. */
export class Origin {
  readonly server: NetServer;
  readonly sockets = new Set<Socket>();
  connections = 0;
  port = 0;

  constructor(serve: (socket: Socket) => void) {
    this.server = createServer({ allowHalfOpen: true }, (socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      socket.on("error", () => undefined);
      serve(socket);
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

/** Answers each request (of which it sees the head only) with what `answer` makes of it. */
export function answering(answer: (head: string, socket: Socket) => string): (socket: Socket) => void {
  return (socket) => {
    let text = "";
    socket.on("data", (data) => {
      text += data.toString("latin1");
      for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
        const head = text.slice(0, end);
        const length = Number(/^content-length: (\d+)/m.exec(head)?.[1] ?? 0);
        if (text.length < end + 4 + length) return;
        text = text.slice(end + 4 + length);
        socket.write(answer(head, socket), "latin1");
      }
    });
    socket.on("end", () => socket.end());
  };
}

/** A response with a body. */
export function response(body: string, head = "HTTP/1.1 200 OK"): string {
  return `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
