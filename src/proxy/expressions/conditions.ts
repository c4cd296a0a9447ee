/**
 * Conditions: ACLs joined by and, or and not, in HAProxy's three-valued logic
 * (acl_exec_cond): what cannot be told before more data has come is missing.
 */
import type { Acl, AclExpression, Condition } from "../../config/acl.ts";
import { cast, type Sample } from "../../samples/index.ts";
import { authenticatedGroups } from "../../samples/fetches/authorization.ts";
import type { PatternMatcher } from "../../samples/patterns/index.ts";
import { isKnownMethod } from "../http/methods.ts";
import type { PreparedExpression } from "./expressions.ts";
import type { SampleContext, SamplePlace } from "./sample-context.ts";

/** Bits, so that "or" and "and" of them are those of the logic: missing and missing is missing, missing and true too. */
export enum Truth {
  No = 0,
  Missing = 1,
  Yes = 3,
}

export type Judge = (place: SamplePlace) => Truth;

/** What conditions are made with. */
export interface ConditionParts {
  prepare(expression: AclExpression["sample"]): PreparedExpression;
  contextAt(place: SamplePlace): SampleContext;
  matcher(expression: AclExpression): PatternMatcher | undefined;
}

/** A condition, `unless` included. */
export function compileCondition(condition: Condition, aclJudge: (acl: Acl) => Judge): Judge {
  const suites = condition.suites.map((terms) =>
    terms.map(({ negated, acl }): Judge => (negated ? not(aclJudge(acl)) : aclJudge(acl))),
  );
  const judge = anySuite(suites);
  return condition.when === "unless" ? not(judge) : judge;
}

const not =
  (judge: Judge): Judge =>
  (place) => {
    const truth = judge(place);
    if (truth === Truth.Missing) return truth;
    return truth === Truth.Yes ? Truth.No : Truth.Yes;
  };

/** One of the suites, each of which asks for all of its terms; later terms are not asked once one does not hold. */
export const anySuite =
  (suites: readonly (readonly Judge[])[]): Judge =>
  (place) => {
    let result: Truth = Truth.No;
    for (const terms of suites) {
      let all: Truth = Truth.Yes;
      for (const term of terms) {
        all &= term(place);
        if (all !== Truth.Yes) break;
      }
      result |= all;
      if (result === Truth.Yes) return result;
    }
    return result;
  };

/** An ACL: one of its expressions holds. */
export function compileAcl(acl: Acl, parts: ConditionParts): Judge {
  const expressions = acl.expressions.map((expression) => compileExpression(expression, parts));
  return (place) => {
    let result: Truth = Truth.No;
    for (const judge of expressions) {
      result |= judge(place);
      if (result === Truth.Yes) break;
    }
    return result;
  };
}

function compileExpression(expression: AclExpression, parts: ConditionParts): Judge {
  const prepared = parts.prepare(expression.sample);
  const matches = compileMatch(expression, parts);
  const { each } = prepared;
  const judgeOne = (sample: Sample | undefined, context: SampleContext): Truth => {
    if (sample && matches(sample, context)) return Truth.Yes;
    return context.incomplete && !context.final ? Truth.Missing : Truth.No;
  };
  if (!each) {
    return (place) => {
      const context = parts.contextAt(place);
      return judgeOne(prepared.one(context), context);
    };
  }
  return (place) => {
    const context = parts.contextAt(place);
    for (const sample of each(context)) {
      // Where a converter turns one value down, HAProxy does not look at the others.
      if (!sample) break;
      if (matches(sample, context)) return Truth.Yes;
    }
    return judgeOne(undefined, context);
  };
}

type Match = (sample: Sample, context: SampleContext) => boolean;

function compileMatch(expression: AclExpression, parts: ConditionParts): Match {
  if (expression.match === "group") return matchGroup(expression);
  if (expression.match === "found") return () => true;
  const matcher = parts.matcher(expression);
  if (!matcher) return () => false;
  const { input } = matcher;
  if (expression.match === "meth") return (sample) => matchesMethod(sample, matcher);
  return (sample) => {
    const typed = cast(sample, input);
    return typed !== undefined && matcher.matches(typed.value);
  };
}

/** A method that is known is itself in any case of letters asked for; only others may differ in that. */
function matchesMethod(sample: Sample, matcher: PatternMatcher): boolean {
  const typed = cast(sample, "str");
  const method = typeof typed?.value === "string" ? typed.value : "";
  const found = matcher.find(method);
  return found !== undefined && (found.key === method || !isKnownMethod(method));
}

/** The groups of the user who has just been authenticated. */
function matchGroup({ sample, patterns }: AclExpression): Match {
  const userlist = sample.fetch.args[0]?.text ?? "";
  return (_user, context) =>
    authenticatedGroups(context, userlist)?.some((group) => patterns.includes(group)) ?? false;
}
