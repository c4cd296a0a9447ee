import { parseConfig } from "../config/parse.ts";
import type { GlobalVariable } from "../config/types.ts";
import type { Runtime } from "../runtime/index.ts";
import { Expressions } from "./expressions/expressions.ts";
import type { SamplePlace } from "./expressions/sample-context.ts";
import { buildModel } from "./model/build-model.ts";
import type { Scripts } from "./scripts.ts";

/** No traffic, and none to come. */
const nowhere: SamplePlace = {
  session: undefined,
  stream: undefined,
  direction: "request",
  final: true,
};

/**
 * Sets the process's variables that a configuration's global section names
 * (vars.c). HAProxy does so at the line that says it, so that scripts loaded
 * below find them; nothing else of the configuration is known then.
 */
export class EarlyVariables {
  readonly #expressions: Expressions;

  constructor(runtime: Runtime, scripts: Scripts) {
    const { config } = parseConfig([]);
    if (!config) throw new Error("an empty configuration is none");
    this.#expressions = new Expressions({
      config,
      runtime,
      scripts,
      time: runtime.time,
      model: buildModel(config),
      patterns: { acls: new Map(), maps: new Map(), faults: [] },
      proxy: () => undefined,
    });
  }

  /** A sample that there is not leaves the variable unset. */
  set(variable: GlobalVariable): void {
    const { kind, name, value } = variable;
    const sample =
      kind === "set-var"
        ? this.#expressions.expression(value)(nowhere)
        : { type: "str" as const, value: this.#expressions.format(value)(nowhere) };
    if (sample) this.#expressions.variables.set({ scope: "proc", parent: false, name }, [], sample, nowhere);
  }
}
