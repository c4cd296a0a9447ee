import type {
  FilterInstance,
  FilterRefusal,
  FilterVerdict,
  FilterWindow,
  Passage,
  StreamFilter,
} from "./filter.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { Channel } from "./channel.ts";
import type { Stream } from "./stream.ts";
import type { LocalReply } from "./transaction.ts";

/** The callbacks of a filter that decide whether analysis goes on. */
type Stage = "startAnalyze" | "httpHeaders" | "endAnalyze";

/** How a stage ended for all filters: a reply is what the client gets instead. */
export type StageEnd = "continue" | "error" | LocalReply;

/**
 * The filters of a stream, in the order of their lines or of `filter-sequence`:
 * those of the frontend, then those of the backend. Data passes through them
 * one after the other.
 */
export class FilterChain {
  readonly #stream: Stream;
  readonly #ofRequest: FilterInstance[] = [];
  readonly #ofResponse: FilterInstance[] = [];
  /** Where the response's filters of a backend begin that is not the frontend. */
  #ofBackend: number | undefined;
  readonly #analyzed = new Set<Channel>();

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  get isEmpty(): boolean {
    return this.#ofRequest.length + this.#ofResponse.length === 0;
  }

  /** How many a request passes so far. */
  get count(): number {
    return this.#ofRequest.length;
  }

  /** Adds the filters of a proxy. False: one could not be made, and the stream is not to be. */
  attach(proxy: ProxyTraffic): boolean {
    const { filters, filterSequences = {} } = proxy;
    if (proxy !== this.#stream.frontend) this.#ofBackend = this.#ofResponse.length;
    const instances = new Map<StreamFilter, FilterInstance>();
    for (const filter of filters) {
      if (this.#stream.http && !filter.http) continue;
      const instance = filter.attach(this.#stream);
      if (instance === "fail") return false;
      if (instance) instances.set(filter, instance);
    }
    this.#add(this.#ofRequest, instances, filterSequences.request ?? filters);
    this.#add(this.#ofResponse, instances, filterSequences.response ?? filters);
    return true;
  }

  #add(
    to: FilterInstance[],
    instances: ReadonlyMap<StreamFilter, FilterInstance>,
    order: readonly StreamFilter[],
  ): void {
    for (const filter of order) {
      const instance = instances.get(filter);
      if (instance) to.push(instance);
    }
  }

  #of(channel: Channel): readonly FilterInstance[] {
    return channel.isResponse ? this.#ofResponse : this.#ofRequest;
  }

  /** Tells of a response's head, before the rules on it. */
  responseHead(): void {
    for (const filter of this.#ofResponse) filter.responseHead?.(this.#stream.response);
  }

  /** A backend has been chosen: from now on a response ends, even where none begins (flt_set_stream_backend()). */
  expectResponse(): void {
    if (this.#ofResponse.length > 0) this.#analyzed.add(this.#stream.response);
  }

  /** Begins with the response; the filters of a backend hear of that twice (AN_RES_FLT_START_FE and _BE). */
  async startResponse(): Promise<StageEnd> {
    const { response } = this.#stream;
    const end = await this.stage("startAnalyze", response);
    if (end !== "continue" || this.#ofBackend === undefined) return end;
    return this.stage("startAnalyze", response, this.#ofBackend);
  }

  /** Ends what was begun. A service's response is over before its request. */
  async endAnalysis(): Promise<void> {
    const { request, response, responder } = this.#stream;
    for (const channel of responder ? [response, request] : [request, response]) {
      if (this.#analyzed.has(channel)) await this.stage("endAnalyze", channel);
    }
  }

  /** Calls a stage of each filter for a channel; one that wants to wait is called again at news. `from` skips those called already. */
  async stage(stage: Stage, channel: Channel, from = 0): Promise<StageEnd> {
    const filters = this.#of(channel);
    if (stage === "startAnalyze" && filters.length > 0) this.#analyzed.add(channel);
    for (const filter of filters.slice(from)) {
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

  /** Lets what passes through a channel be seen, changed and held by the filters that have asked for it; in HTTP tells them its end. */
  filterData(channel: Channel, onRefusal: (refusal: FilterRefusal) => void): void {
    const data = this.#of(channel).filter((filter) => filter.filtersData(channel));
    if (data.length === 0) return;
    const { http, session } = this.#stream;
    const { time } = session.frontend.environment;
    const filtering = new Filtering(data, http !== undefined, (ms) =>
      time.after(ms, () => channel.refilter()),
    );
    channel.filter = (passing) => {
      const { count, refusal } = filtering.pass(passing);
      if (refusal) onRefusal(refusal);
      return count;
    };
  }
}

/** A filter of data, and how many bytes at the front of the input it has let pass by now: those after it may hold them. */
interface Place {
  readonly filter: FilterInstance;
  passed: number;
}

/** What may pass now, and what ends it all. */
interface Passed {
  readonly count: number;
  readonly refusal?: FilterRefusal;
}

/** The filtering of one channel (flt_http_payload() and flt_tcp_payload() in filters.c). */
class Filtering {
  readonly #places: readonly Place[];
  /** Those that have not been told the end yet. */
  readonly #ends: FilterInstance[];
  readonly #wakeAfter: (ms: number) => void;
  /** A filter has held something back, or waited at the message's end. */
  #hasWaited = false;
  readonly #hasHead: boolean;
  /** All payload may pass, and a filter waits at the message's end. */
  #isAtEnd = false;
  #over = false;

  constructor(data: readonly FilterInstance[], isHttp: boolean, wakeAfter: (ms: number) => void) {
    this.#hasHead = isHttp;
    this.#places = data.map((filter) => ({ filter, passed: 0 }));
    this.#ends = isHttp ? [...data] : [];
    this.#wakeAfter = wakeAfter;
  }

  /** How many bytes at the front of the input may pass now. */
  pass(channel: Channel): Passed {
    if (this.#over) return { count: channel.inputLength };
    if (this.#isAtEnd) return this.#end(channel, channel.inputLength);
    let count = channel.inputLength;
    for (const [i, place] of this.#places.entries()) {
      const window: FilterWindow = { offset: place.passed, length: count - place.passed };
      const before = window.offset + window.length;
      const passage = place.filter.payload?.(channel, window) ?? { count: window.length };
      if (passage === "error" || "head" in passage) return this.#refuse(passage, 0, false);
      this.#moveOn(i, window.offset + window.length - before);
      count = window.offset + this.#counted(passage, window);
      place.passed = count;
    }
    for (const place of this.#places) place.passed -= count;
    if (count < channel.inputLength) this.#heldBack(count);
    else if (channel.complete) return this.#end(channel, count);
    return { count };
  }

  #refuse(end: FilterRefusal["end"], count: number, atEnd: boolean): Passed {
    this.#over = true;
    return { count, refusal: { end, atEnd } };
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
  #end(channel: Channel, count: number): Passed {
    for (let filter = this.#ends[0]; filter; filter = this.#ends[0]) {
      const wants = filter.filtersData(channel);
      const verdict = (wants ? filter.httpEnd?.(channel) : undefined) ?? "continue";
      if (verdict === "error" || (typeof verdict === "object" && "head" in verdict)) {
        return this.#refuse(verdict, count, true);
      }
      if (verdict !== "continue") {
        this.#heldBack(0);
        if (verdict.wait !== undefined) this.#wakeAfter(verdict.wait);
        this.#isAtEnd = true;
        return { count: 0 };
      }
      this.#ends.shift();
    }
    this.#over = true;
    return { count };
  }

  /**
   * HAProxy asks again whenever the stream is woken: when what has passed has
   * gone out, and the first time in HTTP because a head has.
   */
  #heldBack(passed: number): void {
    if (passed > 0 || (this.#hasHead && !this.#hasWaited)) this.#wakeAfter(0);
    this.#hasWaited = true;
  }
}
