import type { TimeGauges } from "../model/traffic.ts";

/** How many of the last streams the averages are of. */
const samples = 512;

/** How long the parts of a stream took, in whole milliseconds. */
export interface StreamTimes {
  readonly queue: number;
  readonly connect: number;
  readonly response: number;
  readonly total: number;
}

/**
 * Averages over a window that slides with the streams, worked out as HAProxy
 * does (swrate_add_dynamic): each new value takes the place of an average one.
 */
export class TimeAverages {
  readonly #gauges: TimeGauges;
  #queue = 0;
  #connect = 0;
  #response = 0;
  #total = 0;

  constructor(gauges: TimeGauges) {
    this.#gauges = gauges;
  }

  /** @param streams how many there have been, this one included */
  add({ queue, connect, response, total }: StreamTimes, streams: number): void {
    const gauges = this.#gauges;
    const window = streams > samples ? samples : 0;
    const over = Math.max(1, Math.min(streams, samples));
    this.#queue = slide(this.#queue, window, queue);
    this.#connect = slide(this.#connect, window, connect);
    this.#response = slide(this.#response, window, response);
    this.#total = slide(this.#total, window, total);
    gauges.qtime = average(this.#queue, over);
    gauges.ctime = average(this.#connect, over);
    gauges.rtime = average(this.#response, over);
    gauges.ttime = average(this.#total, over);
    gauges.qtime_max = Math.max(gauges.qtime_max, queue);
    gauges.ctime_max = Math.max(gauges.ctime_max, connect);
    gauges.rtime_max = Math.max(gauges.rtime_max, response);
    gauges.ttime_max = Math.max(gauges.ttime_max, total);
  }
}

function slide(sum: number, window: number, value: number): number {
  return sum - (window > 0 ? average(sum, window) : 0) + value;
}

function average(sum: number, over: number): number {
  return Math.floor((sum + over - 1) / over);
}
