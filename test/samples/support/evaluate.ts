/** Expressions on constants, evaluated by halua. */
import { parseExpression } from "../../../src/config/index.ts";
import {
  compileConverters,
  CONSTANT_FETCHES,
  EMPTY_ENVIRONMENT,
  sampleCatalog,
} from "../../../src/samples/index.ts";
import { cast, type Sample } from "../../../src/samples/sample.ts";
import { VARIABLES, type Outcome } from "./live-expressions.ts";

function sampleOf(expression: string): Sample | undefined {
  const parsed = parseExpression({ words: [expression], index: 0 }, sampleCatalog).expression;
  const sample = CONSTANT_FETCHES.get(parsed.fetch.name)?.(parsed.fetch.args);
  return (
    sample &&
    compileConverters(parsed.converters, EMPTY_ENVIRONMENT)(sample, {
      variable,
      setVariable: () => false,
      unsetVariable: () => false,
    })
  );
}

/** The variables that the real HAProxy has too. */
function variable(name: string): Sample | undefined {
  const expression = VARIABLES[name];
  return expression === undefined ? undefined : sampleOf(expression);
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
