import { parseExpression, parseLogFormat, parseVariable, Refused } from "../../config/index.ts";
import { placesOf } from "../../config/samples.ts";
import { unavailableText } from "../../config/state.ts";
import { Expressions } from "../../proxy/expressions/expressions.ts";
import type { SamplePlace } from "../../proxy/expressions/sample-context.ts";
import type { Sample } from "../../samples/sample.ts";
import { sampleCatalog } from "../../samples/index.ts";
import { message, type Command, type CommandAnswer, type CommandTargets } from "./command.ts";

/** No traffic: a command belongs to none. */
const nowhere: SamplePlace = { session: undefined, stream: undefined, direction: "request", final: true };

const commandPlaces = placesOf("CLI parser");

/** What the text gives now; undefined for no sample. @throws Refused */
function evaluate(
  expressions: Expressions,
  name: string,
  kind: "expr" | "fmt",
  text: string,
): Sample | undefined {
  if (kind === "fmt") {
    const format = parseLogFormat(text, { catalog: sampleCatalog, places: commandPlaces });
    return { type: "str", value: expressions.format(format)(nowhere) };
  }
  const { expression } = parseExpression({ words: [text], index: 0 }, sampleCatalog);
  if ((expression.places & commandPlaces) === 0) {
    throw new Refused(unavailableText(`set-var(${name})`, expression));
  }
  return expressions.expression(expression)(nowhere);
}

function setProcVariable(
  { traffic }: CommandTargets,
  name: string,
  kind: "expr" | "fmt",
  text: string,
): CommandAnswer {
  const environment = traffic?.proxies[0]?.environment;
  if (!environment) return message("halua sets variables only where it is the proxy.", "err");
  try {
    const variable = parseVariable(name);
    if (variable.scope !== "proc") {
      return message(`'set var': cannot set variable '${name}', only scope 'proc' is permitted here.`, "err");
    }
    const expressions = new Expressions(environment);
    const sample = evaluate(expressions, name, kind, text);
    if (sample) expressions.variables.set(variable, [], sample, nowhere);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return message(error.text, "err");
    throw error;
  }
}

/** `set var`, as `set-var` of the global section (vars.c). */
export const setVariable: Command = {
  words: ["set", "var"],
  level: "operator",
  mode: "experimental-mode",
  usage: "set var <name> [fmt|expr] {<fmt>|<expr>}: set variable from an expression or a format",
  run: (context, [, , name, first, second]) => {
    if (name === undefined) return message("Missing process-wide variable identifier.", "err");
    if (first === undefined) return message("Missing either 'expr', 'fmt' or expression.", "err");
    if (second === undefined) return setProcVariable(context, name, "expr", first);
    if (first === "expr" || first === "fmt") return setProcVariable(context, name, first, second);
    return message(`'set var': arg type must be either 'expr' or 'fmt' but got '${first}'.`, "err");
  },
};
