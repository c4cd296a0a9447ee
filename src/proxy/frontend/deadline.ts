import type { Time, Timer } from "../../time.ts";

/**
 * A moment at which something is to happen unless it is put off. Made for
 * timeouts that every byte puts off: that costs an assignment, the timer below
 * is set again only when it has run and it was too early.
 */
export class Deadline {
  readonly #time: Time;
  readonly #onExpiry: () => void;
  #at: number | undefined;
  #timer: Timer | undefined;
  #firesAt = 0;

  constructor(time: Time, onExpiry: () => void) {
    this.#time = time;
    this.#onExpiry = onExpiry;
  }

  /** `ms` milliseconds from now; undefined for never. */
  set(ms: number | undefined): void {
    if (ms === undefined) {
      this.#at = undefined;
      return;
    }
    this.setAt(this.#time.monotonicMs() + ms);
  }

  /** At a moment of the monotonic clock. */
  setAt(at: number): void {
    this.#at = at;
    if (this.#timer && this.#firesAt <= at) return;
    this.#timer?.cancel();
    this.#arm(at);
  }

  /** Never. */
  clear(): void {
    this.#at = undefined;
  }

  /** Never, and nothing is left behind. */
  stop(): void {
    this.#at = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(at: number): void {
    this.#firesAt = at;
    const wait = Math.max(0, Math.ceil(at - this.#time.monotonicMs()));
    this.#timer = this.#time.after(wait, () => this.#fired());
  }

  #fired(): void {
    this.#timer = undefined;
    const at = this.#at;
    if (at === undefined) return;
    if (at > this.#time.monotonicMs()) {
      this.#arm(at);
      return;
    }
    this.#at = undefined;
    this.#onExpiry();
  }
}
