import type { FilterInstance, FilterVerdict } from "../scripts.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { Channel } from "./channel.ts";
import type { Stream } from "./stream.ts";

/** The callbacks of a filter that decide whether analysis goes on. */
type Stage = "startAnalyze" | "httpHeaders" | "httpEnd" | "endAnalyze";

/** How a stage ended for all filters. */
export type StageEnd = "continue" | "error";

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
        await this.#news(channel, verdict.wait);
      }
    }
    return "continue";
  }

  get count(): number {
    return this.#filters.length;
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

  /** Lets what passes through a channel be seen, and held, by the filters that have asked for it. */
  filterData(channel: Channel, onError: () => void): void {
    const filters = this.#filters.filter((filter) => filter.filtersData(channel));
    if (filters.length === 0) return;
    channel.filter = (passing) => {
      let allowed = passing.inputLength;
      for (const filter of filters) {
        const before = passing.inputLength;
        const verdict = filter.payload?.(passing);
        if (verdict === "error") {
          onError();
          return 0;
        }
        // A filter may have put bytes in or taken some out of what those before it let pass.
        allowed = Math.max(0, allowed + passing.inputLength - before);
        if (verdict !== undefined) allowed = Math.min(allowed, verdict);
      }
      return allowed;
    };
  }
}
