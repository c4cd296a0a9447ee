/**
 * Dates in persistence cookies: `SERVER|lastseen|firstseen`, five characters
 * of base64 each, in units of four seconds (s30tob64 in base64.c).
 */

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const unit = 4;

/** @param seconds since the epoch; a date that has begun its unit counts as its end */
export function writeDate(seconds: number): string {
  return encode(Math.floor((seconds + unit - 1) / unit));
}

/** A date that was read before, as it was. */
export function repeatDate(seconds: number): string {
  return encode(Math.floor(seconds / unit));
}

function encode(value: number): string {
  let text = "";
  for (let shift = 24; shift >= 0; shift -= 6) text += digits.charAt((value >> shift) & 63);
  return text;
}

/** Seconds since the epoch; undefined for what is no date. */
export function readDate(text: string): number | undefined {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const digit = i < text.length ? digits.indexOf(text.charAt(i)) : -1;
    if (digit < 0) return undefined;
    value = value * 64 + digit;
  }
  return value > 0 ? value * unit : undefined;
}
