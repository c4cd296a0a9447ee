import { isIPv4, isIPv6 } from "node:net";

/**
 * IP addresses and networks as patterns, samples and stick tables have them.
 * node:net decides what an address is (as inet_pton does); the arithmetic of
 * masks is ours, since no library combines HAProxy's own lenient readings with
 * values that can be masked without making objects.
 */

/** An IPv4 address as a signed 32-bit integer, so that masks are one operation. */
export interface Ipv4 {
  readonly family: 4;
  readonly bits: number;
}

/** An IPv6 address as eight UTF-16 units of 16 bits: a prefix of it is a prefix of the string. */
export interface Ipv6 {
  readonly family: 6;
  readonly bits: string;
}

export type Address = Ipv4 | Ipv6;

/** An address with the bits that count: a number of leading bits, or a mask with holes. */
export type Network =
  | (Ipv4 & { readonly length: number })
  | (Ipv6 & { readonly length: number })
  | (Ipv4 & { readonly mask: number });

/** The mask of `length` leading bits. */
export function mask4(length: number): number {
  return length === 0 ? 0 : -1 << (32 - length);
}

/** The first `length` bits of an IPv6 address; equal for addresses of one network. */
export function prefix6(bits: string, length: number): string {
  const whole = length >> 4;
  const rest = length & 15;
  if (rest === 0) return bits.slice(0, whole);
  return bits.slice(0, whole) + String.fromCharCode(bits.charCodeAt(whole) & (0xffff << (16 - rest)));
}

/**
 * Four decimal numbers at the start of `text`, as HAProxy reads samples:
 * leading zeros are fine, and so is anything but a digit or a dot after the
 * last (`10.0.0.1:80`). Undefined for anything else.
 */
export function readIpv4(text: string): Ipv4 | undefined {
  let bits = 0;
  let octets = 0;
  let octet = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      octet = (octet < 0 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return undefined;
    } else if (code === 46 && octet >= 0 && octets < 3) {
      bits = (bits << 8) | octet;
      octets++;
      octet = -1;
    } else if (code === 46) return undefined;
    else break;
  }
  if (octets < 3 || octet < 0) return undefined;
  return { family: 4, bits: (bits << 8) | octet };
}

/** An IPv4 address as inet_pton takes it: exactly four numbers, no leading zeros. */
export function parseIpv4(text: string): Ipv4 | undefined {
  return isIPv4(text) ? readIpv4(text) : undefined;
}

/** An IPv6 address as inet_pton takes it: no zone. */
export function parseIpv6(text: string): Ipv6 | undefined {
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const [head = "", tail] = text.split("::", 2);
  const front = units(head);
  const back = tail === undefined ? [] : units(tail);
  const gap = new Array<number>(8 - front.length - back.length).fill(0);
  return { family: 6, bits: String.fromCharCode(...front, ...gap, ...back) };
}

function units(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((part) => {
    const v4 = part.includes(".") ? parseIpv4(part) : undefined;
    return v4 ? [v4.bits >>> 16, v4.bits & 0xffff] : [parseInt(part, 16)];
  });
}

/** A sample's text as an address of either family. */
export function readAddress(text: string): Address | undefined {
  return readIpv4(text) ?? parseIpv6(text);
}

/** A number of bits as strtol reads it. */
function maskLength(text: string, most: number): number | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text)) return undefined;
  const length = Number(text);
  return length >= 0 && length <= most ? length : undefined;
}

/** How many leading ones a mask has, if all of its ones lead. */
function leadingOnes(mask: number): number | undefined {
  const length = Math.clz32(~mask);
  return mask4(length) === mask ? length : undefined;
}

/**
 * A pattern's network: `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `2001:db8::/32`, or
 * an address alone. `resolve` may give an address for a name.
 */
export function parseNetwork(
  text: string,
  resolve?: (name: string) => Ipv4 | undefined,
): Network | undefined {
  const slash = text.lastIndexOf("/");
  const name = slash < 0 ? text : text.slice(0, slash);
  const mask = slash < 0 ? undefined : text.slice(slash + 1);
  return (
    network4(parseIpv4(name), mask) ?? network6(parseIpv6(name), mask) ?? network4(resolve?.(name), mask)
  );
}

function network4(address: Ipv4 | undefined, mask: string | undefined): Network | undefined {
  if (!address) return undefined;
  if (mask === undefined) return { ...address, length: 32 };
  if (!mask.includes(".")) {
    const length = maskLength(mask, 32);
    return length === undefined ? undefined : { ...address, length };
  }
  const dotted = parseIpv4(mask);
  if (!dotted) return undefined;
  const length = leadingOnes(dotted.bits);
  return length === undefined ? { ...address, mask: dotted.bits } : { ...address, length };
}

function network6(address: Ipv6 | undefined, mask: string | undefined): Network | undefined {
  if (!address) return undefined;
  const length = mask === undefined ? 128 : maskLength(mask, 128);
  return length === undefined ? undefined : { ...address, length };
}

/**
 * The address that a name made of numbers alone stands for (inet_aton, which
 * the C library asks before DNS): `127` is 0.0.0.127, `10.1` is 10.0.0.1.
 */
export function numericName(name: string): Ipv4 | undefined {
  const parts = name.split(".");
  if (parts.length > 4) return undefined;
  let bits = 0;
  for (const [i, part] of parts.entries()) {
    if (!/^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.test(part)) return undefined;
    const value = /^0[0-7]/.test(part) ? parseInt(part, 8) : Number(part);
    const room = i === parts.length - 1 ? 8 * (4 - i) : 8;
    if (value >= 2 ** room) return undefined;
    bits = (bits * 2 ** room + value) % 2 ** 32;
  }
  return { family: 4, bits: bits | 0 };
}

/** `::ffff:a.b.c.d` */
export function mapped(address: Ipv4): Ipv6 {
  const { bits } = address;
  return { family: 6, bits: String.fromCharCode(0, 0, 0, 0, 0, 0xffff, bits >>> 16, bits & 0xffff) };
}

/** The IPv4 address inside a mapped, compatible or 6to4 one. */
export function embedded(address: Ipv6): Ipv4 | undefined {
  const unit = (i: number): number => address.bits.charCodeAt(i);
  const join = (i: number): Ipv4 => ({ family: 4, bits: (unit(i) << 16) | unit(i + 1) });
  if (address.bits.startsWith("\0\0\0\0\0") && (unit(5) === 0 || unit(5) === 0xffff)) return join(6);
  return unit(0) === 0x2002 ? join(1) : undefined;
}

/** An address as inet_ntop writes it. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? format4(address.bits) : format6(address.bits);
}

function format4(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

function format6(bits: string): string {
  const words = Array.from({ length: 8 }, (_, i) => bits.charCodeAt(i));
  const { at, length } = longestZeros(words);
  // The C library shows an embedded IPv4 address after six zero words, or after five and ffff.
  if (at === 0 && (length === 6 || (length === 5 && words[5] === 0xffff))) {
    const v4 = format4(((words[6] ?? 0) << 16) | (words[7] ?? 0));
    return length === 6 ? `::${v4}` : `::ffff:${v4}`;
  }
  const hex = words.map((word) => word.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, at).join(":")}::${hex.slice(at + length).join(":")}`;
}

function longestZeros(words: readonly number[]): { at: number; length: number } {
  let best = { at: -1, length: 0 };
  for (let at = 0; at < words.length; at++) {
    let length = 0;
    while (words[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  return best;
}
