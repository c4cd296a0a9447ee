import type { FilterInstance, FilterVerdict, FilterWindow, Passage } from "../scripts.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { Channel } from "./channel.ts";
import type { Stream } from "./stream.ts";
import type { LocalReply } from "./transaction.ts";

/** The callbacks of a filter that decide whether analysis goes on. */
type Stage = "startAnalyze" | "httpHeaders" | "endAnalyze";

/** How a stage ended for all filters: a reply is what the client gets instead. */
export type StageEnd = "continue" | "error" | LocalReply;

/**
 * The filters of a stream, in the order of their lines: those of the frontend,
 * then those of the backend. Data passes through them one after the other.
 */
export class FilterChain {
  readonly #stream: Stream;
  readonly #filters: FilterInstance[] = [];

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  get isEmpty(): boolean {
    return this.#filters.length === 0;
  }

  get count(): number {
    return this.#filters.length;
  }

  /** Adds the filters of a proxy. False: one could not be made, and the stream is not to be. */
  attach(proxy: ProxyTraffic): boolean {
    for (const filter of proxy.filters) {
      if (this.#stream.http && !filter.http) continue;
      const instance = filter.attach(this.#stream);
      if (instance === "fail") return false;
      if (instance) this.#filters.push(instance);
    }
    return true;
  }

  /** Calls a stage of each filter for a channel; one that wants to wait is called again at news. `from` skips those called already. */
  async stage(stage: Stage, channel: Channel, from = 0): Promise<StageEnd> {
    for (const filter of this.#filters.slice(from)) {
      for (;;) {
        const verdict: FilterVerdict = filter[stage]?.(channel) ?? "continue";
        if (verdict === "continue") break;
        if (verdict === "error" || this.#stream.aborted) return "error";
        if ("head" in verdict) return verdict;
        await this.#news(channel, verdict.wait);
      }
    }
    return "continue";
  }

  async #news(channel: Channel, afterMs: number | undefined): Promise<void> {
    const { time } = this.#stream.session.frontend.environment;
    await new Promise<void>((resolve) => {
      const waiting = channel.onceChanged(resolve);
      if (afterMs === undefined) return;
      time.after(afterMs, () => {
        waiting.cancel();
        resolve();
      });
    });
  }

  /** Lets what passes through a channel be seen, changed and held by the filters that have asked for it; tells them its end. */
  filterData(channel: Channel, onError: () => void): void {
    const data = this.#filters.filter((filter) => filter.filtersData(channel));
    const ends = this.#stream.http ? this.#filters : [];
    if (data.length === 0 && ends.length === 0) return;
    const { time } = this.#stream.session.frontend.environment;
    const passage = new Filtering(data, ends, (ms) => time.after(ms, () => channel.refilter()));
    channel.filter = (passing) => {
      const count = passage.pass(passing);
      if (count !== "error") return count;
      onError();
      return 0;
    };
  }
}

/** A filter of data, and how many bytes at the front of the input it has let pass by now: those after it may hold them. */
interface Place {
  readonly filter: FilterInstance;
  passed: number;
}

/** The filtering of one channel (flt_http_payload() and flt_tcp_payload() in filters.c). */
class Filtering {
  readonly #places: readonly Place[];
  readonly #ends: FilterInstance[];
  readonly #wakeAfter: (ms: number) => void;
  #over = false;

  constructor(
    data: readonly FilterInstance[],
    ends: readonly FilterInstance[],
    wakeAfter: (ms: number) => void,
  ) {
    this.#places = data.map((filter) => ({ filter, passed: 0 }));
    this.#ends = [...ends];
    this.#wakeAfter = wakeAfter;
  }

  /** How many bytes at the front of the input may pass now. */
  pass(channel: Channel): number | "error" {
    if (this.#over) return channel.inputLength;
    let count = channel.inputLength;
    for (const [i, place] of this.#places.entries()) {
      const window: FilterWindow = { offset: place.passed, length: count - place.passed };
      const before = window.offset + window.length;
      const passage = place.filter.payload?.(channel, window) ?? { count: window.length };
      if (passage === "error") return "error";
      this.#moveOn(i, window.offset + window.length - before);
      count = window.offset + this.#counted(passage, window);
      place.passed = count;
    }
    for (const place of this.#places) place.passed -= count;
    if (channel.complete && count === channel.inputLength) return this.#end(channel, count);
    return count;
  }

  /** The filters in front of one have not seen what that puts in. */
  #moveOn(i: number, growth: number): void {
    for (const place of this.#places.slice(0, i)) place.passed += growth;
  }

  #counted({ count, wakeAfterMs }: Passage, { length }: FilterWindow): number {
    if (wakeAfterMs !== undefined) this.#wakeAfter(wakeAfterMs);
    return Math.min(count, length);
  }

  /** Tells the end of the message; a filter that wants to wait holds back the last bytes, where there are any. */
  #end(channel: Channel, count: number): number | "error" {
    for (let filter = this.#ends[0]; filter; filter = this.#ends[0]) {
      const verdict = filter.httpEnd?.(channel) ?? "continue";
      if (verdict === "error" || (typeof verdict === "object" && "head" in verdict)) return "error";
      if (verdict !== "continue") {
        if (verdict.wait !== undefined) this.#wakeAfter(verdict.wait);
        for (const place of this.#places) place.passed += count;
        return 0;
      }
      this.#ends.shift();
    }
    this.#over = true;
    return count;
  }
}
