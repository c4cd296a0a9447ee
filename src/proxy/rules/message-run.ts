import type { ProxyTraffic } from "../traffic.ts";
import type { Stream } from "../stream/stream.ts";
import { conclude } from "./conclusion.ts";
import { countIntercepted } from "./events.ts";
import { askForPayload } from "./expectations.ts";
import { refusesHeaderNames } from "./header-names.ts";
import type { Decision, RuleContext } from "./outcome.ts";
import { RuleRun } from "./run-rules.ts";

/**
 * All that is decided about a request by one of its proxies, in HAProxy's
 * order (http_process_req_common()): the http-request rules, the names of its
 * headers, the statistics page, the `redirect` lines. Stepped as a
 * {@link RuleRun} is. After `continue` and `done` a {@link Stream.responder}
 * may have been set: then that answers, and no backend is needed.
 */
export class RequestRun {
  readonly #proxy: ProxyTraffic;
  readonly #stream: Stream;
  #run: RuleRun;
  #isPage = false;

  constructor(proxy: ProxyTraffic, stream: Stream) {
    this.#proxy = proxy;
    this.#stream = stream;
    this.#run = new RuleRun(proxy.rules["http-request"], "http-request");
  }

  get wakeAt(): number | undefined {
    return this.#run.wakeAt;
  }

  step(context: RuleContext): Decision | Promise<Decision> {
    const decision = this.#run.step(context);
    if (decision instanceof Promise) return decision.then((settled) => this.#goOn(settled, context));
    return this.#goOn(decision, context);
  }

  #goOn(decision: Decision, context: RuleContext): Decision | Promise<Decision> {
    if (decision !== "continue") return decision;
    if (!this.#isPage) {
      if (refusesHeaderNames(this.#proxy.config, this.#stream))
        return conclude("deny", "http-request", context);
      if (this.#opensPage()) return this.step(context);
    }
    return this.#stream.responder ? this.#intercept(context) : this.#proxy.options.redirect(context);
  }

  /** Where the request is for the statistics page, its rules come next. */
  #opensPage(): boolean {
    const { statsPage } = this.#proxy;
    const { http } = this.#stream;
    if (!statsPage || !http || this.#stream.responder || !statsPage.accepts(this.#stream)) return false;
    this.#isPage = true;
    this.#stream.responder = statsPage.responder(this.#stream, http);
    this.#run = new RuleRun(statsPage.rules, "http-request");
    return true;
  }

  /** Something in this program answers. */
  #intercept(context: RuleContext): Decision {
    const { http } = this.#stream;
    countIntercepted(context);
    if (http) askForPayload(this.#stream, http);
    this.#stream.endsBecause("L", "R");
    return "continue";
  }
}

/** The http-response rules: the backend's, then the frontend's where it is another (http_process_res_common()). Stepped as a {@link RuleRun} is. */
export class ResponseRun {
  /** The proxies whose rules are still to come. */
  readonly #left: ProxyTraffic[];
  #run: RuleRun | undefined;

  constructor({ backend, frontend, responder }: Stream) {
    if (responder?.bypassesResponseRules) this.#left = [];
    else this.#left = backend === frontend ? [backend] : [backend, frontend];
  }

  get wakeAt(): number | undefined {
    return this.#run?.wakeAt;
  }

  step(context: RuleContext): Decision | Promise<Decision> {
    if (!this.#run) {
      const next = this.#left.shift();
      if (!next) return "continue";
      this.#run = new RuleRun(next.rules["http-response"], "http-response");
    }
    const decision = this.#run.step(context);
    if (decision instanceof Promise) return decision.then((settled) => this.#goOn(settled, context));
    return this.#goOn(decision, context);
  }

  #goOn(decision: Decision, context: RuleContext): Decision | Promise<Decision> {
    if (decision !== "continue") return decision;
    this.#run = undefined;
    return this.step(context);
  }
}
