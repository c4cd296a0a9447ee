/** The rules of HAProxy's cache, which are read and checked, and do nothing. Source: cache.c. */
import type { Action, Ruleset } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import { currentProxy } from "../state.ts";
import { action } from "./action-kit.ts";
import type { ActionContext, ActionKeyword } from "./keyword.ts";

/** A rule of the cache makes a filter of the cache, where the proxy has none yet. */
function cacheRule(cursor: Cursor, { state }: ActionContext, name: string): Action {
  const cache = cursor.peek();
  if (cache === "" || cursor.atCondition) throw new Refused("expects a cache name");
  cursor.next();
  if (name === "cache-use") cursor.skip("no-early-hints");
  const { filters } = currentProxy(state);
  if (!filters.some((each) => each.kind === "cache" && each.cache === cache)) {
    filters.push({ kind: "cache", name: "cache", cache, explicit: false, location: undefined });
  }
  return { kind: "no-effect", keyword: name };
}

function cacheAction(name: string, ruleset: Ruleset, syntax: string, doc: string): ActionKeyword {
  return action(name, [ruleset], "1.8", syntax, doc, cacheRule, { accepted: "halua has no cache" });
}

export const CACHE_ACTIONS: readonly ActionKeyword[] = [
  cacheAction("cache-use", "http-request", "<name:name> [no-early-hints]", "Answers from a cache."),
  cacheAction("cache-store", "http-response", "<name:name>", "Keeps the response in a cache."),
];
