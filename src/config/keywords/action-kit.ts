/** What the parsers of actions share: expressions and formats at the place of their rule, and the builder of entries. */
import type { Ruleset } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import { parseExpression, type SampleExpression } from "../expressions.ts";
import { parseLogFormat, type LogFormat } from "../log-format.ts";
import { rulesetPlaces } from "../rulesets.ts";
import { currentProxy, unavailableText } from "../state.ts";
import type { ActionContext, ActionKeyword } from "./keyword.ts";

export const HTTP_RULES: readonly Ruleset[] = ["http-request", "http-response", "http-after-response"];
export const TCP_REQUEST_RULES: readonly Ruleset[] = [
  "tcp-request connection",
  "tcp-request session",
  "tcp-request content",
];
export const ALL_RULES: readonly Ruleset[] = [...HTTP_RULES, ...TCP_REQUEST_RULES, "tcp-response content"];

/** Makes an entry of the table. `name` with a trailing `*` is only how the action's name starts. */
export function action(
  name: string,
  places: readonly Ruleset[],
  since: string,
  syntax: string,
  doc: string,
  parse: ActionKeyword["parse"],
  extras: { readonly final?: true; readonly experimental?: true; readonly accepted?: string } = {},
): ActionKeyword {
  const { final = false, experimental = false, accepted } = extras;
  const prefix = name.endsWith("*");
  return {
    kind: "action",
    name: prefix ? name.slice(0, -1) : name,
    prefix,
    final,
    experimental,
    places,
    syntax,
    since,
    doc,
    support: accepted === undefined ? "supported" : { accepted },
    parse,
  };
}

/**
 * The expression at the cursor, which ends behind it.
 * @throws Refused also when its information does not exist where the rule runs; `name` is what
 *   HAProxy then calls the fetch, by default the last word of the expression
 */
export function ruleExpression(cursor: Cursor, context: ActionContext, name?: string): SampleExpression {
  const { state, ruleset } = context;
  const { expression, nextWord } = parseExpression({ words: cursor.words, index: cursor.at }, state.catalog);
  cursor.at = nextWord;
  if ((expression.places & rulesetPlaces(currentProxy(state), ruleset)) === 0) {
    throw new Refused(unavailableText(name ?? cursor.peek(-1), expression));
  }
  return expression;
}

/** A log-format text where the rule runs. `http`: its result goes into HTTP, so raw buffers are warned about. */
export function ruleFormat(text: string, context: ActionContext, http = true): LogFormat {
  const { state, line, ruleset } = context;
  return parseLogFormat(text, {
    catalog: state.catalog,
    places: rulesetPlaces(currentProxy(state), ruleset),
    ...(http && {
      use: "http",
      onRawFetch: (name: string) => line.warn(`L6 sample fetch <${name}> ignored in HTTP log-format string.`),
    }),
  });
}

/** A regular expression that the caller's engine takes. */
export function checkedRegex(text: string, context: ActionContext): string {
  const fault = context.state.acl.checkRegex(text, false);
  if (fault !== undefined) throw new Refused(fault);
  return text;
}
