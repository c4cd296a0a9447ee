import type { Answer, Execution, Outcome } from "../lua/index.ts";
import { LiveReferences } from "../proxy/attached/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { PatternReference } from "../samples/patterns/index.ts";
import { afterwards } from "./proxies-of.ts";

/**
 * How calls about a reference are answered that a live HAProxy has too: as
 * those about its proxies (proxies-of.ts). Any other is answered at once.
 */

/** Answers with what `read` finds in entries that are young enough. */
export function freshEntries(
  execution: Execution<Runtime>,
  reference: PatternReference,
  read: () => Outcome,
): Answer {
  const live = execution.host.services.find(LiveReferences);
  return afterwards(execution, live?.refresh(reference), read);
}

/** What is to be done in the live HAProxy. */
type Change = (live: LiveReferences, reference: PatternReference) => Promise<unknown> | undefined;

/** Answers with what a change here brought; where it was made, it is made in the live HAProxy too. */
export function changedEntries(
  execution: Execution<Runtime>,
  reference: PatternReference,
  outcome: Outcome,
  change: Change,
): Answer {
  const live = execution.host.services.find(LiveReferences);
  if (!live || (outcome !== true && outcome !== undefined)) return outcome;
  return afterwards(execution, change(live, reference), () => outcome);
}
