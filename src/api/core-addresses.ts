import { isIPv4, isIPv6 } from "node:net";
import {
  declareFunction,
  opaque,
  opaqueArgument,
  result,
  string,
  uncounted,
  type Item,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/** `core.parse_addr` and `core.match_addr` (hlua_fcn.c): addresses with masks. */

/** An address and its mask, each as one number of 32 or 128 bits. */
class MaskedAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly mask: bigint;

  constructor(family: 4 | 6, bits: bigint, mask: bigint) {
    this.family = family;
    this.bits = bits;
    this.mask = mask;
  }

  /** Whether the two are equal as far as both masks let through. */
  matches(other: MaskedAddress): boolean {
    return this.family === other.family && (this.bits & other.mask) === (other.bits & this.mask);
  }
}

/** Reads `address`, `address/length` or, for IPv4, `address/mask`. Names are not looked up. */
export function parseAddress(text: string): MaskedAddress | undefined {
  const slash = text.lastIndexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const suffix = slash < 0 ? undefined : text.slice(slash + 1);
  const v4 = parseV4(address);
  if (v4 !== undefined) {
    const mask = suffix?.includes(".") ? parseV4Mask(suffix) : maskOf(suffix, 32);
    if (mask !== undefined) return new MaskedAddress(4, v4, mask);
  }
  const mask = maskOf(suffix, 128);
  return isIPv6(address) && !address.includes("%") && mask !== undefined
    ? new MaskedAddress(6, parseV6(address), mask)
    : undefined;
}

/**
 * One to four numbers, decimal or, from a leading 0 on, octal; the last one
 * fills what the others leave (inet_aton without its hexadecimal form).
 */
function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length > 4 || !parts.every((part) => /^(?:0[0-7]*|[1-9][0-9]*)$/.test(part))) return undefined;
  const numbers = parts.map((part) => BigInt(part.length > 1 && part.startsWith("0") ? `0o${part}` : part));
  const last = numbers.pop() ?? 0n;
  const lastBits = BigInt(32 - 8 * numbers.length);
  if (numbers.some((number) => number > 255n) || last >= 1n << lastBits) return undefined;
  return (numbers.reduce((all, number) => (all << 8n) | number, 0n) << lastBits) | last;
}

function parseV4Mask(text: string): bigint | undefined {
  return isIPv4(text) ? parseV4(text) : undefined;
}

function parseV6(text: string): bigint {
  // The last four bytes may be written as an IPv4 address.
  const v4 = /[0-9.]+$/.exec(text)?.[0] ?? "";
  const tail = v4.includes(".") ? (parseV4(v4) ?? 0n) : undefined;
  const head = tail === undefined ? text : text.slice(0, -v4.length);
  const words =
    tail === undefined ? head : `${head}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const [left = "", right] = words.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const before = groups(left);
  const after = groups(right ?? "");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].reduce((all, group) => (all << 16n) | BigInt(`0x${group}`), 0n);
}

/** The mask of a length as strtol reads it (blanks and a sign may go before); of all bits where there is none. */
function maskOf(length: string | undefined, bits: number): bigint | undefined {
  if (length === undefined) return (1n << BigInt(bits)) - 1n;
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(length)) return undefined;
  const ones = Number(length);
  if (!(ones >= 0 && ones <= bits)) return undefined;
  return ((1n << BigInt(ones)) - 1n) << BigInt(bits - ones);
}

const address = (name: string): ReturnType<typeof opaqueArgument> =>
  opaqueArgument(name, "what core.parse_addr gave; anything else matches nothing");

export const addressItems: Item<Runtime>[] = [
  declareFunction("parse_addr", {
    doc: "Reads an IP address for core.match_addr: `10.1.2.3`, `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `2001:db8::/32`. An IPv4 address may have fewer numbers, the last then fills the rest. Host names are not looked up.",
    args: [string("address", "the text")],
    returns: [result("userdata?", "the address; nil for anything else")],
    since: "1.7",
    count: uncounted,
    body: (_execution, text) => {
      const parsed = parseAddress(text.split("\0", 1)[0] ?? "");
      return parsed && opaque(parsed);
    },
  }),
  declareFunction("match_addr", {
    doc: "Whether two addresses are equal as far as the masks of both let through.",
    args: [address("first"), address("second")],
    returns: [result("boolean", "false too for addresses of two families")],
    since: "1.7",
    count: uncounted,
    body: (_execution, first, second) =>
      first instanceof MaskedAddress && second instanceof MaskedAddress && first.matches(second),
  }),
];
