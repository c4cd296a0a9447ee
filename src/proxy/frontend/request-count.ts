import type { Session } from "../stream/session.ts";
import type { Frontend } from "./frontend.ts";

/** Counts a connection that begins to speak a version of HTTP. One that changes to HTTP/2 counts for both. */
export function countVersion({ proxy }: Frontend, session: Session, version: "h1" | "h2"): void {
  for (const counters of [proxy.model.frontend.counters, session.listener.counters]) {
    counters.add(`${version}sess`, 1);
  }
}

/** Counts a request where HAProxy does: in the process, on the frontend and on the listener. */
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
  session.streamCount++;
}
