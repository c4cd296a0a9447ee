import type { HostValue } from "../lua/index.ts";

/**
 * The events that scripts can subscribe to, by families. SLOT and MAP_RESET are
 * halua's.
 */
const families: Record<string, readonly string[]> = {
  SERVER: [
    "SERVER_ADD",
    "SERVER_DEL",
    "SERVER_UP",
    "SERVER_DOWN",
    "SERVER_STATE",
    "SERVER_ADMIN",
    "SERVER_CHECK",
    "SERVER_INETADDR",
    "SERVER_NAME",
  ],
  PAT_REF: ["PAT_REF_ADD", "PAT_REF_DEL", "PAT_REF_SET", "PAT_REF_COMMIT", "PAT_REF_CLEAR"],
  SLOT: ["SLOT_UP", "SLOT_DOWN", "SLOT_EXPIRED", "MAP_RESET"],
};

/** An event on its way to the subscribed functions. */
export interface RuntimeEvent {
  readonly type: string;
  /** The second argument of the function; a PAT_REF event has none at all, so there the key is absent. */
  readonly data?: HostValue;
  /** Epoch seconds: the last argument. */
  readonly when: number;
  /** The object it happened to, for subscriptions to that object only. */
  readonly source?: object;
  /** Whether it reaches only subscriptions to its source; PAT_REF events do (hlua.c). */
  readonly sourceOnly?: boolean;
}

/**
 * The types that a script's list of names stands for; a family's name stands
 * for all of it. Where families are mixed, that of the first name counts
 * (event_hdl.h). Gives HAProxy's message where a name is unknown or none is left.
 */
export function eventTypes(
  names: readonly string[],
): { types: ReadonlySet<string> } | { error: string; unknown: boolean } {
  const given = new Set(names);
  const known = new Set(Object.entries(families).flatMap(([family, types]) => [family, ...types]));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) return { error: `'${unknown}' event type is unknown`, unknown: true };
  const [first] = names;
  if (first === undefined) return { error: "event_sub: no valid event types were provided", unknown: false };
  const [family, types] = Object.entries(families).find((each) => each.flat().includes(first)) ?? ["", []];
  return { types: new Set(given.has(family) ? types : types.filter((type) => given.has(type))) };
}

/** The types of a family, for whoever brings them about. */
export function eventFamily(name: "SERVER" | "PAT_REF" | "SLOT"): readonly string[] {
  return families[name] ?? [];
}

/** Whether any of `types` is about slots, for which the map has to be watched. */
export function needsWatching(types: ReadonlySet<string>): boolean {
  return eventFamily("SLOT").some((type) => types.has(type));
}
