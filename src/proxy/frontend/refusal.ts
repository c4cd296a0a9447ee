import { errorPage, rawPage } from "../http/error-pages.ts";
import type { H1Error } from "../http/h1-parser.ts";
import type { RuleContext } from "../rules/outcome.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import type { Session } from "../stream/session.ts";
import type { Frontend } from "./frontend.ts";

/**
 * What a client gets whose request cannot be read: counts it, logs it, and
 * gives the bytes to send, head and page (mux_h1.c, h1_handle_parsing_error()
 * and its neighbours). Undefined: nothing, the connection only ends. `again`:
 * it is not the connection's first request; `seen`: bytes of it have come.
 */
export function refuseRequest(
  frontend: Frontend,
  session: Session,
  error: H1Error,
  { again, seen }: { again: boolean; seen: boolean },
): string | undefined {
  const { proxy } = frontend;
  const { options } = proxy.config;
  if (!seen && (again || options.has("http-ignore-probes"))) return undefined;
  const { status } = error;
  const kind = `hrsp_${Math.floor(status / 100)}xx`;
  const frontendCounters = proxy.model.frontend.counters;
  const listenerCounters = session.listener.counters;
  for (const counters of [frontendCounters, listenerCounters]) {
    counters.add("h1req", 1);
    counters.add("ereq", 1);
  }
  frontendCounters.add("req_rate", 1);
  frontendCounters.add(kind, 1);
  stickCounting.httpRequest(session);
  if (status !== 408 && status !== 501) stickCounting.httpError(session);
  if (status !== 408 && !error.truncated) stickCounting.glitches(session, 1);
  session.failure = { status, cause: status === 408 ? "c" : error.truncated ? "C" : "P", phase: "R" };
  if (seen || !options.has("dontlognull")) proxy.log.sessionFailed(session);
  const context: RuleContext = {
    session,
    stream: undefined,
    direction: "request",
    final: true,
    mayWait: false,
  };
  return rawPage(proxy.errorPages.own(status)?.(context) ?? errorPage(status));
}
