import { formatAddress, parseIpv6, readIpv4 } from "../patterns/addresses.ts";
import { address, binary, cast, integer, text, type Sample, type TargetType } from "../sample.ts";

/** What a stick table is keyed by. */
export type KeyType = "ip" | "ipv6" | "integer" | "string" | "binary";

/** A key as it is shown: addresses as text, integers from 0 to 2^32-1, byte strings. */
export type StickKey = string | number;

/** How many bytes a key has unless the table says so; a string's last one is its NUL. */
export const defaultKeyLengths: Readonly<Record<KeyType, number>> = {
  ip: 4,
  ipv6: 16,
  integer: 4,
  string: 32,
  binary: 32,
};

/** What a sample is cast to for a key. */
const SAMPLE_TYPES: Readonly<Record<KeyType, TargetType>> = {
  ip: "ipv4",
  ipv6: "ipv6",
  integer: "sint",
  string: "str",
  binary: "bin",
};

/**
 * The key that a sample makes in a table of the given type; undefined where it
 * cannot be converted. Texts are cut to the length, bytes also filled up to it.
 */
export function stickKey(type: KeyType, length: number, sample: Sample): StickKey | undefined {
  const value = cast(sample, SAMPLE_TYPES[type])?.value;
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "object":
      return formatAddress(value);
    case "string":
      if (type === "binary") return value.slice(0, length).padEnd(length, "\0");
      return untilNul(value.slice(0, length - 1));
    default:
      return Number(BigInt.asUintN(32, BigInt(value)));
  }
}

/** A key as a sample of its table's type. */
export function keySample(type: KeyType, key: StickKey): Sample | undefined {
  if (typeof key === "number") return integer(key);
  if (type === "string") return text(key);
  if (type === "binary") return binary(key);
  const found = type === "ip" ? readIpv4(key) : parseIpv6(key);
  return found && address(found);
}

function untilNul(value: string): string {
  const end = value.indexOf("\0");
  return end < 0 ? value : value.slice(0, end);
}
