import type { Server } from "../../config/types.ts";
import { Members } from "../../members.ts";
import { PeriodCounter } from "../../samples/stick-tables/index.ts";
import type { DeclaredServer } from "../model/declared-server.ts";
import { adminFlags, anyMaintenance } from "../model/types.ts";
import type { ServerTraffic as ServerSeat } from "../model/traffic.ts";
import type { Candidate } from "./balance/candidate.ts";
import type { Dialler } from "./dialler.ts";
import type { BackendState } from "./backend-state.ts";
import { IdlePool } from "./idle-pool.ts";
import { isBefore, PendingQueue } from "./pending-queue.ts";
import type { ServerLink } from "./server-link.ts";
import type { ServerPlacement } from "./server-placement.ts";
import { TimeAverages } from "./time-averages.ts";

/** What is to know that a server's traffic goes well or not (`observe`). */
export interface TrafficObserver {
  /** A connection came about, or did not. */
  connection(worked: boolean): void;
  /** A response came that shows a working server, or one that shows trouble: `what` says which. */
  response(worked: boolean, what: ObservedTrouble | undefined): void;
  /** A health check was fine: the count starts anew. */
  checkPassed(): void;
}

/** The troubles that HAProxy tells apart (HANA_STATUS_HTTP_*). */
export type ObservedTrouble = "status" | "headers" | "timeout" | "read error" | "broken pipe";

const second = 1000;

/** A server at work: its sessions, its queue and its idle connections. */
export class ServerTraffic implements ServerSeat, Candidate {
  readonly config: Server;
  readonly model: DeclaredServer;
  readonly backend: BackendState;
  readonly queue = new PendingQueue<ServerPlacement>();
  readonly pool: IdlePool<ServerLink>;
  readonly times: TimeAverages;
  /** Opens connections to it. */
  dialler!: Dialler;
  /** The streams that have a place on it. */
  readonly streams = new Members<ServerPlacement>();
  observer: TrafficObserver | undefined;
  share = 0;
  #sessions = 0;
  readonly #rate = new PeriodCounter(second);

  constructor(config: Server, model: DeclaredServer, backend: BackendState) {
    this.config = config;
    this.model = model;
    this.backend = backend;
    this.pool = new IdlePool(config.poolMaxConn);
    this.times = new TimeAverages(model.gauges);
    model.traffic = this;
  }

  get name(): string {
    return this.model.name;
  }

  // What the algorithms ask

  get puid(): number {
    return this.model.puid;
  }

  get backup(): boolean {
    return this.model.backup;
  }

  get initialWeight(): number {
    return this.model.initialWeight;
  }

  get served(): number {
    return this.streams.size;
  }

  get queued(): number {
    return this.queue.length;
  }

  get hasRoom(): boolean {
    if (this.model.maxconn === 0) return true;
    return this.queue.length === 0 && this.served < this.dynamicMaxconn;
  }

  get hasRoomInQueue(): boolean {
    if (this.model.maxconn === 0) return true;
    return this.served + this.queued < this.dynamicMaxconn + this.config.maxqueue;
  }

  get maxqueue(): number {
    return this.config.maxqueue;
  }

  get sessionRate(): number {
    return this.#rate.read(Math.floor(this.#now()));
  }

  currentShare(): number {
    const { status, deleted } = this.model;
    return !deleted && status.willBeUsable ? status.nextEweight : 0;
  }

  /**
   * How many streams it may have now: between `minconn` and `maxconn` as the
   * backend fills up, and less while it warms up (srv_dynamic_maxconn).
   */
  get dynamicMaxconn(): number {
    const { maxconn, status, settings } = this.model;
    const { minconn } = this.config;
    const { sessions, fullconn } = this.backend;
    let limit = maxconn;
    if (minconn > 0 && minconn !== maxconn && sessions < fullconn) {
      limit = Math.max(minconn, Math.floor((sessions * maxconn) / fullconn));
    }
    if (status.state !== "STARTING") return limit;
    const warmFor = this.#now() / second - status.lastChange;
    const slowstart = settings.slowstart / second;
    if (warmFor < 0 || warmFor >= slowstart) return limit;
    return Math.max(1, Math.floor((limit * Math.floor((100 * warmFor) / slowstart)) / 100));
  }

  /** Whether it could take somebody from a queue. */
  get mayDequeue(): boolean {
    const waiting = this.queue.length > 0 || (this.backend.queue.length > 0 && this.model.status.usable);
    return waiting && (this.model.maxconn === 0 || this.sessions < this.dynamicMaxconn);
  }

  get inMaintenance(): boolean {
    return (this.model.admin & anyMaintenance) !== 0;
  }

  /** Whether it gets no traffic but what is meant for it. */
  get isDown(): boolean {
    return this.model.state === "STOPPED";
  }

  get isForcedDown(): boolean {
    return (this.model.admin & adminFlags.FMAINT) !== 0;
  }

  // Its sessions

  get sessions(): number {
    return this.#sessions;
  }

  /** A stream's connection to it is attempted. */
  sessionBegins(): void {
    const { gauges } = this.model;
    gauges.smax = Math.max(gauges.smax, ++this.#sessions);
    this.countSession();
  }

  /** Notes a session in the figures, and the time of it. */
  countSession(): void {
    const { gauges, counters } = this.model;
    counters.add("stot", 1);
    counters.add("rate", 1);
    counters.set("lastsess", 0);
    this.#rate.add(Math.floor(this.#now()), 1);
    gauges.rate_max = Math.max(gauges.rate_max, this.#rate.current);
  }

  sessionEnds(): void {
    this.#sessions--;
  }

  /** Shows how many connections are idle and in use. */
  showConnections(): void {
    const { gauges } = this.model;
    const { pool } = this;
    gauges.srv_icur = pool.idleCount;
    gauges.safe_conn_cur = pool.safeCount;
    gauges.idle_conn_cur = pool.idleCount - pool.safeCount;
    gauges.used_conn_cur = pool.usedCount;
    gauges.need_conn_est = pool.need;
  }

  // What its state changes mean

  /**
   * Moves what waits to other servers, where that is allowed; and what waits
   * for any server when there is none left (pendconn_redistribute).
   */
  redistribute(): number {
    const { options, queue, candidates } = this.backend;
    let moved = 0;
    if (this.inMaintenance || (options.has("redispatch") && !options.has("persist"))) {
      for (const place of this.queue.waiting()) {
        if (place.item.forcesPersistence) continue;
        this.queue.remove(place);
        place.item.dequeued(undefined);
        moved++;
      }
    }
    if (candidates.activeShare + candidates.backupShare > 0) return moved;
    for (const place of queue.waiting()) {
      queue.remove(place);
      place.item.dequeued(undefined);
      moved++;
    }
    this.backend.showQueue();
    return moved;
  }

  /** Gives places to those that wait, as many as there are (process_srv_queue). */
  takeQueued(): number {
    const { backend, model } = this;
    const { candidates } = backend;
    const reference = model.tracked ?? model;
    const mayHelp =
      reference.status.usable &&
      (!this.backup || (candidates.activeCount === 0 && (candidates.standIn ?? this) === this));
    let taken = 0;
    while (model.maxconn === 0 || this.served < this.dynamicMaxconn) {
      const own = this.queue.first;
      const common = mayHelp ? backend.queue.first : undefined;
      const place = own && common ? (isBefore(common, own) ? common : own) : (own ?? common);
      if (!place) break;
      const position = (place === own ? this.queue : backend.queue).take(place);
      place.item.stream[place === own ? "serverQueue" : "backendQueue"] += position;
      place.item.takePlace(this);
      place.item.dequeued(this);
      taken++;
    }
    if (taken > 0) backend.showQueue();
    return taken;
  }

  closeIdle(): void {
    this.pool.closeAll();
    this.showConnections();
  }

  shutSessions(): void {
    for (const side of this.streams.list()) side.stream.abort("K", side.phase);
  }

  #now(): number {
    return this.model.host.time.monotonicMs();
  }
}
