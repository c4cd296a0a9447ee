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
import { numericName, parseIpv4, parseIpv6, type Ipv4, type Ipv6 } from "../samples/patterns/index.ts";

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
  const v4 = readV4(address);
  if (v4 !== undefined) {
    const mask = suffix?.includes(".") ? dottedMask(suffix) : maskOf(suffix, 32);
    if (mask !== undefined) return new MaskedAddress(4, v4, mask);
  }
  const v6 = parseIpv6(address);
  const mask = maskOf(suffix, 128);
  return v6 && mask !== undefined ? new MaskedAddress(6, bitsOf(v6), mask) : undefined;
}

function dottedMask(text: string): bigint | undefined {
  const mask = parseIpv4(text);
  return mask && bitsOf(mask);
}

/** An address's number; IPv4 may have fewer numbers (inet_aton without its hexadecimal form). */
function readV4(text: string): bigint | undefined {
  const address = /x/i.test(text) ? undefined : numericName(text);
  return address && bitsOf(address);
}

function bitsOf({ family, bits }: Ipv4 | Ipv6): bigint {
  if (family === 4) return BigInt(bits >>> 0);
  let number = 0n;
  for (let i = 0; i < bits.length; i++) number = (number << 16n) | BigInt(bits.charCodeAt(i));
  return number;
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
