import type { ProxyTraffic } from "../traffic.ts";
import type { Stream } from "../stream/stream.ts";
import { conclude } from "./conclusion.ts";
import { countIntercepted } from "./events.ts";
import { askForPayload } from "./expectations.ts";
import type { Decision, RuleContext } from "./outcome.ts";
import { refusesHeaderNames } from "./header-names.ts";
import { RuleRun } from "./run-rules.ts";

type Steps = Generator<RuleRun, Decision, Decision>;

/**
 * All that is decided about a request by one of its proxies, in HAProxy's
 * order (http_process_req_common()): the http-request rules, the names of its
 * headers, the statistics page, the `redirect` lines. Stepped as a
 * {@link RuleRun} is. After `continue` and `done` a {@link Stream.responder}
 * may have been set: then that answers, and no backend is needed.
 */
export class RequestRun {
  readonly #driver: Driver;

  constructor(proxy: ProxyTraffic, stream: Stream) {
    this.#driver = new Driver((context) => requestSteps(proxy, stream, context));
  }

  get wakeAt(): number | undefined {
    return this.#driver.wakeAt;
  }

  step(context: RuleContext): Decision | Promise<Decision> {
    return this.#driver.step(context);
  }
}

/** The http-response rules: the backend's, then the frontend's where it is another (http_process_res_common()). Stepped as a {@link RuleRun} is. */
export class ResponseRun {
  readonly #driver: Driver;

  constructor(stream: Stream) {
    this.#driver = new Driver(() => responseSteps(stream));
  }

  get wakeAt(): number | undefined {
    return this.#driver.wakeAt;
  }

  step(context: RuleContext): Decision | Promise<Decision> {
    return this.#driver.step(context);
  }
}

/** Leads several lists of rules, one after the other. */
class Driver {
  readonly #start: (context: () => RuleContext) => Steps;
  #steps: Steps | undefined;
  #run: RuleRun | undefined;
  #context: RuleContext | undefined;

  constructor(start: (context: () => RuleContext) => Steps) {
    this.#start = start;
  }

  get wakeAt(): number | undefined {
    return this.#run?.wakeAt;
  }

  step(context: RuleContext): Decision | Promise<Decision> {
    this.#context = context;
    if (!this.#steps) {
      this.#steps = this.#start(() => this.#context ?? context);
      const decision = this.#advance("continue");
      if (decision !== undefined) return decision;
    }
    for (;;) {
      const decision = this.#run?.step(context) ?? "continue";
      if (decision instanceof Promise) return decision.then((settled) => this.#settle(settled, context));
      if (decision === "wait") return decision;
      const end = this.#advance(decision);
      if (end !== undefined) return end;
    }
  }

  #settle(decision: Decision, context: RuleContext): Decision | Promise<Decision> {
    if (decision === "wait") return decision;
    return this.#advance(decision) ?? this.step(context);
  }

  #advance(decision: Decision): Decision | undefined {
    const next = this.#steps?.next(decision);
    if (!next || next.done) {
      this.#run = undefined;
      return next?.value ?? "continue";
    }
    this.#run = next.value;
    return undefined;
  }
}

function* requestSteps(proxy: ProxyTraffic, stream: Stream, context: () => RuleContext): Steps {
  const decision = yield new RuleRun(proxy.rules["http-request"], "http-request");
  if (decision !== "continue") return decision;
  if (refusesHeaderNames(proxy.config, stream)) return conclude("deny", "http-request", context());
  const { http } = stream;
  if (!http) return "continue";
  const page = proxy.statsPage;
  if (!stream.responder && page?.accepts(stream)) {
    stream.responder = page.responder(stream, http);
    const verdict = yield new RuleRun(page.rules, "http-request");
    if (verdict !== "continue") return verdict;
  }
  if (stream.responder) {
    countIntercepted(context());
    askForPayload(stream, http);
    stream.endsBecause("L", "R");
    return "continue";
  }
  return proxy.options.redirect(context());
}

function* responseSteps(stream: Stream): Steps {
  const { backend, frontend } = stream;
  if (stream.responder?.bypassesResponseRules) return "continue";
  const decision = yield new RuleRun(backend.rules["http-response"], "http-response");
  if (decision !== "continue" || frontend === backend) return decision;
  return yield new RuleRun(frontend.rules["http-response"], "http-response");
}
