import { afterResponse } from "../rules/after-response.ts";
import { conclude } from "../rules/conclusion.ts";
import { RequestRun, ResponseRun } from "../rules/message-run.ts";
import type { Decision } from "../rules/outcome.ts";
import { buffersRequest, RequestBuffering } from "../rules/payload-wait.ts";
import { watchClient, watchClientOfService } from "./client-leaving.ts";
import type { Exchanged } from "../backend/http-server-side.ts";
import { isInterim } from "../http/message.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { FilterRefusal } from "./filter.ts";
import type { Channel } from "./channel.ts";
import { FilterChain } from "./filter-chain.ts";
import { finished } from "./finished.ts";
import {
  breakOff,
  cutResponse,
  cutShort,
  fail,
  filtered,
  obey,
  requestContext,
  unanswered,
  type Stage,
} from "./http-endings.ts";
import { backendOf } from "./lead-tcp.ts";
import { responseBytes } from "./message-bytes.ts";
import { decide, orAborted, settle } from "./rule-steps.ts";
import { serve } from "./serve-http.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import type { Stream } from "./stream.ts";
import type { EndCause, EndPhase } from "./timing.ts";

/** A promise only where a stage has to wait: most streams pass most stages in one go. */
type StageResult = Stage | Promise<Stage>;

/**
 * Leads an HTTP stream through its life, in the order of HAProxy's analysers:
 * the rules of the frontend, the choice of a backend and its rules, then a
 * service or a server, the rules on the response, and the payloads.
 */
export class HttpLead {
  static readonly #stages: readonly ((lead: HttpLead) => StageResult)[] = [
    (lead) => (lead.#stream.httpUpgrade ? "go on" : lead.#attach(lead.#stream.frontend, 0)),
    (lead) => lead.#receive(),
    (lead) => lead.#process(lead.#stream.frontend),
    (lead) => lead.#chooseBackend(),
    (lead) => lead.#filterHead(lead.#stream.request, 400, "R"),
    (lead) => lead.#requestRead(),
    (lead) => lead.#answer(),
    (lead) => lead.#receiveResponse(),
    (lead) => lead.#startResponse(),
    (lead) => lead.#inspectResponse(),
    (lead) => lead.#processResponse(),
    (lead) => lead.#judgeResponse(),
    (lead) => lead.#completeResponse(),
    (lead) => lead.#filterHead(lead.#stream.response, 502, "H"),
    (lead) => lead.#passOn(),
  ];

  readonly #stream: Stream;
  readonly #filters: FilterChain;
  #onRefusal: ((refusal: FilterRefusal) => void) | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#filters = stream.httpUpgrade?.filters ?? new FilterChain(stream);
  }

  /** Resolves when the client has got everything it will get; no promise where that is so already. */
  run(): Promise<void> | undefined {
    const last = this.#goThrough(0);
    return last instanceof Promise ? last.then(() => this.#finish()) : this.#finish();
  }

  /** Takes the stream through its stages, from number `next` on. */
  #goThrough(next: number): StageResult {
    for (let i = next; ; i++) {
      const result = HttpLead.#stages[i]?.(this) ?? "over";
      if (result instanceof Promise)
        return result.then((end) => (end === "over" ? end : this.#goThrough(i + 1)));
      if (result === "over") return result;
    }
  }

  #finish(): Promise<void> | undefined {
    const rest = finished(this.#stream);
    return rest ? rest.then(() => this.#letGo()) : this.#letGo();
  }

  #letGo(): Promise<void> | undefined {
    const stream = this.#stream;
    if (stream.responder) {
      stream.bytes.serverIn += stream.response.received;
      if (stream.timing.connectedAt !== undefined) stream.bytes.serverOut += stream.request.received;
    }
    return this.#filters.isEmpty ? undefined : this.#filters.endAnalysis();
  }

  #receive(): Stage {
    const stream = this.#stream;
    // What came with the head and cannot be read is judged with it.
    if (stream.request.inputEnd === "invalid") {
      if (stream.http) stream.http.isSpoilt = true;
      return obey(stream, conclude("invalid", "http-request", requestContext(stream)));
    }
    const decision = stream.frontend.options.received(stream);
    return decision === "continue" ? "go on" : obey(stream, decision);
  }

  #chooseBackend(): StageResult {
    const stream = this.#stream;
    if (stream.responder) return "go on";
    const backend = stream.httpUpgrade?.backend ?? backendOf(stream);
    if (!backend) return fail(stream, 503, "S", "C");
    return backend.config.mode === "tcp" ? breakOff(stream) : this.#enter(backend);
  }

  /** The request has passed its rules. */
  #requestRead(): Stage {
    const stream = this.#stream;
    if (stream.aborted || stream.http?.responseIsLocal === true) return "over";
    if (!stream.responder) stream.frontend.options.leaving(stream);
    stream.timing.requestAt = this.#now();
    return "go on";
  }

  #filterHead(channel: Channel, status: number, phase: EndPhase): StageResult {
    if (this.#filters.isEmpty) return "go on";
    return this.#filters
      .stage("httpHeaders", channel)
      .then((end) => filtered(this.#stream, end, status, phase));
  }

  #attach(proxy: ProxyTraffic, before: number): StageResult {
    const hasFilters = proxy.filters.length > 0;
    if (hasFilters && !this.#filters.attach(proxy)) return fail(this.#stream, 500, "I", "R");
    if (proxy !== this.#stream.frontend) this.#filters.expectResponse();
    return hasFilters ? this.#startFilters(before) : "go on";
  }

  async #startFilters(before: number): Promise<Stage> {
    const { request, http } = this.#stream;
    const end = await this.#filters.stage("startAnalyze", request, before);
    // The frontend's filters come before the request is read.
    if (end !== "continue" && before === 0 && http) http.isSpoilt = true;
    return filtered(this.#stream, end, 400, "R");
  }

  /** Gives the stream to a backend, which has its say where it is not the frontend again. */
  #enter(backend: ProxyTraffic): StageResult {
    const stream = this.#stream;
    const before = this.#filters.count;
    stream.enter(backend);
    backend.servers?.enter(stream);
    if (backend === stream.frontend) {
      this.#filters.expectResponse();
      return "go on";
    }
    const buffered = this.#buffer(backend);
    return after(buffered, () => after(this.#attach(backend, before), () => this.#process(backend)));
  }

  /** `option http-buffer-request`. */
  #buffer(proxy: ProxyTraffic): StageResult {
    const stream = this.#stream;
    if (!buffersRequest(proxy, stream)) return "go on";
    return this.#decided(settle(stream, new RequestBuffering(proxy), stream.request));
  }

  /** The rules on a request that one proxy has. */
  #process(proxy: ProxyTraffic): StageResult {
    const stream = this.#stream;
    const passed =
      stream.httpUpgrade && proxy === stream.frontend
        ? "go on"
        : this.#decided(decide(stream, proxy, "tcp-request content", stream.request));
    const buffered = proxy === stream.frontend ? after(passed, () => this.#buffer(proxy)) : passed;
    return after(buffered, () => this.#processHttp(proxy));
  }

  #processHttp(proxy: ProxyTraffic): StageResult {
    // What rules on content have begun to follow is told, too.
    if (proxy === this.#stream.frontend) stickCounting.httpRequest(this.#stream);
    return this.#decided(settle(this.#stream, new RequestRun(proxy, this.#stream), this.#stream.request));
  }

  #decided(decision: Decision | Promise<Decision>): StageResult {
    if (decision instanceof Promise) return decision.then((settled) => obey(this.#stream, settled));
    return obey(this.#stream, decision);
  }

  /** Lets a service or a server answer, until there is a response's head. */
  #answer(): StageResult {
    const stream = this.#stream;
    const { request, responder, backend } = stream;
    if (!responder && !backend.servers) return fail(stream, 503, "S", "C");
    const refusal = this.#filterPayload(request);
    if (refusal) return filtered(stream, refusal.end, 400, "R");
    const isCut = request.inputEnd === "aborted";
    if (isCut || (stream.clientEnd === "gone" && !responder)) return cutShort(stream);
    if (responder) {
      watchClientOfService(stream);
      return serve(stream, responder);
    }
    if (!backend.servers) return "over";
    const exchange = orAborted(stream, backend.servers.exchange(stream));
    watchClient(stream);
    const unrefused = this.#filters.isEmpty ? exchange : Promise.race([exchange, this.#refused()]);
    return unrefused.then((result) => this.#exchanged(result));
  }

  #exchanged(result: Exchanged | FilterRefusal | "abort"): Stage {
    const stream = this.#stream;
    this.#onRefusal = undefined;
    if (typeof result === "object" && "end" in result) {
      stream.leaveServer();
      return filtered(stream, result.end, 400, stream.timing.connectedAt === undefined ? "R" : "H");
    }
    if (result === "abort" || stream.aborted) return "over";
    if (result !== "answered") return unanswered(stream, result);
    stream.timing.responseAt ??= this.#now();
    return "go on";
  }

  // Passing the response on: its rules, its head, its payload

  #receiveResponse(): Stage {
    const stream = this.#stream;
    if (!stream.http?.response) return fail(stream, 500, "I", "H");
    // What comes with the head is judged with it.
    if (stream.response.inputEnd !== "invalid") return "go on";
    stream.bytes.serverIn = 0;
    stream.endPhase = "H";
    return fail(stream, 502, "P", "H");
  }

  #startResponse(): StageResult {
    if (this.#filters.isEmpty) return "go on";
    return this.#filters.startResponse().then((end) => {
      if (end !== "continue") this.#stream.bytes.serverIn = 0;
      return filtered(this.#stream, end, 502, "H");
    });
  }

  #inspectResponse(): StageResult {
    const stream = this.#stream;
    const { http } = stream;
    if (!http?.response) return "over";
    http.status = http.response.status;
    const { countedStatuses } = stream.frontend.environment.config.global;
    stickCounting.responseStatus(stream, http.status, countedStatuses);
    stream.frontend.options.responded(stream);
    return this.#decided(decide(stream, stream.backend, "tcp-response content", stream.response));
  }

  #processResponse(): StageResult {
    this.#filters.responseHead();
    return this.#decided(settle(this.#stream, new ResponseRun(this.#stream), this.#stream.response));
  }

  #judgeResponse(): Stage {
    const stream = this.#stream;
    if (!stream.responder) stream.backend.servers?.responded(stream);
    const decision = stream.frontend.options.judged(stream);
    return decision === "continue" ? "go on" : obey(stream, decision);
  }

  #completeResponse(): Stage {
    const stream = this.#stream;
    if (stream.aborted || stream.http?.responseIsLocal === true) return "over";
    return afterResponse(stream) ? "go on" : fail(stream, 500, "P", "H");
  }

  #passOn(): Stage {
    const stream = this.#stream;
    const { http, response, frontend, client } = stream;
    if (stream.aborted || !http?.response || http.responseIsLocal) return "over";
    const { response: head } = http;
    http.status = head.status;
    if (frontend.config.options.has("logasap")) frontend.log.streamEnded(stream);
    if (isInterim(head.status)) return fail(stream, 502, "P", "H");
    // What filters refuse at once takes the head with it.
    const { isEmpty } = this.#filters;
    const refusal = isEmpty ? undefined : this.#filterPayload(response);
    if (refusal?.atEnd === false) return filtered(stream, refusal.end, 502, "D");
    if (refusal) cutResponse(stream);
    stream.bytes.clientOut += responseBytes(head, head.reason);
    client.sendHead(head);
    if (isEmpty) response.forwardAll();
    else response.onOutput?.();
    return "go on";
  }

  /** Lets a message's payload pass, through the filters; gives what they have against it at once. */
  #filterPayload(channel: Channel): FilterRefusal | undefined {
    if (this.#filters.isEmpty) {
      channel.forwardAll();
      return undefined;
    }
    let refusal: FilterRefusal | undefined;
    let isFirst = true;
    this.#filters.filterData(channel, (found) => {
      if (isFirst) refusal = found;
      else if (found.atEnd && channel.isResponse) cutResponse(this.#stream);
      else if (!channel.isResponse && this.#onRefusal) this.#onRefusal(found);
      else this.#filterFailed("P", "D");
    });
    channel.forwardAll();
    isFirst = false;
    return refusal;
  }

  /** Resolves when filters refuse a request whose head a server may have already. */
  #refused(): Promise<FilterRefusal> {
    return new Promise((resolve) => (this.#onRefusal = resolve));
  }

  #filterFailed(cause: EndCause, phase: EndPhase): void {
    this.#stream.abort(cause, phase);
    this.#stream.client.abort();
  }

  #now(): number {
    return this.#stream.session.frontend.environment.time.monotonicMs();
  }
}

/** What comes after a stage, where that does not end the stream. */
function after(stage: Stage | Promise<Stage>, next: () => Stage | Promise<Stage>): StageResult {
  if (stage instanceof Promise) return stage.then((settled) => (settled === "over" ? settled : next()));
  return stage === "over" ? stage : next();
}
