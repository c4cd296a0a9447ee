import type { Timer } from "../../time.ts";
import type { ConnectFailure, Dialling } from "./dialler.ts";
import { failures, type ServerFailure } from "./server-failure.ts";
import type { ServerLink } from "./server-link.ts";
import { ServerPlacement } from "./server-placement.ts";
import type { ServerTraffic } from "./server-traffic.ts";

const second = 1000;

/**
 * The server's side of a stream: its attempts to connect to the server that it
 * goes to (HAProxy's back stream connector, backend.c). What flows then is for
 * those who extend it.
 */
export abstract class ServerSide extends ServerPlacement {
  protected link: ServerLink | undefined;
  /** Where it is counted as a session. */
  #session: ServerTraffic | undefined;
  #timer: Timer | undefined;
  #dialling: Dialling | undefined;
  /** Why the first attempt failed; that is what is reported. */
  #failure: ServerFailure | undefined;

  /** A kept connection for this stream; undefined for none. */
  protected abstract reusable(server: ServerTraffic): ServerLink | undefined;
  /** There is a connection. */
  protected abstract opened(link: ServerLink): void;
  /** There is none, and no further attempt. */
  protected abstract failed(failure: ServerFailure): void;
  /** The stream was aborted while there was a connection. */
  protected abstract aborted(): void;

  override start(): void {
    this.stream.onAbort(() => this.#aborted());
    this.stream.onLeavingServer((forClient) => {
      if (forClient) this.abandoned();
      else this.finish();
    });
    if (!this.isOver) super.start();
  }

  /** The client has ended its side and waits no longer. */
  protected abandoned(): void {
    this.finish();
  }

  /** Tries anew, with another server if that is allowed: for answers that are worth a retry. Counts the retry. */
  protected again(): void {
    this.stream.retries++;
    this.#endSession();
    this.count("wretr");
    this.#failure = undefined;
    this.#chooseRedispatch();
    this.#resume();
  }

  override finish(): void {
    this.#timer?.cancel();
    this.#dialling?.cancel();
    this.#endSession();
    super.finish();
  }

  protected placeless(failure: ServerFailure): void {
    this.failed(this.#failure ?? failure);
  }

  protected arrived(server: ServerTraffic): void {
    this.phase = "C";
    const kept = this.reusable(server);
    this.count(kept ? "reuse" : "connect");
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
      this.count("econ");
      this.leavePlace(true);
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
    if (this.assigned && this.target) this.arrived(this.target);
    else this.seek();
  }

  /** Gives the server up for another where that is allowed (stream_choose_redispatch). */
  #chooseRedispatch(): boolean {
    if (!this.#mayRedispatch()) {
      this.count("wretr");
      return false;
    }
    this.forsake();
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

  #fail(failure: ServerFailure): void {
    const reported = this.#failure ?? failure;
    this.finish();
    this.failed(reported);
  }

  #aborted(): void {
    if (this.isOver) return;
    if (this.link) {
      this.aborted();
      return;
    }
    const { stream } = this;
    const failure = this.isQueued ? failures.queueAborted : failures.connectAborted;
    if (stream.http) stream.http.status = failure.status;
    stream.timing.dequeuedAt ??= this.backend.now();
    if (stream.clientEnd === "gone") this.count("cli_abrt");
    this.finish();
    this.failed(failure);
  }
}
