import type { H1Error } from "../http/h1-parser.ts";
import type { RuleContext } from "../rules/outcome.ts";
import { StickCounting } from "../stick/stick-counting.ts";
import { writeResponseHead } from "../http/h1-writer.ts";
import type { Session } from "../stream/session.ts";
import type { Frontend } from "./frontend.ts";

const sticks = new StickCounting();

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
  sticks.httpRequest(session);
  if (status !== 408 && status !== 501) sticks.httpError(session);
  session.failure = { status, cause: status === 408 ? "c" : error.truncated ? "C" : "P", phase: "R" };
  if (seen || !options.has("dontlognull")) proxy.log.sessionFailed(session);
  const context: RuleContext = {
    session,
    stream: undefined,
    direction: "request",
    final: true,
    mayWait: false,
  };
  const reply = proxy.errorPages.reply(status, context);
  if (!reply) return undefined;
  const written = writeResponseHead(
    reply.head,
    { kind: "length", length: reply.body.length },
    { method: "GET", requestVersion: "HTTP/1.1", mode: "close", frontend: "httpclose" },
  );
  return written && `${written.text}${reply.body}`;
}
