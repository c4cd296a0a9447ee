import { afterResponse } from "../rules/after-response.ts";
import { errorReply } from "../rules/error-replies.ts";
import { conclude } from "../rules/conclusion.ts";
import { RequestRun, ResponseRun } from "../rules/message-run.ts";
import type { Decision, RuleContext } from "../rules/outcome.ts";
import { buffersRequest, RequestBuffering } from "../rules/payload-wait.ts";
import type { ServerFailure } from "../backend/server-failure.ts";
import { isInterim } from "../http/message.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { FilterRefusal } from "../scripts.ts";
import type { Channel } from "./channel.ts";
import { FilterChain, type StageEnd } from "./filter-chain.ts";
import { backendOf } from "./lead-tcp.ts";
import { responseBytes } from "./message-bytes.ts";
import { replyTo } from "./reply-to.ts";
import { decide, news, orAborted, settle } from "./rule-steps.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import type { Stream } from "./stream.ts";
import type { EndCause, EndPhase } from "./timing.ts";
import type { LocalReply, Transaction } from "./transaction.ts";

/** Where a stage leads: on to the next, or out, because the client has been answered or has gone. */
type Stage = "go on" | "over";

/**
 * Leads an HTTP stream through its life, in the order of HAProxy's analysers:
 * the rules of the frontend, the choice of a backend and its rules, then a
 * service or a server, the rules on the response, and the payloads.
 */
export class HttpLead {
  readonly #stream: Stream;
  readonly #filters: FilterChain;
  #onRefusal: ((refusal: FilterRefusal) => void) | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#filters = new FilterChain(stream);
  }

  /** Resolves when the client has got everything it will get. */
  async run(): Promise<void> {
    const stream = this.#stream;
    if ((await this.#request()) === "go on" && (await this.#answer()) === "go on") await this.#respond();
    await delivered(stream);
    if (stream.server && stream.http?.responseIsLocal === false && !stream.aborted) {
      await requestOver(stream, stream.http);
    }
    if (stream.responder) stream.bytes.serverIn += stream.response.received;
    if (!this.#filters.isEmpty) {
      await this.#filters.endAnalysis();
    }
  }

  async #request(): Promise<Stage> {
    const stream = this.#stream;
    const { frontend, request } = stream;
    const begun = this.#attach(frontend, 0);
    if ((begun instanceof Promise ? await begun : begun) === "over") return "over";
    // What came with the head and cannot be read is judged with it.
    if (request.inputEnd === "invalid") {
      if (stream.http) stream.http.isSpoilt = true;
      return this.#end(conclude("invalid", "http-request", this.#context("request")));
    }
    const first = frontend.options.received(stream);
    if (first !== "continue") return this.#end(first);
    const own = this.#process(frontend);
    if ((own instanceof Promise ? await own : own) === "over") return "over";
    if (!stream.responder) {
      const backend = backendOf(stream);
      if (!backend) return this.#fail(503, "S", "C");
      const entered = this.#enter(backend);
      if ((entered instanceof Promise ? await entered : entered) === "over") return "over";
    }
    if (!this.#filters.isEmpty) {
      const end = await this.#filters.stage("httpHeaders", stream.request);
      if (this.#filtered(end, 400, "R") === "over") return "over";
    }
    if (stream.aborted || stream.http?.responseIsLocal === true) return "over";
    if (!stream.responder) frontend.options.leaving(stream);
    stream.timing.requestAt = this.#now();
    return "go on";
  }

  #attach(proxy: ProxyTraffic, before: number): Stage | Promise<Stage> {
    if (proxy.filters.length === 0) return "go on";
    if (!this.#filters.attach(proxy)) return this.#fail(500, "I", "R");
    return this.#startFilters(before);
  }

  async #startFilters(before: number): Promise<Stage> {
    const { request, http } = this.#stream;
    const end = await this.#filters.stage("startAnalyze", request, before);
    // The frontend's filters come before the request is read.
    if (end !== "continue" && before === 0 && http) http.isSpoilt = true;
    return this.#filtered(end, 400, "R");
  }

  /** Gives the stream to a backend, which has its say where it is not the frontend again. */
  #enter(backend: ProxyTraffic): Stage | Promise<Stage> {
    const stream = this.#stream;
    const before = this.#filters.count;
    stream.enter(backend);
    backend.servers?.enter(stream);
    if (backend === stream.frontend) return "go on";
    const buffered = this.#buffer(backend);
    return after(buffered, () => after(this.#attach(backend, before), () => this.#process(backend)));
  }

  /** `option http-buffer-request`. */
  #buffer(proxy: ProxyTraffic): Stage | Promise<Stage> {
    const stream = this.#stream;
    if (!buffersRequest(proxy, stream)) return "go on";
    const decision = settle(stream, new RequestBuffering(proxy), stream.request);
    return decision instanceof Promise ? decision.then((settled) => this.#end(settled)) : this.#end(decision);
  }

  /** The rules on a request that one proxy has. */
  #process(proxy: ProxyTraffic): Stage | Promise<Stage> {
    const stream = this.#stream;
    const content = decide(stream, proxy, "tcp-request content", stream.request);
    const passed =
      content instanceof Promise ? content.then((decision) => this.#end(decision)) : this.#end(content);
    const buffered = proxy === stream.frontend ? after(passed, () => this.#buffer(proxy)) : passed;
    return after(buffered, () => this.#processHttp(proxy));
  }

  #processHttp(proxy: ProxyTraffic): Stage | Promise<Stage> {
    // What rules on content have begun to follow is told, too.
    if (proxy === this.#stream.frontend) stickCounting.httpRequest(this.#stream);
    const decision = settle(this.#stream, new RequestRun(proxy, this.#stream), this.#stream.request);
    if (decision instanceof Promise) return decision.then((settled) => this.#end(settled));
    return this.#end(decision);
  }

  /** What a decision about a message means for it. */
  #end(decision: Decision): Stage {
    const stream = this.#stream;
    if (stream.aborted) return "over";
    if (typeof decision === "object") {
      this.#reply(decision.reply);
      return "over";
    }
    switch (decision) {
      case "continue":
      case "done":
        return "go on";
      case "abort":
        if (stream.http?.responseIsLocal === true) return "over";
        // act.ABORT without an answer: a response passes as it is, a request finds no server.
        return stream.http?.response ? "go on" : this.#fail(503, "P", "R");
      default:
        stream.client.abort(true);
        return "over";
    }
  }

  /** Lets a service or a server answer; resolves once there is a response's head. */
  async #answer(): Promise<Stage> {
    const stream = this.#stream;
    const { request, responder, backend } = stream;
    if (!responder && !backend.servers) return this.#fail(503, "S", "C");
    const refusal = this.#filterPayload(request);
    if (refusal) return this.#filtered(refusal.end, 400, "R");
    if (responder || !backend.servers) return this.#serve();
    const exchange = orAborted(stream, backend.servers.exchange(stream));
    const result = await (this.#filters.isEmpty ? exchange : Promise.race([exchange, this.#refused()]));
    this.#onRefusal = undefined;
    if (typeof result === "object" && "end" in result) {
      stream.leaveServer();
      return this.#filtered(result.end, 400, stream.timing.connectedAt === undefined ? "R" : "H");
    }
    if (result === "abort" || stream.aborted) return "over";
    if (result !== "answered") return this.#unanswered(result);
    stream.timing.responseAt ??= this.#now();
    return "go on";
  }

  /** No server answers: the client gets an error page or is sent elsewhere, or finds its connection closed. */
  #unanswered(result: ServerFailure | LocalReply): Stage {
    const { http, client } = this.#stream;
    if ("head" in result) {
      this.#stream.endsBecause("L", "C");
      this.#reply(result);
      return "over";
    }
    const { status, cause, phase, silent } = result;
    if (!silent) return this.#fail(status, cause, phase);
    this.#stream.endsBecause(cause, phase);
    if (http) http.status = status;
    // A kept connection has ended: this request never happened.
    if (status === 0) this.#stream.logLevel = "silent";
    client.abort();
    return "over";
  }

  #serve(): Promise<Stage> {
    const stream = this.#stream;
    const { responder, timing } = stream;
    stream.endsBecause("L", "-");
    timing.dequeuedAt ??= this.#now();
    timing.connectedAt ??= timing.dequeuedAt;
    return new Promise((resolve) => {
      let headSent = false;
      stream.onAbort(() => resolve("over"));
      const onHead = (): void => {
        headSent = true;
        const head = stream.http?.response;
        if (head) stream.bytes.serverIn = responseBytes(head, head.reason);
        stream.timing.responseAt ??= this.#now();
        resolve("go on");
      };
      const over = (ending: "done" | "failed"): void => {
        stream.request.closeOutput();
        if (stream.aborted) return;
        if (headSent && ending === "done") stream.response.completeMessage();
        else if (headSent) stream.response.endInput("aborted");
        else {
          this.#pageAsResponse();
          resolve("go on");
        }
      };
      responder?.answer(stream, onHead).then(over, () => over("failed"));
    });
  }

  /** A service that fails before its head has answered with an error page all the same: rules on responses see it. */
  #pageAsResponse(): void {
    const stream = this.#stream;
    const { http, response } = stream;
    const reply = errorReply(500, this.#context("response"));
    if (!http || !reply) return;
    http.response = reply.head;
    http.responseFraming = { kind: "length", length: reply.body.length };
    stream.timing.responseAt ??= this.#now();
    stream.bytes.serverIn = responseBytes(reply.head, reply.head.reason);
    response.push(Buffer.from(reply.body, "latin1"));
    response.completeMessage();
  }

  #context(direction: "request" | "response"): RuleContext {
    return { session: this.#stream.session, stream: this.#stream, direction, final: true, mayWait: false };
  }

  /** Passes the response on: its rules, its head, its payload. */
  async #respond(): Promise<Stage> {
    const stream = this.#stream;
    const { http, response, frontend, backend, client } = stream;
    if (!http?.response) return this.#fail(500, "I", "H");
    // What comes with the head is judged with it.
    if (response.inputEnd === "invalid") {
      stream.bytes.serverIn = 0;
      stream.endPhase = "H";
      return this.#fail(502, "P", "H");
    }
    if (!this.#filters.isEmpty) {
      const end = await this.#filters.startResponse();
      if (end !== "continue") stream.bytes.serverIn = 0;
      if (this.#filtered(end, 502, "H") === "over") return "over";
    }
    http.status = http.response.status;
    stickCounting.responseStatus(stream, http.status);
    frontend.options.responded(stream);
    const content = decide(stream, backend, "tcp-response content", response);
    const inspected = this.#end(content instanceof Promise ? await content : content);
    if (inspected === "over") return "over";
    const decision = settle(stream, new ResponseRun(stream), response);
    if (this.#end(decision instanceof Promise ? await decision : decision) === "over") return "over";
    if (!stream.responder) backend.servers?.responded(stream);
    const judged = frontend.options.judged(stream);
    if (judged !== "continue") return this.#end(judged);
    if (!this.#filters.isEmpty) {
      const end = await this.#filters.stage("httpHeaders", response);
      if (this.#filtered(end, 502, "H") === "over") return "over";
    }
    if (stream.aborted || http.responseIsLocal) return "over";
    if (!afterResponse(stream)) return this.#fail(500, "P", "H");
    const { response: head } = http;
    http.status = head.status;
    if (frontend.config.options.has("logasap")) frontend.log.streamEnded(stream);
    if (isInterim(head.status)) return this.#fail(502, "P", "H");
    // What filters refuse at once takes the head with it.
    const { isEmpty } = this.#filters;
    const refusal = isEmpty ? undefined : this.#filterPayload(response);
    if (refusal?.atEnd === false) return this.#filtered(refusal.end, 502, "D");
    if (refusal) this.#cutResponse();
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
      else if (found.atEnd && channel.isResponse) this.#cutResponse();
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

  /** The response ends with what has passed of it, and its connection with it. */
  #cutResponse(): void {
    const { response } = this.#stream;
    this.#stream.endsBecause("P", "D");
    response.reopen();
    response.endInput("aborted");
  }

  /** What the end of a stage of the filters means; `status` is the page for an error. */
  #filtered(end: StageEnd, status: number, phase: EndPhase): Stage {
    const stream = this.#stream;
    const { http } = stream;
    if (end === "continue") return "go on";
    if (end !== "error") {
      if (http) http.status = end.head.status;
      this.#reply(end);
      return "over";
    }
    if (stream.aborted || stream.delivered || http?.responseIsLocal === true) return "over";
    if (http && http.status > 0) {
      // There is a status already: the client gets no page.
      stream.endsBecause("P", phase);
      stream.client.abort(true);
      return "over";
    }
    if (http) http.status = -1;
    return this.#fail(status, "P", phase);
  }

  #filterFailed(cause: EndCause, phase: EndPhase): void {
    this.#stream.abort(cause, phase);
    this.#stream.client.abort();
  }

  /** Answers with an error page. */
  #fail(status: number, cause: EndCause, phase: EndPhase): Stage {
    const stream = this.#stream;
    stream.endsBecause(cause, phase);
    // The server's doing; not that there is none, nor that something went wrong here.
    if (status === 502 || status === 504) stickCounting.httpFailure(stream);
    this.#reply(errorReply(status, this.#context("request")));
    return "over";
  }

  #reply(reply: LocalReply | undefined): void {
    replyTo(this.#stream, reply);
  }

  #now(): number {
    return this.#stream.session.frontend.environment.time.monotonicMs();
  }
}

/** What comes after a stage, where that does not end the stream. */
function after(stage: Stage | Promise<Stage>, next: () => Stage | Promise<Stage>): Stage | Promise<Stage> {
  if (stage instanceof Promise) return stage.then((settled) => (settled === "over" ? settled : next()));
  return stage === "over" ? stage : next();
}

/** Resolves when the rest of a request has come that a server has answered early, or will not come. */
async function requestOver(stream: Stream, { responseFraming }: Transaction): Promise<void> {
  if (responseFraming.kind === "tunnel") return;
  const { request } = stream;
  while (!request.noMoreInput && !request.outputClosed && !stream.aborted)
    await news(stream, stream.request, undefined);
  if (!stream.aborted || stream.endCause.toUpperCase() !== "C") return;
  stream.server?.model.counters.add("cli_abrt", 1);
  stream.backend.model.backend.counters.add("cli_abrt", 1);
}

/** Resolves when the client has got everything, or has gone. */
function delivered(stream: Stream): Promise<void> | undefined {
  if (stream.delivered || stream.aborted) return undefined;
  return new Promise((resolve) => {
    stream.onDelivered(resolve);
    stream.onAbort(resolve);
  });
}
