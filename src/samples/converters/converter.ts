/** What a converter is to the code: its arguments are prepared once, its samples many times. */
import { decimal, isVariable } from "../catalog/argument-values.ts";
import type { Argument } from "../catalog/notation.ts";
import type { SampleEnvironment } from "../environment.ts";
import type { Int } from "../patterns/integers.ts";
import type { ConversionContext } from "../views.ts";
import { binary, cast, narrow, text, textOf, type Sample } from "../sample.ts";

export type { ConversionContext } from "../views.ts";

/** A conversion with its arguments; gets a sample of the converter's input type. Undefined is no sample. */
export type Conversion = (sample: Sample, context: ConversionContext) => Sample | undefined;

/**
 * Prepares a conversion; the arguments have been checked against the catalog.
 * @param environment where names in arguments are looked up
 * @param call the object that stands for the converter in the configuration
 */
export type Converter = (
  args: readonly Argument[],
  environment: SampleEnvironment,
  call: object,
) => Conversion;

/** A converter from text (or bytes) to text. */
export const onText =
  (convert: (value: string, args: readonly Argument[]) => string | undefined): Converter =>
  (args) =>
  (sample) => {
    const result = convert(bytesOf(sample), args);
    return result === undefined ? undefined : text(result);
  };

/** A converter from text (or bytes) to bytes. */
export const onBytes =
  (convert: (value: string, args: readonly Argument[]) => string | undefined): Converter =>
  (args) =>
  (sample) => {
    const result = convert(bytesOf(sample), args);
    return result === undefined ? undefined : binary(result);
  };

/** The byte string in a sample that was cast to text or bytes. */
export const bytesOf = (sample: Sample): string =>
  typeof sample.value === "string" ? sample.value : (textOf(sample) ?? "");

/** The integer in a sample that was cast to an integer or a boolean. */
export const intOf = (sample: Sample): Int =>
  typeof sample.value === "number" || typeof sample.value === "bigint" ? sample.value : 0;

export const textAt = (args: readonly Argument[], index: number): string => args[index]?.text ?? "";

/** The number at `index`, for arguments that are declared as integers; undefined when left out. */
export function numberAt(args: readonly Argument[], index: number): number | undefined {
  const value = args[index]?.value;
  return value === undefined ? undefined : Number(value);
}

/** An operand that is an integer or a variable with one; gives undefined when the variable has none. */
export function operandAt(
  args: readonly Argument[],
  index: number,
): (context: ConversionContext) => Int | undefined {
  const name = textAt(args, index);
  if (!isVariable(name)) {
    const value = narrow(decimal(name) ?? 0n);
    return () => value;
  }
  return (context) => {
    const found = context.variable(name);
    const value = found && cast(found, "sint");
    return value && intOf(value);
  };
}
