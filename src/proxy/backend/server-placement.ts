import type { Member } from "../../members.ts";
import type { Timer } from "../../time.ts";
import type { Stream } from "../stream/stream.ts";
import type { LocalReply } from "../stream/transaction.ts";
import type { EndPhase } from "../stream/timing.ts";
import type { BackendTraffic } from "./backend-traffic.ts";
import type { QueuePlace } from "./pending-queue.ts";
import { failures, type ServerFailure } from "./server-failure.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/** What became of the search for a server. */
type Assignment = "assigned" | "queued" | "full" | "none";

/**
 * A stream's place among the servers of a backend: which of them it goes to,
 * its place there, and its waiting in queues (HAProxy's assign_server_and_queue
 * and queue.c). What it does on a server is for those who extend it.
 */
export abstract class ServerPlacement implements Member {
  readonly backend: BackendTraffic;
  readonly stream: Stream;
  /** Among the streams of a server. */
  seat = 0;
  /** Persistence has chosen the server, not the balancing algorithm. */
  direct = false;
  /** `force-persist`: a server is used even if it is down. */
  forcesPersistence = false;
  /** How far it is, as the logs' second letter says. */
  phase: EndPhase = "Q";
  protected target: ServerTraffic | undefined;
  /** The target is the one to connect to. */
  #assigned = false;
  /** Where it has a place. */
  #place: ServerTraffic | undefined;
  #waiting:
    { readonly server: ServerTraffic | undefined; readonly place: QueuePlace<ServerPlacement> } | undefined;
  #timer: Timer | undefined;
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

  /** It waits in a queue. */
  protected get isQueued(): boolean {
    return this.#waiting !== undefined;
  }

  /** It has a place on the server that it goes to. */
  protected abstract arrived(server: ServerTraffic): void;
  /** There is no place for it, and no more waiting. */
  protected abstract placeless(failure: ServerFailure): void;

  /** Where the client is sent instead, if it is to go to the server itself (`redir`). */
  protected redirection?(server: ServerTraffic): LocalReply | undefined;

  /** The client is sent there. */
  protected redirected?(reply: LocalReply): void;

  /** Persistence sends it to a server. */
  directTo(server: ServerTraffic): void {
    this.direct = this.#assigned = true;
    this.#aim(server);
  }

  /** Looks for a server, unless it has one. */
  start(): void {
    const { backend } = this;
    if (backend.persistence.isActive) backend.persistence.request(this);
    this.stream.onEnd(() => this.finish());
    if (backend.balancing.readsPayload && !this.#assigned) this.#awaitPayload();
    else this.seek();
  }

  /** Waits for a form, which may hold what the server is chosen by: all of it, or as much as a buffer holds. */
  #awaitPayload(): void {
    const { http, request } = this.stream;
    if (this.#over) return;
    if (http?.request.method !== "POST" || request.noMoreInput || request.isFull) this.seek();
    else request.onceChanged(() => this.#awaitPayload());
  }

  /** Gives back what it holds. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#leaveQueue();
    this.leavePlace(true);
  }

  /** Finds a server and a place on it, or waits for one. */
  protected seek(): void {
    this.phase = "Q";
    switch (this.#assignAndQueue()) {
      case "assigned":
        this.#placed();
        return;
      case "queued":
        this.#wait();
        return;
      case "full":
        if (this.direct && !this.forcesPersistence && this.backend.options.has("redispatch")) {
          this.direct = this.#assigned = false;
          this.seek();
          return;
        }
        this.count("econ");
        this.#failed(failures.queueFull);
        return;
      case "none":
        this.backend.count("econ");
        this.#failed(failures.noConnection);
    }
  }

  /** It has a place on its server. */
  #placed(): void {
    this.stream.timing.dequeuedAt = this.backend.now();
    this.backend.sessionSeen();
    const server = this.target;
    if (!server) return;
    const redirection = this.redirection?.(server);
    if (!redirection) {
      this.arrived(server);
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
    this.leavePlace(false);
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
    if (server !== previous) this.count("lbtot");
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

  protected leavePlace(offers: boolean): void {
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
      this.count("econ");
      this.#failed(failures.queueTimeout);
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
      if (this.#assigned) this.#placed();
      else this.seek();
    });
  }

  /** Gives the server up: any other will do. */
  protected forsake(): void {
    this.leavePlace(true);
    this.direct = this.#assigned = false;
  }

  protected count(stat: string): void {
    this.target?.model.counters.add(stat, 1);
    this.backend.count(stat);
  }

  #failed(failure: ServerFailure): void {
    this.finish();
    this.placeless(failure);
  }
}
