import type { Action, Rule, Ruleset } from "../../../config/actions.ts";
import type { NumberOrExpression } from "../../../config/actions.ts";
import type { SampleExpression } from "../../../config/expressions.ts";
import type { LogFormat } from "../../../config/log-format.ts";
import { cast, type Sample, type TargetType } from "../../../samples/index.ts";
import type { Outcome, RuleContext, RuleProgress } from "../outcome.ts";
import type { RuleHome } from "../rule-home.ts";

/** A prepared action. */
export type RunAction = (context: RuleContext, progress: RuleProgress) => Outcome | Promise<Outcome>;

/** The members of {@link Action} of one kind. */
export type ActionOf<K extends Action["kind"]> = Action & { readonly kind: K };

/** How the actions of some kinds are prepared. */
export type Compilers<K extends Action["kind"]> = {
  readonly [Kind in K]: (action: ActionOf<Kind>, place: ActionPlace) => RunAction;
};

/** Where an action stands, and what it is prepared with. */
export class ActionPlace {
  readonly home: RuleHome;
  readonly ruleset: Ruleset;
  readonly location: Rule["location"];
  /** The rule behind it in the list. */
  readonly next: Rule | undefined;

  constructor(home: RuleHome, ruleset: Ruleset, rule: Rule, next: Rule | undefined) {
    this.home = home;
    this.ruleset = ruleset;
    this.location = rule.location;
    this.next = next;
  }

  format(format: LogFormat): (context: RuleContext) => string {
    return this.home.expressions.format(format);
  }

  /** `auth` without a realm asks for this one. */
  get defaultRealm(): string {
    return this.home.defaultRealm ?? this.home.config.name;
  }

  /** Logs something that is wrong with a rule as it runs. */
  warn(text: string): void {
    this.home.environment.model.host.warning(text, this.home.config.name, "warning");
  }

  /** The value of an expression as a type; undefined where there is none, or it cannot be made one. */
  value(expression: SampleExpression, type: TargetType): (context: RuleContext) => Sample | undefined {
    const evaluate = this.home.expressions.expression(expression);
    return (context) => {
      const sample = evaluate(context);
      return sample && cast(sample, type);
    };
  }

  /** The integer that a rule gives or its expression yields. */
  integer(value: NumberOrExpression): (context: RuleContext) => number | bigint | undefined {
    if (typeof value === "number") return () => value;
    const evaluate = this.value(value, "sint");
    return (context) => {
      const sample = evaluate(context);
      return typeof sample?.value === "number" || typeof sample?.value === "bigint"
        ? sample.value
        : undefined;
    };
  }
}
