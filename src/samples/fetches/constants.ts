/** Fetches that need nothing but their arguments. */
import { hexBytes } from "../catalog/argument-values.ts";
import type { Argument } from "../catalog/notation.ts";
import { parseIpv6, readIpv4 } from "../patterns/addresses.ts";
import { address, binary, boolean, integer, text, type Sample } from "../sample.ts";

type Constant = (args: readonly Argument[]) => Sample | undefined;

const textOf = (args: readonly Argument[]): string => args[0]?.text ?? "";

/** By name; each gives the sample that its arguments stand for. */
export const CONSTANT_FETCHES: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ["always_true", () => boolean(true)],
  ["always_false", () => boolean(false)],
  ["bool", (args) => boolean(/^(?:true|1)$/i.test(textOf(args)))],
  ["int", (args) => integer(BigInt(args[0]?.value ?? 0))],
  ["str", (args) => text(textOf(args))],
  ["bin", (args) => constantBytes(textOf(args))],
  ["meth", (args) => ({ type: "meth", value: textOf(args) })],
  ["ipv4", (args) => optionalAddress(readIpv4(textOf(args)))],
  ["ipv6", (args) => optionalAddress(parseIpv6(textOf(args)))],
]);

function constantBytes(hex: string): Sample | undefined {
  const bytes = hexBytes(hex);
  return typeof bytes === "string" ? undefined : binary(bytes.toString("latin1"));
}

function optionalAddress(value: Parameters<typeof address>[0] | undefined): Sample | undefined {
  return value && address(value);
}
