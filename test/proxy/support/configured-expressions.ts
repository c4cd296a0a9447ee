/** Expressions of a configuration, evaluated for requests that have come: no sockets, no servers. */
import { parseConfig, type ProxyConfig } from "../../../src/config/index.ts";
import { createEnvironment } from "../../../src/config/index.ts";
import type { Config } from "../../../src/config/types.ts";
import { loadConfiguredPatterns } from "../../../src/proxy/configured-patterns.ts";
import { Expressions } from "../../../src/proxy/expressions/expressions.ts";
import { H1Parser, defaultParserSettings } from "../../../src/proxy/http/h1-parser.ts";
import { buildModel } from "../../../src/proxy/model/build-model.ts";
import { Session, type ConnectionAddress } from "../../../src/proxy/stream/session.ts";
import { Stream } from "../../../src/proxy/stream/stream.ts";
import type { StreamTiming } from "../../../src/proxy/stream/timing.ts";
import { Transaction } from "../../../src/proxy/stream/transaction.ts";
import type { ProxyTraffic, TrafficEnvironment } from "../../../src/proxy/traffic.ts";
import { ProcVariables, type Runtime } from "../../../src/runtime/index.ts";
import { RegularExpression, sampleCatalog } from "../../../src/samples/index.ts";
import { PatternReferences } from "../../../src/samples/patterns/index.ts";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";

/** A parsed configuration with what evaluates it. */
export interface ConfiguredExpressions {
  readonly config: Config;
  readonly environment: TrafficEnvironment;
  readonly expressions: Expressions;
  readonly time: VirtualTime;
  proxy(name: string): ProxyTraffic;
}

export function configure(text: string): ConfiguredExpressions {
  const { config, diagnostics } = parseConfig([{ name: "t.cfg", text }], {
    catalog: sampleCatalog,
    environment: createEnvironment({}),
    checkRegex: (pattern, ignoreCase) => {
      const compiled = RegularExpression.compile(pattern, ignoreCase);
      return typeof compiled === "string" ? compiled : undefined;
    },
  });
  if (!config) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  const time = new VirtualTime();
  const model = buildModel(config, { time });
  const proxies: ProxyTraffic[] = [];
  const runtime = {
    time,
    procVariables: new ProcVariables(),
    info: () => ({ CurrConns: 1 }),
    services: { find: () => undefined },
  } as unknown as Runtime;
  const environment: TrafficEnvironment = {
    config,
    runtime,
    time,
    model,
    patterns: loadConfiguredPatterns(config, new PatternReferences()),
    scripts: {
      fetch: () => undefined,
      converter: () => undefined,
    } as unknown as TrafficEnvironment["scripts"],
    proxy: (name, side) =>
      proxies.find((each) => each.config.name === name && [side, "listen"].includes(each.config.kind)),
  };
  config.proxies.forEach((proxy, i) => {
    proxies.push({
      environment,
      config: proxy,
      model: model.all[i],
      log: { lines: 0 },
    } as unknown as ProxyTraffic);
  });
  return {
    config,
    environment,
    expressions: new Expressions(environment),
    time,
    proxy: (name) => {
      const found = proxies.find((each) => each.config.name === name);
      if (!found) throw new Error(`no proxy '${name}'`);
      return found;
    },
  };
}

const local: ConnectionAddress = { family: 4, host: "127.0.0.1", port: 8080 };
const peer: ConnectionAddress = { family: 4, host: "127.0.0.1", port: 40000 };

/** A client's connection to a frontend. */
export function sessionOf(
  frontend: ProxyTraffic,
  ends: Partial<Pick<Session, "peer" | "local">> = {},
): Session {
  const [bind] = frontend.config.binds;
  const [listener] = frontend.model.listeners;
  if (!bind || !listener) throw new Error("no bind line");
  const { time } = frontend.environment;
  const [acceptedAt, acceptedWallMs] = [time.monotonicMs(), time.wallMs()];
  const session = new Session({
    id: 1,
    frontend,
    listener,
    bind,
    acceptedAt,
    acceptedWallMs,
    peer,
    local,
    ...ends,
  });
  session.streamCount = 1;
  listener.gauges.scur = 1;
  return session;
}

function timingNow({ environment: { time } }: ProxyTraffic): StreamTiming {
  return {
    begunAt: time.monotonicMs(),
    begunWallMs: time.wallMs(),
    requestBegunAt: time.monotonicMs(),
    requestAt: undefined,
    dequeuedAt: undefined,
    connectedAt: undefined,
    responseAt: undefined,
    endedAt: undefined,
  };
}

const client = { protocol: "h1", gone: false } as unknown as Stream["client"];

/** A stream whose request has come as these bytes, payload included. */
export function httpStream(frontend: ProxyTraffic, request: string, session = sessionOf(frontend)): Stream {
  const parser = H1Parser.forRequests(defaultParserSettings);
  parser.push(Buffer.from(request, "latin1"));
  const first = parser.next();
  if (first.type !== "head") throw new Error(`no request: ${JSON.stringify(first)}`);
  const { head, framing } = first;
  const transaction = new Transaction(head, framing);
  const timing = timingNow(frontend);
  const stream = new Stream({ id: 1, session, client, timing, bufsize: 16384, transaction });
  for (let event = parser.next(); event.type === "data" || event.type === "end"; event = parser.next()) {
    if (event.type === "data") stream.request.push(event.data);
    else {
      stream.request.completeMessage();
      break;
    }
  }
  return stream;
}

/** A TCP stream whose client has sent these bytes. */
export function tcpStream(frontend: ProxyTraffic, sent: string, session = sessionOf(frontend)): Stream {
  const timing = timingNow(frontend);
  const tcp = { ...client, protocol: "tcp" } as Stream["client"];
  const stream = new Stream({ id: 1, session, client: tcp, timing, bufsize: 16384 });
  stream.request.push(Buffer.from(sent, "latin1"));
  return stream;
}

/** Gives a stream the response that these bytes are. */
export function respond(stream: Stream, response: string): void {
  if (!stream.http) throw new Error("no HTTP");
  const { method } = stream.http.request;
  const parser = H1Parser.forResponses(defaultParserSettings, () => method);
  parser.push(Buffer.from(response, "latin1"));
  const first = parser.next();
  if (first.type !== "head") throw new Error(`no response: ${JSON.stringify(first)}`);
  stream.http.response = first.head;
  stream.http.responseFraming = first.framing;
  stream.http.status = first.head.status;
  stream.http.serverStatus = first.head.status;
  for (let event = parser.next(); event.type === "data"; event = parser.next())
    stream.response.push(event.data);
}

export type { ProxyConfig };
