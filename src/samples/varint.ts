/**
 * HAProxy's numbers of variable length (encode_varint() of intops.h), as they
 * stand in the blocks that `req.hdrs_bin` gives: below 240 one byte, else four
 * bits in the first byte and seven in each that follows.
 */

/** A number as byte string. */
export function encodeVarint(value: number): string {
  if (value < 240) return String.fromCharCode(value);
  let bytes = String.fromCharCode((value & 255) | 240);
  let rest = Math.floor((value - 240) / 16);
  while (rest >= 128) {
    bytes += String.fromCharCode((rest & 255) | 128);
    rest = Math.floor((rest - 128) / 128);
  }
  return bytes + String.fromCharCode(rest);
}

/** The number that begins at `start`, and where what follows begins; undefined when the bytes end before it does. */
export function decodeVarint(
  bytes: string,
  start: number,
): { readonly value: number; readonly next: number } | undefined {
  let next = start;
  if (next >= bytes.length) return undefined;
  let byte = bytes.charCodeAt(next++);
  let value = byte;
  if (value < 240) return { value, next };
  for (let factor = 16; next < bytes.length; factor *= 128) {
    byte = bytes.charCodeAt(next++);
    value += byte * factor;
    if (byte < 128) return { value, next };
  }
  return undefined;
}
