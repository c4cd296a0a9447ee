/**
 * A 64-bit counter's value: a number as far as numbers are exact (2^53 - 1), a
 * bigint above.
 */
export type Figure = number | bigint;

const TWO_32 = 0x1_0000_0000;
/** The highest upper word of a 64-bit value that a number still holds exactly. */
const SAFE_HIGH = 0x1f_ffff;

/** The figure whose lower and upper 32 bits are given. */
export function figureOf(low: number, high: number): Figure {
  return high <= SAFE_HIGH ? high * TWO_32 + low : (BigInt(high) << 32n) | BigInt(low);
}

/** A 64-bit value as a figure. */
export function figureOfBigInt(value: bigint): Figure {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)
    ? Number(value)
    : value;
}

/** The exact sum, wrapping at 2^64 as HAProxy's own sum does. */
export function addFigures(a: Figure, b: Figure): Figure {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return figureOfBigInt(BigInt.asUintN(64, BigInt(a) + BigInt(b)));
}

/** A figure for JSON: a number, or above 2^53 - 1 a string of digits. */
export function figureToJson(figure: Figure): number | string {
  return typeof figure === "number" ? figure : figure.toString();
}
