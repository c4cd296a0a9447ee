/**
 * What a proxy's options do to a request and its response besides rules, each
 * at HAProxy's moment. In the order of a transaction:
 *
 * 1. {@link RequestOptions.received}, of the frontend: the head has come
 *    (http_wait_for_request()): monitor-uri, option http-use-proxy-header,
 *    `capture request header`. It may answer.
 * 2. {@link RequestRun}, of the frontend, and of the backend once one is
 *    chosen and it is another (http_process_req_common()): http-request rules,
 *    header names, the statistics page, `redirect` lines.
 * 3. {@link RequestOptions.leaving}, of the frontend: all rules are through
 *    (http_process_request()): `capture cookie`, unique-id-header,
 *    forwarded, forwardfor, originalto.
 * 4. BackendTraffic: a server has been chosen, and the head is sent to it
 *    (http-send-name-header).
 * 5. {@link RequestOptions.responded}, of the frontend: a final response's
 *    head has come (http_wait_for_response()): `capture response header`.
 * 6. {@link ResponseRun} (http_process_res_common()): http-response rules of
 *    the backend, then of the frontend where it is another.
 * 7. {@link RequestOptions.judged}, of the frontend: `capture cookie` of the
 *    server, `option checkcache`. It may answer.
 * 8. {@link afterResponse}: the response leaves, made here or received
 *    (http_eval_after_res_rules()): http-after-response rules. Replies made
 *    here pass through {@link finishReply} instead, which calls it.
 */
import type { HeaderForwarding } from "../../config/types.ts";
import { splitUri } from "../http/uri.ts";
import type { ConnectionAddress } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";
import { cacheabilityOf } from "./cacheability.ts";
import { captureClientCookie, captureServerCookie } from "./captured-cookies.ts";
import { captureHeaders } from "./captures.ts";
import { conclude } from "./conclusion.ts";
import { errorReply } from "./error-replies.ts";
import { prepareForwarded, type ForwardedHeader } from "./forwarded-header.ts";
import { networkTest, type NetworkTest } from "./networks.ts";
import type { Answer, Decision, RuleContext } from "./outcome.ts";
import { compileRedirect } from "./redirects.ts";
import type { RuleHome } from "./rule-home.ts";

/** An `option forwardfor` or `option originalto`, prepared. */
interface Forwarding {
  readonly header: string;
  readonly ifNone: boolean;
  readonly excepts: NetworkTest;
}

/** The options of one proxy, prepared; see the top of this file. */
export class RequestOptions {
  readonly forwardFor: Forwarding | undefined;
  readonly originalTo: Forwarding | undefined;
  readonly forwarded: ForwardedHeader | undefined;
  readonly #home: RuleHome;
  readonly #monitorFails: readonly ((context: RuleContext) => boolean | "missing")[];
  readonly #redirects: readonly {
    readonly applies: ((context: RuleContext) => boolean | "missing") | undefined;
    readonly answer: (context: RuleContext) => Answer | undefined;
  }[];

  constructor(home: RuleHome) {
    const { config, expressions } = home;
    this.#home = home;
    this.forwardFor = config.forwardFor && prepareForwarding(config.forwardFor);
    this.originalTo = config.originalTo && prepareForwarding(config.originalTo);
    this.forwarded = config.forwarded && prepareForwarded(config.forwarded, expressions);
    this.#monitorFails = config.monitorFail.map((condition) => expressions.condition(condition));
    this.#redirects = config.redirects.map((redirect) => ({
      applies: redirect.condition && expressions.condition(redirect.condition),
      answer: compileRedirect(redirect, expressions),
    }));
  }

  /** Moment 1. An answer where the request asks whether this proxy lives. */
  received(stream: Stream): Decision {
    const { config } = this.#home;
    const { http } = stream;
    if (!http) return "continue";
    const { request } = http;
    if (config.monitorUri !== undefined && isMonitor(request.uri, config.monitorUri)) {
      stream.isMonitor = true;
      return this.#answerMonitor(requestContext(stream));
    }
    if (config.options.has("http-use-proxy-header") && !/^[/*]/.test(request.uri)) {
      http.usesProxyHeader = true;
    }
    captureHeaders(request.headers, config.requestCaptures, stream.requestCaptures);
    return "continue";
  }

  #answerMonitor(context: RuleContext): Decision {
    context.session.frontend.model.frontend.counters.add("intercepted", 1);
    const fails = this.#monitorFails.some((applies) => applies(context) === true);
    const reply = errorReply(fails ? 503 : 200, context);
    return conclude({ kind: "monitor", reply }, "http-request", context);
  }

  /** The `redirect` lines: within {@link RequestRun}. */
  redirect(context: RuleContext): Decision {
    for (const { applies, answer } of this.#redirects) {
      if (applies && applies(context) !== true) continue;
      const given = answer(context);
      return given ? conclude(given, "http-request", context) : "done";
    }
    return "continue";
  }

  /** Moment 3. */
  leaving(stream: Stream): void {
    const { config } = this.#home;
    const { http, backend } = stream;
    if (!http) return;
    captureClientCookie(stream);
    const { headers } = http.request;
    // Made even where it is not sent, while the request can still be looked at.
    const id = this.#home.expressions.contextAt(requestContext(stream)).uniqueId();
    if (id !== undefined && config.uniqueIdHeader !== undefined) headers.add(config.uniqueIdHeader, id);
    const { source, destination } = stream;
    backend.options.forwarded?.(requestContext(stream));
    forward(stream, source, this.forwardFor, backend.options.forwardFor);
    forward(stream, destination, this.originalTo, backend.options.originalTo);
  }

  /** Moment 5. */
  responded(stream: Stream): void {
    const headers = stream.http?.response?.headers;
    if (headers) captureHeaders(headers, this.#home.config.responseCaptures, stream.responseCaptures);
  }

  /** Moment 7, with what the backend's options say. */
  judged(stream: Stream): Decision {
    const { http, backend, server } = stream;
    if (!http?.response) return "continue";
    captureServerCookie(stream);
    if (!backend.config.options.has("checkcache") || !letsCachesKeepCookies(http, stream)) return "continue";
    const { name } = backend.config;
    const from = `${name}, server ${server?.config.name ?? "<dispatch>"}`;
    backend.model.host.alert(`Blocking cacheable cookie in response from instance ${from}.`, name);
    return conclude("deny", "http-response", { ...requestContext(stream), direction: "response" });
  }
}

/** Whether caches may keep the response with a cookie that the server has set; the one that the backend has added does not count. */
function letsCachesKeepCookies(http: Transaction, { cookieAction }: Stream): boolean {
  const headers = http.response?.headers;
  const added = cookieAction === "I" || cookieAction === "U" ? 1 : 0;
  const cookies = (headers?.count("set-cookie") ?? 0) + (headers?.count("set-cookie2") ?? 0);
  if (cookies <= added) return false;
  const kept = cacheabilityOf(http);
  return kept.response && kept.cookies;
}

function requestContext(stream: Stream): RuleContext {
  return { session: stream.session, stream, direction: "request", final: true, mayWait: false };
}

function isMonitor(uri: string, monitorUri: string): boolean {
  return uri === monitorUri || (monitorUri.startsWith("/") && splitUri(uri).pathAndQuery === monitorUri);
}

function prepareForwarding({ header, ifNone, except }: HeaderForwarding): Forwarding {
  return { header, ifNone, excepts: except === undefined ? () => false : networkTest(except) };
}

/** The backend's header name counts, as the header is for its servers; either side may except an address. */
function forward(
  { http }: Stream,
  address: ConnectionAddress,
  front: Forwarding | undefined,
  back: Forwarding | undefined,
): void {
  const header = (back ?? front)?.header;
  if (!http || header === undefined || address.family === "unix") return;
  const { headers } = http.request;
  const onlyIfNone = (front?.ifNone ?? true) && (back?.ifNone ?? true);
  if (onlyIfNone && headers.has(header)) return;
  if (front?.excepts(address.host) || back?.excepts(address.host)) return;
  headers.add(header, address.host);
}
