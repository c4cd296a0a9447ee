import type { Stream } from "../stream/stream.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { RuleContext } from "./outcome.ts";

/**
 * Where HAProxy counts what happens to a message: on the frontend and the
 * listener always, on the backend once there is one, on the server where it
 * was its answer.
 */
export function countEvent(stat: string, context: RuleContext, onServer = false): void {
  const { session, stream } = context;
  session.frontend.model.frontend.counters.add(stat, 1);
  session.listener.counters.add(stat, 1);
  if (stream) chosenBackend(stream)?.model.backend.counters.add(stat, 1);
  if (onServer) stream?.server?.model.counters.add(stat, 1);
}

/** Counts on the client's side alone. */
export function countClientEvent(stat: string, { session }: RuleContext): void {
  session.frontend.model.frontend.counters.add(stat, 1);
  session.listener.counters.add(stat, 1);
}

/** Counts on the server's side alone. */
export function countServerEvent(stat: string, { stream }: RuleContext): void {
  if (!stream) return;
  chosenBackend(stream)?.model.backend.counters.add(stat, 1);
  stream.server?.model.counters.add(stat, 1);
}

/** The frontend answered before a backend was chosen. */
export function countIntercepted({ session, stream }: RuleContext): void {
  if (stream?.backend === session.frontend) {
    session.frontend.model.frontend.counters.add("intercepted", 1);
  }
}

/** The backend the stream goes to (SF_BE_ASSIGNED); undefined while only the frontend has it. */
function chosenBackend({ backend, backendChosen }: Stream): ProxyTraffic | undefined {
  return backendChosen ? backend : undefined;
}
