import type { Rule, Ruleset } from "../../config/actions.ts";
import { compileAction } from "./actions/index.ts";
import { ActionPlace } from "./actions/place.ts";
import type { CompiledRule } from "./outcome.ts";
import type { RuleHome } from "./rule-home.ts";

/**
 * Prepares a list of rules of a proxy: conditions, expressions and formats
 * become closures, files of replies are read.
 * @throws HaluaError with HAProxy's text where a file cannot be used
 */
export function compileRules(rules: readonly Rule[], ruleset: Ruleset, home: RuleHome): CompiledRule[] {
  return rules.map((rule, i) => {
    const { action, condition, location } = rule;
    return {
      location,
      applies: condition ? home.expressions.condition(condition) : always,
      run: compileAction(action, new ActionPlace(home, ruleset, rule, rules[i + 1])),
    };
  });
}

const always = (): true => true;
