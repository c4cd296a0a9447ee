import type { Session } from "../stream/session.ts";
import type { Frontend } from "./frontend.ts";

/**
 * Counts a request where HAProxy does: in the process, on the frontend and on
 * the listener; with its connection's first, also a session of its version.
 */
export function countRequest({ proxy, process }: Frontend, session: Session, version: "h1" | "h2"): void {
  const { counters, gauges } = proxy.model.frontend;
  const listener = session.listener.counters;
  process.gauges.totalRequests++;
  process.gauges.streams++;
  process.gauges.totalStreams++;
  counters.add(`${version}req`, 1);
  counters.add("req_rate", 1);
  listener.add(`${version}req`, 1);
  gauges.req_rate_max = Math.max(gauges.req_rate_max, Number(counters.get("req_rate")));
  if (session.streamCount++ > 0) return;
  counters.add(`${version}sess`, 1);
  listener.add(`${version}sess`, 1);
}
