/**
 * Arithmetic and bits. Sums and products stop at the ends of 64 bits; the type
 * of the input stays, so that a boolean stays one.
 */
import type { Int } from "../patterns/integers.ts";
import { binary, boolean, narrow, type Sample } from "../sample.ts";
import { intOf, operandAt, type Converter } from "./converter.ts";

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

function clamp(value: bigint): bigint {
  if (value > MAX) return MAX;
  return value < MIN ? MIN : value;
}

/** The same sample with another number. */
function withValue(sample: Sample, value: Int): Sample {
  return { type: sample.type === "bool" ? "bool" : "sint", value: narrow(value) };
}

const operation =
  (compute: (left: bigint, right: bigint) => bigint): Converter =>
  (args) => {
    const operand = operandAt(args, 0);
    return (sample, context) => {
      const right = operand(context);
      return right === undefined
        ? undefined
        : withValue(sample, compute(BigInt(intOf(sample)), BigInt(right)));
    };
  };

const unary =
  (compute: (value: bigint) => bigint): Converter =>
  () =>
  (sample) =>
    withValue(sample, compute(BigInt(intOf(sample))));

const test =
  (holds: (value: bigint) => boolean): Converter =>
  () =>
  (sample) =>
    boolean(holds(BigInt(intOf(sample))));

export const NUMBER_CONVERTERS: Readonly<Record<string, Converter>> = {
  add: operation((left, right) => clamp(left + right)),
  sub: operation((left, right) => clamp(left - right)),
  mul: operation((left, right) => clamp(left * right)),
  // By zero: as much as there is.
  div: operation((left, right) => (right === 0n ? MAX : clamp(left / right))),
  mod: operation((left, right) => (right === 0n ? 0n : left % right)),
  neg: unary((value) => clamp(-value)),
  and: operation((left, right) => left & right),
  or: operation((left, right) => left | right),
  xor: operation((left, right) => left ^ right),
  cpl: unary((value) => ~value),
  bool: test((value) => value !== 0n),
  not: test((value) => value === 0n),
  odd: test((value) => (value & 1n) === 1n),
  even: test((value) => (value & 1n) === 0n),
  htonl: () => (sample) => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(Number(BigInt.asUintN(32, BigInt(intOf(sample)))));
    return binary(buffer.toString("latin1"));
  },
};
