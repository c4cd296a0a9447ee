import type { NumberOrExpression } from "../../../config/actions.ts";
import type { GeneralCounter, GeneralTag, StickTable } from "../../../samples/stick-tables/index.ts";
import { stickCounting } from "../../stick/stick-counting.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** `track-sc` and what changes the entries that are followed. */
export const stickActions: Compilers<
  "track-sc" | "sc-inc-gpc" | "sc-inc-gpc0" | "sc-inc-gpc1" | "sc-add-gpc" | "sc-set-gpt" | "sc-set-gpt0"
> = {
  "track-sc": (action, place) => track(action, place),
  "sc-inc-gpc": ({ counter, index }) => increment(counter, index),
  "sc-inc-gpc0": ({ counter }) => increment(counter, "gpc0"),
  "sc-inc-gpc1": ({ counter }) => increment(counter, "gpc1"),
  "sc-add-gpc": ({ counter, index, value }, place) => {
    const evaluate = unsigned(value, `gpc${index}`, place);
    return (context) => {
      stickCounting.addGpc(context, counter, index, () => evaluate(context));
      return "continue";
    };
  },
  "sc-set-gpt": ({ counter, index, value }, place) => setTag(counter, index, value, place),
  "sc-set-gpt0": ({ counter, value }, place) => setTag(counter, "gpt0", value, place),
};

function track({ counter, key, table }: ActionOf<"track-sc">, place: ActionPlace): RunAction {
  const { home, ruleset } = place;
  const evaluate = home.expressions.awaited(key);
  const name = table ?? home.config.name;
  const { countedStatuses } = home.environment.config.global;
  // Tables do not exist yet while rules are prepared.
  let found: StickTable | undefined;
  const tableNamed = (): StickTable | undefined =>
    home.environment.model.all.find((proxy) => proxy.name === name && proxy.stickTable)?.stickTable;
  return (context) => {
    found ??= tableNamed();
    const sample = evaluate(context);
    if (sample === "missing") return context.mayWait ? "wait" : "continue";
    if (sample && found) stickCounting.track(context, counter, found, sample, ruleset, countedStatuses);
    return "continue";
  };
}

function increment(counter: number, gpc: GeneralCounter): RunAction {
  return (context) => {
    stickCounting.incrementGpc(context, counter, gpc);
    return "continue";
  };
}

function setTag(counter: number, gpt: GeneralTag, value: NumberOrExpression, place: ActionPlace): RunAction {
  const evaluate = unsigned(value, typeof gpt === "number" ? `gpt${gpt}` : gpt, place);
  return (context) => {
    stickCounting.setGpt(context, counter, gpt, () => evaluate(context));
    return "continue";
  };
}

/** The value of a rule; that an expression has none is logged. */
function unsigned(
  value: NumberOrExpression,
  what: string,
  place: ActionPlace,
): ReturnType<ActionPlace["integer"]> {
  const evaluate = place.integer(value);
  return (context) => {
    const given = evaluate(context);
    if (given === undefined) {
      place.warn(`stick table: invalid expression or data type while setting ${what}.`);
    }
    return given;
  };
}
