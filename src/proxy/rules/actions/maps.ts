import { PatternError, PatternReferences, type PatternReference } from "../../../samples/patterns/index.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What changes the maps and lists that ACLs and converters look up in. An entry that does not fit is passed over in silence, as HAProxy does. */
export const mapActions: Compilers<"set-map" | "del-map" | "add-acl" | "del-acl"> = {
  "set-map": (action, place) => {
    const value = place.format(action.value);
    return change(action, place, (reference, key, context) => reference.put(key, value(context)));
  },
  "add-acl": (action, place) =>
    change(action, place, (reference, key) => {
      if (!reference.find(key)) reference.add(key, undefined);
    }),
  "del-map": (action, place) => change(action, place, (reference, key) => reference.delete(key)),
  "del-acl": (action, place) => change(action, place, (reference, key) => reference.delete(key)),
};

type MapAction = ActionOf<"set-map" | "del-map" | "add-acl" | "del-acl">;

function change(
  { file, key }: MapAction,
  place: ActionPlace,
  make: (reference: PatternReference, key: string, context: Parameters<RunAction>[0]) => unknown,
): RunAction {
  const format = place.format(key);
  const { services } = place.home.environment.runtime;
  let found: PatternReference | undefined;
  return (context) => {
    found ??= services.find(PatternReferences)?.lookup(file);
    if (!found) return "continue";
    try {
      make(found, untilNul(format(context)), context);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
    }
    return "continue";
  };
}

/** Keys are C strings. */
function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}
