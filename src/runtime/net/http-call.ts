import type { Time, Timer } from "../../time.ts";
import {
  NetworkError,
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
  #patience: Timer | undefined;

  constructor(network: Network, time: Time, settings: NetworkSettings) {
    this.#network = network;
    this.#time = time;
    this.#settings = settings;
  }

  /** Ends the call; its result no longer matters. */
  cancel(): void {
    this.#ended = true;
    this.#patience?.cancel();
    this.#abort?.();
  }

  async run(request: HttpRequest, timeout: number | undefined): Promise<HttpResult> {
    const repeatable = (request.body?.length ?? 0) <= repeatableBody;
    for (let attempt = 0; ; attempt++) {
      const result = await this.#attempt(request, timeout);
      if (result.kind === "answer" || this.#ended || attempt >= this.#settings.httpRetries) return result;
      if (result.retry === "no" || (result.retry === "whole" && !repeatable)) return result;
      if (result.retry === "later") await this.#pause();
    }
  }

  async #attempt(request: HttpRequest, timeout: number | undefined): Promise<Attempt> {
    const abort = new AbortController();
    this.#abort = () => abort.abort();
    let overdue: "connection" | "answer" | undefined;
    const expect = (what: "connection" | "answer", ms: number | undefined): void => {
      this.#patience?.cancel();
      if (ms === undefined) return;
      this.#patience = this.#time.after(ms, () => {
        overdue = what;
        abort.abort();
      });
    };
    expect("connection", this.#settings.httpConnectTimeout);
    try {
      const response = await this.#network.request(request, abort.signal, {
        connected: () => expect("answer", timeout),
        activity: () => expect("answer", timeout),
      });
      if (response.headers.length > mostHeaders) throw new NetworkError("garbage", "too many header lines");
      return { kind: "answer", response };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return overdue ? late(overdue) : failed(error);
    } finally {
      this.#patience?.cancel();
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#patience = this.#time.after(Math.min(pauseMs, this.#settings.httpConnectTimeout), resolve);
      this.#abort = resolve;
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
