/** Times, sizes and numbers as HAProxy writes them (configuration manual 2.5 and 2.6). */

/** The unit a bare number has; results are in it too. */
export type TimeUnit = "us" | "ms" | "s";

/** What is wrong with a time or size: a character, or a value out of range. */
export type UnitFault =
  { readonly fault: "over" | "under" } | { readonly fault: "char"; readonly char: string };

export type Parsed = { readonly value: number; readonly trailing?: string } | UnitFault;

const MICROSECONDS: Readonly<Record<string, bigint>> = {
  us: 1n,
  ms: 1000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
  d: 86_400_000_000n,
};

export function isFault(parsed: Parsed): parsed is UnitFault {
  return "fault" in parsed;
}

/** The bound of times in milliseconds that one is beyond; messages say in two ways how long that is. */
export function timeLimit(
  fault: "over" | "under",
  days: "or ~24.8 days" | "(~24.8 days)" = "or ~24.8 days",
): string {
  return fault === "over" ? `maximum value is 2147483647 ms ${days}` : "minimum non-null value is 1 ms";
}

/**
 * `10`, `5s`, `1m`... in `unit`, rounded up; at most 2147483647, and a value
 * that is not zero may not become zero. HAProxy still takes anything behind
 * the unit, with a warning: `trailing` is the first such character.
 */
export function parseTime(text: string, unit: TimeUnit): Parsed {
  const digits = /^[0-9]+/.exec(text)?.[0];
  if (digits === undefined) return { fault: "char", char: text.charAt(0) };
  const suffix = /^(?:us|ms|[smhd])/.exec(text.slice(digits.length))?.[0];
  const rest = text.slice(digits.length + (suffix?.length ?? 0));
  if (suffix === undefined && rest !== "") {
    // "u" alone is noticed one character late by HAProxy as well as here.
    return { fault: "char", char: rest.charAt(0) };
  }
  const value = BigInt(digits);
  const scale = MICROSECONDS[unit] ?? 1n;
  const factor = suffix === undefined ? scale : (MICROSECONDS[suffix] ?? scale);
  const result = (value * factor + scale - 1n) / scale;
  if (result > 0x7fffffffn) return { fault: "over" };
  if (result === 0n && value > 0n) return { fault: "under" };
  return { value: Number(result), ...(rest !== "" && { trailing: rest.charAt(0) }) };
}

/** `100`, `16k`, `2m`, `1g` in bytes, below 4 GB. */
export function parseSize(text: string): Parsed {
  const match = /^([0-9]+)([kKmMgG]?)/.exec(text);
  if (!match) return { fault: "char", char: text.charAt(0) };
  const [all, digits = "", suffix = ""] = match;
  const shift = { "": 0n, k: 10n, m: 20n, g: 30n }[suffix.toLowerCase()] ?? 0n;
  const value = BigInt(digits) << shift;
  if (value > 0xffffffffn) return { fault: "char", char: text.charAt(digits.length) };
  if (all.length < text.length) return { fault: "char", char: text.charAt(all.length) };
  return { value: Number(value) };
}

/** The number at the start of `text` as C's atol reads it; 0 where there is none. */
export function leadingInteger(text: string): number {
  const match = /^[ \t\n\v\f\r]*([+-]?[0-9]+)/.exec(text);
  return match ? Number(match[1]) : 0;
}

/** `text` as one decimal number with nothing behind it (C's strtol and a check of its end). */
export function wholeInteger(text: string): number | undefined {
  return /^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text) ? Number(text) : undefined;
}
