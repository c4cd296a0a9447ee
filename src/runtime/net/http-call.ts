import type { Time, Timer } from "../../time.ts";
import { Cancellation } from "./cancellation.ts";
import {
  NetworkError,
  type HttpProgress,
  type HttpRequest,
  type HttpResponse,
  type Network,
  type NetworkSettings,
} from "./network.ts";

/** The pause before a refused connection is tried again (backend.c). */
const pauseMs = 1000;
/** What HAProxy can still repeat is what its buffer holds: its size less its reserve. */
const repeatableBody = 16_384 - 1024;
/** `tune.http.maxhdr`: more header lines make an answer invalid. */
const mostHeaders = 101;

/** What a call ends with when there is no answer. */
export type HttpFailure =
  /** No connection. */
  | "no connection"
  /** The host name has no address. */
  | "no address"
  /** No answer in time. */
  | "timeout"
  /** Something else than an answer. */
  | "bad answer"
  /** The request cannot be sent. */
  | "unsendable";

export type HttpResult =
  | { readonly kind: "answer"; readonly response: HttpResponse }
  | { readonly kind: "failure"; readonly failure: HttpFailure; readonly message: string };

/**
 * One HTTP request of a script with HAProxy's patience (http_client.c): as many
 * further attempts as the settings say when the connection fails, when it ends
 * without an answer, or when the answer does not come in time; for the latter
 * two only while the whole request is at hand. The timeout is the longest time
 * without any byte and holds for each attempt anew; once an answer has begun it
 * cuts that off. Undefined is no timeout.
 */
export class HttpCall {
  readonly #network: Network;
  readonly #time: Time;
  readonly #settings: NetworkSettings;
  #ended = false;
  #abort: (() => void) | undefined;
  /** The timer of what is awaited, or of the pause. */
  #patience: { cancel(): void } | undefined;
  #lastAttempt: Patience | undefined;
  /** Attempts after the first. */
  retries = 0;

  constructor(network: Network, time: Time, settings: NetworkSettings) {
    this.#network = network;
    this.#time = time;
    this.#settings = settings;
  }

  /** How long the connection of the last attempt took; undefined where there was none. */
  get connectedMs(): number | undefined {
    return this.#lastAttempt?.connectedMs;
  }

  /** How long the first byte of the answer then took; undefined where none came. */
  get answeredMs(): number | undefined {
    return this.#lastAttempt?.answeredMs;
  }

  /** Ends the call; its result no longer matters. */
  cancel(): void {
    this.#ended = true;
    this.#patience?.cancel();
    this.#abort?.();
  }

  async run(request: HttpRequest, timeout: number | undefined): Promise<HttpResult> {
    const repeatable = (request.body?.length ?? 0) <= repeatableBody;
    for (; ; this.retries++) {
      const result = await this.#attempt(request, timeout);
      if (result.kind === "answer" || this.#ended || this.retries >= this.#settings.httpRetries)
        return result;
      if (result.retry === "no" || (result.retry === "whole" && !repeatable)) return result;
      if (result.retry === "later") await this.#pause();
    }
  }

  async #attempt(request: HttpRequest, timeout: number | undefined): Promise<Attempt> {
    const cancellation = new Cancellation();
    this.#abort = () => cancellation.cancel();
    const patience = new Patience(this.#time, this.#settings.httpConnectTimeout, timeout, cancellation);
    this.#patience = this.#lastAttempt = patience;
    try {
      const response = await this.#network.request(request, cancellation, patience);
      if (response.headers.length > mostHeaders) throw new NetworkError("garbage", "too many header lines");
      return { kind: "answer", response };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return patience.overdue ? late(patience.overdue) : failed(error);
    } finally {
      patience.cancel();
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#patience = this.#time.after(Math.min(pauseMs, this.#settings.httpConnectTimeout), resolve);
      this.#abort = resolve;
    });
  }
}

/**
 * Waits for the connection, then for each sign of life, and cancels the attempt
 * when it takes too long. Signs of life come often and delays seldom: the timer
 * is set once and looks, when it is due, whether it has to go on.
 */
class Patience implements HttpProgress {
  readonly #time: Time;
  readonly #timeout: number | undefined;
  readonly #cancellation: Cancellation;
  #waitsFor: "connection" | "answer" = "connection";
  #deadline: number;
  #timer: Timer | undefined;
  readonly #startedAt: number;
  connectedMs: number | undefined;
  answeredMs: number | undefined;
  /** What has not come in time. */
  overdue: "connection" | "answer" | undefined;

  constructor(time: Time, connectTimeout: number, timeout: number | undefined, cancellation: Cancellation) {
    this.#time = time;
    this.#timeout = timeout;
    this.#cancellation = cancellation;
    this.#startedAt = time.monotonicMs();
    this.#deadline = this.#startedAt + connectTimeout;
    this.#watch(connectTimeout);
  }

  readonly connected = (): void => {
    this.#waitsFor = "answer";
    this.connectedMs = this.#time.monotonicMs() - this.#startedAt;
    // The deadline may now be nearer than the timer.
    this.cancel();
    this.activity();
    if (this.#timeout !== undefined) this.#watch(this.#timeout);
  };

  readonly answering = (): void => {
    this.answeredMs = this.#time.monotonicMs() - this.#startedAt - (this.connectedMs ?? 0);
    this.activity();
  };

  readonly activity = (): void => {
    if (this.#timeout !== undefined) this.#deadline = this.#time.monotonicMs() + this.#timeout;
  };

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #watch(ms: number): void {
    this.#timer = this.#time.after(Math.max(0, Math.ceil(ms)), () => {
      const left = this.#deadline - this.#time.monotonicMs();
      if (left > 0) {
        this.#watch(left);
        return;
      }
      this.overdue = this.#waitsFor;
      this.#cancellation.cancel();
    });
  }
}

/** How one attempt ended, and whether another may follow: at once, after a pause, or at once if all of it is at hand. */
type Attempt =
  | Extract<HttpResult, { kind: "answer" }>
  | (Extract<HttpResult, { kind: "failure" }> & { readonly retry: "no" | "later" | "now" | "whole" });

function late(what: "connection" | "answer"): Attempt {
  return what === "connection"
    ? { kind: "failure", failure: "no connection", message: "no connection in time", retry: "now" }
    : { kind: "failure", failure: "timeout", message: "no answer in time", retry: "whole" };
}

function failed({ failure, message }: NetworkError): Attempt {
  switch (failure) {
    case "refused":
      return { kind: "failure", failure: "no connection", message, retry: "later" };
    case "hopeless":
    case "aborted":
      return { kind: "failure", failure: "no connection", message, retry: "no" };
    case "unresolved":
      return { kind: "failure", failure: "no address", message, retry: "no" };
    case "broken":
      return { kind: "failure", failure: "bad answer", message, retry: "whole" };
    case "garbage":
      return { kind: "failure", failure: "bad answer", message, retry: "no" };
    case "unsendable":
      return { kind: "failure", failure: "unsendable", message, retry: "no" };
  }
}
