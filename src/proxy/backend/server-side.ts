import type { Timer } from "../../time.ts";
import type { Stream } from "../stream/stream.ts";
import type { LocalReply } from "../stream/transaction.ts";
import type { EndPhase } from "../stream/timing.ts";
import type { BackendTraffic } from "./backend-traffic.ts";
import type { ConnectFailure, Dialling } from "./dialler.ts";
import type { QueuePlace } from "./pending-queue.ts";
import { failures, type ServerFailure } from "./server-failure.ts";
import type { ServerLink } from "./server-link.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/** What became of the search for a server. */
type Assignment = "assigned" | "queued" | "full" | "none";

const second = 1000;

/**
 * The server's side of a stream: which server it goes to, its place there, its
 * waiting in queues, its attempts to connect (HAProxy's back stream connector,
 * backend.c). What flows then is for those who extend it.
 */
export abstract class ServerSide {
  readonly backend: BackendTraffic;
  readonly stream: Stream;
  /** Persistence has chosen the server, not the balancing algorithm. */
  direct = false;
  /** `force-persist`: a server is used even if it is down. */
  forcesPersistence = false;
  /** How far it is, as the logs' second letter says. */
  phase: EndPhase = "Q";
  protected target: ServerTraffic | undefined;
  protected link: ServerLink | undefined;
  /** The target is the one to connect to. */
  #assigned = false;
  /** Where it has a place. */
  #place: ServerTraffic | undefined;
  /** Where it is counted as a session. */
  #session: ServerTraffic | undefined;
  #waiting:
    { readonly server: ServerTraffic | undefined; readonly place: QueuePlace<ServerSide> } | undefined;
  #timer: Timer | undefined;
  #dialling: Dialling | undefined;
  /** Why the first attempt failed; that is what is reported. */
  #failure: ServerFailure | undefined;
  #over = false;

  constructor(backend: BackendTraffic, stream: Stream) {
    this.backend = backend;
    this.stream = stream;
  }

  get priorityClass(): number {
    return this.stream.priorityClass;
  }

  get priorityOffset(): number {
    return this.stream.priorityOffset;
  }

  /** The server that it goes to, or went to last. */
  get server(): ServerTraffic | undefined {
    return this.target;
  }

  get assigned(): boolean {
    return this.#assigned;
  }

  /** It has no more to do with any server. */
  protected get isOver(): boolean {
    return this.#over;
  }

  /** A kept connection for this stream; undefined for none. */
  protected abstract reusable(server: ServerTraffic): ServerLink | undefined;
  /** There is a connection. */
  protected abstract opened(link: ServerLink): void;
  /** There is none, and no further attempt. */
  protected abstract failed(failure: ServerFailure): void;
  /** The stream was aborted while there was a connection. */
  protected abstract aborted(): void;

  /** Where the client is sent instead, if it is to go to the server itself (`redir`). */
  protected redirection?(server: ServerTraffic): LocalReply | undefined;

  /** The client is sent there. */
  protected redirected?(reply: LocalReply): void;

  /** Persistence sends it to a server. */
  directTo(server: ServerTraffic): void {
    this.direct = this.#assigned = true;
    this.#aim(server);
  }

  /** Looks for a server, unless it has one, and connects to it. */
  start(): void {
    const { backend } = this;
    if (backend.persistence.isActive) backend.persistence.request(this);
    this.stream.onAbort(() => this.#aborted());
    this.stream.onEnd(() => this.finish());
    if (backend.balancing.readsPayload && !this.#assigned) this.#awaitPayload();
    else this.#request();
  }

  /** Waits for a form, which may hold what the server is chosen by: all of it, or as much as a buffer holds. */
  #awaitPayload(): void {
    const { http, request } = this.stream;
    if (this.#over) return;
    if (http?.request.method !== "POST" || request.noMoreInput || request.isFull) this.#request();
    else request.onceChanged(() => this.#awaitPayload());
  }

  /** Tries anew, with another server if that is allowed: for answers that are worth a retry. Counts the retry. */
  protected again(): void {
    this.stream.retries++;
    this.#endSession();
    this.#count("wretr");
    this.#failure = undefined;
    this.#chooseRedispatch();
    this.#resume();
  }

  /** Gives back what it holds. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#dialling?.cancel();
    this.#leaveQueue();
    this.#endSession();
    this.#leavePlace(true);
  }

  #request(): void {
    this.phase = "Q";
    switch (this.#assignAndQueue()) {
      case "assigned":
        this.#arrived();
        return;
      case "queued":
        this.#wait();
        return;
      case "full":
        if (this.direct && !this.forcesPersistence && this.backend.options.has("redispatch")) {
          this.direct = this.#assigned = false;
          this.#request();
          return;
        }
        this.#count("econ");
        this.#fail(failures.queueFull);
        return;
      case "none":
        this.backend.count("econ");
        this.#fail(failures.noConnection);
    }
  }

  /** It has a place on its server. */
  #arrived(): void {
    this.stream.timing.dequeuedAt = this.backend.now();
    this.backend.sessionSeen();
    const server = this.target;
    if (!server) return;
    const redirection = this.redirection?.(server);
    if (!redirection) {
      this.#connect(server);
      return;
    }
    // It counts as a session all the same.
    server.countSession();
    this.finish();
    this.redirected?.(redirection);
  }

  /** Finds a server, and a place on it or in a queue (assign_server_and_queue). */
  #assignAndQueue(): Assignment {
    if (!this.#assigned) {
      const previous = this.target;
      const found = this.#assign(previous);
      if (previous) this.#countChange(previous);
      if (found === "none") return "none";
      if (found === "full") {
        this.#queueFor(undefined);
        return "queued";
      }
    }
    const server = this.target;
    if (!server) return "none";
    if (this.#place === server || this.redirection?.(server)) return "assigned";
    if (!server.hasRoom) {
      const { maxqueue } = server.config;
      if (maxqueue > 0 && server.queued >= maxqueue) return "full";
      this.#queueFor(server);
      return "queued";
    }
    this.takePlace(server);
    return "assigned";
  }

  /** Lets the balancing algorithm choose (assign_server). */
  #assign(previous: ServerTraffic | undefined): "found" | "full" | "none" {
    const { backend } = this;
    const held = this.#place;
    this.#leavePlace(false);
    this.target = undefined;
    const last = backend.lastServer(this.stream);
    let found: "found" | "full" | "none" = "found";
    if (last) this.#aim(last);
    else found = this.#balance(previous);
    if (held) this.#keepOrOffer(held);
    return found;
  }

  /** The place it had stays its own if it goes there again; else somebody from a queue gets it. */
  #keepOrOffer(held: ServerTraffic): void {
    if (held === this.target) this.takePlace(held);
    else if (held.mayDequeue) held.takeQueued();
  }

  #balance(previous: ServerTraffic | undefined): "found" | "full" | "none" {
    const { balancing, queue } = this.backend;
    if (balancing.candidates.totalShare === 0) return "none";
    if (balancing.queuesWhenFull && queue.length > 0 && this.backend.served > 0) return "full";
    const server = balancing.choose(this.stream, previous);
    if (!server) return "full";
    this.#aim(server);
    if (server !== previous) this.#count("lbtot");
    return "found";
  }

  #aim(server: ServerTraffic): void {
    this.target = server;
    this.stream.server = server;
    this.#assigned = true;
  }

  /** A stream that had a server is sent to one again: another, or the same. */
  #countChange(previous: ServerTraffic): void {
    const moved = previous !== this.target;
    if (moved) {
      // The cookie was fine, its server was not.
      if (this.stream.cookieState === "V") this.stream.cookieState = "D";
      this.stream.redispatched = true;
    }
    const stat = moved ? "wredis" : "wretr";
    previous.model.counters.add(stat, 1);
    this.backend.count(stat);
  }

  // Places and queues

  /** Takes a place on a server; to be called where there is room. */
  takePlace(server: ServerTraffic): void {
    this.#place = server;
    server.streams.add(this);
    this.backend.placeTaken(server);
  }

  #leavePlace(offers: boolean): void {
    const server = this.#place;
    if (!server) return;
    this.#place = undefined;
    server.streams.delete(this);
    this.backend.placeLeft(server);
    if (offers && server.mayDequeue) server.takeQueued();
  }

  #queueFor(server: ServerTraffic | undefined): void {
    const { backend } = this;
    const queue = server?.queue ?? backend.queue;
    this.#waiting = { server, place: queue.add(this, backend.now()) };
    backend.queueChanged(server);
  }

  #leaveQueue(): void {
    if (!this.#waiting) return;
    const { server, place } = this.#waiting;
    this.#waiting = undefined;
    const position = (server?.queue ?? this.backend.queue).remove(place);
    if (server) this.stream.serverQueue += position;
    else this.stream.backendQueue += position;
    this.backend.queueChanged(server);
  }

  #wait(): void {
    const timeout = this.stream.timeouts.queue ?? this.backend.queueTimeout;
    if (timeout === undefined) return;
    this.#timer = this.backend.time.after(timeout, () => {
      this.stream.timing.dequeuedAt = this.backend.now();
      this.#leaveQueue();
      this.#count("econ");
      this.#fail(failures.queueTimeout);
    });
  }

  /** Whoever serves the queue has taken it out: for a place on a server, or to look for another one. */
  dequeued(server: ServerTraffic | undefined): void {
    this.#timer?.cancel();
    this.backend.queueChanged(this.#waiting?.server);
    this.#waiting = undefined;
    if (server) this.#aim(server);
    else this.direct = this.#assigned = false;
    // What has called may be in the middle of a change of state.
    queueMicrotask(() => {
      if (this.#over) return;
      if (this.#assigned) this.#arrived();
      else this.#request();
    });
  }

  // Connecting

  #connect(server: ServerTraffic): void {
    this.phase = "C";
    const kept = this.reusable(server);
    this.#count(kept ? "reuse" : "connect");
    this.#session = server;
    server.sessionBegins();
    this.backend.balancing.touched(server);
    if (kept) {
      this.#established(kept);
      return;
    }
    const timeout = this.stream.timeouts.connect ?? this.backend.config.timeouts.connect;
    this.#timer =
      timeout === undefined
        ? undefined
        : this.backend.time.after(timeout, () => {
            this.#dialling?.cancel();
            this.#connectFailed("timeout");
          });
    this.#dialling = server.dialler.dial(this.stream, (result) => {
      this.#timer?.cancel();
      if (typeof result === "string") {
        this.#connectFailed(result);
        return;
      }
      this.backend.links.opened(result, this.stream);
      this.#established(result);
    });
  }

  #established(link: ServerLink): void {
    this.#dialling = undefined;
    this.link = link;
    const { stream } = this;
    stream.timing.connectedAt = this.backend.now();
    stream.serverConnection = link;
    this.#failure = undefined;
    link.server.observer?.connection(true);
    this.phase = "H";
    this.opened(link);
  }

  /** An attempt to connect, or one to send on a connection that had ended, has failed (back_handle_st_cer). */
  protected connectFailed(reason: ConnectFailure, reused: boolean): void {
    const { stream, backend } = this;
    this.phase = "C";
    this.target?.observer?.connection(false);
    this.#endSession();
    if (reason === "certificate") stream.retries = this.maxRetries;
    this.#failure ??= this.#failureOf(reason, reused);
    if (reason === "internal" || stream.retries >= this.maxRetries || !backend.retriesOn("conn-failure")) {
      this.#count("econ");
      this.#leavePlace(true);
      this.#fail(this.#failure);
      return;
    }
    stream.retries++;
    const redispatches = this.#chooseRedispatch();
    const wantsPause = reason === "refused" && !reused;
    if (!wantsPause || (redispatches && backend.balancing.candidates.activeCount > 1)) {
      this.#resume();
      return;
    }
    // Another attempt right away would most likely fail as this one did.
    const pause = Math.min(second, backend.config.timeouts.connect ?? second);
    this.#timer = backend.time.after(pause, () => this.#resume());
  }

  #connectFailed(reason: ConnectFailure): void {
    this.#dialling = undefined;
    this.connectFailed(reason, false);
  }

  #failureOf(reason: ConnectFailure, reused: boolean): ServerFailure {
    if (reason === "internal") return failures.internal;
    const { noConnection, connectTimeout } = failures;
    if (reason === "timeout") return { ...connectTimeout, silent: this.stream.session.streamCount > 1 };
    return { ...noConnection, silent: reused };
  }

  protected get maxRetries(): number {
    return this.stream.maxRetries ?? this.backend.config.retries;
  }

  #resume(): void {
    if (this.#assigned && this.target) this.#connect(this.target);
    else this.#request();
  }

  /** Gives the server up for another where that is allowed (stream_choose_redispatch). */
  #chooseRedispatch(): boolean {
    if (!this.#mayRedispatch()) {
      this.#count("wretr");
      return false;
    }
    this.#leavePlace(true);
    this.direct = this.#assigned = false;
    return true;
  }

  #mayRedispatch(): boolean {
    const { target: server, backend, stream } = this;
    if (!server || this.forcesPersistence || !backend.options.has("redispatch")) return false;
    const { redispatchAfter } = backend.config;
    const { state } = server.model;
    if (state === "STOPPED" || state === "STARTING") return true;
    const every = redispatchAfter < 0 ? this.maxRetries + 1 + redispatchAfter : redispatchAfter;
    if (every !== 0 && stream.retries % every === 0) return true;
    return !this.direct && backend.balancing.candidates.activeCount > 1 && !backend.balancing.hashes;
  }

  #endSession(): void {
    this.#session?.sessionEnds();
    this.#session = undefined;
  }

  #count(stat: string): void {
    this.target?.model.counters.add(stat, 1);
    this.backend.count(stat);
  }

  #fail(failure: ServerFailure): void {
    const reported = this.#failure ?? failure;
    this.finish();
    this.failed(reported);
  }

  #aborted(): void {
    if (this.#over) return;
    if (this.link) {
      this.aborted();
      return;
    }
    const { stream } = this;
    const failure = this.#waiting ? failures.queueAborted : failures.connectAborted;
    if (stream.http) stream.http.status = failure.status;
    stream.timing.dequeuedAt ??= this.backend.now();
    this.finish();
    this.failed(failure);
  }
}
