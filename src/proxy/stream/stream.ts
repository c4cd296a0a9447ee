import type { LogLevel } from "../../config/log-target.ts";
import type { Timeouts } from "../../config/types.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import type { ProxyTraffic } from "../traffic.ts";
import { Channel } from "./channel.ts";
import type { Client } from "./client.ts";
import type { FilterChain } from "./filter-chain.ts";
import type { Responder } from "./responder.ts";
import type { ServerConnection } from "./server-connection.ts";
import type { ConnectionAddress, Session } from "./session.ts";
import type { StickTrackers } from "./stick-trackers.ts";
import type { EndCause, EndPhase, StreamTiming } from "./timing.ts";
import type { Transaction } from "./transaction.ts";
import { VariableScope } from "./variables.ts";

/** How a client has ended its side: amid its request (`cut`), or behind it and may still read (`half`) or not (`gone`). */
export type ClientEnd = "cut" | "half" | "gone";

/** How a stream of TCP becomes one of HTTP (stream_set_http_mode()). */
export interface HttpUpgrade {
  /** The version of HTTP that a rule has named: then there is no other. */
  readonly proto?: "h1" | "h2" | undefined;
  /** The backend in HTTP mode for whose sake it becomes HTTP; undefined where none has been chosen. */
  readonly backend?: ProxyTraffic;
  /** Those of the frontend, which are at work already. */
  filters?: FilterChain;
}

/** What a {@link Stream} begins with. */
export interface StreamOptions {
  readonly id: number;
  readonly session: Session;
  readonly client: Client;
  readonly timing: StreamTiming;
  /** `tune.bufsize` */
  readonly bufsize: number;
  /** In HTTP. */
  readonly transaction?: Transaction;
}

/**
 * A request and its answer, or a TCP connection in both directions: what
 * analysers, rules, samples, filters and scripts work on (stream-t.h). It
 * holds data; `analysis-http.ts` and `analysis-tcp.ts` lead it through its life.
 */
export class Stream {
  readonly id: number;
  readonly session: Session;
  client: Client;
  timing: StreamTiming;
  readonly request: Channel;
  readonly response: Channel;
  /** HTTP only; undefined in TCP. */
  http: Transaction | undefined;
  /** The frontend until one is chosen. */
  backend: ProxyTraffic;
  /** The server chosen; undefined before, and where a service answers. */
  server: ServerTraffic | undefined;
  /** What answers in place of a server; undefined where a server does. */
  responder: Responder | undefined;
  /** A response is on its way out: its http-after-response rules are heard, or were. */
  responseLeaves = false;
  /** The connection to the server, once there is one; it stays for the logs. */
  serverConnection: ServerConnection | undefined;
  /** The unique id, once somebody has asked for it. */
  uniqueId: string | undefined;
  /** Scopes `txn.`, `req.` and `res.` */
  readonly transactionVariables = new VariableScope();
  readonly requestVariables = new VariableScope();
  readonly responseVariables = new VariableScope();
  /** By slot; undefined for what was not captured. */
  readonly requestCaptures: (string | undefined)[] = [];
  readonly responseCaptures: (string | undefined)[] = [];
  /** What `track-sc` follows in rules of the stream; those of the session count where it has none. */
  trackers: StickTrackers | undefined;
  /** `set-timeout`, over the proxies' own; milliseconds. */
  readonly timeouts: { -readonly [K in keyof Timeouts]?: number } = {};
  /** `set-log-level`; undefined for the usual. */
  logLevel: LogLevel | "silent" | undefined;
  /** `set-nice`, txn:set_priority_class and the like. */
  priorityClass = 0;
  priorityOffset = 0;
  /** How many there may be, by `set-retries`; undefined: what the backend says, which a change of backends restores. */
  maxRetries: number | undefined;
  /** Attempts to connect beyond the first. */
  retries = 0;
  /** It was sent to another server than the one it wanted. */
  redispatched = false;
  /** Positions in the queues when it entered them. */
  serverQueue = 0;
  backendQueue = 0;
  endCause: EndCause = "-";
  endPhase: EndPhase = "-";
  /** The last two letters of the logs' state: the client's cookie, and what was done to the response's. */
  cookieState = "-";
  cookieAction = "-";
  /** Bytes from and to the client, and from and to the server or service; heads included. */
  readonly bytes = { clientIn: 0, clientOut: 0, serverIn: 0, serverOut: 0 };
  /** How much of {@link Stream.bytes} the statistics have already. */
  readonly counted = { clientIn: 0, clientOut: 0, serverIn: 0, serverOut: 0 };
  /** Its line has been written. */
  logged = false;
  /** It asks the monitor-uri, which is not logged. */
  isMonitor = false;
  /** It began in TCP and is to go on in HTTP, or does. */
  httpUpgrade: HttpUpgrade | undefined;
  /** A backend has been chosen, be it the frontend itself. */
  backendChosen = false;
  /** Kept by src/api: the scripts' side of this stream (private values, contexts). */
  scripts: unknown;
  /** The rule that decided last, for `last_rule_file`. */
  lastRule: { readonly file: string; readonly line: number } | undefined;
  /** The rule that has been called and waits, for `waiting_entity`. */
  waitingRule: { readonly file: string; readonly line: number } | undefined;
  #source: ConnectionAddress | undefined;
  #destination: ConnectionAddress | undefined;
  #ended = false;
  #aborted = false;
  #delivered = false;
  readonly #enders: (() => void)[] = [];
  readonly #aborters = new Set<() => void>();
  #clientEnd: ClientEnd | undefined;
  #clientWatchers: Set<(end: ClientEnd) => void> | undefined;
  #leaveServer: ((forClient: boolean) => void) | undefined;
  readonly #deliverers: (() => void)[] = [];

  constructor(options: StreamOptions) {
    this.id = options.id;
    this.session = options.session;
    this.client = options.client;
    this.timing = options.timing;
    this.http = options.transaction;
    this.backend = options.session.frontend;
    this.request = new Channel(false, options.bufsize);
    this.response = new Channel(true, options.bufsize);
  }

  /** The client's address and the one it came to, as far as rules of this stream have changed them. */
  get source(): ConnectionAddress {
    return this.#source ?? this.session.source;
  }

  set source(address: ConnectionAddress) {
    this.#source = address;
  }

  get destination(): ConnectionAddress {
    return this.#destination ?? this.session.destination;
  }

  set destination(address: ConnectionAddress) {
    this.#destination = address;
  }

  get frontend(): ProxyTraffic {
    return this.session.frontend;
  }

  /** Gives the stream to a backend. One that is not the frontend again starts with its own settings (process_switching_rules()). */
  enter(backend: ProxyTraffic): void {
    this.backend = backend;
    this.backendChosen = true;
    if (backend === this.frontend) return;
    delete this.timeouts.connect;
    delete this.timeouts.queue;
    delete this.timeouts.server;
    delete this.timeouts.tunnel;
    this.maxRetries = undefined;
  }

  /** Goes on in HTTP with its first request; what rules and scripts have noted of it stays. */
  becomeHttp(client: Client, timing: StreamTiming, transaction: Transaction): void {
    this.client = client;
    this.timing = timing;
    this.http = transaction;
  }

  /** Notes why the stream ends; the first note counts. */
  endsBecause(cause: EndCause, phase: EndPhase): void {
    if (this.endCause === "-") this.endCause = cause;
    if (this.endPhase === "-") this.endPhase = phase;
  }

  /** A timeout that is in force, in milliseconds: the stream's own, the backend's or the frontend's. */
  timeout(name: keyof Timeouts): number | undefined {
    return this.timeouts[name] ?? this.backend.config.timeouts[name] ?? this.frontend.config.timeouts[name];
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The client has gone, or the stream was killed: nothing it does matters any more. */
  get aborted(): boolean {
    return this.#aborted;
  }

  /** Ends all waiting: whoever works for the stream gives up. The first cause counts. */
  abort(cause: EndCause, phase: EndPhase): void {
    if (this.#aborted || this.#ended) return;
    this.#aborted = true;
    this.endsBecause(cause, phase);
    this.request.endInput("aborted");
    this.response.closeOutput();
    const aborters = [...this.#aborters];
    this.#aborters.clear();
    for (const fn of aborters) fn();
  }

  /** Calls `fn` when the stream is aborted, at once if it is; gives a way to take that back. */
  onAbort(fn: () => void): () => void {
    if (this.#aborted) fn();
    else this.#aborters.add(fn);
    return () => void this.#aborters.delete(fn);
  }

  /** How the client has ended its side of an HTTP request, if it has; see client-leaving.ts. */
  get clientEnd(): ClientEnd | undefined {
    return this.#clientEnd;
  }

  /** For the client's side: it has ended. The first end counts. */
  endClient(end: ClientEnd): void {
    if (this.#clientEnd !== undefined || this.#ended) return;
    this.#clientEnd = end;
    const watchers = this.#clientWatchers;
    this.#clientWatchers = undefined;
    for (const fn of watchers ?? []) fn(end);
  }

  /** Calls `fn` when the client ends its side, at once if it has; gives a way to take that back. */
  onClientEnd(fn: (end: ClientEnd) => void): () => void {
    if (this.#clientEnd !== undefined) fn(this.#clientEnd);
    else (this.#clientWatchers ??= new Set()).add(fn);
    return () => void this.#clientWatchers?.delete(fn);
  }

  /** For the server's side: `fn` gives it up, because the client has ended its side or for a reason of ours. */
  onLeavingServer(fn: (forClient: boolean) => void): void {
    this.#leaveServer = fn;
  }

  /** No server is to answer any more: the client gets something else. */
  leaveServer(forClient = false): void {
    const leave = this.#leaveServer;
    this.#leaveServer = undefined;
    leave?.(forClient);
  }

  /** The last byte for the client has been handed to its connection. */
  get delivered(): boolean {
    return this.#delivered;
  }

  /** For the client's side: see {@link Stream.delivered}. */
  deliver(): void {
    if (this.#delivered) return;
    this.#delivered = true;
    for (const fn of this.#deliverers.splice(0)) fn();
  }

  /** Calls `fn` when all has been delivered; at once if it has. */
  onDelivered(fn: () => void): void {
    if (this.#delivered) fn();
    else this.#deliverers.push(fn);
  }

  /** Calls `fn` when the stream is over; at once if it is. */
  onEnd(fn: () => void): void {
    if (this.#ended) fn();
    else this.#enders.push(fn);
  }

  /** Ends it, once everything has been sent and logged. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const fn of this.#enders.splice(0)) fn();
  }
}
