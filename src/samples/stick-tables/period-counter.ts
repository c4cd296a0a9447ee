/**
 * Counts events over a sliding period as HAProxy's freq_ctr does: the whole of
 * the current period, and of the last one as much as still lies within.
 */
export class PeriodCounter {
  readonly #period: number;
  readonly #unit: number;
  /** When the current period began; even, since HAProxy keeps a lock in the lowest bit. */
  #start = 0;
  #current = 0;
  #past = 0;

  /**
   * @param period in milliseconds
   * @param unit how many events make one count; what is begun counts whole
   */
  constructor(period: number, unit = 1) {
    this.#period = period;
    this.#unit = unit;
  }

  /** What the current period has counted so far, in units. */
  get current(): number {
    return this.#current;
  }

  /** Puts a count into the current period, in units, and forgets the last one. */
  set(now: number, count: number): void {
    this.#start = now - (now % 2);
    this.#past = 0;
    this.#current = count >>> 0;
  }

  /** Counts `events` at `now`, a clock in whole milliseconds. */
  add(now: number, events: number): void {
    this.#add(now, Math.ceil(events / this.#unit));
  }

  #add(now: number, events: number): void {
    if (now - this.#start < this.#period) {
      this.#current = (this.#current + events) >>> 0;
      return;
    }
    this.#past = this.#current;
    this.#current = events >>> 0;
    let start = this.#start + this.#period;
    if (now - start >= this.#period) {
      // Nothing happened for two periods.
      this.#past = 0;
      start = now;
    }
    this.#start = start - (start % 2);
  }

  /** The events of the last period up to `now`. */
  read(now: number): number {
    return this.#read(now) * this.#unit;
  }

  #read(now: number): number {
    let remaining = this.#start + this.#period - now;
    let past = this.#past;
    let current = this.#current;
    if (remaining < 0) {
      remaining += this.#period;
      past = remaining >= 0 ? current : 0;
      current = 0;
    }
    // A single event does not fade: rare events would flap between 0 and 1.
    if (current === 0 && past <= 1) return past;
    return Math.floor((past * remaining) / this.#period) + current;
  }
}
