import type { OperationalState, Server, ServerEvent } from "../model/index.ts";

/** How a server stood at one visit. */
export interface SeenServer {
  readonly state: OperationalState;
  readonly admin: number;
}

/**
 * The events between two visits, in the order in which HAProxy publishes them:
 * for each server the administrative change, up or down, the state. What
 * happened and was undone in between is not seen; nor are causes.
 */
export function serverEvents(
  before: ReadonlyMap<Server, SeenServer>,
  after: ReadonlyMap<Server, SeenServer>,
): ServerEvent[] {
  const events: ServerEvent[] = [];
  for (const server of before.keys()) if (!after.has(server)) events.push({ type: "SERVER_DEL", server });
  for (const [server, now] of after) {
    const then = before.get(server);
    if (then === undefined) events.push({ type: "SERVER_ADD", server });
    else events.push(...changesOf(server, then, now));
  }
  return events;
}

function changesOf(server: Server, then: SeenServer, now: SeenServer): ServerEvent[] {
  const events: ServerEvent[] = [];
  const administered = then.admin !== now.admin;
  if (administered) {
    const admin = { cause: "", oldAdmin: then.admin, newAdmin: now.admin, requeued: 0 };
    events.push({ type: "SERVER_ADMIN", server, admin });
  }
  if (then.state === now.state) return events;
  if (then.state === "STOPPED") events.push({ type: "SERVER_UP", server });
  else if (now.state === "STOPPED") events.push({ type: "SERVER_DOWN", server });
  const state = { admin: administered, cause: "", oldState: then.state, newState: now.state, requeued: 0 };
  events.push({ type: "SERVER_STATE", server, state });
  return events;
}
