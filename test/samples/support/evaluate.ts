/** Expressions without traffic, evaluated by halua. */
import { parseExpression } from "../../../src/config/index.ts";
import {
  compileConverters,
  COMPUTED_FETCHES,
  sampleCatalog,
  type FetchContext,
} from "../../../src/samples/index.ts";
import { cast, type Sample } from "../../../src/samples/sample.ts";
import { VARIABLES, type Outcome } from "./live-expressions.ts";
import { makeWorld } from "./world.ts";

let world = makeWorld();

/** Puts what expressions have changed back. */
export function resetWorld(): void {
  world = makeWorld();
}

/** Where no traffic is, but for what `there` says: only variables are there, those that the real HAProxy has too. */
export function bareContext(there: Partial<FetchContext> = {}): FetchContext {
  const variables = new Map<string, Sample>();
  return {
    session: undefined,
    stream: undefined,
    direction: "request",
    final: true,
    incomplete: false,
    monotonicMs: () => 0,
    wallMs: () => 0,
    requestHead: () => undefined,
    responseHead: () => undefined,
    pathAndQuery: () => undefined,
    uniqueId: () => undefined,
    variablesOf: () => undefined,
    groupsOf: () => undefined,
    aclsHold: () => false,
    variable: (name) => variables.get(name) ?? constant(VARIABLES[name]),
    setVariable: (name, _guards, value) => {
      variables.set(name, value);
      return true;
    },
    unsetVariable: (name) => {
      variables.delete(name);
      return true;
    },
    ...there,
  };
}

const constant = (expression: string | undefined): Sample | undefined =>
  expression === undefined ? undefined : sampleOf(expression);

function sampleOf(expression: string): Sample | undefined {
  const { fetch, converters } = parseExpression({ words: [expression], index: 0 }, sampleCatalog).expression;
  const here = bareContext();
  const sample = COMPUTED_FETCHES.get(fetch.name)?.(fetch.args, world).one(here);
  return sample && compileConverters(converters, world)(sample, here);
}

const hex = (sample: Sample | undefined): string =>
  Buffer.from(typeof sample?.value === "string" ? sample.value : "", "latin1")
    .toString("hex")
    .toUpperCase();

/** The result as text and as bytes, in hexadecimal, as the real HAProxy's is recorded. */
export function evaluate(expression: string): Outcome {
  const sample = sampleOf(expression);
  return sample ? [hex(cast(sample, "str")), hex(cast(sample, "bin"))] : [null, null];
}
