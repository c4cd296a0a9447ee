import type { ProxyConfig, ProxyOption, Server } from "../../config/types.ts";
import { PeriodCounter, type StickTable } from "../../samples/stick-tables/index.ts";
import type { Time } from "../../time.ts";
import { HealthChecks } from "../checks/health-checks.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { HttpMode } from "../http/connection.ts";
import { defaultParserSettings, type H1ParserSettings } from "../http/h1-parser.ts";
import type { RequestHead } from "../http/message.ts";
import type { DeclaredServer } from "../model/declared-server.ts";
import type { Stream } from "../stream/stream.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { BackendState } from "./backend-state.ts";
import { Balancing } from "./balance/balancing.ts";
import type { Candidates } from "./balance/candidates.ts";
import { Dialler } from "./dialler.ts";
import { HttpServerSide, type Exchanged } from "./http-server-side.ts";
import { NameResolution } from "./name-resolution.ts";
import { PendingQueue } from "./pending-queue.ts";
import { Persistence } from "./persistence/persistence.ts";
import type { ServerFailure } from "./server-failure.ts";
import { ServerLinks } from "./server-links.ts";
import type { ServerPlacement } from "./server-placement.ts";
import { ServerTraffic } from "./server-traffic.ts";
import { TcpServerSide } from "./tcp-server-side.ts";
import { TimeAverages } from "./time-averages.ts";

/** The part of a proxy that a backend is made from; it is the proxy itself, which is still being made. */
export type BackendProxy = Pick<ProxyTraffic, "environment" | "config" | "model">;

const second = 1000;

const httpModes: Readonly<Record<ProxyConfig["httpMode"], HttpMode>> = {
  "keep-alive": "keep-alive",
  "server-close": "http-server-close",
  close: "httpclose",
};

/** The backend side of a proxy at work: chooses servers, queues for them, and speaks with them. */
export class BackendTraffic implements BackendState {
  readonly proxy: BackendProxy;
  readonly config: ProxyConfig;
  readonly time: Time;
  readonly queue = new PendingQueue<ServerPlacement>();
  readonly balancing: Balancing<ServerTraffic>;
  readonly links: ServerLinks;
  readonly parserSettings: H1ParserSettings;
  /** Milliseconds that a stream may wait in a queue. */
  readonly queueTimeout: number | undefined;
  /** Some answers are worth sending the request once more. */
  readonly retriesAnswers: boolean;
  /** Streams that have a place on a server. */
  served = 0;
  readonly expressions: Expressions;
  readonly #servers: ServerTraffic[] = [];
  readonly #retryOn: ReadonlySet<string>;
  readonly #times: TimeAverages;
  readonly #rate = new PeriodCounter(second);
  readonly persistence: Persistence;
  readonly #checks: HealthChecks;
  readonly #names = new Map<ServerTraffic, NameResolution>();

  constructor(proxy: BackendProxy, expressions: Expressions) {
    const { config, environment, model } = proxy;
    this.proxy = proxy;
    this.config = config;
    this.time = environment.time;
    this.expressions = expressions;
    this.#retryOn = new Set(config.retryOn);
    this.retriesAnswers = config.retryOn.some((event) => event !== "conn-failure");
    this.queueTimeout = config.timeouts.queue ?? config.timeouts.connect;
    this.links = new ServerLinks(config, this.time);
    this.#times = new TimeAverages(model.backend.gauges);
    const { bufsize, maxrewrite, maxHeaders } = environment.config.global.tune;
    this.parserSettings = {
      ...defaultParserSettings,
      bufsize,
      maxrewrite,
      maxHeaders,
      acceptUnsafe: config.options.has("accept-unsafe-violations-in-http-response"),
    };
    config.servers.forEach((server, i) => {
      const declared = model.servers[i];
      if (declared) this.#add(server, declared);
    });
    this.balancing = new Balancing({
      config,
      servers: this.#servers,
      expressions,
      served: () => this.served,
    });
    this.persistence = new Persistence(config, this, expressions);
    this.#checks = new HealthChecks(this);
    model.onRecount = () => this.balancing.update();
  }

  get servers(): readonly ServerTraffic[] {
    return this.#servers;
  }

  // What its servers and streams ask

  get sessions(): number {
    return this.proxy.model.backend.gauges.scur;
  }

  get fullconn(): number {
    return this.proxy.model.settings.fullconn;
  }

  get options(): ReadonlySet<ProxyOption> {
    return this.config.options;
  }

  get candidates(): Candidates<ServerTraffic> {
    return this.balancing.candidates;
  }

  /** `option persist` */
  get keepsToDown(): boolean {
    return this.options.has("persist");
  }

  get dynamicKey(): string | undefined {
    return this.config.dynamicCookieKey;
  }

  wallSeconds(): number {
    return Math.floor(this.time.wallMs() / second);
  }

  /** A stick table by the name of its proxy; the backend's own without a name. */
  table(name = this.config.name): { readonly table: StickTable; readonly byAddress: boolean } | undefined {
    const { config, model } = this.proxy.environment;
    const table = model.all.find((proxy) => proxy.name === name && proxy.stickTable)?.stickTable;
    const declared = config.proxies.find((proxy) => proxy.name === name && proxy.stickTable)?.stickTable;
    return table && { table, byAddress: declared?.serverKey === "addr" };
  }

  now(): number {
    return this.time.monotonicMs();
  }

  /** Whether a request is sent once more after such an event: one of `retry-on`. */
  retriesOn(event: string): boolean {
    return this.#retryOn.has(event);
  }

  httpModeOf({ config }: { readonly config: ProxyConfig }): HttpMode {
    return httpModes[config.httpMode];
  }

  count(stat: string): void {
    this.proxy.model.backend.counters.add(stat, 1);
  }

  /** A stream has been given a server. */
  sessionSeen(): void {
    this.proxy.model.backend.counters.set("lastsess", 0);
  }

  placeTaken(server: ServerTraffic): void {
    this.served++;
    this.balancing.touched(server);
  }

  placeLeft(server: ServerTraffic): void {
    this.served--;
    this.balancing.touched(server);
  }

  /** A stream came to a server's queue, or the backend's own, or left it. */
  queueChanged(server: ServerTraffic | undefined): void {
    if (!server) {
      this.showQueue();
      return;
    }
    server.model.gauges.qmax = server.queue.highest;
    this.balancing.touched(server);
  }

  showQueue(): void {
    const { gauges } = this.proxy.model.backend;
    gauges.qcur = this.queue.length;
    gauges.qmax = this.queue.highest;
  }

  /** `http-send-name-header`: tells a server its name. */
  nameServer({ headers }: RequestHead, server: ServerTraffic): void {
    const { httpSendNameHeader: name } = this.config;
    if (name !== undefined) headers.set(name, server.name);
  }

  /** The server to stay with: a connection there belongs to the client (`prefer-last-server`). */
  lastServer({ session }: Stream): ServerTraffic | undefined {
    if (this.balancing.hashes || !this.options.has("prefer-last-server")) return undefined;
    return this.links.lastServer(session);
  }

  // What the stream core asks

  /** Counts a stream for this backend until it ends. To be called once, when it is given the backend. */
  enter(stream: Stream): void {
    const { counters, gauges } = this.proxy.model.backend;
    gauges.smax = Math.max(gauges.smax, ++gauges.scur);
    counters.add("stot", 1);
    counters.add("rate", 1);
    this.#rate.add(Math.floor(this.now()), 1);
    gauges.rate_max = Math.max(gauges.rate_max, this.#rate.current);
    stream.onEnd(() => {
      gauges.scur--;
      this.#countTimes(stream);
    });
  }

  /**
   * HTTP: chooses a server, queues and connects, sends the head and then the
   * payload taken from the request channel. Resolves once there is
   * `stream.http.response` with its framing; from then on the payload is
   * pushed into the response channel until that is complete.
   */
  exchange(stream: Stream): Promise<Exchanged> {
    return new Promise((resolve) => {
      if (stream.http) new HttpServerSide(this, stream, stream.http, resolve).start();
    });
  }

  /** TCP: resolves once connected; from then on bytes flow between the channels and the server. */
  connect(stream: Stream): Promise<"connected" | ServerFailure> {
    return new Promise((resolve) => new TcpServerSide(this, stream, resolve).start());
  }

  /** What a response does for persistence: cookies, `stick store-response`. To be called after the rules on responses. */
  responded(stream: Stream): void {
    this.persistence.responded(stream);
  }

  // Servers come and go

  /** Takes a server in at run time. */
  addServer(config: Server, model: DeclaredServer): ServerTraffic {
    const server = this.#add(config, model);
    this.balancing.update();
    this.#checks.add(server, this.#names.get(server)?.start());
    return server;
  }

  #add(config: Server, model: DeclaredServer): ServerTraffic {
    const server = new ServerTraffic(config, model, this);
    server.dialler = new Dialler(server, this.proxy, this.expressions);
    this.#servers.push(server);
    if (NameResolution.isNeeded(config))
      this.#names.set(server, new NameResolution(config, model, this.time));
    return server;
  }

  /** Takes a server out: its idle connections are closed. */
  removeServer(server: ServerTraffic): void {
    const i = this.#servers.indexOf(server);
    if (i >= 0) this.#servers.splice(i, 1);
    this.balancing.remove(server);
    this.#checks.remove(server);
    this.#names.get(server)?.close();
    this.#names.delete(server);
    server.pool.closeAll();
  }

  /** Starts what runs by itself: names are resolved, servers are checked. */
  start(): void {
    const resolved = new Map([...this.#names].map(([server, names]) => [server, names.start()]));
    this.#checks.start(resolved);
  }

  /** Closes what is idle, and stops what runs by itself. */
  close(): void {
    this.#checks.close();
    for (const names of this.#names.values()) names.close();
    for (const server of this.#servers) server.pool.closeAll();
  }

  /** How long the parts of a stream took, for the averages (stream_update_time_stats). */
  #countTimes({ timing, http, server }: Stream): void {
    const { begunAt, requestAt, dequeuedAt, connectedAt } = timing;
    const answeredAt = http ? timing.responseAt : connectedAt;
    if (dequeuedAt === undefined || connectedAt === undefined || answeredAt === undefined) return;
    const since = (moment: number): number => Math.floor(moment - begunAt);
    const times = {
      queue: since(dequeuedAt) - (requestAt === undefined ? 0 : since(requestAt)),
      connect: since(connectedAt) - since(dequeuedAt),
      response: since(answeredAt) - since(connectedAt),
      total: since(timing.endedAt ?? this.now()),
    };
    const stat = http ? "req_tot" : "lbtot";
    if (server) server.times.add(times, Number(server.model.counters.get(stat)));
    this.#times.add(times, Number(this.proxy.model.backend.counters.get(stat)));
  }
}
