import type { ArgumentType } from "../config/arguments.ts";
import type { Sample } from "../samples/index.ts";
import type { RuleContext } from "./rules/outcome.ts";

/** One argument of a fetch or converter that a script calls. */
export interface CallArgument {
  readonly type: ArgumentType;
  readonly text: string;
  readonly value: number | bigint | string;
}

/**
 * Samples as scripts use them: fetch by fetch, converter by converter, and
 * variables by their names. Arguments have been checked.
 */
export interface SampleAccess {
  /** Prepares a fetch. */
  fetch(name: string, args: readonly CallArgument[]): (context: RuleContext) => Sample | undefined;
  /** Prepares a converter; what it gets has the converter's input type. */
  converter(
    name: string,
    args: readonly CallArgument[],
  ): (sample: Sample, context: RuleContext) => Sample | undefined;
  /** What HAProxy has against arguments that only a running proxy can judge; undefined when nothing. */
  fault(name: string, args: readonly CallArgument[]): string | undefined;
  /** The variable's value; undefined also for a name that is none, or whose scope is not there. */
  variable(name: string, context: RuleContext): Sample | undefined;
  /** Whether it is set now. `onlyExisting` counts in the scope `proc.` alone, as in HAProxy. */
  setVariable(name: string, value: Sample, onlyExisting: boolean, context: RuleContext): boolean;
  /** Whether the name is one. */
  unsetVariable(name: string, context: RuleContext): boolean;
  /** Whether there is such a proxy, table, server (`backend/server`, or a name in the stream's backend) or userlist. */
  exists(type: ArgumentType, name: string, context: RuleContext): boolean;
}
