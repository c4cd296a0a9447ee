import { Variables } from "../../expressions/variables.ts";
import type { ActionPlace, Compilers } from "./place.ts";

/** `set-var`, `set-var-fmt` and `unset-var`. */
export const variableActions: Compilers<"set-var" | "set-var-fmt" | "unset-var"> = {
  "set-var": ({ variable, guards, value }, place) => {
    const evaluate = place.home.expressions.expression(value);
    const variables = variablesOf(place);
    return (context) => {
      const sample = evaluate(context);
      if (sample) variables.set(variable, guards, sample, context);
      return "continue";
    };
  },
  "set-var-fmt": ({ variable, guards, value }, place) => {
    const format = place.format(value);
    const variables = variablesOf(place);
    return (context) => {
      variables.set(variable, guards, { type: "str", value: format(context) }, context);
      return "continue";
    };
  },
  "unset-var": ({ variable }, place) => {
    const variables = variablesOf(place);
    return (context) => {
      variables.unset(variable, context);
      return "continue";
    };
  },
};

function variablesOf({ home }: ActionPlace): Variables {
  return new Variables(home.environment.runtime.procVariables);
}
