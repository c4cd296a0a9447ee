/** The dates of logs: `26/Apr/2024:09:39:58.774`, `26/Apr/2024:07:41:11 +0000`. */
import { remembered } from "../../calendar/index.ts";

/** Writes dates; most lines of a log show the same second as the one before. */
export class LogDates {
  readonly #local = remembered("%d/%b/%4Y:%H:%M:%S", "here");
  readonly #zone = remembered("%z", "here");
  readonly #gmt = remembered("%d/%b/%4Y:%H:%M:%S +0000", "Greenwich");

  /** In local time, with milliseconds. */
  precise(ms: number): string {
    return `${this.#local(ms)}.${String(Math.floor(ms) % 1000).padStart(3, "0")}`;
  }

  gmt(ms: number): string {
    return this.#gmt(ms);
  }

  /** In local time, with its distance from Greenwich. */
  local(ms: number): string {
    return `${this.#local(ms)} ${this.#zone(ms)}`;
  }
}
