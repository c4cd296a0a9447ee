import type { Timeouts } from "../../config/types.ts";
import type { Time } from "../../time.ts";
import type { Stream } from "../stream/stream.ts";
import { Deadline } from "./deadline.ts";

/**
 * How long a client of HTTP/1 may take: for its first request, for the next,
 * and for what it sends and takes of one (configuration manual, `timeout
 * client`, `http-request` and `http-keep-alive`). Moments are milliseconds of
 * the monotonic clock.
 */
export class RequestClock {
  readonly #time: Time;
  readonly #timeouts: Timeouts;
  readonly #deadline: Deadline;
  #waitsSince: number;
  #begunAt: number | undefined;

  /** `acceptedAt`: when the connection was. */
  constructor(time: Time, timeouts: Timeouts, acceptedAt: number, onExpiry: () => void) {
    this.#time = time;
    this.#timeouts = timeouts;
    this.#deadline = new Deadline(time, onExpiry);
    this.#waitsSince = acceptedAt;
  }

  /** Since when the request has been waited for. */
  get waitsSince(): number {
    return this.#waitsSince;
  }

  /** When the first byte of the request was seen; undefined where all of its head came at once. */
  takeBegin(): number | undefined {
    const begunAt = this.#begunAt;
    this.#begunAt = undefined;
    return begunAt;
  }

  /** From now on a request is waited for. */
  await(isFirst: boolean): void {
    this.#waitsSince = this.#time.monotonicMs();
    const request = this.#requestLimit;
    this.#deadline.set(isFirst ? request : (this.#timeouts.httpKeepAlive ?? request));
  }

  /** Part of a head has come: the whole of it has to come in time. */
  begun(): void {
    if (this.#begunAt !== undefined) return;
    this.#begunAt = this.#time.monotonicMs();
    const limit = this.#requestLimit;
    if (limit !== undefined) this.#deadline.setAt(this.#waitsSince + limit);
  }

  get #requestLimit(): number | undefined {
    return this.#timeouts.httpRequest ?? this.#timeouts.client;
  }

  /** The client has so long to send or to take something. */
  awaitClient({ timeouts }: Stream): void {
    this.#deadline.set(timeouts.client ?? this.#timeouts.client);
  }

  /** The client has `ms` milliseconds. */
  set(ms: number): void {
    this.#deadline.set(ms);
  }

  /** It is not for the client to do something. */
  clear(): void {
    this.#deadline.clear();
  }

  /** Never, and nothing is left behind. */
  stop(): void {
    this.#deadline.stop();
  }
}
