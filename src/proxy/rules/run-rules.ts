import type { Ruleset } from "../../config/actions.ts";
import { conclude } from "./conclusion.ts";
import type { CompiledRule, Decision, Outcome, RuleContext, RuleProgress } from "./outcome.ts";

/**
 * One evaluation of a list of rules for one message, from its first rule to
 * its decision. Make one, call {@link RuleRun.step}; while the answer is
 * `wait`, call it again with a fresh context whenever something may have
 * changed: input came or ended, the client left, the inspect-delay is over, or
 * {@link RuleRun.wakeAt} has come. A rule that waited is called again by
 * itself; where a condition could not be told yet, the list starts anew, as
 * HAProxy's does (current_rule in tcp_inspect_request()).
 *
 * A step is synchronous unless an action of a script suspends; then it gives a
 * promise and must not be called again before that has settled.
 */
export class RuleRun implements RuleProgress {
  wakeAt: number | undefined;
  isFirst = true;
  strict = true;
  readonly #rules: readonly CompiledRule[];
  readonly #ruleset: Ruleset;
  #at = 0;
  /** The rule at `#at` has been called and waits. */
  #resumes = false;

  constructor(rules: readonly CompiledRule[], ruleset: Ruleset) {
    this.#rules = rules;
    this.#ruleset = ruleset;
  }

  step(context: RuleContext): Decision | Promise<Decision> {
    for (;;) {
      const rule = this.#rules[this.#at];
      if (!rule) return "continue";
      if (!this.#resumes) {
        const applies = rule.applies(context);
        if (applies === "missing") {
          this.#at = 0;
          return "wait";
        }
        if (!applies) {
          this.#at++;
          continue;
        }
        this.isFirst = true;
        this.wakeAt = undefined;
      }
      const outcome = rule.run(context, this);
      if (outcome instanceof Promise) return this.#afterPromise(outcome, rule, context);
      const decision = this.#take(outcome, rule, context);
      if (decision !== undefined) return decision;
    }
  }

  async #afterPromise(
    promise: Promise<Outcome>,
    rule: CompiledRule,
    context: RuleContext,
  ): Promise<Decision> {
    return this.#take(await promise, rule, context) ?? this.step(context);
  }

  /** What a rule's outcome means; undefined: on to the next rule. */
  #take(outcome: Outcome, rule: CompiledRule, context: RuleContext): Decision | undefined {
    const { stream } = context;
    if (this.#resumes && stream) stream.waitingRule = undefined;
    if (outcome === "continue") {
      this.#at++;
      this.#resumes = false;
      return undefined;
    }
    const pauses = typeof outcome === "object" && "wakeAfterMs" in outcome;
    if (outcome === "wait" || pauses) {
      if (!context.mayWait) return this.#end("error", rule, context);
      const now = context.session.frontend.environment.time.monotonicMs();
      if (pauses) this.wakeAt = now + outcome.wakeAfterMs;
      else if (this.wakeAt !== undefined && this.wakeAt <= now) this.wakeAt = undefined;
      this.#resumes = true;
      this.isFirst = false;
      if (stream) stream.waitingRule = rule.location;
      return "wait";
    }
    return this.#end(outcome, rule, context);
  }

  #end(
    outcome: Exclude<Outcome, "wait" | "continue" | { readonly wakeAfterMs: number }>,
    rule: CompiledRule,
    context: RuleContext,
  ): Decision {
    if (context.stream) context.stream.lastRule = rule.location;
    this.#at = this.#rules.length;
    this.#resumes = false;
    return conclude(outcome, this.#ruleset, context);
  }
}

/** Runs a list in which nothing can wait for data: connection, session and after-response rules. */
export function runRules(
  rules: readonly CompiledRule[],
  ruleset: Ruleset,
  context: RuleContext,
): Decision | Promise<Decision> {
  return rules.length === 0 ? "continue" : new RuleRun(rules, ruleset).step(context);
}
