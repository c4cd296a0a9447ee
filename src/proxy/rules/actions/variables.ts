import type { Compilers } from "./place.ts";

/** `set-var`, `set-var-fmt` and `unset-var`. */
export const variableActions: Compilers<"set-var" | "set-var-fmt" | "unset-var"> = {
  "set-var": ({ variable, guards, value }, place) => {
    const evaluate = place.home.expressions.expression(value);
    const { variables } = place.home.expressions;
    return (context) => {
      const sample = evaluate(context);
      if (sample) variables.set(variable, guards, sample, context);
      return "continue";
    };
  },
  "set-var-fmt": ({ variable, guards, value }, place) => {
    const format = place.format(value);
    const { variables } = place.home.expressions;
    return (context) => {
      variables.set(variable, guards, { type: "str", value: format(context) }, context);
      return "continue";
    };
  },
  "unset-var": ({ variable }, place) => {
    const { variables } = place.home.expressions;
    return (context) => {
      variables.unset(variable, context);
      return "continue";
    };
  },
};
