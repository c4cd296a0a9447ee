import { embedded, formatAddress, mapped, parseIpv6, readIpv4, type Address } from "../patterns/addresses.ts";
import type { Sample } from "../patterns/indexes.ts";
import { readInt } from "../patterns/integers.ts";

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

/**
 * The key that a sample makes in a table of the given type; undefined where it
 * cannot be converted. Texts are cut to the length, bytes also filled up to it.
 */
export function stickKey(type: KeyType, length: number, sample: Sample): StickKey | undefined {
  switch (type) {
    case "ip":
    case "ipv6": {
      const address = addressOf(type === "ip" ? 4 : 6, sample);
      return address && formatAddress(address);
    }
    case "integer": {
      if (typeof sample === "object" || sample === "") return undefined;
      const value = typeof sample === "string" ? readInt(sample).value : sample;
      return Number(BigInt.asUintN(32, BigInt(value)));
    }
    case "string": {
      const text = typeof sample === "object" ? formatAddress(sample) : String(sample);
      const end = text.indexOf("\0");
      return text.slice(0, end < 0 ? length - 1 : Math.min(end, length - 1));
    }
    case "binary":
      return typeof sample === "string" ? sample.slice(0, length).padEnd(length, "\0") : undefined;
  }
}

function addressOf(family: 4 | 6, sample: Sample): Address | undefined {
  if (typeof sample === "string") return family === 4 ? readIpv4(sample) : parseIpv6(sample);
  if (typeof sample !== "object") return undefined;
  if (sample.family === family) return sample;
  return sample.family === 4 ? mapped(sample) : embedded(sample);
}
