/** Several converters, one behind the other, with the casts between them. */
import type { Argument } from "../catalog/notation.ts";
import type { SampleEnvironment } from "../environment.ts";
import { CONVERTERS } from "../catalog/index.ts";
import { cast, type Sample, type TargetType } from "../sample.ts";
import type { ConversionContext, Conversion } from "./converter.ts";
import { COMPUTED_CONVERTERS } from "./index.ts";

/** A converter with its arguments, as the configuration has it. */
export interface ConverterCall {
  readonly name: string;
  readonly args: readonly Argument[];
}

/**
 * Prepares converters that were checked against the catalog. One that halua
 * does not compute gives no sample.
 */
export function compileConverters(
  calls: readonly ConverterCall[],
  environment: SampleEnvironment,
): Conversion {
  const steps = calls.map((call) => ({
    input: (CONVERTERS.get(call.name)?.in ?? "any") as TargetType,
    convert: COMPUTED_CONVERTERS.get(call.name)?.(call.args, environment, call),
  }));
  return (sample: Sample, context: ConversionContext) => {
    let current: Sample | undefined = sample;
    for (const { input, convert } of steps) {
      const typed: Sample | undefined = cast(current, input);
      current = typed && convert?.(typed, context);
      if (!current) return undefined;
    }
    return current;
  };
}
